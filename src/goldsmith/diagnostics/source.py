"""Files as the user wrote them, and places in them."""

from bisect import bisect_right
from pathlib import PurePath

from goldsmith.record import record


@record
class Position:
    """A place for people: both numbers count from 1, columns in characters."""

    line: int
    column: int


class SourceFile:
    """The text of one file; two are the same only if they are the same object."""

    __slots__ = ("_line_starts", "_read", "path", "text")

    def __init__(self, path: PurePath, text: str) -> None:
        self.path = path
        self.text = text
        self._line_starts: list[int] | None = None
        self._read = (0, "")
        """The line that was last asked for: one line of a minified file may be all of it."""

    def __repr__(self) -> str:
        return f"SourceFile({str(self.path)!r})"

    def span(self, start: int, end: int) -> "Span":
        """The half-open range of characters from `start` to `end`."""
        return Span(self, start, end)

    def position(self, offset: int) -> Position:
        """Line and column of the character at `offset`."""
        starts = self._starts()
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its end."""
        if self._read[0] != number:
            starts = self._starts()
            begin = starts[number - 1]
            end = starts[number] if number < len(starts) else len(self.text)
            self._read = (number, self.text[begin:end].rstrip("\r\n"))
        return self._read[1]

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            starts = [0]
            at = self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._line_starts = starts
        return self._line_starts


@record
class Span:
    """Characters `start` to `end` (half-open) of `file`."""

    file: SourceFile
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.file.text[self.start : self.end]

    @property
    def position(self) -> Position:
        """Where it begins."""
        return self.file.position(self.start)

    def to(self, other: "Span") -> "Span":
        """From the beginning of this span to the end of `other`."""
        return Span(self.file, self.start, max(self.end, other.end))
