"""Regular expressions of RE2 in the words of Python's `re`."""

import re
from typing import Final

from goldsmith.lang.functions.letters import complement, of_category

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
    "b": "(?a:\\b)",  # in a group, for Python repeats no bare anchor
    "B": "(?a:\\B)",
    "A": "(?:\\A)",
    "z": "(?:\\Z)",
}
_MOST_TIMES: Final = 1000
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
        # and the modes that hold there: `m`, where `$` stands for the end of a line, and `U`,
        # where repetitions are lazy unless they say otherwise.
        self.open: list[tuple[list[str], frozenset[str]]] = []
        self.flags: list[str] = []
        self.modes: frozenset[str] = frozenset()
        self.class_start = 0
        self.repeated = -1
        """Where the last repetition ended."""

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
                self.flags, self.modes = self.open.pop() if self.open else ([], frozenset())
                self.at += 1
            case "|":
                self.made += [")" * len(self.flags), "|", *self.flags]
                self.at += 1
            case "$":
                self.made.append("(?:$)" if "m" in self.modes else "(?:\\Z)")
                self.at += 1
            case "^":
                self.made.append("(?:^)")
                self.at += 1
            case "*" | "+" | "?":
                self._repetition(letter)
            case "{":
                counted = re.compile(r"\{(\d+)(?:,(\d*))?\}", re.ASCII).match(self.pattern, self.at)
                if counted is None:
                    self.made.append("\\{")
                    self.at += 1
                elif max(int(one or 0) for one in counted.groups()) > _MOST_TIMES:
                    raise UnsupportedPattern(f"It repeats more than {_MOST_TIMES} times")
                else:
                    self._repetition(counted[0])
            case _:
                self.made.append(letter)
                self.at += 1

    def _repetition(self, written: str) -> None:
        """One of * + ? {n,m}, perhaps a lazy one; Python would take two for something else."""
        if self.repeated == self.at:
            raise UnsupportedPattern("It repeats a repetition")
        self.at += len(written)
        marked = self.pattern.startswith("?", self.at)
        self.made.append(f"{written}?" if marked is not ("U" in self.modes) else written)
        self.at += marked
        self.repeated = self.at

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
        if letter in {"p", "P"}:
            self.made.append(f"[{self._unicode_class()}]")
            return
        self.made.append(self._plain_escape(letter))

    def _plain_escape(self, letter: str) -> str:
        """An escape that stands for one character, in a class or outside."""
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
        if not letter.isascii():
            raise UnsupportedPattern(f"\\{letter} means nothing in it; leave out the backslash")
        self.at += 2
        return f"\\{letter}"

    def _character_class(self) -> None:
        self.made.append("[")
        self.at += 1
        if self.pattern[self.at : self.at + 1] == "^":
            self.made.append("^")
            self.at += 1
        self.class_start = len(self.made)
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
            known = _CLASSES.get(name.removeprefix("^"))
            if known is None:
                raise UnsupportedPattern(f"There is no class [:{name}:]")
            self.made.append(complement(known) if name.startswith("^") else known)
            self.at += len(name) + 4
        elif letter == "\\":
            escaped = rest[1:2]
            if escaped in {"d", "w", "s"}:
                self.made.append(_ESCAPES[escaped][1:-1])
                self.at += 2
            elif escaped in {"D", "W", "S"}:
                self.made.append(complement(_ESCAPES[escaped][2:-1]))
                self.at += 2
            elif escaped in {"p", "P"}:
                self.made.append(self._unicode_class())
            else:
                self.made.append(self._plain_escape(escaped))
        else:
            # Two dashes side by side mean nothing to Python yet, which warns of them.
            first = len(self.made) == self.class_start
            literal = letter == "-" and (first or self.made[-1] == "-")
            self.made.append(f"\\{letter}" if literal or letter in "[]&~|" else letter)
            self.at += 1

    def _unicode_class(self) -> str:
        """What \\pN, \\PN, \\p{Name} or \\p{^Name} stands for, as members of a class."""
        written = self.pattern[self.at : self.at + 3]
        if written.endswith("{"):
            written = self.pattern[self.at : self.pattern.find("}", self.at) + 1] or written
        self.at += len(written)
        name = written[2:].strip("{}")
        negated = written.startswith("\\P") is not name.startswith("^")
        members = of_category(name.removeprefix("^"))
        if not members:
            raise UnsupportedPattern(f"The class {written} is not known; write its letters")
        return complement(members) if negated else members

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
        self.open.append((self.flags, self.modes))
        self.flags = []
        self.made.append(opening)
        self.at += written or len(opening)

    def _flags(self, rest: str) -> None:
        length = 2
        while rest[length : length + 1] in {"i", "m", "s", "U", "-"}:
            length += 1
        flags, end = rest[2:length], rest[length : length + 1]
        if not flags or end not in {":", ")"}:
            raise UnsupportedPattern(f"{rest[:3]} is not supported in it")
        on, _, off = flags.partition("-")
        known = flags.replace("U", "").removesuffix("-")
        if end == ":":
            self._open(f"(?{known}:", length + 1)
        else:
            # The flags hold to the end of the group around them.
            self.made.append(f"(?{known}:")
            self.flags.append(f"(?{known}:")
            self.at += length + 1
        self.modes = (self.modes | frozenset(on)) - frozenset(off)
