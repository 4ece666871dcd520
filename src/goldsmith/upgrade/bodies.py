"""Writes the options of a component as the body of a block."""

from collections.abc import Collection, Iterable, Iterator

from goldsmith.diagnostics import Diagnostic, Severity
from goldsmith.lang.convert import ConversionError
from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.lang.number import Number as ExactNumber
from goldsmith.lang.number import NumberProblem, Real, text_of
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
    apart,
    block,
    comment,
    expression,
    heredoc,
    is_identifier,
    key,
    object_of,
    quoted,
    tuple_of,
)
from goldsmith.upgrade.shapes import UNKNOWN, Option, Options, Takes
from goldsmith.upgrade.vocabulary import Vocabulary
from goldsmith.upgrade.written import name_of

_LISTS = (Kind.SEQUENCE, Kind.SET, Kind.BYTES)
_WEAK = (Kind.BOOL, Kind.INTEGER, Kind.NUMBER)
"""Kinds that HCL converts less to than JSON templates do."""
_UNSET_BY_NOTHING = (*_LISTS, *_WEAK)
"""Kinds that an empty text leaves as they are."""
_SCALARS = (Kind.TEXT, Kind.PATH, Kind.CHOICE, Kind.SIZE, Kind.DURATION, *_WEAK)


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
        self.problems += (undeclared(text, one) for one in self.vocabulary.newly_undeclared())
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
            if isinstance(item.value, Text) and _is_comment(name, option):
                arguments.append(comment(item.value.text))
            elif not is_identifier(option.name):
                self.problems.append(no_identifier(name))
            elif _is_block(option, item.value):
                blocks += self._blocks(option, item.value)
            else:
                arguments.append(f"{option.name} = {self._argument(item.value, option.takes)}\n")
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

    def _argument(self, value: Expression, takes: Takes) -> str:
        if isinstance(value, Text) and "\n" in value.text and takes.kind in (None, Kind.TEXT):
            parts = self.parts(value)
            return heredoc(parts) or expression(parts)
        return self.value(value, takes)

    def value(self, value: Expression, takes: Takes = UNKNOWN) -> str:
        """The expression for a value where that is taken."""
        is_list = takes.kind in _LISTS
        match value:
            case Object(()) if is_list:
                return "[]"
            case Object(items):
                return self._object(items, takes.element or UNKNOWN)
            case Tuple(items) if takes.kind is Kind.MAPPING and _all_objects(items):
                # JSON templates take a list of maps for one map.
                merged = {name_of(one).text: one for part in items for one in _items_of(part)}
                return self._object(merged.values(), takes.element or UNKNOWN)
            case Tuple(items):
                return tuple_of([self.value(one, takes.element or UNKNOWN) for one in items])
            case Null():
                return "null"
            case Number() | Boolean() if is_list:
                return tuple_of([_literal(value, (takes.element or UNKNOWN).kind)])
            case Number() | Boolean():
                return _literal(value, takes.kind)
            case Text():
                return self._text(value, takes)
            case _:
                raise TypeError(type(value).__name__)

    def _object(self, items: Iterable[ObjectItem], takes: Takes) -> str:
        return object_of(
            (key(self.parts(name_of(one))), self.value(one.value, takes)) for one in items
        )

    def _text(self, text: Text, takes: Takes) -> str:
        if "{{" not in text.text:
            return _text(text.text, takes)
        parts = self.parts(text)
        written = expression(parts)
        made = _list_of(parts, written) if takes.kind in _LISTS else written
        if takes.kind in _UNSET_BY_NOTHING and written in self._empty:
            return f'{written} == "" ? null : {made}'
        return made


def _list_of(parts: Parts, written: str) -> str:
    """The list that a text stands for.

    JSON templates part a text at its commas. That is meant where a variable is the whole list, or
    where commas are written; a sentence with a variable in it is one item.
    """
    fixed = "".join(part for part in parts if isinstance(part, str))
    if fixed.strip() and "," not in fixed:
        return tuple_of([written])
    return f'compact(split(",", {written}))'


def _literal(value: Number | Boolean, kind: Kind | None) -> str:
    written = value.text if isinstance(value, Number) else _shown(from_python(value.value))
    if kind not in _SCALARS:
        return written
    try:
        data = parse_number(value.text) if isinstance(value, Number) else value.value
    except NumberProblem:  # an exponent that nobody means
        return written
    return _scalar(data, kind)


def _is_block(option: Option, value: Expression) -> bool:
    """Whether HCL writes it as nested blocks; where nothing is known, its own form decides."""
    if option.takes.kind is not None:
        nested = option.takes.kind in (Kind.BLOCK, Kind.BLOCKS)
        return nested and isinstance(value, Object | Tuple | Null)
    match value:
        case Object(items):
            return any(isinstance(one.value, Object | Tuple) for one in items)
        case Tuple(elements):
            return bool(elements) and _all_objects(elements)
        case _:
            return False


def _is_comment(name: Text, option: Option) -> bool:
    return name.text.startswith("_") and option.takes.kind is None


def _all_objects(values: Iterable[Expression]) -> bool:
    return all(isinstance(one, Object) for one in values)


def _items_of(value: Expression) -> tuple[ObjectItem, ...]:
    return value.items if isinstance(value, Object) else ()


def _text(text: str, takes: Takes) -> str:
    """A plain text where that is taken; JSON templates split it at commas to get a list."""
    if not text and takes.kind in _UNSET_BY_NOTHING:
        return "null"
    if takes.kind in _LISTS:
        element = takes.element or UNKNOWN
        return tuple_of([_text(one, element) for one in text.split(",")])
    return _scalar(text, takes.kind) if takes.kind in _WEAK else quoted(text)


def _scalar(data: str | bool | ExactNumber, kind: Kind) -> str:
    """A literal as what JSON templates take it for where that kind is wanted."""
    value = from_python(data) if isinstance(data, str | bool) else Value(NUMBER, data)
    try:
        return _shown(as_scalar(value, kind, number=False))
    except ConversionError:
        return _shown(value)


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


def undeclared(text: Text, name: str) -> Diagnostic:
    """A variable that is used, and that the template does not declare."""
    return Diagnostic(
        f'The variable "{name}" was never declared',
        "In JSON templates it was empty unless it was set. In HCL it needs a value; give it a "
        "default if it may go without.",
        text.span,
        Severity.WARNING,
    )


def no_identifier(name: Text) -> Diagnostic:
    """An option whose name HCL cannot write."""
    return Diagnostic(
        f'"{name.text}" is not the name of an option; it is left out',
        "A name consists of letters, digits, - and _.",
        name.span,
        Severity.WARNING,
    )
