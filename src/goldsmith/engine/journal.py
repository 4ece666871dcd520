"""What a run has acquired, on disk before it exists, for the sweep after a crash.

One file for each run, a line for each happening, locked while the run lives. Handles are written as
they are, for a masked address is none; secrets don't belong into handles.
"""

import errno
import fcntl
import json
import os
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import anyio
import anyio.to_thread

from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import fields_of
from goldsmith.toolkit.process_table import handle_of

FILE_NAME = "journal.jsonl"


def runs_directory(state_directory: Path) -> Path:
    """Where each run has a folder of its own."""
    return state_directory / "runs"


def fields_as_written(handle: object) -> Mapping[str, object]:
    """A handle as plain data."""
    return {name: getattr(handle, name) for name in fields_of(type(handle))}


class Journal:
    """The journal of the run that is alive."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder = folder
        self._descriptor = descriptor
        self._written = 0
        self._synced = 0
        self._syncing = anyio.Lock()
        self._open: set[int] = set()
        self._last = 0
        self._is_torn = False
        """Whether the last line was cut short, so that the next one must not be joined to it."""

    @classmethod
    def create(cls, state_directory: Path, run_id: str) -> "Journal":
        """Begin the journal of a run; it is locked before it can be seen."""
        folder = runs_directory(state_directory) / run_id
        try:
            folder.mkdir(parents=True, mode=0o700)
            hidden = folder / f".{FILE_NAME}"
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND
            descriptor = os.open(hidden, flags, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            journal = cls(folder, descriptor)
            own = handle_of(os.getpid(), "")
            journal.write({"event": "run", "run": run_id, "process": fields_as_written(own)})
            hidden.rename(folder / FILE_NAME)
        except OSError as error:
            raise GoldsmithError(
                f"The journal of this run cannot be written in {folder}: {error.strerror}. "
                "Set XDG_STATE_HOME to a folder that can be written to."
            ) from error
        return journal

    def intend(
        self, build: str, kind: str, token: str, planned: Mapping[str, object] | None
    ) -> int:
        """Note that something is about to be made, after `sync`; the number of its entry."""
        self._last += 1
        number = self._last
        self._open.add(number)
        self.write(
            {
                "event": "acquire",
                "id": number,
                "build": build,
                "kind": kind,
                "token": token,
                "handle": planned,
            }
        )
        return number

    def acquired(self, number: int, handle: Mapping[str, object]) -> None:
        """It exists, and this is where."""
        self.write({"event": "acquired", "id": number, "handle": handle})

    def disowned(self, number: int, how: str) -> None:
        """It is there and no longer ours: kept, or somebody else's. A sweep must be told so."""
        self.write({"event": how, "id": number})
        self._open.discard(number)

    def gone(self, number: int, how: str) -> None:
        """It is no more: released, or never made. A sweep that is not told so finds nothing."""
        self._open.discard(number)
        with suppress(OSError):
            self.write({"event": how, "id": number})

    def failed(self, number: int, error: str) -> None:
        """It could not be released, and will be tried again by a sweep, told so or not."""
        with suppress(OSError):
            self.write({"event": "failed", "id": number, "error": error})

    def write(self, line: Mapping[str, object]) -> None:
        """Append one line; it survives the end of this process from here on."""
        entry = {"time": round(time.time(), 3), **line}
        encoded = (b"\n" if self._is_torn else b"") + json.dumps(entry).encode() + b"\n"
        path = str(self.folder / FILE_NAME)
        try:
            written = os.write(self._descriptor, encoded)
        except OSError as error:
            raise OSError(error.errno, error.strerror, path) from error
        if written < len(encoded):
            self._is_torn = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        self._is_torn = False
        self._written += 1

    def close(self) -> None:
        """End the run: the journal goes unless something is left in it."""
        try:
            if not self._open:
                (self.folder / FILE_NAME).unlink(missing_ok=True)
        finally:
            os.close(self._descriptor)

    async def sync(self) -> None:
        """Wait until what is written is on disk; one `fsync` serves everybody who waits."""
        mine = self._written
        async with self._syncing:
            if self._synced >= mine:
                return
            until = self._written
            await anyio.to_thread.run_sync(os.fsync, self._descriptor)
            self._synced = until


def forget_old_runs(state_directory: Path, kept: int) -> None:
    """Remove the folders of ended runs beyond the youngest `kept`, unless something is left."""
    try:
        folders = [
            (entry.stat().st_mtime, Path(entry.path))
            for entry in os.scandir(runs_directory(state_directory))
        ]
    except OSError:  # there are none, or they are not ours to remove
        return
    for _, folder in sorted(folders, reverse=True)[kept:]:
        if not (folder / FILE_NAME).exists():
            shutil.rmtree(folder, ignore_errors=True)
