"""The lines of source files that a problem is about, with marks below what matters."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypeAlias

from goldsmith.diagnostics.source import SourceFile, Span
from goldsmith.diagnostics.view import View, visible
from goldsmith.record import record

_TALLEST = 4
"""Lines of a span that are shown; of a taller one the first and the last."""

Style: TypeAlias = Literal["primary", "secondary", "frame"]
Paint: TypeAlias = Callable[[str, Style], str]


@record
class Mark:
    """A place to be marked, and what is said there."""

    span: Span
    note: str
    style: Style


@record
class _Piece:
    """The part of a mark that is in one line, by its first and last character."""

    line: int
    start: int
    end: int
    note: str
    style: Style


def excerpts(marks: Sequence[Mark], width: int, paint: Paint) -> Iterator[str]:
    """The lines of every file that has a mark in it, those of the first mark's file first."""
    by_file: dict[int, list[Mark]] = {}
    for mark in marks:
        by_file.setdefault(id(mark.span.file), []).append(mark)
    cut = {
        name: [piece for mark in group for piece in _pieces(mark)]
        for name, group in by_file.items()
    }
    digits = len(str(max(piece.line for pieces in cut.values() for piece in pieces)))
    for name, group in by_file.items():
        position = group[0].span.position
        path = visible(str(group[0].span.file.path))
        arrow = paint("-->", "frame")
        yield f"{' ' * digits}{arrow} {path}:{position.line}:{position.column}"
        frame = _Frame(group[0].span.file, digits, max(20, width - digits - 3), paint)
        yield from frame.lines(cut[name])


def _pieces(mark: Mark) -> Iterator[_Piece]:
    """A mark, line by line; the note stands at its end."""
    file = mark.span.file
    first = mark.span.position
    last = file.position(max(mark.span.start, mark.span.end - 1))
    if first.line == last.line:
        end = first.column - 1 + mark.span.end - mark.span.start
        yield _Piece(first.line, first.column - 1, end, mark.note, mark.style)
        return
    yield _Piece(first.line, first.column - 1, len(file.line(first.line)), "", mark.style)
    closing = file.line(last.line)
    indent = len(closing) - len(closing.lstrip())
    yield _Piece(last.line, min(indent, last.column - 1), last.column, mark.note, mark.style)


class _Frame:
    """Lines of one file with their numbers on the left."""

    def __init__(self, file: SourceFile, digits: int, room: int, paint: Paint) -> None:
        self.file = file
        self.digits = digits
        self.room = room
        self.paint = paint

    def lines(self, pieces: Sequence[_Piece]) -> Iterator[str]:
        """The lines with pieces in them, and what little is between them."""
        by_line: dict[int, list[_Piece]] = {}
        for piece in pieces:
            by_line.setdefault(piece.line, []).append(piece)
        before = min(by_line)
        for number in sorted(by_line):
            between = range(before + 1, number)
            if len(between) > _TALLEST - 2:
                yield self.paint(f"{'…':>{self.digits}}", "frame")
            else:
                yield from (self._source(one, self._view(one, 0, 0)) for one in between)
            yield from self._line(number, by_line[number])
            before = number

    def _line(self, number: int, pieces: Sequence[_Piece]) -> Iterator[str]:
        start, end = min(one.start for one in pieces), max(one.end for one in pieces)
        groups = [pieces] if end - start < self.room else [[one] for one in pieces]
        for group in groups:
            start, end = min(one.start for one in group), max(one.end for one in group)
            view = self._view(number, start, end)
            yield self._source(number, view)
            yield from self._marks(view, group)

    def _view(self, number: int, start: int, end: int) -> View:
        return View(self.file.line(number), start, end, self.room)

    def _source(self, number: int, view: View) -> str:
        shown = self.paint(f"{number:>{self.digits}}", "frame")
        return f"{shown} {self.paint('|', 'frame')} {view.text}".rstrip()

    def _marks(self, view: View, pieces: Sequence[_Piece]) -> Iterator[str]:
        """The lines of marks below a line of the source."""
        placed = [_Placed(*view.place(one.start, one.end), one) for one in pieces]
        placed.sort(key=lambda one: (one.piece.style != "primary", one.column))
        rows: list[list[_Placed]] = []
        for one in placed:
            row = next((row for row in rows if all(one.fits_beside(other) for other in row)), None)
            if row is None:
                rows.append([one])
            else:
                row.append(one)
        for row in rows:
            yield self._row(sorted(row, key=lambda one: one.column))

    def _row(self, row: Sequence["_Placed"]) -> str:
        line = f"{' ' * self.digits} {self.paint('|', 'frame')} "
        at = 0
        for one in row:
            sign = "^" if one.piece.style == "primary" else "-"
            note = f" {visible(one.piece.note)}" if one.piece.note else ""
            line += " " * (one.column - at) + self.paint(sign * one.length + note, one.piece.style)
            at = one.column + one.length
        return line


@record
class _Placed:
    """A piece and the columns that it is marked in."""

    column: int
    length: int
    piece: _Piece

    def fits_beside(self, other: "_Placed") -> bool:
        """Whether both can be marked in one row, notes included."""
        left, right = sorted((self, other), key=lambda one: one.column)
        return left.column + left.length < right.column and not left.piece.note
