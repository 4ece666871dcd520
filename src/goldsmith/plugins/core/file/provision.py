"""The file provisioner at work."""

import os
import secrets
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path

import anyio.to_thread

from goldsmith.plugins.core.file.patterns import is_pattern, matches_on
from goldsmith.plugins.core.file.provisioner_settings import FileSettings
from goldsmith.sdk import GoldsmithError, Machine, Run, TransferFailed
from goldsmith.toolkit.outputs import replacing


async def provision(settings: FileSettings, run: Run, machine: Machine | None) -> None:
    """Copy everything that the template names, in order."""
    if machine is None:
        raise GoldsmithError(
            'No file can be copied: with communicator = "none" there is no machine to reach.'
        )
    if settings.content:
        await _upload_content(settings, run, machine)
        return
    for written in settings.all_sources:
        source, destination = run.render(written), run.render(settings.destination)
        if settings.direction == "upload":
            await _upload(run, machine, source, destination)
        else:
            await _download(run, machine, source, destination)


async def _upload_content(settings: FileSettings, run: Run, machine: Machine) -> None:
    destination = run.render(settings.destination)
    if destination.endswith("/"):
        destination += f"pkr-file-content{secrets.token_hex(4)}"
        run.warn(f"The destination of content names no file; it becomes {destination}.")
    async with run.step(f"Uploading content to {destination}"):
        # As with Packer, which passes content through a file that only its user can read.
        await _with_hint(
            destination, machine.upload_bytes(settings.content.encode(), destination, mode=0o600)
        )


async def _upload(run: Run, machine: Machine, source: str, destination: str) -> None:
    local = Path(source)
    if not local.exists():  # noqa: ASYNC240 - one short call
        raise GoldsmithError(f'There is no file or folder "{source}" to upload.')
    if local.is_dir():  # noqa: ASYNC240 - the same
        if not source.endswith("/"):
            destination = _joined(destination, local.absolute().name)  # noqa: ASYNC240 - the same
        total = await anyio.to_thread.run_sync(_size_below, local)
        async with run.step(f"Uploading {source} to {destination}"):
            with run.progress(f"Uploading {source}", total) as bar:
                await machine.upload_directory(local, destination, on_progress=bar.advance)
        return
    if destination.endswith("/"):
        destination += local.name
    async with run.step(f"Uploading {source} to {destination}"):
        with run.progress(f"Uploading {source}", local.stat().st_size) as bar:  # noqa: ASYNC240 - the same
            await _with_hint(
                destination, machine.upload(local, destination, on_progress=bar.advance)
            )


async def _download(run: Run, machine: Machine, source: str, destination: str) -> None:
    async with run.step(f"Downloading {source} to {destination}"):
        if source.endswith("/") and not is_pattern(source):
            await _download_directory(run, machine, source, Path(destination))
        elif is_pattern(source):
            found = await matches_on(machine, source)
            if not found:
                raise TransferFailed(f"Nothing on the machine matches {source}.")
            for one in found:
                local = Path(destination) / one.name
                if one.is_directory:
                    await _download_directory(run, machine, one.path, local)
                else:
                    await _download_file(run, machine, one.path, local)
        else:
            name = source.rpartition("/")[2] if destination.endswith("/") else ""
            await _download_file(run, machine, source, Path(destination) / name)


async def _download_directory(run: Run, machine: Machine, source: str, local: Path) -> None:
    _make_parents(local)
    with run.progress(f"Downloading {source}", None) as bar:
        await machine.download_directory(source, local, on_progress=bar.advance)


async def _download_file(run: Run, machine: Machine, source: str, local: Path) -> None:
    """Through a file beside it, so that a transfer that is cut spoils nothing."""
    target = _download_target(local)
    with run.progress(f"Downloading {source}", None) as bar:
        if target.exists() and not target.is_file():  # say /dev/null: it must not be replaced
            await machine.download(source, target, on_progress=bar.advance)
            return
        async with replacing(run, target) as partial:
            await machine.download(source, partial, on_progress=bar.advance)


def _download_target(local: Path) -> Path:
    target = local.resolve()
    if target.is_dir():
        raise GoldsmithError(
            f"{local} is a folder. End the destination with a slash to put the file into it."
        )
    _make_parents(target)
    return target


async def _with_hint(destination: str, transfer: Awaitable[None]) -> None:
    try:
        await transfer
    except TransferFailed as error:
        if destination.endswith("/"):
            raise
        raise TransferFailed(
            f"{error} If {destination} is a folder, end the destination with a slash."
        ) from error


def _make_parents(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError as error:
        raise GoldsmithError(f"{path.parent} cannot be made: {error.strerror}.") from error


def _joined(folder: str, name: str) -> str:
    return f"{folder}{'' if folder.endswith('/') else '/'}{name}"


def _size_below(folder: Path) -> int:
    found = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                found += os.stat(os.path.join(root, name)).st_size  # noqa: PTH116, PTH118 - many files
    return found
