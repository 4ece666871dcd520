"""Places in a text as editors count them: lines, and units of an encoding within a line."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import Final

from goldsmith.record import record

UTF_8: Final = "utf-8"
UTF_16: Final = "utf-16"
UTF_32: Final = "utf-32"
_WIDE: Final[Mapping[str, int]] = {UTF_8: 4, UTF_16: 2, UTF_32: 1}
"""How many units a character outside the basic plane has."""
_END_OF_LINE = re.compile(r"\r\n|\r|\n")


@record
class Place:
    """A line and a unit in it, both counted from 0."""

    line: int
    unit: int


class Ruler:
    """Turns places of one text into offsets of characters, and back."""

    __slots__ = ("_encoding", "_plain", "_starts", "_text")

    def __init__(self, text: str, encoding: str = UTF_16) -> None:
        self._text = text
        self._encoding = encoding
        self._starts = [0, *(end.end() for end in _END_OF_LINE.finditer(text))]
        self._plain = encoding == UTF_32 or text.isascii()

    def offset(self, place: Place) -> int:
        """The character at `place`; one that is not there is moved to where something is."""
        if place.line >= len(self._starts):
            return len(self._text)
        start = self._starts[place.line]
        end = self._end_of(place.line)
        if self._plain:
            return min(start + place.unit, end)
        left, at = place.unit, start
        while at < end:
            left -= self._width(self._text[at])
            if left < 0:
                break
            at += 1
        return at

    def place(self, offset: int) -> Place:
        """Where the character at `offset` stands."""
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        if self._plain:
            return Place(line, offset - start)
        return Place(line, sum(map(self._width, self._text[start:offset])))

    def _end_of(self, line: int) -> int:
        """The end of a line, without what separates it from the next."""
        if line + 1 == len(self._starts):
            return len(self._text)
        end = self._starts[line + 1]
        return end - (2 if self._text.startswith("\r\n", end - 2) else 1)

    def _width(self, character: str) -> int:
        code = ord(character)
        if code > 0xFFFF:
            return _WIDE[self._encoding]
        if self._encoding == UTF_16 or code < 0x80:
            return 1
        return 2 if code < 0x800 else 3
