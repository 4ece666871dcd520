"""Whole folders as one stream, packed by one side's tar and unpacked by the other's."""

from collections.abc import Iterable
from pathlib import Path
from shlex import quote

import anyio.to_thread

from goldsmith.plugins.ssh.archive import Entry, Unpacker, pack, walk
from goldsmith.plugins.ssh.client import OnBytes
from goldsmith.plugins.ssh.far_side import FarSide, Tar
from goldsmith.plugins.ssh.quoting import quoted

_DIFFERS = 1
"""GNU tar's exit code when a file changed while it was read, which is no reason to fail."""


async def send_folder(
    far: FarSide, source: Path, destination: str, what: str, on_bytes: OnBytes
) -> None:
    """Copy what is inside `source` into `destination`, which is made if it is missing."""
    is_gnu = await far.tar() is Tar.GNU
    place = quoted(destination)
    if is_gnu:
        unpack = "tar -x -o -m --no-overwrite-dir -f -"
    else:
        unpack = "tar -x -o -f -"
        await _make_folders(far, source, place, what)
    async with far.command(f"mkdir -p {place} && cd {place} && {unpack}", what) as command:
        pieces = pack(source, with_folders=is_gnu)
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
