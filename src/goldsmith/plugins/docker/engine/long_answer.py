"""What the engine sends by the gigabyte, taken as it lies in the connection.

The SDK takes it apart chunk by chunk, each read and copied for itself, which takes as long as
all else together.
"""

import os
from collections.abc import Iterator, Sequence
from io import BufferedReader

import docker.errors
import requests.exceptions
from docker import APIClient
from requests import Response

_ROOM = 1 << 20
_LINE_END = b"\r\n"


def ask(api: APIClient, path: str) -> Response:
    """Begin to get what is at `path` of the engine's API."""
    url = f"{api.base_url}/v{api.api_version}{path}"
    response: Response = api.get(url, stream=True, timeout=None)
    try:
        response.raise_for_status()
    except requests.exceptions.HTTPError as error:
        docker.errors.create_api_error_from_http_exception(error)
    return response


def parts_of(response: Response) -> Iterator[Sequence[memoryview]]:
    """The content, some parts at once, which are good until the next are asked for."""
    if not response.raw.chunked:
        for piece in response.iter_content(_ROOM):
            yield (memoryview(piece),)
        return
    # As the SDK itself does where it needs the connection below.
    chunks = _Chunks(response.raw._fp.fp)  # noqa: SLF001
    while not chunks.is_at_end:
        yield chunks.receive()


def write_parts(file: int, parts: Sequence[memoryview]) -> int:
    """Write them all; how much that was."""
    length = sum(map(len, parts))
    written = os.writev(file, parts) if parts else 0
    if written < length:
        rest = memoryview(b"".join(parts))[written:]
        while rest:
            rest = rest[os.write(file, rest) :]
    return length


class _Chunks:
    """A body in HTTP's chunks: a length in hexadecimal, a line's end, so much, a line's end."""

    def __init__(self, source: BufferedReader) -> None:
        self._source = source
        self._bytes = bytearray(_ROOM)
        self._view = memoryview(self._bytes)
        self._filled = 0
        self._at = 0
        """Before it, everything is taken."""
        self._left = 0
        """What is missing of the chunk and the line's end behind it."""
        self.is_at_end = False

    def receive(self) -> Sequence[memoryview]:
        """What came of the content; it may be nothing yet."""
        self._fill()
        parts: list[memoryview] = []
        self._at = 0
        while not self.is_at_end:
            content = min(self._left - len(_LINE_END), self._filled - self._at)
            if content > 0:
                parts.append(self._view[self._at : self._at + content])
                self._at += content
                self._left -= content
            if not self._next_chunk():
                break
        return parts

    def _next_chunk(self) -> bool:
        """Go on to the next chunk if the last has ended and the line about it is there."""
        begin = self._at + self._left
        end = self._bytes.find(_LINE_END, begin, self._filled) if begin <= self._filled else -1
        if end < 0:
            return False
        self._begin(bytes(self._bytes[begin:end]))
        self._at = end + len(_LINE_END)
        return True

    def _fill(self) -> None:
        rest = self._bytes[self._at : self._filled]  # an unfinished line
        self._bytes[: len(rest)] = rest
        self._filled = len(rest)
        try:
            count = self._source.readinto1(self._view[self._filled :])
        except OSError as error:
            raise requests.exceptions.ConnectionError(str(error)) from error
        if not count:
            raise requests.exceptions.ChunkedEncodingError("the connection ended too soon")
        self._filled += count

    def _begin(self, line: bytes) -> None:
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError as error:
            raise requests.exceptions.ChunkedEncodingError("a chunk has no length") from error
        self.is_at_end = size == 0
        self._left = size + len(_LINE_END)
