"""The files of an SFTP server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import asyncssh

from goldsmith.plugins.ssh.client.failures import ConnectionGone, CopyRefused

OnBytes: TypeAlias = Callable[[int], None]
"""Called with the number of bytes moved since the last call."""

_SFTP_BLOCK = 32 << 10
_SFTP_REQUESTS = 32


class Sftp:
    """An SFTP server's files. Every method raises `CopyRefused`, or `ConnectionGone`."""

    def __init__(self, client: asyncssh.SFTPClient) -> None:
        self._client = client

    async def put(self, source: Path, destination: str, mode: int, on_bytes: OnBytes) -> None:
        """Copy a local file to the machine."""
        with _sftp_errors():
            await self._client.put(
                str(source),
                destination,
                block_size=self._client.limits.max_write_len or _SFTP_BLOCK,
                max_requests=_SFTP_REQUESTS,
                progress_handler=_progress(on_bytes),
            )
            await self._client.chmod(destination, mode)

    async def put_bytes(self, content: bytes, destination: str, mode: int) -> None:
        """Write a file on the machine."""
        with _sftp_errors():
            attributes = asyncssh.SFTPAttrs(permissions=mode)
            async with self._client.open(destination, "wb", attributes) as file:
                await file.write(content)
            await self._client.chmod(destination, mode)

    async def get(self, source: str, destination: Path, on_bytes: OnBytes) -> None:
        """Copy a file of the machine to here."""
        with _sftp_errors():
            if await self._client.isdir(source):
                raise CopyRefused("It is a folder.")
            await self._client.get(
                source,
                str(destination),
                block_size=self._client.limits.max_read_len or _SFTP_BLOCK,
                max_requests=_SFTP_REQUESTS,
                progress_handler=_progress(on_bytes),
            )

    async def make_folder(self, path: str, mode: int) -> None:
        """Make a folder and those above it, unless they exist."""
        with _sftp_errors():
            if not await self._client.isdir(path):
                await self._client.makedirs(path, asyncssh.SFTPAttrs(permissions=mode), True)

    async def list_folder(self, path: str) -> list[tuple[str, bool]]:
        """The names in a folder, with links followed, and whether each is a folder itself."""
        with _sftp_errors():
            names = [name for name in await self._client.listdir(path) if name not in (".", "..")]
            return [(name, await self._client.isdir(f"{path}/{name}")) for name in sorted(names)]

    async def close(self) -> None:
        """End the session."""
        self._client.exit()
        await self._client.wait_closed()


@contextmanager
def _sftp_errors() -> Iterator[None]:
    try:
        yield
    except (asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost) as error:
        raise ConnectionGone(error.reason) from error
    except asyncssh.SFTPError as error:
        raise CopyRefused(f"{error.reason.rstrip('.')}.") from error
    except (BrokenPipeError, ConnectionError, asyncssh.DisconnectError) as error:
        raise ConnectionGone(str(error)) from error
    except OSError as error:
        raise CopyRefused(f"{error.filename or 'A file here'}: {error.strerror}.") from error


def _progress(on_bytes: OnBytes) -> Callable[[bytes, bytes, int, int], None]:
    before = 0

    def tell(_source: bytes, _destination: bytes, done: int, _total: int) -> None:
        nonlocal before
        on_bytes(done - before)
        before = done

    return tell
