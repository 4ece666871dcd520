"""Folders and files that are gone when the build ends."""

import secrets
import shutil
from pathlib import Path

import anyio.to_thread

from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import record
from goldsmith.sdk.resource import Resource
from goldsmith.sdk.run import Run
from goldsmith.toolkit.identity import EMPTY, identity_of, is_still


@record
class DirectoryHandle:
    """A folder with everything in it."""

    path: str
    identity: str = ""
    """Which folder of that name, as `toolkit.identity` tells; empty: whichever is there."""


@record
class FileHandle:
    """One file."""

    path: str
    identity: str = ""
    """Which file of that name, as `toolkit.identity` tells; empty: whichever is there."""


class ExistsAlready(GoldsmithError):
    """Something has the name already that was wanted for a new file or folder."""


async def remove_directory(handle: DirectoryHandle) -> None:
    """Remove the folder and all that is in it, unless another has taken its name."""
    path = Path(handle.path)
    if is_still(path, handle.identity):
        await anyio.to_thread.run_sync(_remove_tree, path)


async def remove_file(handle: FileHandle) -> None:
    """Remove the file, unless another has taken its name."""
    path = Path(handle.path)
    try:
        if is_still(path, handle.identity):
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
    handle = DirectoryHandle(str(path))

    async def create(_token: str) -> DirectoryHandle:
        _make_directory(path, 0o700)
        return handle

    await run.acquire(DIRECTORY, create, planned=handle)
    return path


async def new_directory(run: Run, path: Path, *, mode: int = 0o777) -> DirectoryHandle:
    """Make the folder `path`, with missing parents; `run.keep` makes it stay.

    Refuses where something has that name already, and leaves that untouched. Parents that were
    made for it stay.
    """
    place = str(path.absolute())  # noqa: ASYNC240 - looks at no disk
    _refuse_existing(path)

    async def create(_token: str) -> DirectoryHandle:
        _make_directory(path, mode)
        return DirectoryHandle(place, identity_of(path))

    return await run.acquire(DIRECTORY, create, planned=DirectoryHandle(place, EMPTY))


async def new_file(run: Run, path: Path, *, mode: int = 0o600) -> FileHandle:
    """Make the empty file `path`; `run.keep` makes it stay.

    Refuses where something has that name already, and leaves that untouched.
    """
    place = str(path.absolute())  # noqa: ASYNC240 - looks at no disk
    _refuse_existing(path)

    async def create(_token: str) -> FileHandle:
        path.touch(mode=mode, exist_ok=False)  # noqa: ASYNC240 - one short call
        return FileHandle(place, identity_of(path))

    return await run.acquire(FILE, create, planned=FileHandle(place, EMPTY))


async def temporary_file(
    run: Run,
    content: bytes = b"",
    *,
    prefix: str = "goldsmith",
    suffix: str = "",
    mode: int = 0o600,
) -> Path:
    """A new file under the system's temporary folder; `run.release(FileHandle(PATH))` ends it."""
    path = run.temporary_directory / f"{prefix}-{secrets.token_hex(8)}{suffix}"
    handle = FileHandle(str(path))

    async def create(_token: str) -> FileHandle:
        path.touch(mode=mode, exist_ok=False)
        path.write_bytes(content)
        return handle

    await run.acquire(FILE, create, planned=handle)
    return path


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise ExistsAlready(f"{path} exists already. Remove it, or name another place.")


def _make_directory(path: Path, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=mode)


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
