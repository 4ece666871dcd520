"""`dynamic` blocks: one block for each element of a collection."""

from collections.abc import Iterator, Mapping, Sequence

from goldsmith.diagnostics import Diagnostic, Span, TemplateError
from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.evidence import with_evidence
from goldsmith.lang.schema import BlockSchema, Content, Schema, content
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax.tree import (
    Argument,
    Block,
    Body,
    Expression,
    Name,
    Tuple,
    Variable,
    without_parentheses,
)
from goldsmith.lang.values import (
    STRING,
    SetOf,
    Value,
    mark,
    noun,
    number,
    object_of,
    text,
    unknown,
)
from goldsmith.record import field, record, replace

MOST_BLOCKS = 5_000
"""How many blocks `dynamic` may make for one component or build."""

_DYNAMIC = "dynamic"
_SCHEMA = Schema(
    arguments=("for_each", "iterator", "labels"),
    required=("for_each",),
    blocks=(BlockSchema("content"),),
)


@record
class ScopedBody(Body):
    """A body made by `dynamic`: what its iterators are, and whether it is certain to be there."""

    names: Mapping[str, Value] = field(factory=dict)
    certain: bool = True


def scope_of(body: Body, scope: Scope) -> Scope:
    """The scope that the expressions of `body` are evaluated in; `scope` is that around it."""
    return scope.child(body.names) if isinstance(body, ScopedBody) else scope


def expand(body: Body, scope: Scope) -> Body:
    """`body` with its `dynamic` blocks replaced by what they make, at any depth.

    Raises `TemplateError` with every problem.
    """
    if not _has_dynamic(body):
        return body
    expansion = _Expansion()
    made = expansion.body(body, scope, {}, certain=True)
    if expansion.problems:
        raise TemplateError(expansion.problems)
    return made


def without_dynamic(body: Body) -> Body:
    """What is left of a body whose `dynamic` blocks cannot be made."""
    items = tuple(
        one for one in body.items if isinstance(one, Argument) or one.type.text != _DYNAMIC
    )
    return body if len(items) == len(body.items) else replace(body, items=items)


def _has_dynamic(body: Body) -> bool:
    return any(
        isinstance(item, Block) and (item.type.text == _DYNAMIC or _has_dynamic(item.body))
        for item in body.items
    )


class _Expansion:
    """One expansion, collecting what is wrong; `names` are the iterators in sight."""

    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []
        self.made = 0

    def body(self, body: Body, scope: Scope, names: Mapping[str, Value], *, certain: bool) -> Body:
        items: list[Argument | Block] = []
        for item in body.items:
            if isinstance(item, Argument):
                items.append(item)
            elif item.type.text == _DYNAMIC:
                items += self._dynamic(item, scope, names, certain=certain)
            else:
                inner = self.body(item.body, scope, names, certain=certain)
                items.append(Block(item.type, item.labels, inner, item.header, item.span))
        if names:
            return ScopedBody(tuple(items), body.file, body.end, names, certain)
        return Body(tuple(items), body.file, body.end)

    def _dynamic(
        self, block: Block, scope: Scope, names: Mapping[str, Value], *, certain: bool
    ) -> Iterator[Block]:
        if len(block.labels) != 1:
            self.problems.append(_wrong_label(block))
            return
        kind = block.labels[0]
        inside, problems = content(block.body, _SCHEMA, "A dynamic block", header=block.header)
        pattern = _single_content(inside, block)
        self.problems += problems
        collection = inside.get("for_each")
        if isinstance(pattern, Diagnostic):
            self.problems.append(pattern)
            return
        if collection is None:
            return
        try:
            iterator = _iterator(inside, kind)
            elements = _elements(collection.value, scope)
        except TemplateError as error:
            self.problems += error.diagnostics
            return
        sure = certain and elements is not None
        for element in (_UNCERTAIN,) if elements is None else elements:
            self.made += 1
            if self.made > MOST_BLOCKS:
                raise TemplateError([too_many_blocks(block.header)])
            inner_names = {**names, iterator: element}
            inner_scope = scope.child({iterator: element})
            try:
                labels = _labels(inside.get("labels"), inner_scope)
            except TemplateError as error:
                self.problems += error.diagnostics
                return
            body = self.body(pattern.body, inner_scope, inner_names, certain=sure)
            yield Block(kind, labels, body, block.header, block.span)


_UNCERTAIN = object_of({"key": unknown(), "value": unknown()})


def _single_content(inside: Content, block: Block) -> Block | Diagnostic:
    if len(inside.blocks) == 1:
        return inside.blocks[0]
    if not inside.blocks:
        hint = "Write what each block holds in content { … }."
        return Diagnostic("A dynamic block needs a content block", hint, block.header)
    second = inside.blocks[1].header
    return Diagnostic("A dynamic block has one content block", "Leave out this one.", second)


def _iterator(inside: Content, kind: Name) -> str:
    argument = inside.get("iterator")
    if argument is None:
        return kind.text
    if isinstance(argument.value, Variable):
        return argument.value.name
    hint = "Write a bare name, as in iterator = item."
    raise TemplateError(
        [Diagnostic("This is not a name for an iterator", hint, argument.value.span)]
    )


def _elements(collection: Expression, scope: Scope) -> Sequence[Value] | None:
    """The iterator's value for each element; `None` while they are not known."""
    value = evaluate(collection, scope)
    if not value.is_known:
        return None
    pairs: list[tuple[Value, Value]]
    match value.data:
        case tuple():
            keyed = isinstance(value.type, SetOf)
            pairs = [(one if keyed else number(at), one) for at, one in enumerate(value.sequence)]
        case Mapping():
            pairs = [(text(key), one) for key, one in sorted(value.mapping.items())]
        case _:
            given = "null" if value.is_null else noun(value.type)
            hint = f"It is {given}; a list, a set or a map is needed."
            problem = Diagnostic("for_each has nothing to go through", hint, collection.span)
            raise TemplateError([with_evidence(problem, collection, scope)])
    if value.sensitive:
        pairs = [(mark(key), mark(one)) for key, one in pairs]
    return [object_of({"key": key, "value": one}) for key, one in pairs]


def _labels(argument: Argument | None, scope: Scope) -> tuple[Name, ...]:
    if argument is None:
        return ()
    value = evaluate(argument.value, scope)
    if not isinstance(value.data, tuple):
        hint = 'Write a list of texts, as in labels = ["shell"].'
        raise TemplateError([Diagnostic("labels must be a list", hint, argument.value.span)])
    return tuple(_label(one, _item(argument.value, at)) for at, one in enumerate(value.sequence))


def _label(value: Value, span: Span) -> Name:
    try:
        data = convert(value, STRING).data
    except ConversionError:
        data = None
    if isinstance(data, str):
        return Name(data, span)
    what = "must be a text" if value.is_known else "must be known before the build runs"
    raise TemplateError([Diagnostic(f"A label {what}", "", span)])


def _item(expression: Expression, at: int) -> Span:
    whole = without_parentheses(expression)
    return whole.items[at].span if isinstance(whole, Tuple) else whole.span


def too_many_blocks(span: Span) -> Diagnostic:
    """A few `dynamic` blocks inside each other make more blocks than anything could hold."""
    hint = f"At most {MOST_BLOCKS} blocks can be made for one component or build."
    return Diagnostic("This makes too many blocks", hint, span)


def _wrong_label(block: Block) -> Diagnostic:
    hint = 'Write dynamic "TYPE" { … } with the type of the blocks it makes.'
    return Diagnostic("A dynamic block has one label", hint, block.header)
