"""The lower end of a terminal, drawn anew again and again, with what stays printed above it."""

import os
from collections.abc import Iterable, Sequence
from typing import TextIO

from goldsmith.cli.controls import without_controls
from goldsmith.diagnostics.columns import column_width

_BEGIN = "\x1b[?2026h\x1b[?7l"
"""Show what follows at once, where a terminal can, and don't wrap lines."""
_END = "\x1b[?7h\x1b[?2026l"
_WRAP = "\x1b[?7h"
_NO_WRAP = "\x1b[?7l"
_CLEAR_LINE = "\x1b[K"
_CLEAR_BELOW = "\x1b[J"


class Screen:
    """Draws lines over the lines that it drew before.

    Each change is one write, so nothing flickers. The cursor rests below the last line, as it does
    in a shell. Callers see to it that only one thread at a time comes here.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._drawn: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows; 80 by 24 where nobody knows."""
        try:
            columns, rows = os.get_terminal_size(self._stream.fileno())
        except (OSError, ValueError):
            return 80, 24
        return columns or 80, rows or 24

    def draw(self, lines: Sequence[str], above: Iterable[str] = ()) -> None:
        """Replace what was drawn by `lines`; `above` stays for good, as long as it may be."""
        parts = [_BEGIN, self._to_the_first()]
        kept = list(above)
        if kept:
            parts += [_WRAP, *(f"{line}{_CLEAR_LINE}\n" for line in kept), _NO_WRAP]
        parts += [f"{line}{_CLEAR_LINE}\n" for line in lines]
        parts += [_CLEAR_BELOW, _END]
        self._stream.write("".join(parts))
        self._stream.flush()
        self._drawn = tuple(lines)

    def _to_the_first(self) -> str:
        """Go to where drawing began; a terminal made narrower has wrapped what was there."""
        width = self.size[0]
        rows = sum(max(1, -(-cells(without_controls(line)) // width)) for line in self._drawn)
        return f"\r\x1b[{rows}A" if rows else "\r"


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes up."""
    return len(text) if text.isascii() else sum(map(column_width, text))


def cut(text: str, room: int) -> str:
    """`text`, or as much of its beginning as fits into `room` columns, with an ellipsis."""
    if cells(text) <= room:
        return text
    kept, left = [], room - 1
    for character in text:
        left -= column_width(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept) + "…" if room > 0 else ""


def padded(text: str, room: int) -> str:
    """`text`, exactly `room` columns wide."""
    shown = cut(text, room)
    return shown + " " * (room - cells(shown))


class Styles:
    """Colours and weights, where they are wanted."""

    def __init__(self, *, color: bool) -> None:
        self._color = color

    def __call__(self, style: str, text: str) -> str:
        """`text` in a style: words out of bold, dim, red, green, yellow, cyan."""
        if not self._color or not style or not text:
            return text
        codes = ";".join(_CODES[word] for word in style.split())
        return f"\x1b[{codes}m{text}\x1b[0m"


_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
