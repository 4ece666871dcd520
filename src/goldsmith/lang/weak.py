"""Weak typing, as legacy JSON templates have it: what stands for a value of another kind."""

from collections.abc import Mapping
from math import isfinite, trunc

from goldsmith.lang.convert import ConversionError
from goldsmith.lang.number import Real, to_float
from goldsmith.lang.shape import Kind
from goldsmith.lang.values import STRING, Value, from_python, object_of, tuple_of

_TRUE = frozenset({"1", "t", "T", "true", "TRUE", "True"})
_FALSE = frozenset({"0", "f", "F", "false", "FALSE", "False"})
_SAID = frozenset({Kind.BOOL, Kind.INTEGER, Kind.NUMBER})
_BASES = {"0x": 16, "0b": 2, "0o": 8}


def as_list(value: Value) -> Value:
    """A list for what is none: the parts of a text between commas, or the one value there is."""
    if isinstance(value.data, str):
        parts = value.data.split(",")
        return tuple_of(Value(STRING, one, value.sensitive) for one in parts)
    if value.data == {}:
        return tuple_of(())
    return tuple_of([value])


def as_mapping(value: Value) -> Value:
    """One map for a list of maps; anything else stays what it is."""
    if not isinstance(value.data, tuple):
        return value
    merged: dict[str, Value] = {}
    for one in value.sequence:
        if not isinstance(one.data, Mapping):
            return value
        merged.update(one.mapping)
    return object_of(merged)


def as_scalar(value: Value, kind: Kind, *, number: bool) -> Value:
    """What `value` stands for where `kind` is wanted; itself where it stands for nothing else.

    `number` says that a choice is one of numbers. Raises `ConversionError` for a text that does not
    say what is wanted.
    """
    data: object = value.data
    if isinstance(data, Real):
        data = to_float(data)
    if isinstance(data, float) and not isfinite(data):
        return value
    made: object
    match kind:
        case Kind.TEXT if data is None:
            made = ""
        case Kind.BOOL:
            made = _truth(data)
        case Kind.INTEGER:
            made = _integer(data)
        case Kind.NUMBER:
            made = _number(data)
        case Kind.DURATION if isinstance(data, bool | int | float):
            made = f"{trunc(data)}ns"
        case Kind.CHOICE if number:
            made = _integer(data)
        case _:
            made = _text(data)
    if made is None and isinstance(data, str) and data and kind in _SAID:
        raise ConversionError(f'"{data}" does not say {kind.value}.')
    return value if made is None else from_python(made)


def _text(data: object) -> str | None:
    match data:
        case bool():
            return "1" if data else "0"
        case int() | float():
            return _plain(float(data))
        case _:
            return None


def _plain(number: float) -> str:
    """A number as Go writes those of JSON: the fewest digits that tell it, and no exponent."""
    digits, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = digits.partition(".")
    point = len(whole) + int(exponent or 0)
    zeros = max(1 - point, 0)
    digits = "0" * zeros + whole + fraction
    point += zeros
    text = f"{digits[:point].ljust(point, '0')}.{digits[point:]}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 else text


def _truth(data: object) -> bool | None:
    match data:
        case bool():
            return data
        case int() | float():
            return data != 0
        case str() if data in _TRUE:
            return True
        case str() if data in _FALSE:
            return False
        case _:
            return None


def _integer(data: object) -> int | None:
    match data:
        case bool() | float():
            return trunc(data)
        case str():
            return whole_number(data)
        case _:
            return None


def _number(data: object) -> float | None:
    match data:
        case bool():
            return float(data)
        case str():
            try:
                return float(data) if isfinite(float(data)) else None
            except ValueError:
                return None
        case _:
            return None


def whole_number(written: str) -> int | None:
    """The number that a text says, as Go writes them: `10`, `0x1F`, `017`, `0b11`."""
    digits = written.removeprefix("-") if written[:1] == "-" else written.removeprefix("+")
    base = _BASES.get(digits[:2].lower(), 10)
    if base != 10:
        digits = digits[2:]
    elif len(digits) > 1 and digits[0] == "0":
        base = 8
    if not digits.isascii() or not digits.isalnum() or len(digits) > 64:
        return None
    try:
        found = int(digits, base)
    except ValueError:
        return None
    return -found if written[:1] == "-" else found
