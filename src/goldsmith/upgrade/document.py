"""A JSON template as plain values that fixers change, and its text."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import TypeAlias

from goldsmith.lang.syntax import Boolean, Expression, Null, Number, Object, Text, Tuple
from goldsmith.record import record


@record
class Figure:
    """A number as it is written."""

    text: str


Json: TypeAlias = "bool | Figure | str | list[Json] | dict[str, Json] | None"
Settings: TypeAlias = dict[str, Json]
"""An object of the template. Fixers replace the values of a component, and change none of them."""

_STEP = "  "
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b"} | {
    "\f": "\\f"
}
_ESCAPES = {
    **{chr(code): f"\\u{code:04x}" for code in range(0x20)},
    **{mark: f"\\u{ord(mark):04x}" for mark in "&\u2028\u2029"},
    **_SHORT,
}
_TRANSLATION = str.maketrans(_ESCAPES)


def plain(tree: Expression) -> Json:
    """The values of a JSON tree; the last of several items with the same key counts."""
    match tree:
        case Text(text):
            return text
        case Boolean(value):
            return value
        case Number(text):
            return Figure(text)
        case Null():
            return None
        case Tuple(items):
            return [plain(one) for one in items]
        case Object(items):
            return {one.key.text: plain(one.value) for one in items if isinstance(one.key, Text)}
        case _:
            raise TypeError(type(tree).__name__)


def written(value: Json) -> str:
    """The text of a value: keys sorted, two blanks for each level, no newline at its end."""
    return "".join(_written(value, "\n"))


def _written(value: Json, newline: str) -> Iterator[str]:
    match value:
        case None:
            yield "null"
        case bool():
            yield "true" if value else "false"
        case Figure(text):
            yield _short(text)
        case str():
            yield quoted(value)
        case list():
            yield from _items("[]", newline, [("", one) for one in value])
        case dict():
            named = [(f"{quoted(key)}: ", value[key]) for key in sorted(value, key=str.encode)]
            yield from _items("{}", newline, named)


def _items(brackets: str, newline: str, items: list[tuple[str, Json]]) -> Iterator[str]:
    if not items:
        yield brackets
        return
    inner = newline + _STEP
    before = brackets[0] + inner
    for name, one in items:
        yield before
        yield name
        yield from _written(one, inner)
        before = "," + inner
    yield newline + brackets[1]


def quoted(text: str) -> str:
    """A JSON string: as Packer writes it, only what must be is escaped, and `&` besides."""
    return f'"{text.translate(_TRANSLATION)}"'


def _short(digits: str) -> str:
    """A number in its shortest form, unless that would change its value."""
    number = float(digits)
    exact = Decimal(repr(number))
    if not isfinite(number) or exact != _exactly(digits):
        return digits
    if number == 0 or 1e-6 <= abs(number) < 1e21:
        plainly = format(exact, "f")
        return plainly.rstrip("0").rstrip(".") if "." in plainly else plainly
    mantissa, _, exponent = f"{exact.normalize():e}".partition("e")
    return f"{mantissa}e{exponent[0]}{exponent[1:].lstrip('0')}"


def _exactly(digits: str) -> Decimal | None:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent that nobody means
        return None
