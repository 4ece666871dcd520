"""A connection over TLS that one thread reads while another writes, and that can end halfway."""

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
        with self._lock, suppress(ssl.SSLWantReadError):
            # It has said so when it begins to wait for the other side to say the same.
            self._connection.unwrap()

    def close(self) -> None:
        """End it, also while another thread waits."""
        with suppress(OSError):
            # The connection's own would first forget that there is TLS.
            socket.socket.shutdown(self._connection, socket.SHUT_RDWR)
        with self._lock:
            self._connection.close()

    def _when_ready(self, work: Callable[[], T]) -> T:
        while True:
            with self._lock:
                number = self._connection.fileno()
                try:
                    return work()
                except ssl.SSLWantReadError:
                    awaited = select.POLLIN
                except ssl.SSLWantWriteError:
                    awaited = select.POLLOUT
            poll = select.poll()
            poll.register(number, awaited)
            poll.poll()
