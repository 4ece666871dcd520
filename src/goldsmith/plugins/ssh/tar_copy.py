"""Whole folders as one stream, packed by one side's tar and unpacked by the other's."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from shlex import quote

import anyio.to_thread

from goldsmith.plugins.ssh.client import Command, OnBytes
from goldsmith.plugins.ssh.far_side import FarSide, NotGnu, Tar
from goldsmith.plugins.ssh.quoting import quoted
from goldsmith.toolkit.archive import Entry, Unpacker, pack, walk

_UNPACK = "exec tar -x -o -m --no-overwrite-dir -f -"
"""As GNU tar is told to leave the owners, times and present folders of the machine alone."""
_DIFFERS = 1
"""GNU tar's exit code when a file changed while it was read, which is no reason to fail."""


async def send_folder(
    far: FarSide, source: Path, destination: str, what: str, on_bytes: OnBytes
) -> bool:
    """Copy what is inside `source` into `destination`, which is made if it is missing.

    False if the machine has no tar that could do it.
    """
    place = quoted(destination)
    enter = f"mkdir -p {place} && cd {place}"
    try:
        async with far.gnu_tar(f"{enter} && {_UNPACK}", what) as command:
            await _send(command, pack(source, with_folders=True), on_bytes)
    except NotGnu:
        pass
    else:
        return True
    kind = await far.tar()
    if kind is Tar.NONE:
        return False
    if kind is Tar.OTHER:
        await _make_folders(far, source, place, what)
    is_gnu = kind is Tar.GNU  # and the machine has no grep
    unpack = _UNPACK if is_gnu else "tar -x -o -f -"
    async with far.command(f"{enter} && {unpack}", what) as command:
        await _send(command, pack(source, with_folders=is_gnu), on_bytes)
    return True


async def _send(command: Command, pieces: Iterator[tuple[bytes, int]], on_bytes: OnBytes) -> None:
    while (piece := await anyio.to_thread.run_sync(next, pieces, None)) is not None:
        await command.write(piece[0])
        on_bytes(piece[1])
    command.end_input()


async def receive_folder(
    far: FarSide, source: str, destination: Path, what: str, on_bytes: OnBytes
) -> None:
    """Copy what is inside `source` on the machine into `destination`."""
    unpacker = Unpacker(destination, on_bytes)
    allowed = (0, _DIFFERS) if await far.tar() is Tar.GNU else (0,)
    line = f"cd {quoted(source)} && exec tar -c -h -f - ."
    try:
        async with far.command(line, what, allowed=allowed) as command:
            command.end_input()
            while data := await command.read():
                await anyio.to_thread.run_sync(unpacker.feed, data)
    finally:
        unpacker.close()


async def _make_folders(far: FarSide, source: Path, place: str, what: str) -> None:
    """Make missing folders beforehand, for not every tar leaves the modes of others alone."""
    entries = await anyio.to_thread.run_sync(lambda: list(walk(source)))
    async with far.command("sh -s", what) as command:
        await command.write(_folder_script(place, entries))
        command.end_input()


def _folder_script(place: str, entries: Iterable[Entry]) -> bytes:
    lines = [f"mkdir -p {place} && cd {place} || exit 1"]
    for entry in entries:
        if entry.is_folder:
            name = quote(f"./{entry.name}")
            lines.append(f"[ -d {name} ] || mkdir -m {entry.mode | 0o700:o} {name} || exit 1")
    return "\n".join((*lines, "")).encode("utf-8", "surrogateescape")
