"""The output directory: made for this build, kept if it succeeds, and never the user's own."""

import errno
import secrets
import shutil
from pathlib import Path

import anyio.to_thread

from goldsmith.record import record
from goldsmith.sdk import GoldsmithError, Resource, Run
from goldsmith.toolkit.temporary import DirectoryHandle, remove_directory

_MARK = ".goldsmith-"


@record
class OutputHandle:
    """A folder that this run made, and the file in it that proves so."""

    path: str
    mark: str
    topmost: str
    """The topmost parent that had to be made as well; empty if none had to."""


async def remove_output(handle: OutputHandle) -> None:
    """Remove the folder if it is still the one that the run made, and the parents it made."""
    path = Path(handle.path)
    for folder in (path, _draft(handle)):
        if (folder / handle.mark).exists():
            await remove_directory(DirectoryHandle(str(folder)))
    await anyio.to_thread.run_sync(_remove_empty_parents, path, handle.topmost)


OUTPUT = Resource(
    "qemu-output",
    OutputHandle,
    remove_output,
    describe=lambda handle: f"output directory {handle.path}",
)


async def make_output(run: Run, path: Path) -> OutputHandle:
    """Make the output directory; with `-force` the one that is there is removed first."""
    path = Path.cwd() / path
    if path.exists() or path.is_symlink():
        if not run.force:
            raise GoldsmithError(
                f"The output directory {path} exists already. Remove it, name another one with "
                "output_directory, or let `-force` replace it."
            )
        await _replace(run, path)
    handle = OutputHandle(
        str(path), f"{_MARK}{secrets.token_hex(8)}", _topmost_missing_parent(path)
    )

    async def create(_token: str) -> OutputHandle:
        try:
            _make(handle)
        except FileExistsError:
            raise
        except OSError as error:
            raise GoldsmithError(
                f"The output directory {path} cannot be made: {error.strerror}."
            ) from error
        return handle

    return await run.acquire(OUTPUT, create, planned=handle)


def keep_output(run: Run, handle: OutputHandle) -> None:
    """From now on the folder is the result."""
    run.keep(handle)
    (Path(handle.path) / handle.mark).unlink(missing_ok=True)


async def _replace(run: Run, path: Path) -> None:
    """Remove what is there, unless it is plainly more than an old result."""
    here = Path.cwd().resolve()
    real = path.resolve()  # noqa: ASYNC240 - one short call
    if real == here or real in here.parents or real == Path.home():
        raise GoldsmithError(
            f"The output directory {path} holds more than an old result, so even `-force` does not "
            "remove it. Name another one with output_directory."
        )
    run.say(f"Removing the old output directory {path}.")
    await remove_directory(DirectoryHandle(str(path)))


def _make(handle: OutputHandle) -> None:
    """Make it under another name first, so that it never stands there without its mark."""
    path = Path(handle.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(handle)
    draft.mkdir()
    (draft / handle.mark).touch()
    if path.exists():
        shutil.rmtree(draft)
        raise FileExistsError(errno.EEXIST, "It exists already", str(path))
    draft.rename(path)


def _draft(handle: OutputHandle) -> Path:
    path = Path(handle.path)
    return path.with_name(f".{path.name}{handle.mark}")


def _topmost_missing_parent(path: Path) -> str:
    topmost = ""
    for parent in path.parents:
        if parent.exists():
            break
        topmost = str(parent)
    return topmost


def _remove_empty_parents(path: Path, topmost: str) -> None:
    if not topmost:
        return
    for parent in path.parents:
        try:
            parent.rmdir()
        except FileNotFoundError:
            pass
        except OSError:  # something else has been put there since
            return
        if str(parent) == topmost:
            return
