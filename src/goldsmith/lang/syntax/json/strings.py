"""What stands between the quotes of a JSON string."""

import re
from collections.abc import Callable

from goldsmith.diagnostics import Diagnostic, SourceFile
from goldsmith.lang.syntax.json import problems

_RUN = re.compile(r'[^"\\\x00-\x1f]*+')
_ESCAPES = {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}
_DIGITS = frozenset("0123456789abcdefABCDEF")
_SURROGATES = range(0xD800, 0xE000)
_HIGH = range(0xD800, 0xDC00)
_LOW = range(0xDC00, 0xE000)
_REPLACEMENT = "\ufffd"
_NEXT_ITEM = r'[ \t\r\n]*(?:"[^"\n]*"[ \t]*[:,]|[\]}]|\Z)'
"""What begins the next line where only a quote was forgotten at the end of this one."""


def scan(
    file: SourceFile, start: int, report: Callable[[Diagnostic], None]
) -> tuple[str, int, bool]:
    """The text of the string whose quote is at `start`, where it ends, and whether it is closed."""
    text = file.text
    pieces: list[str] = []
    at = start + 1
    while True:
        # The empty run matches too.
        end = _RUN.match(text, at).end()  # type: ignore[union-attr]
        pieces.append(text[at:end])
        at = end
        sign = text[at : at + 1]
        if sign == '"':
            return "".join(pieces), at + 1, True
        if sign == "\\":
            piece, at = _escape(file, at, report)
            pieces.append(piece)
        elif sign == "" or (sign in "\r\n" and re.compile(_NEXT_ITEM).match(text, at)):
            return _unclosed(file, start, at, "".join(pieces), report)
        else:
            report(problems.control_character(file.span(at, at + 1)))
            pieces.append(sign)
            at += 1


def _escape(file: SourceFile, at: int, report: Callable[[Diagnostic], None]) -> tuple[str, int]:
    letter = file.text[at + 1 : at + 2]
    if letter in _ESCAPES:
        return _ESCAPES[letter], at + 2
    if letter != "u":
        end = min(at + 2, len(file.text))
        report(problems.bad_escape(file.span(at, end), letter))
        return file.text[at:end], end
    number = _code_unit(file.text, at)
    if number is None:
        report(problems.bad_escape(file.span(at, at + 2), letter))
        return "", at + 2
    if number not in _SURROGATES:
        return chr(number), at + 6
    low = _code_unit(file.text, at + 6)
    if low is not None and number in _HIGH and low in _LOW:
        return chr(0x10000 + ((number - 0xD800) << 10) + (low - 0xDC00)), at + 12
    return _REPLACEMENT, at + 6


def _code_unit(text: str, at: int) -> int | None:
    """The number of the escape `\\uXXXX` at `at`; None where there is none."""
    digits = text[at + 2 : at + 6]
    if text[at : at + 2] != "\\u" or len(digits) < 4 or not _DIGITS.issuperset(digits):
        return None
    return int(digits, 16)


def _unclosed(
    file: SourceFile, start: int, at: int, read: str, report: Callable[[Diagnostic], None]
) -> tuple[str, int, bool]:
    """The string ends with its line, but for a comma and brackets that were meant to follow."""
    report(problems.unclosed_string(file.span(start, at)))
    if at == len(file.text):
        return read, at, False
    kept = read.rstrip(" \t,")
    return kept, at - (len(read) - len(kept)), False
