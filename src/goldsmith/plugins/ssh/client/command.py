"""Something that runs on the far side, and what asyncssh tells about it."""

import asyncio
import signal
from collections.abc import Callable
from typing import TypeAlias

import asyncssh

from goldsmith.sdk.machine import Stream

OnData: TypeAlias = Callable[[Stream, bytes], None]
"""Called with output as it arrives, cut anywhere."""

_UNREAD_HIGH = 16 << 20
_MOST_ERROR_BYTES = 16 << 10


class Command:
    """Something that runs on the machine: its input, its output, and how it ended."""

    def __init__(self, session: "Session", channel: "asyncssh.SSHClientChannel[bytes]") -> None:
        self._session = session
        self._channel = channel

    async def write(self, data: bytes | memoryview) -> None:
        """Pass on input, waiting while the machine is slow; `BrokenPipeError` when it has ended."""
        self._channel.write(data)
        if not self._session.writable.is_set():
            await self._session.writable.wait()

    def end_input(self) -> None:
        """Say that there is no more input."""
        if not self._session.closed.is_set():
            self._channel.write_eof()

    async def read(self) -> bytes:
        """What standard output has brought since the last call; empty at the end."""
        session = self._session
        while not session.unread and not session.is_at_end:
            session.arrived.clear()
            await session.arrived.wait()
        data, session.unread = bytes(session.unread), bytearray()
        if session.is_paused:
            session.is_paused = False
            self._channel.resume_reading()
        return data

    async def wait(self) -> int | None:
        """Wait for the end; None when the connection ended without an exit code."""
        await self._session.closed.wait()
        return self._session.exit_code

    @property
    def exit_code(self) -> int | None:
        """How it ended, as far as that is known."""
        return self._session.exit_code

    @property
    def errors(self) -> str:
        """What it printed on standard error, unless that was passed on as it arrived."""
        return self._session.errors.decode("utf-8", "replace").strip()

    @property
    def was_cut(self) -> bool:
        """Whether the connection broke off."""
        return self._session.was_cut

    def abort(self) -> None:
        """Ask the machine to end it, and do not wait for that."""
        if not self._session.closed.is_set():
            self._channel.send_signal("TERM")
            self._channel.abort()


class Session(asyncssh.SSHClientSession[bytes]):
    """What asyncssh tells about one command."""

    def __init__(self, on_data: OnData | None) -> None:
        self._on_data = on_data
        self._channel: asyncssh.SSHClientChannel[bytes] | None = None
        self.writable = asyncio.Event()
        self.writable.set()
        self.arrived = asyncio.Event()
        self.closed = asyncio.Event()
        self.unread = bytearray()
        self.errors = bytearray()
        self.is_at_end = False
        self.is_paused = False
        self.exit_code: int | None = None
        self.was_cut = False

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        """Remember the channel."""
        self._channel = chan

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """Pass on output, or keep it until it is read."""
        if self._on_data is not None:
            self._on_data("stderr" if datatype else "stdout", data)
        elif datatype:
            self.errors += data[: max(0, _MOST_ERROR_BYTES - len(self.errors))]
        else:
            self.unread += data
            self.arrived.set()
            if len(self.unread) > _UNREAD_HIGH and self._channel and not self.is_paused:
                self.is_paused = True
                self._channel.pause_reading()

    def eof_received(self) -> bool:
        """There is no more output; the command may still want input."""
        self._end_of_output()
        return True

    def _end_of_output(self) -> None:
        self.is_at_end = True
        self.arrived.set()

    def exit_status_received(self, status: int) -> None:
        """It ended by itself."""
        self.exit_code = status

    def exit_signal_received(
        self,
        signal_name: str,
        core_dumped: bool,  # noqa: ARG002 - asyncssh calls it with this
        msg: str,  # noqa: ARG002 - the same
        lang: str,  # noqa: ARG002 - the same
    ) -> None:
        """It was ended by a signal; counted as shells do."""
        number = getattr(signal, f"SIG{signal_name}", 0)
        self.exit_code = 128 + int(number)

    def pause_writing(self) -> None:
        """The machine is slow to take input."""
        self.writable.clear()

    def resume_writing(self) -> None:
        """It takes input again."""
        self.writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over, with an error if the connection broke off."""
        self.was_cut = exc is not None
        self._end_of_output()
        self.writable.set()
        self.closed.set()
