"""Folders and files that are gone when the build ends."""

import secrets
import shutil
from pathlib import Path

import anyio.to_thread

from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import record
from goldsmith.sdk.resource import Resource
from goldsmith.sdk.run import Run


@record
class DirectoryHandle:
    """A folder with everything in it."""

    path: str


@record
class FileHandle:
    """One file."""

    path: str


async def remove_directory(handle: DirectoryHandle) -> None:
    """Remove the folder and all that is in it."""
    await anyio.to_thread.run_sync(_remove_tree, Path(handle.path))


async def remove_file(handle: FileHandle) -> None:
    """Remove the file."""
    path = Path(handle.path)
    try:
        path.unlink(missing_ok=True)  # noqa: ASYNC240 - one short call
    except OSError as error:
        raise GoldsmithError(f"The file {path} cannot be removed: {error.strerror}.") from error


DIRECTORY = Resource(
    "directory",
    DirectoryHandle,
    remove_directory,
    describe=lambda handle: f"folder {handle.path}",
)
FILE = Resource("file", FileHandle, remove_file, describe=lambda handle: f"file {handle.path}")


async def temporary_directory(run: Run, prefix: str = "goldsmith") -> Path:
    """A new folder under the system's temporary folder that only this user can enter."""
    path = run.temporary_directory / f"{prefix}-{secrets.token_hex(8)}"
    handle = await new_directory(run, path, mode=0o700)
    return Path(handle.path)


async def new_directory(run: Run, path: Path, *, mode: int = 0o777) -> DirectoryHandle:
    """Make the folder `path`, with missing parents; `run.keep` makes it stay.

    Refuses where something has that name already, and leaves that untouched. Parents that were
    made for it stay.
    """
    handle = DirectoryHandle(str(path.absolute()))  # noqa: ASYNC240 - looks at no disk
    _refuse_existing(path)

    async def create(_token: str) -> DirectoryHandle:
        _make_directory(path, mode)
        return handle

    return await run.acquire(DIRECTORY, create, planned=handle)


async def new_file(run: Run, path: Path, content: bytes = b"", *, mode: int = 0o600) -> FileHandle:
    """Make the file `path` with `content`; `run.keep` makes it stay.

    Refuses where something has that name already, and leaves that untouched.
    """
    handle = FileHandle(str(path.absolute()))  # noqa: ASYNC240 - looks at no disk
    _refuse_existing(path)

    async def create(_token: str) -> FileHandle:
        _make_file(path, content, mode)
        return handle

    return await run.acquire(FILE, create, planned=handle)


async def temporary_file(
    run: Run,
    content: bytes = b"",
    *,
    prefix: str = "goldsmith",
    suffix: str = "",
    mode: int = 0o600,
) -> Path:
    """A new file under the system's temporary folder."""
    name = f"{prefix}-{secrets.token_hex(8)}{suffix}"
    path = run.temporary_directory / name
    return Path((await new_file(run, path, content, mode=mode)).path)


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise GoldsmithError(f"{path} exists already. Remove it, or name another place.")


def _make_directory(path: Path, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=mode)


def _make_file(path: Path, content: bytes, mode: int) -> None:
    path.touch(mode=mode, exist_ok=False)
    path.write_bytes(content)


def _remove_tree(path: Path) -> None:
    try:
        if path.is_symlink() or path.is_file():
            path.unlink(missing_ok=True)
        else:
            shutil.rmtree(path)
    except FileNotFoundError:
        if path.exists():  # something inside went away meanwhile: begin again
            _remove_tree(path)
    except OSError as error:
        raise GoldsmithError(f"The folder {path} cannot be removed: {error.strerror}.") from error
