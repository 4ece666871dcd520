"""What is shown of one line of a source file: no more than fits, nothing that steers a terminal."""

from goldsmith.diagnostics.columns import column_width

_TAB = "    "
_SIGNS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"),
}
"""Signs for what would steer a terminal or turn text around; each takes up one column."""
_ELLIPSIS = "…"


def visible(text: str) -> str:
    """`text` without anything that could steer a terminal."""
    return text.translate(_SIGNS)


class View:
    """As much of a line as fits into `room` columns, the characters `start` to `end` in it."""

    def __init__(self, line: str, start: int, end: int, room: int) -> None:
        # A minified file has lines of megabytes; only what may be shown is looked at.
        self._first = max(0, start - room) if len(line) > room else 0
        part = line[self._first : max(end, start + room) if len(line) > room else None]
        part = part[: 3 * room]
        self._ends_there = self._first + len(part) == len(line)
        signs = [_TAB if sign == "\t" else sign for sign in visible(part)]
        self._columns = [0]
        for sign in signs:
            width = len(_TAB) if sign == _TAB else column_width(sign)
            self._columns.append(self._columns[-1] + width)
        self._left, self._right = self._limits(start, end, room)
        self.text = self._shown(signs)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The column of what is shown at which character `start` is, and how many to mark."""
        left = self._column(start)
        right = min(self._column(end), self._right)
        shift = self._left - self._cut_left
        return left - shift, max(1, right - left)

    @property
    def _cut_left(self) -> bool:
        return self._first > 0 or self._left > 0

    def _limits(self, start: int, end: int, room: int) -> tuple[int, int]:
        """The columns between which characters are shown."""
        whole = self._columns[-1]
        if self._first == 0 and self._ends_there and whole <= room:
            return 0, whole
        content = room - 2  # an ellipsis on either side
        begin, stop = self._column(start), self._column(end)
        before = max(0, content - (stop - begin)) // 2
        left = max(0, min(begin - before, whole - content))
        left = next(column for column in self._columns if column >= left)
        return left, left + content

    def _column(self, at: int) -> int:
        index = min(max(at - self._first, 0), len(self._columns))
        if index == len(self._columns):
            return self._columns[-1] + 1
        return self._columns[index]

    def _shown(self, signs: list[str]) -> str:
        columns = self._columns
        kept = [
            sign
            for at, sign in enumerate(signs)
            if columns[at] >= self._left and columns[at + 1] <= self._right
        ]
        cut_right = not self._ends_there or columns[-1] > self._right
        return (
            f"{_ELLIPSIS if self._cut_left else ''}{''.join(kept)}{_ELLIPSIS if cut_right else ''}"
        )
