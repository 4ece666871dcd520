"""Files that components write for the user: whole or not at all."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import anyio
from anyio import from_thread, to_thread

from goldsmith.sdk import GoldsmithError, OnProgress, Run
from goldsmith.toolkit.temporary import FileHandle, new_file

T = TypeVar("T")

_CHUNK = 4 << 20


@asynccontextmanager
async def replacing(run: Run, target: Path) -> AsyncIterator[Path]:
    """A new file that takes the place of `target` at the end, unless something goes wrong.

    Until then it lies beside `target`, whose folder is made if it is missing.
    """
    final = _resolved(target)
    handle = await _new_beside(run, final)
    written = Path(handle.path)
    try:
        yield written
        _move(written, final)
    except OSError as error:
        raise GoldsmithError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        with anyio.CancelScope(shield=True):
            await run.release(handle)


async def with_progress(
    run: Run, title: str, total: int | None, work: Callable[[OnProgress], T]
) -> T:
    """Do blocking `work` in a thread, with a progress bar.

    `work` calls back with each amount that is done; when the build is cancelled, that call ends it.
    """
    with run.progress(title, total) as bar:

        def advance(amount: int) -> None:
            from_thread.check_cancelled()
            from_thread.run_sync(bar.advance, amount)

        return await to_thread.run_sync(work, advance)


def copy_file(source: Path, target: Path, on_progress: OnProgress) -> None:
    """Copy the content of `source` over that of `target`; blocking."""
    # A raw writer may write less than it is given, on a full disk for one; a buffered one may not.
    with source.open("rb", buffering=0) as reader, target.open("wb") as writer:
        while chunk := reader.read(_CHUNK):
            writer.write(chunk)
            on_progress(len(chunk))


def _resolved(target: Path) -> Path:
    final = target.resolve()
    if final.is_dir():
        raise GoldsmithError(f"{target} is a folder; name a file to write.")
    return final


async def _new_beside(run: Run, final: Path) -> FileHandle:
    beside = final.with_name(f".goldsmith-{secrets.token_hex(8)}.part")
    try:
        final.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        return await new_file(run, beside, mode=0o666)
    except OSError as error:
        raise GoldsmithError(f"{final} cannot be written: {error.strerror}.") from error


def _move(written: Path, final: Path) -> None:
    if final.exists():
        written.chmod(final.stat().st_mode & 0o7777)
    written.replace(final)
