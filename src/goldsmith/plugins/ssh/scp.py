"""The scp protocol: the far side runs `scp -t` or `scp -f`, and we are the other half of it."""

import os
from pathlib import Path

import anyio.to_thread

from goldsmith.plugins.ssh.client import Command, OnBytes
from goldsmith.sdk.machine import TransferFailed
from goldsmith.toolkit.archive import create, inside, make_folder, walk, write_all

_PIECE = 256 << 10
_READ = 1 << 20
"""How much is read from a file at once; going to a thread and back costs something."""


class Refused(TransferFailed):
    """The far side says why it does not take or give a file."""

    ENDED = "The machine ended the copy."


class Replies:
    """What the far side sends, a piece at a time."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._pending = bytearray()

    async def take(self, most: int) -> bytes:
        """At least one byte and at most `most`; empty at the end."""
        if not self._pending:
            self._pending += await self._command.read()
        part = bytes(self._pending[:most])
        del self._pending[: len(part)]
        return part

    async def line(self) -> str:
        """Up to the end of the line, without it."""
        while (end := self._pending.find(b"\n")) < 0:
            data = await self._command.read()
            if not data:
                raise Refused(Refused.ENDED)
            self._pending += data
        line = self._pending[:end].decode("utf-8", "surrogateescape")
        del self._pending[: end + 1]
        return line

    async def acknowledged(self) -> None:
        """Wait for the far side's consent."""
        code = await self.take(1)
        if code == b"\0":
            return
        if code in (b"\1", b"\2"):
            raise Refused(_reason(await self.line()))
        raise Refused(Refused.ENDED)


async def send_file(
    command: Command, content: Path | bytes, *, name: str, size: int, mode: int, on_bytes: OnBytes
) -> None:
    """Send one file to a far side that runs `scp -t`."""
    replies = Replies(command)
    await replies.acknowledged()
    head = f"C{mode & 0o7777:04o} {size} {name}\n"
    await _send(command, replies, head, content, on_bytes)
    command.end_input()


async def send_folder(command: Command, root: Path, name: str, on_bytes: OnBytes) -> None:
    """Send what is in `root` to a far side that runs `scp -rt`; `name` is a folder made for it."""
    replies = Replies(command)
    await replies.acknowledged()
    if name:
        await command.write(os.fsencode(f"D0755 0 {name}\n"))
        await replies.acknowledged()
    depth = 0
    entries = walk(root)
    while (entry := await anyio.to_thread.run_sync(next, entries, None)) is not None:
        *folders, last = entry.name.split("/")
        for _ in range(depth - len(folders)):
            await command.write(b"E\n")
            await replies.acknowledged()
        depth = len(folders)
        if entry.is_folder:
            await command.write(os.fsencode(f"D{entry.mode:04o} 0 {last}\n"))
            await replies.acknowledged()
            depth += 1
        else:
            head = f"C{entry.mode:04o} {entry.size} {last}\n"
            await _send(command, replies, head, Path(entry.path), on_bytes)
    command.end_input()


async def _send(
    command: Command, replies: Replies, head: str, content: Path | bytes, on_bytes: OnBytes
) -> None:
    if "\n" in head[:-1]:
        raise TransferFailed(f"scp cannot copy {head.split(' ', 2)[2]!r}: its name has a line end.")
    await command.write(os.fsencode(head))
    await replies.acknowledged()
    if isinstance(content, bytes):
        await _write(command, content, on_bytes)
    else:
        await _write_file(command, content, int(head.split(" ", 2)[1]), on_bytes)
    await command.write(b"\0")
    await replies.acknowledged()


async def _write(command: Command, content: bytes, on_bytes: OnBytes) -> None:
    view = memoryview(content)
    for start in range(0, len(content), _PIECE):
        part = view[start : start + _PIECE]
        await command.write(part)
        on_bytes(len(part))


async def _write_file(command: Command, path: Path, size: int, on_bytes: OnBytes) -> None:
    left = size
    try:
        with path.open("rb", buffering=0) as file:
            while left:
                data = await anyio.to_thread.run_sync(file.read, min(left, _READ))
                if not data:
                    raise TransferFailed(f"{path} became shorter while it was copied.")
                left -= len(data)
                await _write(command, data, on_bytes)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise TransferFailed(f"{path} cannot be read: {error.strerror}.") from error


async def receive_file(command: Command, destination: Path, on_bytes: OnBytes) -> None:
    """Write what a far side that runs `scp -f` sends to `destination`."""
    replies = Replies(command)
    await command.write(b"\0")
    head = await _head(replies)
    if not head.startswith("C"):
        raise Refused("It is a folder.")
    mode, size, _ = _parsed(head)
    await _receive(command, replies, destination, (mode, size), on_bytes)
    command.end_input()


async def receive_folder(command: Command, root: Path, on_bytes: OnBytes) -> None:
    """Write what a far side that runs `scp -rf` sends of one folder into `root`."""
    replies = Replies(command)
    await command.write(b"\0")
    path: list[str] = []
    while head := await _head(replies):
        kind = head[0]
        if kind == "E":
            if not path:
                raise _nonsense(head)
            path.pop()
            await command.write(b"\0")
            continue
        mode, size, name = _parsed(head)
        if "/" in name or name in ("", ".", ".."):
            raise TransferFailed(
                f"The machine sent a file named {name}, which leads out of {root}."
            )
        if kind == "D":
            path.append(name)
            # The first folder is the one that was asked for; its name is not part of the result.
            make_folder(root, inside(root, "/".join(path[1:])), mode)
            await command.write(b"\0")
        else:
            target = inside(root, "/".join((*path[1:], name)))
            await _receive(command, replies, target, (mode, size), on_bytes)
    command.end_input()


async def _head(replies: Replies) -> str:
    """The next record; empty at the end."""
    first = await replies.take(1)
    while first == b"T":  # times, which we do not ask for
        await replies.line()
        first = await replies.take(1)
    if not first:
        return ""
    line = await replies.line()
    if first in b"\1\2":
        raise Refused(_reason(line))
    return first.decode("ascii", "replace") + line


async def _receive(
    command: Command,
    replies: Replies,
    path: Path,
    mode_and_size: tuple[int, int],
    on_bytes: OnBytes,
) -> None:
    mode, left = mode_and_size
    file = create(path, mode)
    try:
        await command.write(b"\0")
        while left:
            data = await replies.take(min(left, 4 << 20))
            if not data:
                raise Refused(Refused.ENDED)
            await anyio.to_thread.run_sync(write_all, file, data)
            left -= len(data)
            on_bytes(len(data))
    finally:
        os.close(file)
    await replies.acknowledged()
    await command.write(b"\0")


def _parsed(head: str) -> tuple[int, int, str]:
    try:
        mode, size, name = head[1:].split(" ", 2)
        parsed = int(mode, 8) & 0o777, int(size), name
    except ValueError:
        raise _nonsense(head) from None
    if parsed[1] < 0:
        raise _nonsense(head)
    return parsed


def _nonsense(head: str) -> Refused:
    return Refused(f"The machine sent {head[:60]!r}, which is not scp.")


def _reason(line: str) -> str:
    return line.removeprefix("scp: ").strip().rstrip(".") + "."


def split_destination(destination: str) -> tuple[str, str]:
    """The folder that must exist, and the name of what is made in it, if anything is."""
    trimmed = destination.rstrip("/\\")
    cut = max(trimmed.rfind("/"), trimmed.rfind("\\")) + 1
    name = trimmed[cut:]
    if name in ("", ".", "..", "~") or name.endswith(":"):
        return destination, ""
    return trimmed[:cut] or ".", name
