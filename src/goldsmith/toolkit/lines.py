"""Bytes as they arrive, cut into lines of text."""

from collections import deque
from collections.abc import Callable

_LONGEST_LINE = 64 * 1024
"""Bytes after which a line is passed on although its end has not come."""


class LineSplitter:
    """Calls `on_line` for each line; a carriage return ends one too, as progress bars mean it."""

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take the next bytes, wherever they are cut."""
        text = self._rest + data
        held = b""
        if text.endswith(b"\r"):  # perhaps the first half of a line end
            text, held = text[:-1], b"\r"
        *lines, rest = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for line in lines:
            self._pass_on(line)
        if len(rest) > _LONGEST_LINE:
            self._pass_on(rest)
            rest = b""
        self._rest = rest + held

    def end(self) -> None:
        """Pass on what stands there without an end."""
        rest = self._rest.removesuffix(b"\r")
        if rest:
            self._pass_on(rest)
        self._rest = b""

    def _pass_on(self, line: bytes) -> None:
        self._on_line(line.decode("utf-8", "replace"))


class Tail:
    """The last lines of a command's output, for its result."""

    def __init__(self, count: int = 20) -> None:
        self._lines: deque[str] = deque(maxlen=count)

    def add(self, line: str) -> None:
        """Remember `line`, forgetting the oldest."""
        self._lines.append(line)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is remembered, oldest first."""
        return tuple(self._lines)
