"""What commands print for people, as the `ui` lines that programs read."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from goldsmith.cli.machine import line


class _Lines(io.TextIOBase):
    """Stands in for an output: each line of text becomes one of `ui`; bytes pass as they are."""

    def __init__(self, output: TextIO, write: Callable[[str], None]) -> None:
        self.buffer = output.buffer
        self._output = output
        self._write = write
        self._begun = ""

    def write(self, text: str) -> int:
        """Take text; what ends a line sends it off."""
        *whole, self._begun = (self._begun + text).split("\n")
        for one in whole:
            self._write(one)
        return len(text)

    def flush(self) -> None:
        """Send off what has been written."""
        self._output.flush()

    def fileno(self) -> int:
        """The number of the output below."""
        return self._output.fileno()

    def rest(self) -> str:
        """The last line, if nothing ended it."""
        return self._begun


@contextmanager
def lines_said() -> Iterator[None]:
    """Everything printed inside is said line by line, as soon as it is there."""
    output = sys.stdout

    def say(text: str) -> None:
        print(line("", "ui", "say", text), file=output, flush=True)

    sys.stdout = lines = _Lines(output, say)
    try:
        yield
    finally:
        sys.stdout = output
        if lines.rest():
            say(lines.rest())


@contextmanager
def one_error() -> Iterator[None]:
    """Everything printed inside is one error."""
    output = sys.stdout
    texts: list[str] = []
    sys.stdout = lines = _Lines(output, texts.append)
    try:
        yield
    finally:
        sys.stdout = output
        text = "\n".join((*texts, lines.rest())).strip("\n")
        if text:
            print(line("", "ui", "error", text), file=output, flush=True)
