"""What is asked of the machine while files are copied, and what its failures mean."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum

import anyio

from goldsmith.plugins.ssh.client import Command, ConnectionGone, CopyRefused, NotOffered, Sftp
from goldsmith.plugins.ssh.link import Link
from goldsmith.plugins.ssh.scp import Refused
from goldsmith.sdk.machine import ConnectionLost, TransferFailed

_END_SECONDS = 10.0
_NOT_FOUND = 127
# `uname` is not there on Windows, whose tar would need other ways with folders.
_ASK = "uname && tar --version"


class Tar(Enum):
    """What kind of tar program the machine has."""

    GNU = "GNU"
    OTHER = "other"
    NONE = "none"


class NotGnu(Exception):
    """The machine's tar, if it has one, does not say that it is GNU tar."""


class FarSide:
    """The programs of the machine that take part in copies."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._tar: Tar | None = None

    async def tar(self) -> Tar:
        """Which tar it has; asked once."""
        if self._tar is None:
            self._tar = await self._ask_for_tar()
        return self._tar

    async def _ask_for_tar(self) -> Tar:
        try:
            command = await self._link.start(_ASK)
        except NotOffered:
            return Tar.NONE
        try:
            command.end_input()
            output = b""
            while data := await command.read():
                output += data
            exit_code = await command.wait()
        except BaseException:
            command.abort()
            raise
        if exit_code != 0 or b"tar" not in output:
            return Tar.NONE
        return Tar.GNU if b"GNU tar" in output else Tar.OTHER

    @asynccontextmanager
    async def gnu_tar(self, line: str, what: str) -> AsyncIterator[Command]:
        """Ask for the tar and run `line` at one go; `NotGnu` before it is run with any other tar.

        A session of its own for the question would take as long as two hundred small files.
        """
        if self._tar not in (None, Tar.GNU):
            raise NotGnu
        try:
            command = await self._link.start(f"{_ASK} | grep GNU && {line}")
        except NotOffered as error:
            self._tar = Tar.NONE
            raise NotGnu from error
        async with _attended(command, what):
            answer = b""
            while b"GNU tar" not in answer:
                data = await command.read()
                if not data:
                    raise NotGnu
                answer += data
            self._tar = Tar.GNU
            yield command

    @asynccontextmanager
    async def command(
        self, line: str, what: str, *, allowed: tuple[int, ...] = (0,)
    ) -> AsyncIterator[Command]:
        """Run one half of a copy on the machine; `what` says what cannot be done if it fails."""
        try:
            command = await self._link.start(line)
        except NotOffered as error:
            raise TransferFailed(
                f"{what}: the machine runs no commands for us. "
                'Try ssh_file_transfer_method = "sftp".'
            ) from error
        async with _attended(command, what, program=line.split(" ", 1)[0], allowed=allowed):
            yield command

    @asynccontextmanager
    async def sftp(self, what: str) -> AsyncIterator[Sftp]:
        """Use the machine's SFTP server; `what` says what cannot be done if that fails."""
        try:
            sftp = await self._link.sftp()
        except NotOffered as error:
            raise TransferFailed(
                f"{what}: the machine has no SFTP server. "
                'Install one, or leave ssh_file_transfer_method at "scp".'
            ) from error
        try:
            yield sftp
        except CopyRefused as error:
            raise TransferFailed(f"{what}: {error}") from error
        except ConnectionGone as error:
            raise ConnectionLost(f"{what}: the connection broke off.") from error
        finally:
            with anyio.move_on_after(_END_SECONDS, shield=True):
                await sftp.close()


@asynccontextmanager
async def _attended(
    command: Command, what: str, *, program: str = "tar", allowed: tuple[int, ...] = (0,)
) -> AsyncIterator[None]:
    try:
        yield
        exit_code = await command.wait()
    except (BrokenPipeError, Refused) as error:
        reason = str(error) if isinstance(error, Refused) else ""
        command.end_input()
        with anyio.move_on_after(_END_SECONDS):
            await command.wait()
        command.abort()
        raise _failure(command, what, reason, program) from error
    except BaseException:
        command.abort()
        raise
    if exit_code not in allowed:
        raise _failure(command, what, "", program)


def _failure(
    command: Command, what: str, reason: str, program: str
) -> TransferFailed | ConnectionLost:
    if command.was_cut:
        return ConnectionLost(f"{what}: the connection broke off.")
    if command.exit_code == _NOT_FOUND and program == "scp":
        return TransferFailed(
            f"{what}: the machine has no scp program. Install one there, or set "
            'ssh_file_transfer_method = "sftp".'
        )
    told = command.errors.removeprefix("scp: ").rstrip(".")
    reason = reason if reason and reason != Refused.ENDED else ""
    ended = f"{program} ended with exit code {command.exit_code}."
    return TransferFailed(f"{what}: {reason or (told and f'{told}.') or ended}")
