"""One writer at a time, among goldsmith and Packer: a file beside the one that is written."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from goldsmith.sdk import GoldsmithError, Run
from goldsmith.toolkit.temporary import ExistsAlready, FileHandle, new_file

_STALE_SECONDS = 5.0
"""A manifest is written in milliseconds; a lock this old belongs to nobody who lives."""
_LONGEST_WAIT_SECONDS = 60.0


@asynccontextmanager
async def locked(run: Run, path: Path) -> AsyncIterator[None]:
    """Hold `path`.lock."""
    handle = await _acquire(run, path.with_name(f"{path.name}.lock"))
    try:
        yield
    finally:
        with anyio.CancelScope(shield=True):
            await run.release(handle)


async def _acquire(run: Run, lock: Path) -> FileHandle:
    pause = 0.005
    deadline = anyio.current_time() + _LONGEST_WAIT_SECONDS
    while True:
        if not _is_held(run, lock):
            try:
                return await new_file(run, lock, mode=0o666)
            except (FileExistsError, ExistsAlready):
                run.debug_log(f"Another build was faster with {lock}.")
            except OSError as error:
                raise GoldsmithError(f"{lock} cannot be made: {error.strerror}.") from error
        if anyio.current_time() > deadline:
            raise GoldsmithError(
                f"{lock} was held for {_LONGEST_WAIT_SECONDS:g} seconds. "
                "Remove it if no other build is running."
            )
        await anyio.sleep(pause)
        pause = min(pause * 1.5, 0.1)


def _is_held(run: Run, lock: Path) -> bool:
    try:
        age = time.time() - lock.stat().st_mtime
    except FileNotFoundError:
        return False
    if age < _STALE_SECONDS:
        return True
    run.warn(f"Removed {lock}, which a run that has ended left behind.")
    lock.unlink(missing_ok=True)
    return False
