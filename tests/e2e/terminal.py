"""A terminal of a given size, with the program in it."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.program import Program


class Terminal:
    """What a user has before them."""

    def __init__(self, process: "subprocess.Popen[bytes]", descriptor: int) -> None:
        self.process = process
        self._descriptor = descriptor
        self.shown = ""
        """Everything that was written to the terminal so far."""

    def until(self, text: str, seconds: float = 20) -> None:
        """Read until `text` was shown."""
        deadline = time.monotonic() + seconds
        while text not in self.shown:
            assert time.monotonic() < deadline, f"{text!r} is not shown:\n{self.shown}"
            assert self._read(), f"The program ended before {text!r}:\n{self.shown}"

    def type(self, keys: str) -> None:
        """Press keys; "\\x03" is Ctrl-C."""
        os.write(self._descriptor, keys.encode())

    def end(self, seconds: float = 20) -> int:
        """Read to the end of the program, and give its exit code."""
        deadline = time.monotonic() + seconds
        while self._read():
            assert time.monotonic() < deadline, f"The program does not end:\n{self.shown}"
        return self.process.wait(seconds)

    def _read(self) -> bool:
        """Take in what is there, or wait a moment; False when the terminal was left."""
        if not select.select([self._descriptor], [], [], 0.1)[0]:
            return True
        try:
            piece = os.read(self._descriptor, 65536)
        except OSError:  # nobody has the other side open any more
            return False
        self.shown += piece.decode(errors="replace")
        return bool(piece)


@contextmanager
def terminal(
    program: Program, *words: str, columns: int = 80, rows: int = 24
) -> Iterator[Terminal]:
    """The program, started in a terminal of its own."""
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", _IN_A_SESSION, "-m", "goldsmith", *words],
        cwd=program.work,
        env={"TERM": "xterm", **program.environment(), "LANG": "C.UTF-8"},
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
    )
    os.close(inner)
    try:
        yield Terminal(process, outer)
    finally:
        process.kill()
        process.wait()
        os.close(outer)


_IN_A_SESSION = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
"""Makes the terminal the one whose Ctrl-C reaches the program, then becomes the program."""
