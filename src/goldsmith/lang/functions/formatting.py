"""`format` and `formatlist`: texts with places for values."""

from collections.abc import Sequence
from typing import Final

from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.json_text import json_string, json_text
from goldsmith.lang.functions.limits import bounded, check_length
from goldsmith.lang.number import (
    Number,
    Real,
    general,
    rounded_to,
    scientific,
    shortest,
    sign,
)
from goldsmith.lang.syntax.graphemes import graphemes
from goldsmith.lang.values import (
    BOOL,
    NUMBER,
    STRING,
    ListOf,
    SetOf,
    TupleOf,
    Type,
    Value,
    noun,
    null,
    quote,
)
from goldsmith.record import record

_WIDEST: Final = 1000
_BASES: Final = {
    "b": ("b", "0b"),
    "d": ("d", ""),
    "o": ("o", "0"),
    "x": ("x", "0x"),
    "X": ("X", "0X"),
}
_FLAGS: Final = "+-# 0"


@record
class _Place:
    """One `%` place of a format; `argument` is the position of its value."""

    verb: str
    written: str
    argument: int
    flags: frozenset[str]
    width: int
    precision: int | None


@function
def format_(spec: str, *values: Value | None) -> str:
    """A text with values put in its places, such as `%s`, `%d` and `%05.2f`.

    format("%s has %03d", "web", 7) == "web has 007"
    """
    pieces, used = _pieces(spec, values)
    if used < len(values):
        reason = f"There is no place for it in {quote(spec)}."
        raise ArgumentError("values", reason, used)
    return pieces


@function
def formatlist(spec: str, *values: Value | None) -> list[str]:
    """A list of texts: the format with the elements of each list in turn, other values repeated.

    formatlist("%s-%d", ["a", "b"], 1) == formatlist("%s-1", ["a", "b"])
    """
    lengths = [
        (index, len(one.sequence))
        for index, one in enumerate(values)
        if one and isinstance(one.type, ListOf | SetOf | TupleOf)
    ]
    for index, length in lengths:
        if length != lengths[0][1]:
            raise ArgumentError(
                "values", f"It is not as long as the first list, {lengths[0][1]}.", index
            )
    count = lengths[0][1] if lengths else 1
    lists = {index for index, _ in lengths}
    rows = (
        format_(
            spec,
            *(
                _or_none(one.sequence[row]) if one and index in lists else one
                for index, one in enumerate(values)
            ),
        )
        for row in range(count)
    )
    return list(bounded(rows))


def _or_none(value: Value) -> Value | None:
    return None if value.is_null else value


def _pieces(spec: str, values: Sequence[Value | None]) -> tuple[str, int]:
    """The finished text, and how many of the values have been used."""
    pieces: list[str] = []
    length = at = used = following = 0
    while True:
        start = spec.find("%", at)
        if start < 0:
            return "".join([*pieces, spec[at:]]), used
        pieces.append(spec[at:start])
        place, at = _place(spec, start, following)
        if place.verb == "%":
            if len(place.written) > 2:
                raise ArgumentError("spec", f"Nothing may stand within {quote(place.written)}.")
            pieces.append("%")
            continue
        if place.argument >= len(values):
            given = f"{len(values)} {'is' if len(values) == 1 else 'are'} given"
            reason = f"{place.written} needs value number {place.argument + 1}, but {given}."
            raise ArgumentError("spec", reason)
        following = place.argument + 1
        used = max(used, following)
        pieces.append(_filled(place, values[place.argument]))
        length += len(pieces[-1])
        check_length(length)


def _place(spec: str, start: int, following: int) -> tuple[_Place, int]:
    """The place that begins at `start`, and where the text goes on."""
    at = start + 1
    flags: set[str] = set()
    while spec[at : at + 1] in {*_FLAGS}:
        flags.add(spec[at])
        at += 1
    width, at = _count(spec, at)
    precision: int | None = None
    if spec[at : at + 1] == ".":
        found, at = _count(spec, at + 1)
        precision = found or 0
    argument = following
    if spec[at : at + 1] == "[":
        found, behind = _count(spec, at + 1)
        if not found or spec[behind : behind + 1] != "]":
            raise ArgumentError(
                "spec", f"{quote(spec[start : behind + 1])} has a bad number in [ ]."
            )
        argument, at = found - 1, behind + 1
    verb = spec[at : at + 1]
    written = spec[start : at + 1]
    if not verb or verb not in "vtbdoxXeEfgGsq%":
        raise ArgumentError("spec", f"{quote(written)} is no place for a value; a % is written %%.")
    if max(width or 0, precision or 0) > _WIDEST:
        raise ArgumentError("spec", f"{quote(written)} is wider than {_WIDEST} characters.")
    return _Place(verb, written, argument, frozenset(flags), width or 0, precision), at + 1


def _count(spec: str, at: int) -> tuple[int | None, int]:
    end = at
    while "0" <= spec[end : end + 1] <= "9":
        end += 1
    return (int(spec[at : min(end, at + 6)]) if end > at else None), end


def _filled(place: _Place, value: Value | None) -> str:
    if place.verb == "v":
        return _any(place, null() if value is None else value)
    if value is None:
        raise ArgumentError("values", "It is null; only %v shows null.", place.argument)
    match place.verb:
        case "t":
            return str(_converted(place, value, BOOL).data).lower()
        case "s" | "q":
            text = str(_converted(place, value, STRING).data)
            if place.precision:
                text = "".join(graphemes(text)[: place.precision])
            return _padded(place, json_string(text) if place.verb == "q" else text)
        case _:
            return _numeric(place, _number(_converted(place, value, NUMBER)))


def _any(place: _Place, value: Value) -> str:
    data = value.data
    if "#" not in place.flags and isinstance(data, str):
        return _padded(place, data)
    if "#" not in place.flags and isinstance(data, int | Real) and not isinstance(data, bool):
        plain = _Place("g", place.written, place.argument, frozenset(), 0, None)
        return _padded(place, _numeric(plain, data))
    return _padded(place, json_text(value))


def _converted(place: _Place, value: Value, wanted: Type) -> Value:
    try:
        return convert(value, wanted)
    except ConversionError:
        reason = f"{place.written} needs {noun(wanted)}, not {noun(value.type)}."
        raise ArgumentError("values", reason, place.argument) from None


def _number(value: Value) -> Number:
    return value.data if isinstance(value.data, int | Real) else 0


def _numeric(place: _Place, number: Number) -> str:
    """The number with its sign, and zeros in front where the place asks for them."""
    prefix, digits = _magnitude(place, number)
    if not digits:
        return ""
    if sign(number) < 0:
        minus = "-"
    elif "+" in place.flags or (digits == "Inf" and " " not in place.flags):
        minus = "+"
    else:
        minus = " " if " " in place.flags else ""
    filled = digits == "Inf" or (place.verb in _BASES and place.precision is not None)
    if "0" in place.flags and "-" not in place.flags and not filled:
        digits = digits.rjust(place.width - len(minus) - len(prefix), "0")
    return _padded(place, minus + prefix + digits, " ")


def _magnitude(place: _Place, number: Number) -> tuple[str, str]:
    """What stands before the digits, and these."""
    positive = number if sign(number) >= 0 else -number if isinstance(number, int) else number
    if place.verb in _BASES:
        if not isinstance(positive, int):
            reason = f"{place.written} needs a whole number."
            raise ArgumentError("values", reason, place.argument)
        base, prefix = _BASES[place.verb]
        shown = f"{positive:{base}}" if positive or place.precision != 0 else ""
        return prefix if "#" in place.flags else "", shown.rjust(place.precision or 0, "0")
    if isinstance(number, Real) and number.exponent is None:
        return "", "Inf"
    precision = place.precision
    match place.verb.lower():
        case "f":
            text = _fixed(number, 6 if precision is None else precision)
        case "e":
            text = _exponential(number, 6 if precision is None else precision)
        case _ if precision is None:
            text = general(*shortest(number))
        case _:
            text = _significant(number, max(precision, 1))
    return "", text.upper() if place.verb in {"E", "G"} else text


def _fixed(number: Number, places: int) -> str:
    digits = str(abs(rounded_to(number, places))).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _digits(number: Number, count: int) -> tuple[str, int]:
    """Exactly `count` significant digits, and how many stand before the point."""
    if number == 0:
        return "0" * count, 1
    _, point = shortest(number)
    digits = str(abs(rounded_to(number, count - point)))
    # Rounding 9.99 up gives one digit more.
    return digits[:count], point + len(digits) - count


def _exponential(number: Number, places: int) -> str:
    digits, point = _digits(number, places + 1)
    return scientific(digits, point - 1)


def _significant(number: Number, count: int) -> str:
    digits, point = _digits(number, count)
    return general(digits.rstrip("0") or "0", point, count)


def _padded(place: _Place, text: str, filler: str = "") -> str:
    """As wide as the place asks; on either side, with zeros if it says so."""
    filler = filler or ("0" if "0" in place.flags else " ")
    missing = place.width - len(text if text.isascii() else graphemes(text))
    if missing <= 0:
        return text
    return text + filler * missing if "-" in place.flags else filler * missing + text
