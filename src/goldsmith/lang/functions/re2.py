"""Regular expressions of RE2 in the words of Python's `re`."""

from typing import Final

_CLASSES: Final = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": "\\x00-\\x7f",
    "blank": "\\t ",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\t\\n\\v\\f\\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_ESCAPES: Final = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "w": "[0-9A-Za-z_]",
    "W": "[^0-9A-Za-z_]",
    "s": "[\\t\\n\\f\\r ]",
    "S": "[^\\t\\n\\f\\r ]",
    "b": "(?a:\\b)",
    "B": "(?a:\\B)",
    "A": "\\A",
    "z": "\\Z",
}
_LETTERS: Final = frozenset("afnrtvx")
"""Escapes that both have."""


class UnsupportedPattern(ValueError):
    """The pattern is something that RE2 refuses, or that Python cannot say."""


def translate(pattern: str) -> str:
    """`pattern` for Python's `re`, with RE2's ASCII classes, anchors and flags."""
    return _Translation(pattern).whole()


class _Translation:
    """A walk through a pattern, from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.made: list[str] = []
        # For each open group: the flag groups around it that must close with the group outside,
        # and whether `$` stands for the end of a line there.
        self.open: list[tuple[list[str], bool]] = []
        self.flags: list[str] = []
        self.multiline = False

    def whole(self) -> str:
        while self.at < len(self.pattern):
            self._step(self.pattern[self.at])
        return "".join(self.made) + ")" * len(self.flags)

    def _step(self, letter: str) -> None:
        match letter:
            case "\\":
                self._escape()
            case "[":
                self._character_class()
            case "(":
                self._group()
            case ")":
                self.made.append(")" * (len(self.flags) + 1))
                self.flags, self.multiline = self.open.pop() if self.open else ([], False)
                self.at += 1
            case "|":
                self.made += [")" * len(self.flags), "|", *self.flags]
                self.at += 1
            case "$":
                self.made.append("$" if self.multiline else "\\Z")
                self.at += 1
            case "+" if self._follows_repetition():
                raise UnsupportedPattern("It repeats a repetition")
            case _:
                self.made.append(letter)
                self.at += 1

    def _follows_repetition(self) -> bool:
        """Whether Python would take the `+` here for a possessive repetition."""
        before = self.pattern[max(0, self.at - 2) : self.at]
        return before[-1:] in {"*", "+", "?", "}"} and not before.startswith("\\")

    def _escape(self) -> None:
        letter = self.pattern[self.at + 1 : self.at + 2]
        if letter == "Q":
            quoted, _, _ = self.pattern[self.at + 2 :].partition("\\E")
            self.made += [f"\\{one}" if not one.isalnum() else one for one in quoted]
            self.at = min(len(self.pattern), self.at + 4 + len(quoted))
            return
        if letter in _ESCAPES:
            self.made.append(_ESCAPES[letter])
            self.at += 2
            return
        self.made.append(self._plain_escape(letter))

    def _plain_escape(self, letter: str) -> str:
        """An escape that stands for one character, in a class or outside."""
        if letter in {"p", "P"}:
            raise UnsupportedPattern(
                f"Unicode classes such as \\{letter}L are not supported; write the letters"
            )
        if letter == "x" and self.pattern[self.at + 2 : self.at + 3] == "{":
            code, _, _ = self.pattern[self.at + 3 :].partition("}")
            self.at += 4 + len(code)
            try:
                return f"\\U{int(code, 16):08x}"
            except ValueError:
                raise UnsupportedPattern(f"\\x{{{code}}} is no character") from None
        if not letter or (letter.isalnum() and letter.isascii() and letter not in _LETTERS):
            if letter == "0":
                self.at += 2
                return "\\x00"
            raise UnsupportedPattern(f"\\{letter} means nothing in it")
        self.at += 2
        return f"\\{letter}"

    def _character_class(self) -> None:
        self.made.append("[")
        self.at += 1
        if self.pattern[self.at : self.at + 1] == "^":
            self.made.append("^")
            self.at += 1
        first = True
        while self.at < len(self.pattern):
            letter = self.pattern[self.at]
            if letter == "]" and not first:
                self.made.append("]")
                self.at += 1
                return
            first = False
            self._class_member(letter)
        raise UnsupportedPattern("A [ is never closed")

    def _class_member(self, letter: str) -> None:
        rest = self.pattern[self.at :]
        if rest.startswith("[:") and ":]" in rest:
            name = rest[2 : rest.index(":]")]
            if name not in _CLASSES:
                raise UnsupportedPattern(f"There is no class [:{name}:]")
            self.made.append(_CLASSES[name])
            self.at += len(name) + 4
        elif letter == "\\":
            escaped = rest[1:2]
            if escaped in {"d", "w", "s"}:
                self.made.append(_ESCAPES[escaped][1:-1])
                self.at += 2
            elif escaped in {"D", "W", "S"}:
                self.made.append(f"\\{escaped}")
                self.at += 2
            else:
                self.made.append(self._plain_escape(escaped))
        else:
            self.made.append(f"\\{letter}" if letter in "[]&~|" else letter)
            self.at += 1

    def _group(self) -> None:
        rest = self.pattern[self.at :]
        if not rest.startswith("(?"):
            self._open("(")
        elif rest.startswith(("(?P<", "(?:")):
            self._open(rest[: rest.index("<") + 1] if rest.startswith("(?P<") else "(?:")
        elif rest.startswith("(?<") and rest[3:4] not in {"=", "!"}:
            self.at += 1
            self._open("(?P<", written=2)
        else:
            self._flags(rest)

    def _open(self, opening: str, written: int = 0) -> None:
        self.open.append((self.flags, self.multiline))
        self.flags = []
        self.made.append(opening)
        self.at += written or len(opening)

    def _flags(self, rest: str) -> None:
        length = 2
        while rest[length : length + 1] in {"i", "m", "s", "-"} and rest[length : length + 1]:
            length += 1
        flags, end = rest[2:length], rest[length : length + 1]
        if not flags or end not in {":", ")"}:
            raise UnsupportedPattern(f"{rest[:3]} is not supported in it")
        on, _, off = flags.partition("-")
        if end == ":":
            self._open(f"(?{flags}:", length + 1)
        else:
            # The flags hold to the end of the group around them.
            self.made.append(f"(?{flags}:")
            self.flags.append(f"(?{flags}:")
            self.at += length + 1
        self.multiline = (self.multiline or "m" in on) and "m" not in off
