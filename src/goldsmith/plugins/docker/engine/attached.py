"""The connection to a command in a container."""

import os
import socket as sockets
import ssl
import struct
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

# Any: what the SDK hands out has several classes.
from typing import Any

import anyio
import anyio.from_thread
import anyio.to_thread
from docker import APIClient

from goldsmith.plugins.docker.engine.tls_stream import TlsStream
from goldsmith.sdk import Stream

OnBytes = Callable[[Stream, bytes], None]
_STREAMS: Mapping[int, Stream] = {1: "stdout", 2: "stderr"}


class Attached:
    """The connection to a command: what it prints, and what it reads."""

    def __init__(self, raw: Any) -> None:  # Any: the SDK hands out sockets of several classes
        self._response = raw._response  # noqa: SLF001 - the SDK leaves it there to be kept and closed
        self._socket: _PlainStream | TlsStream
        if isinstance(raw, ssl.SSLSocket):
            self._socket = TlsStream(raw)
        else:
            self._socket = _PlainStream(raw)
        self._rest = bytearray()

    def receive(self) -> bytes:
        """What has come; empty at the end."""
        return self._socket.recv(256 << 10)

    def receive_frame(self) -> tuple[Stream, bytes] | None:
        """One piece of output; None at its end."""
        header = self._exactly(8)
        if header is None:
            return None
        kind, length = struct.unpack(">BxxxL", header)
        data = self._exactly(length)
        return None if data is None else (_STREAMS.get(kind, "stdout"), data)

    def _exactly(self, count: int) -> bytes | None:
        while len(self._rest) < count:
            data = self.receive()
            if not data:
                return None
            self._rest += data
        found = bytes(self._rest[:count])
        del self._rest[:count]
        return found

    def send(self, data: bytes) -> None:
        """Give the command input."""
        self._socket.sendall(data)

    def end_input(self) -> None:
        """Say that no more input comes."""
        self._socket.end_input()

    def close(self) -> None:
        """Let go of it, also while another thread reads."""
        self._socket.close()
        with suppress(OSError):
            self._response.close()


class _PlainStream:
    """A plain socket of our own, so that what is private to the SDK's stays so."""

    def __init__(self, raw: Any) -> None:  # Any: as above
        self._socket = sockets.socket(fileno=os.dup(raw.fileno()))
        self._socket.settimeout(None)
        self.recv = self._socket.recv
        self.sendall = self._socket.sendall

    def end_input(self) -> None:
        self._socket.shutdown(sockets.SHUT_WR)

    def close(self) -> None:
        with suppress(OSError):  # wakes up whoever still reads
            self._socket.shutdown(sockets.SHUT_RDWR)
        self._socket.close()


def attach(api: APIClient, name: str, tty: bool) -> Attached:
    """Start a command that was prepared."""
    return Attached(api.exec_start(name, tty=tty, socket=True))


async def feed(
    stream: Attached, stdin: Iterable[bytes], limiter: anyio.CapacityLimiter, *, is_terminal: bool
) -> None:
    """Give a command its input, then say that this was all."""

    def work() -> None:
        with suppress(OSError):  # it did not want it; how it ended says the rest
            for piece in stdin:
                stream.send(piece)
            if is_terminal:
                stream.send(b"\x04")
            else:
                stream.end_input()

    await anyio.to_thread.run_sync(work, limiter=limiter, abandon_on_cancel=True)


def read(stream: Attached, on_bytes: OnBytes, *, is_terminal: bool) -> None:
    """Pass on what a command prints until it has ended."""
    try:
        if is_terminal:
            while data := stream.receive():
                anyio.from_thread.run_sync(on_bytes, "stdout", data)
        else:
            while frame := stream.receive_frame():
                anyio.from_thread.run_sync(on_bytes, *frame)
    except OSError:
        return  # closed, as the command or the build was given up; the exit code says the rest
