"""The JSON dialect: a file of JSON to the same body as a native file."""

from collections.abc import Iterable, Iterator, Sequence

from goldsmith.diagnostics import Diagnostic, SourceFile, Span, closest
from goldsmith.lang.syntax import item_problems
from goldsmith.lang.syntax.cursor import MOST_PROBLEMS
from goldsmith.lang.syntax.json import problems
from goldsmith.lang.syntax.json.grammar import (
    COMPONENT,
    FILE,
    VALUES,
    BlockShape,
    BodyShape,
    dynamic,
)
from goldsmith.lang.syntax.json.read import read_json
from goldsmith.lang.syntax.json.repeated import repeated_keys
from goldsmith.lang.syntax.json.values import Converter, plain
from goldsmith.lang.syntax.literals import normal
from goldsmith.lang.syntax.problems import too_many
from goldsmith.lang.syntax.tree import (
    Argument,
    Block,
    Body,
    Expression,
    Name,
    Null,
    Object,
    ObjectItem,
    Property,
    Text,
    Tuple,
)

_COMMENT = "//"
_DYNAMIC = "dynamic"


def parse_json(file: SourceFile) -> tuple[Body, tuple[Diagnostic, ...]]:
    """The body of a file, and everything that is wrong with it, in the order of the text.

    Where only the settings of a component can tell an argument from a block, it is a `Property`.
    """
    return _parse(file, FILE)


def parse_json_values(file: SourceFile) -> tuple[Body, tuple[Diagnostic, ...]]:
    """The same for a file of arguments whose texts are what they are."""
    return _parse(file, VALUES)


def _parse(file: SourceFile, shape: BodyShape) -> tuple[Body, tuple[Diagnostic, ...]]:
    value, found = read_json(file)
    if value is None:
        return Body((), file, file.span(len(file.text), len(file.text))), found
    dialect = _Dialect(found)
    if isinstance(value, Null) and shape is FILE:
        dialect.found.append(problems.no_body(value.span))
    legacy = _legacy(value) if shape is FILE else None
    if legacy is not None:
        return Body((), file, _closing(value)), (*found, problems.legacy(legacy))
    body = dialect.body(value, shape)
    ordered = sorted(dialect.found, key=lambda one: one.span.start if one.span else 0)
    if len(ordered) > MOST_PROBLEMS:
        last = ordered[MOST_PROBLEMS].span or body.end
        ordered[MOST_PROBLEMS:] = [too_many(last)]
    return body, tuple(ordered)


class _Dialect:
    """Reads bodies by their shape, collecting what is wrong."""

    def __init__(self, found: Iterable[Diagnostic]) -> None:
        self.found = list(found)
        self._converter = Converter(self.found.append)

    def body(self, value: Expression, shape: BodyShape) -> Body:
        """The body that an object is, or a list of objects together."""
        items: list[Argument | Block] = []
        arguments: dict[str, Name] = {}
        for pair in self._pairs(value, shape):
            name = _name(pair)
            if name.text == _COMMENT:
                continue
            for item in self._items(name, pair.value, shape):
                if isinstance(item, Argument) and not isinstance(item, Property):
                    given = arguments.setdefault(item.name.text, item.name)
                    if given is not item.name:
                        self.found.append(item_problems.duplicate(item.name, given))
                        continue
                items.append(item)
        return Body(tuple(items), value.span.file, _closing(value))

    def _pairs(self, value: Expression, shape: BodyShape) -> Iterator[ObjectItem]:
        match value:
            case Object(pairs):
                yield from pairs
            case _ if shape.arguments is None and not shape.ambiguous:
                self.found.append(problems.no_arguments(value.span))
            case Tuple(values):
                for one in values:
                    if isinstance(one, Object):
                        yield from one.items
                    else:
                        self.found.append(problems.no_body(one.span))
            case Null():
                pass
            case _:
                self.found.append(problems.no_body(value.span))

    def _items(self, name: Name, value: Expression, shape: BodyShape) -> Iterator[Argument | Block]:
        """What a property of a body is: one argument, or any number of blocks."""
        block = shape.blocks.get(name.text)
        if block is not None:
            yield from self._blocks(name, value, block.labels, (), block.body)
        elif name.text == _DYNAMIC and shape.dynamic:
            yield from self._dynamic(name, value, shape)
        elif shape.ambiguous:
            yield self._property(name, value)
        elif _is_block_like(value) and name.text not in _arguments(name, shape):
            meant = shape.blocks.get(closest(name.text, shape.blocks) or "", BlockShape())
            yield from self._blocks(name, value, meant.labels, (), meant.body)
        else:
            yield Argument(name, self._value(name, value, shape), name.span.to(value.span))

    def _value(self, name: Name, value: Expression, shape: BodyShape) -> Expression:
        if shape.plain or name.text in shape.literal:
            self.found += repeated_keys(value)
            return plain(value)
        if name.text in shape.native and isinstance(value, Text):
            return self._converter.native(value)
        return self._converter.expression(value)

    def _blocks(
        self,
        kind: Name,
        value: Expression,
        missing: Sequence[str],
        labels: tuple[Name, ...],
        shape: BodyShape,
    ) -> Iterator[Block]:
        """The blocks that a value stands for, each label another object around them."""
        if missing:
            for label, inner in self._labels(kind, value, missing[0]):
                yield from self._blocks(kind, inner, missing[1:], (*labels, label), shape)
            return
        match value:
            case Null():
                pass
            case Object():
                yield self._block(kind, labels, value, (labels or (kind,))[-1].span, shape)
            case Tuple(values):
                for one in values:
                    yield self._block(kind, labels, one, _opening(one), shape)
            case _:
                self.found.append(problems.no_block(kind, value.span))

    def _block(
        self,
        kind: Name,
        labels: tuple[Name, ...],
        value: Expression,
        header: Span,
        shape: BodyShape,
    ) -> Block:
        return Block(kind, labels, self.body(value, shape), header, header.to(value.span))

    def _labels(
        self, kind: Name, value: Expression, label: str
    ) -> Iterator[tuple[Name, Expression]]:
        """Each label that an object names, or a list of objects together."""
        objects = value.items if isinstance(value, Tuple) else (value,)
        found = False
        for one in objects:
            if isinstance(one, Object):
                for pair in one.items:
                    found = True
                    if _name(pair).text == _COMMENT and isinstance(pair.value, Text):
                        self.found.append(problems.comment_for_label(pair.key.span, label))
                    else:
                        yield _name(pair), pair.value
            elif not isinstance(value, Null):
                found = True
                self.found.append(problems.no_labels(kind, label, one.span))
        if not found:
            self.found.append(problems.missing_label(kind, label, value.span))

    def _dynamic(self, name: Name, value: Expression, shape: BodyShape) -> Iterator[Block]:
        for kind, inner in self._labels(name, value, "type"):
            yield from self._blocks(name, inner, (), (kind,), dynamic(shape, kind.text))

    def _property(self, name: Name, value: Expression) -> Property:
        """What may be an argument or blocks, read as either."""
        span = name.span.to(value.span)
        match value:
            case Null():
                return Property(name, value, span, ())
            case Object():
                return self._either(name, value, span, (value,))
            case Tuple(values) if all(isinstance(one, Object | Null) for one in values):
                return self._either(name, value, span, values)
            case _:
                return Property(name, self._converter.expression(value), span, None)

    def _either(
        self, name: Name, value: Object | Tuple, span: Span, written: Sequence[Expression]
    ) -> Property:
        value_faults: list[Diagnostic] = []
        block_faults: list[Diagnostic] = []
        expressions: list[Expression] = []
        blocks: list[Block] = []
        self._converter.depth += 1
        for one in written:
            made: Expression = one
            body = Body((), one.span.file, _closing(one))
            if isinstance(one, Object):
                made, body = self._both(one, value_faults, block_faults)
            header = name.span if one is value else _opening(one)
            expressions.append(made)
            blocks.append(Block(name, (), body, header, header.to(one.span)))
        self._converter.depth -= 1
        is_one = isinstance(value, Object)
        whole = expressions[0] if is_one else Tuple(tuple(expressions), value.span)
        return Property(name, whole, span, tuple(blocks), tuple(value_faults), tuple(block_faults))

    def _both(
        self, value: Object, value_faults: list[Diagnostic], block_faults: list[Diagnostic]
    ) -> tuple[Object, Body]:
        """An object as a value and as a body, and what is wrong with it as the one or the other."""
        as_value = Converter(value_faults.append, self._converter.depth)
        pairs: list[ObjectItem] = []
        items: list[Argument | Block] = []
        for pair in value.items:
            name = _name(pair)
            if name.text == _COMMENT:
                inner = as_value.expression(pair.value)
            elif name.text == _DYNAMIC and isinstance(pair.value, Object | Tuple):
                inner = as_value.expression(pair.value)
                other = _Dialect(())
                items += other._dynamic(name, pair.value, COMPONENT)
                block_faults += other.found
            else:
                one = self._property(name, pair.value)
                value_faults += one.value_faults
                inner = one.value
                items.append(one)
            pairs.append(ObjectItem(as_value.key(pair.key), inner))
        as_value.check_keys(value)
        return Object(tuple(pairs), value.span), Body(
            tuple(items), value.span.file, _closing(value)
        )


def _name(pair: ObjectItem) -> Name:
    key = pair.key
    return Name(normal(key.text) if isinstance(key, Text) else "", key.span)


def _arguments(name: Name, shape: BodyShape) -> Sequence[str]:
    return (name.text,) if shape.arguments is None else shape.arguments


def _legacy(value: Expression) -> Span | None:
    """Where the file shows to be a template in the JSON of old, which has blocks of its own."""
    if not isinstance(value, Object):
        return None
    places = {_name(pair).text: pair.key.span for pair in value.items}
    return None if places.keys() & {"build", "source"} else places.get("builders")


def _is_block_like(value: Expression) -> bool:
    if isinstance(value, Tuple):
        return bool(value.items) and all(isinstance(one, Object) for one in value.items)
    return isinstance(value, Object)


def _opening(value: Expression) -> Span:
    span = value.span
    return Span(span.file, span.start, min(span.start + 1, span.end))


def _closing(value: Expression) -> Span:
    span = value.span
    return Span(span.file, max(span.start, span.end - 1), span.end)
