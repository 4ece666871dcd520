"""Reading the arguments of the language's own blocks as typed values."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from goldsmith.diagnostics import Diagnostic, Span
from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.duration import parse_duration
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.number import Real, to_float
from goldsmith.lang.scope import Function, Scope
from goldsmith.lang.syntax import Argument
from goldsmith.lang.values import BOOL, NUMBER, STRING, ListOf, Type, Value, describe
from goldsmith.planning.problems import Problems

_NOWHERE = Path()
_LONG = 40


def literals(functions: Mapping[str, Function] = MappingProxyType({})) -> Scope:
    """A scope without names, for what must be written out; and with `functions` only."""
    return Scope({}, functions, _NOWHERE, None, _NOWHERE, 0.0)


class Reader:
    """Reads arguments by name; what is wrong with them goes to `problems`."""

    __slots__ = ("arguments", "problems", "scope")

    def __init__(self, arguments: Mapping[str, Argument], scope: Scope, problems: Problems) -> None:
        self.arguments = arguments
        self.scope = scope
        self.problems = problems

    def text(self, name: str) -> str | None:
        """A text; None where it is missing or wrong."""
        value = self._value(name, STRING)
        return value.data if value is not None and isinstance(value.data, str) else None

    def flag(self, name: str) -> bool | None:
        """True or false; None where it is missing or wrong."""
        value = self._value(name, BOOL)
        return value.data if value is not None and isinstance(value.data, bool) else None

    def texts(self, name: str) -> tuple[tuple[str, Span], ...] | None:
        """A list of texts, each with its place; None where it is missing or wrong."""
        value = self._value(name, ListOf(STRING))
        if value is None:
            return None
        whole = self.arguments[name].value
        items = getattr(whole, "items", ())
        exact = len(items) == len(value.sequence) and all(hasattr(one, "span") for one in items)
        found: list[tuple[str, Span]] = []
        for index, one in enumerate(value.sequence):
            span = items[index].span if exact else whole.span
            if isinstance(one.data, str):
                found.append((one.data, span))
            elif not one.is_known:
                self.problems.undecided(not_known(f"an element of {name}", span))
            else:
                self.problems.error(f"{name} has an element that is null", span)
        return tuple(found)

    def duration(self, name: str) -> timedelta | None:
        """A time span such as "1m30s"; None where it is missing or wrong."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_duration(text)
        except ValueError as error:
            span = self.arguments[name].value.span
            self.problems.error(f'{name} is not a duration: "{text}"', span, f"{error}.")
            return None

    def whole_number(self, name: str) -> int | None:
        """A whole number of at least 0; None where it is missing or wrong."""
        value = self._value(name, NUMBER)
        if value is None:
            return None
        number = to_float(value.data) if isinstance(value.data, Real) else value.data
        if not isinstance(number, int | float) or number < 0 or number != number // 1:
            span = self.arguments[name].value.span
            self.problems.error(f"{name} must be a whole number, 0 or more", span)
            return None
        return int(number)

    def _value(self, name: str, wanted: Type) -> Value | None:
        argument = self.arguments.get(name)
        if argument is None:
            return None
        with self.problems.collecting():
            value = evaluate(argument.value, self.scope)
            span = argument.value.span
            try:
                value = convert(value, wanted)
            except ConversionError as error:
                self.problems.add(misfit(name, wanted, error, span))
                return None
            if value.is_null:
                return None
            if not value.is_known:
                self.problems.undecided(not_known(name, span))
                return None
            return value
        return None


def misfit(name: str, wanted: Type, error: ConversionError, span: Span) -> Diagnostic:
    """The value of an argument has the wrong type."""
    written = span.text
    is_text = isinstance(wanted, ListOf) and written.startswith('"') and len(written) < _LONG
    hint = f" Write [{written}]." if is_text else ""
    return Diagnostic(f"{name} must be {kind_of(wanted)}", f"{error}{hint}", span)


def kind_of(of: Type) -> str:
    """A type with its article: `a number`, `an object({…})`."""
    name = describe(of)
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def not_known(name: str, span: Span) -> Diagnostic:
    """The value of an argument that decides what is built is not known."""
    return Diagnostic(
        f"The value of {name} must be known before the build",
        "It depends on something that only a build knows, or on a data source that is not read.",
        span,
    )
