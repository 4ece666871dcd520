"""Files and folders to and from a machine over SSH, each by the fastest way there is."""

import stat
from os import stat_result
from pathlib import Path, PurePosixPath

import anyio.to_thread

from goldsmith.plugins.ssh import scp, sftp_copy, tar_copy
from goldsmith.plugins.ssh.client import OnBytes
from goldsmith.plugins.ssh.far_side import FarSide, Tar
from goldsmith.plugins.ssh.quoting import quoted
from goldsmith.sdk.machine import TransferFailed
from goldsmith.toolkit.archive import make_folder


class Transfer:
    """Copies between here and one machine."""

    def __init__(self, far: FarSide, *, uses_sftp: bool) -> None:
        self._far = far
        self._uses_sftp = uses_sftp

    async def upload(
        self, source: Path, destination: str, mode: int | None, on_bytes: OnBytes
    ) -> None:
        """Copy one file to the machine."""
        status = await anyio.to_thread.run_sync(_file_status, source)
        mode = stat.S_IMODE(status.st_mode) if mode is None else mode
        what = f"{source} cannot be uploaded to {destination}"
        if self._uses_sftp:
            async with self._far.sftp(what) as sftp:
                await sftp.put(source, destination, mode, on_bytes)
            return
        async with self._far.command(f"scp -t {quoted(destination)}", what) as command:
            await scp.send_file(
                command,
                source,
                name=source.name,
                size=status.st_size,
                mode=mode,
                on_bytes=on_bytes,
            )

    async def upload_bytes(self, content: bytes, destination: str, mode: int) -> None:
        """Write a file on the machine."""
        what = f"{destination} cannot be written"
        if self._uses_sftp:
            async with self._far.sftp(what) as sftp:
                await sftp.put_bytes(content, destination, mode)
            return
        name = PurePosixPath(destination).name or "file"
        async with self._far.command(f"scp -t {quoted(destination)}", what) as command:
            await scp.send_file(
                command, content, name=name, size=len(content), mode=mode, on_bytes=_ignore
            )

    async def upload_folder(self, source: Path, destination: str, on_bytes: OnBytes) -> None:
        """Copy what is inside a folder to the machine."""
        what = f"{source} cannot be uploaded to {destination}"
        if await tar_copy.send_folder(self._far, source, destination, what, on_bytes):
            return
        if self._uses_sftp:
            async with self._far.sftp(what) as sftp:
                await sftp_copy.send_folder(sftp, source, destination, on_bytes)
        else:
            into, name = scp.split_destination(destination)
            async with self._far.command(f"scp -r -t {quoted(into)}", what) as command:
                await scp.send_folder(command, source, name, on_bytes)

    async def download(self, source: str, destination: Path, on_bytes: OnBytes) -> None:
        """Copy one file from the machine."""
        what = f"{source} cannot be downloaded to {destination}"
        if self._uses_sftp:
            async with self._far.sftp(what) as sftp:
                await sftp.get(source, destination, on_bytes)
            return
        async with self._far.command(f"scp -f {quoted(source)}", what) as command:
            await scp.receive_file(command, destination, on_bytes)

    async def download_folder(self, source: str, destination: Path, on_bytes: OnBytes) -> None:
        """Copy what is inside a folder of the machine; nothing is written outside `destination`."""
        what = f"{source} cannot be downloaded to {destination}"
        await anyio.to_thread.run_sync(make_folder, destination, destination, 0o777)
        if await self._far.tar() is not Tar.NONE:
            await tar_copy.receive_folder(self._far, source, destination, what, on_bytes)
        elif self._uses_sftp:
            async with self._far.sftp(what) as sftp:
                await sftp_copy.receive_folder(sftp, source, destination, on_bytes)
        else:
            async with self._far.command(f"scp -r -f {quoted(source)}", what) as command:
                await scp.receive_folder(command, destination, on_bytes)


def _file_status(source: Path) -> stat_result:
    try:
        status = source.stat()
    except OSError as error:
        raise TransferFailed(f"{source} cannot be read: {error.strerror}.") from error
    if not stat.S_ISREG(status.st_mode):
        raise TransferFailed(f"{source} is not a file.")
    return status


def _ignore(_amount: int) -> None:
    """Small things need no progress bar."""
