"""What the characters of a string stand for."""

import re
from collections.abc import Callable
from unicodedata import normalize

from goldsmith.diagnostics import Diagnostic, SourceFile
from goldsmith.lang.syntax import problems

_ESCAPE = r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))|([$%])\4\{"
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def normal(text: str) -> str:
    """`text` in the one form in which every string value is kept."""
    return text if text.isascii() else normalize("NFC", text)


def unescape(text: str) -> str:
    """The text of a heredoc literal, where a backslash is only a backslash."""
    return text.replace("$${", "${").replace("%%{", "%{")


def unquote(file: SourceFile, start: int, end: int, report: Callable[[Diagnostic], None]) -> str:
    """The text of a literal in a quoted string; escapes that mean nothing are reported."""
    raw = file.text[start:end]
    if "\\" not in raw:
        return unescape(raw)

    def one(found: "re.Match[str]") -> str:
        if found[4]:
            return found[4] + "{"
        if found[3]:
            if found[3] in _CHARACTERS:
                return _CHARACTERS[found[3]]
            span = file.span(start + found.start(), start + found.end())
            report(problems.bad_escape(span, found[3]))
            return found[0]
        number = int(found[1] or found[2], 16)
        if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
            report(problems.no_character(file.span(start + found.start(), start + found.end())))
            return ""
        return chr(number)

    return re.sub(_ESCAPE, one, raw)
