"""A connection over TLS that one thread reads while another writes, and that can end halfway."""

import os
import select
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import TypeVar

T = TypeVar("T")
_PIECE = 64 << 10


class TlsStream:
    """Does with a connection over TLS what a plain socket does by itself.

    Two threads must not be within one such connection at once, so none waits there.
    """

    def __init__(self, connection: ssl.SSLSocket) -> None:
        self._connection = connection
        self._lock = Lock()
        connection.setblocking(False)
        # The same connection as the wire sees it.
        self._wire = socket.socket(fileno=os.dup(connection.fileno()))

    def recv(self, most: int) -> bytes:
        """What has come; empty at the end."""
        return self._when_ready(partial(self._connection.recv, most))

    def sendall(self, data: bytes) -> None:
        """Send everything."""
        view = memoryview(data)
        while view:
            sent = self._when_ready(partial(self._connection.send, view[:_PIECE]))
            view = view[sent:]

    def end_input(self) -> None:
        """Say that no more comes from here; what is left to come from there can still be read."""
        with self._lock:
            self._send_raw(self._farewell())

    def _farewell(self) -> bytes:
        """The words that end our half of it.

        Python waits for those of the other side at once, and loses what comes instead. So they are
        said to an end of a pipe, where nothing comes at all.
        """
        inner, outer = socket.socketpair()
        with inner, outer:
            inner.setblocking(False)
            outer.setblocking(False)
            number = self._connection.fileno()
            os.dup2(inner.fileno(), number, inheritable=False)
            try:
                with suppress(ssl.SSLWantReadError):
                    self._connection.unwrap()
            finally:
                os.dup2(self._wire.fileno(), number, inheritable=False)
            return outer.recv(_PIECE)

    def _send_raw(self, data: bytes) -> None:
        while data:
            try:
                data = data[self._wire.send(data) :]
            except BlockingIOError:
                self._wait(select.POLLOUT)

    def close(self) -> None:
        """End it, also while another thread waits."""
        with suppress(OSError):
            self._wire.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._connection.close()
            self._wire.close()

    def _when_ready(self, work: Callable[[], T]) -> T:
        while True:
            with self._lock:
                try:
                    return work()
                except ssl.SSLWantReadError:
                    awaited = select.POLLIN
                except ssl.SSLWantWriteError:
                    awaited = select.POLLOUT
            self._wait(awaited)

    def _wait(self, awaited: int) -> None:
        poll = select.poll()
        poll.register(self._wire.fileno(), awaited)
        poll.poll()
