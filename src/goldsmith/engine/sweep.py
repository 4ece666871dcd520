"""Releases what ended runs left behind, with nothing but their journals."""

import fcntl
import json
import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import anyio

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.failures import words_for
from goldsmith.engine.journal import FILE_NAME, runs_directory
from goldsmith.record import fields_of, record
from goldsmith.sdk import Resource
from goldsmith.toolkit.process_table import (
    ProcessHandle,
    commands_of,
    is_running,
    stop_process,
)

_LOCK_SECONDS = 5.0


@record
class SweepResult:
    """One thing that an ended run left behind, and what became of it."""

    run_id: str
    build: str
    kind: str
    description: str
    is_released: bool
    error: str = ""
    """Why it is still there; empty when it was only listed."""


@record
class _Entry:
    """What the journal says of one thing that was not closed."""

    number: int
    build: str
    kind: str
    token: str
    fields: Mapping[str, object] | None
    is_answered: bool = False
    """Whether `fields` say what was made, not only what was planned."""


async def sweep(
    state_directory: Path, catalog: Catalog, *, dry_run: bool = False
) -> AsyncIterator[SweepResult]:
    """Release what is left of every run that has ended, last come first; tell each thing.

    Runs that are alive are not touched. With `dry_run` nothing is released.
    """
    for path in sorted(runs_directory(state_directory).glob(f"*/{FILE_NAME}")):
        if not await _is_over(path):
            continue
        with _locked(path) as descriptor:
            if descriptor is None:
                continue
            is_clean = True
            async for result in _sweep_run(path.parent.name, path, descriptor, catalog, dry_run):
                is_clean = is_clean and result.is_released
                yield result
            if is_clean and not dry_run:
                path.unlink(missing_ok=True)


async def _sweep_run(
    run_id: str, path: Path, descriptor: int, catalog: Catalog, dry_run: bool
) -> AsyncIterator[SweepResult]:
    for command in commands_of(run_id):
        yield await _end_command(run_id, command, dry_run)
    for entry in reversed(_open_entries(path)):
        is_clean = True
        async for result in _sweep_entry(run_id, entry, catalog, dry_run):
            is_clean = is_clean and result.is_released
            yield result
        if is_clean and not dry_run:
            line = json.dumps({"event": "released", "id": entry.number})
            # The last line may be torn, and this one must not be joined to it.
            with suppress(OSError):  # then the next sweep finds nothing to release
                os.write(descriptor, b"\n" + line.encode() + b"\n")


async def _end_command(run_id: str, command: ProcessHandle, dry_run: bool) -> SweepResult:
    """End a program that a component ran; it has no journal line of its own."""
    words = f"process {command.pid}"
    if dry_run:
        return SweepResult(run_id, "", "process", words, is_released=False)
    try:
        await stop_process(command)
    except GoldsmithError as error:
        return SweepResult(run_id, "", "process", words, is_released=False, error=str(error))
    return SweepResult(run_id, "", "process", words, is_released=True)


async def _sweep_entry(
    run_id: str, entry: _Entry, catalog: Catalog, dry_run: bool
) -> AsyncIterator[SweepResult]:
    def result(words: str, *, is_released: bool, error: str = "") -> SweepResult:
        return SweepResult(run_id, entry.build, entry.kind, words, is_released, error)

    try:
        resource = catalog.resource(entry.kind)
        handles = await _handles(resource, entry)
    except Exception as error:  # noqa: BLE001 - one bad entry must not stop the sweep
        yield result(entry.kind, is_released=False, error=words_for(error))
        return
    for handle in handles:
        words = resource.describe(handle)
        if dry_run:
            yield result(words, is_released=False)
            continue
        try:
            await resource.release(handle)
        except Exception as error:  # noqa: BLE001 - the same
            yield result(words, is_released=False, error=words_for(error))
        else:
            yield result(words, is_released=True)


async def _handles(resource: Resource[object], entry: _Entry) -> tuple[object, ...]:
    handle = None if entry.fields is None else _handle(resource, entry.fields)
    if resource.find is not None and not entry.is_answered:
        return await resource.find(entry.token, handle)
    if handle is not None:
        return (handle,)
    raise GoldsmithError(
        f"The run ended while this was being made, and nothing can find it. Look for {entry.token}."
    )


def _handle(resource: Resource[object], fields: Mapping[str, object]) -> object:
    if set(fields) != set(fields_of(resource.handle)):
        raise GoldsmithError(
            f"Its journal entry does not fit this version of goldsmith: {dict(fields)}."
        )
    return resource.handle(**fields)


async def _is_over(path: Path) -> bool:
    """Whether the run has ended; waits where it was killed while it started a program.

    Until such a program has become itself it holds the lock of the journal, and carries no token.
    """
    deadline = time.monotonic() + _LOCK_SECONDS
    while time.monotonic() < deadline:
        with _locked(path) as descriptor:
            if descriptor is not None:
                return True
        if _is_alive(path):
            return False
        await anyio.sleep(0.01)
    return False


def _is_alive(path: Path) -> bool:
    """Whether the process that wrote a journal is still there."""
    try:
        lines = list(_lines(path))
    except FileNotFoundError:  # it has just finished
        return True
    for line in lines:
        match line:
            case {"process": dict(fields)} if set(fields) == set(fields_of(ProcessHandle)):
                return is_running(ProcessHandle(**fields))
            case _:
                return False
    return False


@contextmanager
def _locked(path: Path) -> Iterator[int | None]:
    """The journal of a run that has ended, open for appending; None while somebody is at it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    except FileNotFoundError:  # its run or another sweep has just finished
        yield None
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield descriptor if path.exists() else None
    finally:
        os.close(descriptor)


def _open_entries(path: Path) -> list[_Entry]:
    """What was acquired and not closed, in the order in which it came."""
    found: dict[int, _Entry] = {}
    for line in _lines(path):
        number = line.get("id")
        if not isinstance(number, int):
            continue
        match line:
            case {"event": "acquire", "build": str(build), "kind": str(kind), "token": str(token)}:
                found[number] = _Entry(number, build, kind, token, _fields(line.get("handle")))
            case {"event": "acquired"} if number in found:
                old = found[number]
                fields = _fields(line.get("handle"))
                found[number] = _Entry(number, old.build, old.kind, old.token, fields, True)
            case {"event": "released" | "kept" | "withdrawn"}:
                found.pop(number, None)
            case _:  # news of a release that failed, or of a later version
                continue
    return list(found.values())


def _fields(handle: object) -> Mapping[str, object] | None:
    return (
        {str(name): value for name, value in handle.items()} if isinstance(handle, dict) else None
    )


def _lines(path: Path) -> Iterator[Mapping[str, object]]:
    """Every line that is whole; the last one may be torn by a crash."""
    for raw in path.read_bytes().split(b"\n"):
        try:
            line = json.loads(raw)
        except ValueError:
            continue
        if isinstance(line, dict):
            yield line
