"""The bytes of a file that a user named, whatever kind of file it turns out to be."""

import os
import stat
from pathlib import Path
from select import select


def contents(path: Path, patience: float = 0) -> bytes:
    """All bytes of `path`; an OSError where it is a device, or a pipe that nobody writes to.

    `patience` is how many seconds the writer of a pipe may take to begin.
    """
    with open(path, "rb", opener=_opened) as file:
        kind = os.fstat(file.fileno()).st_mode
        if stat.S_ISFIFO(kind):
            _await_writer(file.fileno(), patience)
        elif not stat.S_ISREG(kind) and file.peek(1):
            raise OSError(0, "It is not a file")
        return file.read()


def _opened(path: str, flags: int) -> int:
    # Without O_NONBLOCK, opening a pipe waits for its writer, for ever if need be.
    return os.open(path, flags | os.O_NONBLOCK)


def _await_writer(number: int, patience: float) -> None:
    if not select([number], [], [], patience)[0]:
        raise OSError(0, "It is a pipe, and nothing is written to it")
    os.set_blocking(number, True)
