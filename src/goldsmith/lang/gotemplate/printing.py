"""How Go prints values: `print`, `println` and `printf`."""

import sys
from collections.abc import Mapping, Sequence

_FLAGS = "+-# 0"


def show(value: object, *, inside: bool = False) -> str:
    """`value` as `%v` prints it."""
    match value:
        case None:
            return "<nil>" if inside else "<no value>"
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return format_float(value)
        case Mapping():
            pairs = sorted((str(key), item) for key, item in value.items())
            return f"map[{' '.join(f'{key}:{show(item, inside=True)}' for key, item in pairs)}]"
        case Sequence():
            return f"[{' '.join(show(item, inside=True) for item in value)}]"
        case _:
            return str(value)


def sprint(values: Sequence[object]) -> str:
    """`print`: a blank stands between two values neither of which is a string."""
    made = ""
    for at, value in enumerate(values):
        if at and not isinstance(value, str) and not isinstance(values[at - 1], str):
            made += " "
        made += show(value, inside=True)
    return made


def sprintln(values: Sequence[object]) -> str:
    """`println`: a blank between any two values, and a newline."""
    return " ".join(show(value, inside=True) for value in values) + "\n"


_WIDEST = 1_000_000
"""No field is wider, nor has it more digits."""


def sprintf(pattern: str, values: Sequence[object]) -> str:
    """`printf`; what does not fit shows in the result, as Go does it."""
    made: list[str] = []
    at = used = 0
    while True:
        percent = pattern.find("%", at)
        if percent < 0:
            made.append(pattern[at:])
            break
        made.append(pattern[at:percent])
        directive = _Directive(pattern, percent + 1, values, used)
        at, used = directive.end, directive.used
        made.append(directive.text)
    if used < len(values):
        extra = ", ".join(f"{_type_name(one)}={show(one, inside=True)}" for one in values[used:])
        made.append(f"%!(EXTRA {extra})")
    return "".join(made)


class _Directive:
    """One `%` directive: its text, where it ends, and how many values are used by then."""

    def __init__(self, pattern: str, at: int, values: Sequence[object], used: int) -> None:
        self.used = used
        self._values = values
        start = at
        while pattern[at : at + 1] and pattern[at] in _FLAGS:
            at += 1
        self._flags = pattern[start:at]
        width, at = self._size(pattern, at)
        self._width = abs(width or 0)
        if width is not None and width < 0:
            self._flags += "-"
        self._precision: int | None = None
        if pattern[at : at + 1] == ".":
            precision, at = self._size(pattern, at + 1)
            self._precision = precision or 0
        verb = pattern[at : at + 1]
        self.end = at + 1
        self.text = self._formatted(verb)

    def _size(self, pattern: str, at: int) -> tuple[int | None, int]:
        if pattern[at : at + 1] == "*":
            value = self._values[self.used] if self.used < len(self._values) else None
            self.used += 1
            if not isinstance(value, int) or abs(value) > _WIDEST:
                return None, at + 1
            return value, at + 1
        start = at
        while "0" <= pattern[at : at + 1] <= "9":
            at += 1
        digits = pattern[start:at].lstrip("0") or pattern[start:at][:1]
        if len(digits) > len(str(_WIDEST)) or int(digits or 0) > _WIDEST:
            # As in Go, what is too wide to be meant takes the rest of the text along.
            return None, len(pattern)
        return (int(digits) if digits else None), at

    def _formatted(self, verb: str) -> str:
        if verb == "%":
            return "%"
        if not verb:
            return "%!(NOVERB)"
        if self.used >= len(self._values):
            return f"%!{verb}(MISSING)"
        value = self._values[self.used]
        self.used += 1
        body = self._body(verb, value)
        if body is None:
            return f"%!{verb}({_described(value)})"
        return self._padded(body, numeric=isinstance(value, int | float))

    def _body(self, verb: str, value: object) -> str | None:
        if verb == "T":
            return _type_name(value)
        if verb == "v" and self._precision is not None and not isinstance(value, bool):
            verb = {str: "s", float: "g", int: "d"}.get(type(value), verb)
        if verb == "v":
            return _quoted(value) if "#" in self._flags else show(value, inside=True)
        match value:
            case bool():
                return show(value) if verb == "t" else None
            case int():
                return self._integer(verb, value)
            case float():
                return self._float(verb, value)
            case str():
                return self._string(verb, value)
            case Sequence():
                parts = [self._body(verb, item) for item in value]
                shown = [
                    part or f"%!{verb}({_described(item)})"
                    for part, item in zip(parts, value, strict=True)
                ]
                return f"[{' '.join(shown)}]"
            case _:
                return None

    def _integer(self, verb: str, value: int) -> str | None:
        if verb in "dboxX":
            digits = format(abs(value), verb)
            prefix = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}.get(verb, "")
            if self._precision is not None:
                digits = digits.rjust(self._precision, "0")
            return self._sign(value < 0) + (prefix if "#" in self._flags else "") + digits
        if verb == "c":
            return _letter(value)
        if verb == "q":
            # The other quotes are the ones that need no backslash here.
            inner = _quoted(_letter(value))[1:-1].replace('\\"', '"')
            return "'\\''" if inner == "'" else f"'{inner}'"
        return f"U+{value:04X}" if verb == "U" else None

    def _float(self, verb: str, value: float) -> str | None:
        if verb not in "eEfFgG":
            return None
        if verb in "gG" and self._precision is None:
            return self._sign(value < 0) + format_float(abs(value))
        precision = 6 if self._precision is None else self._precision
        return self._sign(value < 0) + format(abs(value), f".{precision}{verb}")

    def _string(self, verb: str, value: str) -> str | None:
        shown = value if self._precision is None else value[: self._precision]
        match verb:
            case "s":
                return shown
            case "q":
                return _quoted(shown)
            case "x":
                return shown.encode().hex()
            case "X":
                return shown.encode().hex().upper()
            case _:
                return None

    def _sign(self, negative: bool) -> str:
        if negative:
            return "-"
        return "+" if "+" in self._flags else " " if " " in self._flags else ""

    def _padded(self, body: str, *, numeric: bool) -> str:
        if "-" in self._flags:
            return body.ljust(self._width)
        if "0" in self._flags and numeric:
            return body.zfill(self._width)
        return body.rjust(self._width)


def format_float(value: float) -> str:
    """The shortest digits that give `value` back; an exponent only far from 1."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN is what differs from itself
        return {"inf": "+Inf", "-inf": "-Inf"}.get(str(value), "NaN")
    mantissa, _, exponent = f"{value!r}".partition("e")
    if not exponent and not 0 < abs(value) < 1e-4 and abs(value) < 1e21:
        return mantissa.removesuffix(".0")
    if exponent and 0 <= int(exponent) < 21:
        return f"{value:.0f}"
    power = f"{int(exponent):+03d}"
    return f"{mantissa.removesuffix('.0')}e{power}"


def _quoted(value: object) -> str:
    if not isinstance(value, str):
        return show(value, inside=True)
    made = ['"']
    for character in value:
        if character in '"\\':
            made.append(f"\\{character}")
        elif character.isprintable():
            made.append(character)
        else:
            made.append(repr(character)[1:-1])
    return "".join([*made, '"'])


def _letter(code: int) -> str:
    exists = 0 <= code <= sys.maxunicode and not 0xD800 <= code < 0xE000
    return chr(code) if exists else "\ufffd"


def _described(value: object) -> str:
    return "<nil>" if value is None else f"{_type_name(value)}={show(value, inside=True)}"


def _type_name(value: object) -> str:
    match value:
        case None:
            return "<nil>"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float64"
        case str():
            return "string"
        case Mapping():
            return "map[string]interface {}"
        case _:
            return "[]interface {}"
