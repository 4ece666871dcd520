"""Compression block by block, on several processors at once, written in order.

Every format here allows a file to be made of parts that know nothing of each other, or, for gzip,
only of the bytes before. The libraries leave the interpreter to others while they compress.
"""

import zlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Protocol

from goldsmith.record import record


@record
class Totals:
    """What a whole stream comes to, for the end of a file."""

    size: int
    crc: int


def _nothing(_totals: Totals) -> bytes:
    return b""


@record
class BlockFormat:
    """How blocks become a file."""

    block_size: int
    compress: Callable[[bytes, bytes], bytes]
    """Of a block, and the bytes before it."""

    begin: bytes = b""
    end: Callable[[Totals], bytes] = _nothing
    history: int = 0
    """How many bytes before a block `compress` wants to see."""

    memory: int = 0
    """Bytes that compressing a block takes, besides its own."""


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""
        ...


class ParallelCompressor:
    """A sink that compresses what it is given and writes it to `output`."""

    def __init__(
        self, output: BinaryIO, form: BlockFormat, pool: ThreadPoolExecutor, workers: int
    ) -> None:
        self._output = output
        self._form = form
        self._pool = pool
        self._ahead = workers + 2
        self._pending: deque[Future[bytes]] = deque()
        self._buffer = bytearray()
        self._before = b""
        self._size = 0
        self._crc = 0
        self.written = 0
        self._emit(form.begin)

    @property
    def totals(self) -> Totals:
        """What was given so far."""
        return Totals(self._size, self._crc)

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        self._buffer += data
        size = self._form.block_size
        while len(self._buffer) >= size:
            block = bytes(memoryview(self._buffer)[:size])
            del self._buffer[:size]
            self._submit(block)
        return len(data)

    def finish(self) -> None:
        """Compress what is left, and write the end of the file."""
        if self._buffer or not self._size:
            self._submit(bytes(self._buffer))
            self._buffer.clear()
        while self._pending:
            self._emit(self._pending.popleft().result())
        self._emit(self._form.end(self.totals))

    def _submit(self, block: bytes) -> None:
        self._pending.append(self._pool.submit(self._form.compress, block, self._before))
        if self._form.history:
            self._before = block[-self._form.history :]
            self._crc = zlib.crc32(block, self._crc)
        self._size += len(block)
        while len(self._pending) > self._ahead:
            self._emit(self._pending.popleft().result())

    def _emit(self, data: bytes) -> None:
        self._output.write(data)
        self.written += len(data)
