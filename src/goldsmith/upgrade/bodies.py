"""Writes the options of a component as the body of a block."""

from collections.abc import Collection, Iterable, Iterator

from goldsmith.diagnostics import Diagnostic, Severity
from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.lang.number import Real, text_of
from goldsmith.lang.number import parse as parse_number
from goldsmith.lang.shape import Kind
from goldsmith.lang.syntax import (
    Boolean,
    Expression,
    Null,
    Number,
    Object,
    ObjectItem,
    Text,
    Tuple,
)
from goldsmith.lang.values import NUMBER, Value, from_python
from goldsmith.lang.weak import as_scalar
from goldsmith.upgrade.gotext import Built, Where, translate
from goldsmith.upgrade.hcl import (
    Parts,
    Reference,
    apart,
    block,
    comment,
    expression,
    is_identifier,
    key,
    object_of,
    quoted,
    tuple_of,
)
from goldsmith.upgrade.legacy import name_of
from goldsmith.upgrade.shapes import Option, Options
from goldsmith.upgrade.vocabulary import Vocabulary

_LISTS = (Kind.SEQUENCE, Kind.SET, Kind.BYTES)
_WEAK = (Kind.BOOL, Kind.INTEGER, Kind.NUMBER)
"""Kinds that HCL converts less to than JSON templates do."""


class BodyWriter:
    """Writes texts and bodies that stand in one place, collecting what cannot be written."""

    def __init__(
        self, vocabulary: Vocabulary, where: Where, built: Built, empty: Collection[str] = ()
    ) -> None:
        self.vocabulary = vocabulary
        self.where = where
        self.built = built
        self._empty = empty
        """References to variables that are empty unless they are set."""
        self.kept: set[str] = set()
        self.problems: list[Diagnostic] = []

    def parts(self, text: Text) -> Parts:
        """What a text is in HCL; itself where that cannot be said."""
        try:
            translated = translate(text.text, self.where, self.vocabulary, self.built)
        except GoTemplateError as error:
            self.problems.append(not_translated(text, error))
            return (text.text,)
        self.kept |= translated.kept
        return translated.parts

    def text(self, text: Text) -> str:
        """The expression for a text."""
        return expression(self.parts(text))

    def body(self, items: Iterable[ObjectItem], options: Options) -> str:
        """Arguments in the order of the template, and the nested blocks behind them."""
        arguments: list[str] = []
        blocks: list[str] = []
        for item in items:
            name = name_of(item)
            option = options.find(name.text)
            if name.text.startswith("_") and option.kind is None and isinstance(item.value, Text):
                arguments.append(comment(item.value.text))
            elif not is_identifier(option.name):
                self.problems.append(no_identifier(name))
            elif _is_block(option, item.value):
                blocks += self._blocks(option, item.value)
            else:
                arguments.append(f"{option.name} = {self.value(item.value, option.kind)}\n")
        return apart(("".join(arguments), *blocks))

    def _blocks(self, option: Option, value: Expression) -> Iterator[str]:
        match value:
            case Object(items):
                yield block(option.name, self.body(items, option.inner))
            case Tuple(elements):
                for one in elements:
                    yield from self._blocks(option, one)
            case _:
                pass

    def value(self, value: Expression, kind: Kind | None = None) -> str:
        """The expression for a value where one of that kind is wanted."""
        match value:
            case Text():
                return self._text(value, kind)
            case Number() | Boolean():
                return self._literal(value, kind)
            case Null():
                return "null"
            case Tuple(items):
                return tuple_of([self.value(one) for one in items])
            case Object(items):
                return object_of(
                    (key(self.parts(name_of(one))), self.value(one.value)) for one in items
                )
            case _:
                raise TypeError(type(value).__name__)

    def _text(self, text: Text, kind: Kind | None) -> str:
        parts = self.parts(text)
        if kind in _LISTS:
            return _list_of(parts)
        if kind in _WEAK and "{{" not in text.text:
            return _scalar(from_python(text.text), kind) if text.text else "null"
        written = expression(parts)
        if kind in _WEAK and written in self._empty:
            # Where a text is empty, JSON templates leave such an option as it is.
            return f'{written} == "" ? null : {written}'
        return written

    def _literal(self, value: Number | Boolean, kind: Kind | None) -> str:
        made = (
            Value(NUMBER, parse_number(value.text))
            if isinstance(value, Number)
            else from_python(value.value)
        )
        if kind in _LISTS:
            return tuple_of([_shown(made)])
        return _shown(made) if kind is None else _scalar(made, kind)


def _is_block(option: Option, value: Expression) -> bool:
    """Whether HCL writes it as nested blocks; where nothing is known, its own form decides."""
    if option.kind is not None:
        nested = option.kind in (Kind.BLOCK, Kind.BLOCKS)
        return nested and isinstance(value, Object | Tuple | Null)
    match value:
        case Object(items):
            return any(isinstance(one.value, Object | Tuple) for one in items)
        case Tuple(elements):
            return bool(elements) and all(isinstance(one, Object) for one in elements)
        case _:
            return False


def _list_of(parts: Parts) -> str:
    """A text where a list is wanted: JSON templates split it at commas."""
    literal = "".join(part for part in parts if isinstance(part, str))
    if not any(isinstance(part, Reference) for part in parts):
        return tuple_of([quoted(one) for one in literal.split(",")] if literal else [])
    return f'compact(split(",", {expression(parts)}))'


def _scalar(value: Value, kind: Kind) -> str:
    """A literal as what JSON templates take it for where that kind is wanted."""
    return _shown(as_scalar(value, kind, number=False))


def _shown(value: Value) -> str:
    match value.data:
        case bool() as truth:
            return "true" if truth else "false"
        case str() as text:
            return quoted(text)
        case int() | Real() as number:
            return text_of(number)
        case data:
            raise TypeError(type(data).__name__)


def with_notice(written: str, kept: Collection[str]) -> str:
    """A block below a comment on what it still leaves to Go templates."""
    if not kept:
        return written
    names = ", ".join(sorted(kept))
    return (
        comment(
            f"The texts below still call {names} between double braces, as Go templates do.\n"
            "That is rendered after the expressions of HCL, which do not see its results."
        )
        + written
    )


def not_translated(text: Text, error: GoTemplateError) -> Diagnostic:
    """A Go template that is wrong, or that HCL cannot express."""
    span = text.span
    if span.end - span.start == len(text.text) + 2:  # no escapes, so that places are the same
        start = span.start + 1 + error.offset
        span = span.file.span(min(start, span.end - 1), span.end)
    detail = error.hint or "The text stands in the result as it was. Mend it there."
    return Diagnostic(f"Not translated: {error.message}", detail, span, Severity.WARNING)


def no_identifier(name: Text) -> Diagnostic:
    """An option whose name HCL cannot write."""
    return Diagnostic(
        f'"{name.text}" is not the name of an option; it is left out',
        "A name consists of letters, digits, - and _.",
        name.span,
        Severity.WARNING,
    )
