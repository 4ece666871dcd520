"""Files to and from a container, as tar streams through the engine."""

import io
import os
import stat
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

# Any: JSON as the engine sends it.
from typing import Any

import anyio.from_thread
import anyio.to_thread

from goldsmith.plugins.docker.container.by_command import ByCommand
from goldsmith.plugins.docker.container.mounted import (
    ALWAYS_IN_MEMORY,
    folders_in_memory,
    is_within,
    path_facts,
)
from goldsmith.plugins.docker.engine.client import Engine, EngineRefused
from goldsmith.record import record, replace
from goldsmith.sdk import OnProgress, TransferFailed
from goldsmith.toolkit.archive import (
    Entry,
    Owner,
    Unpacker,
    content_of,
    create,
    make_folder,
    pack,
    pack_bytes,
    pack_file,
    write_all,
)

_GO_FOLDER, _GO_LINK = 1 << 31, 1 << 27
_PIECE = 1 << 20
_TOLD_AT_ONCE = 4 << 20
_MOST_LINKS = 20
_MISSING = 404


class Transfer:
    """Copies between here and one container."""

    def __init__(self, engine: Engine, container: str) -> None:
        self._engine = engine
        self._container = container
        self._commands = ByCommand(engine, container)
        self._in_memory: tuple[str, ...] | None = None

    async def upload(
        self,
        source: Path,
        destination: str,
        mode: int | None,
        owner: Owner | None,
        on_bytes: OnProgress,
    ) -> None:
        """Copy one file; without an owner it keeps its own."""
        what = f"{source} cannot be uploaded to {destination}"
        entry, own = await anyio.to_thread.run_sync(_entry, source)
        mode, owner = entry.mode if mode is None else mode, owner or own
        folder, name, is_seen = await self._target(destination, what)
        if not is_seen:
            content = _told(((piece, len(piece)) for piece in content_of(entry)), on_bytes)
            await self._commands.write(f"{folder}/{name}", content, mode, owner, what)
            return
        stream = _told(pack_file(replace(entry, name=name, mode=mode), owner=owner), on_bytes)
        await self._put(folder, stream, what)

    async def upload_bytes(
        self, content: bytes, destination: str, mode: int, owner: Owner | None
    ) -> None:
        """Write a file."""
        what = f"{destination} cannot be written"
        folder, name, is_seen = await self._target(destination, what)
        if not is_seen:
            await self._commands.write(f"{folder}/{name}", iter((content,)), mode, owner, what)
            return
        await self._put(folder, (pack_bytes(name, content, mode, owner),), what)

    async def upload_folder(
        self, source: Path, destination: str, owner: Owner | None, on_bytes: OnProgress
    ) -> None:
        """Copy what is inside a folder into one that exists."""
        what = f"{source} cannot be uploaded to {destination}"
        stream = _told(pack(source, with_folders=True, owner=owner), on_bytes)
        folder = absolute(destination)
        if await self._is_seen(folder):
            await self._put(folder, stream, what)
        else:
            await self._commands.unpack(folder, stream, what)

    async def download(self, source: str, destination: Path, on_bytes: OnProgress) -> None:
        """Copy one file."""
        what = f"{source} cannot be downloaded to {destination}"
        folder, name = _split(source)
        if not await self._is_seen(folder):
            await self._commands.read(f"{folder}/{name}", destination, on_bytes, what)
            return

        def take(_path: str, facts: Mapping[str, Any], pieces: Iterator[bytes]) -> None:
            if facts.get("mode", 0) & _GO_FOLDER:
                raise TransferFailed(f"{source} in the container is a folder.")
            _write_first(pieces, source, destination, on_bytes)

        await self._get(absolute(source), what, take)

    async def download_folder(self, source: str, destination: Path, on_bytes: OnProgress) -> None:
        """Copy what is inside a folder, with what its links lead to.

        Nothing is written outside `destination`.
        """
        what = f"{source} cannot be downloaded to {destination}"
        if not await self._is_seen(absolute(source)):
            await self._commands.read_folder(absolute(source), destination, on_bytes, what)
            return
        waiting = [_Wanted(absolute(source), destination, (), is_link=False)]
        while waiting:
            one = waiting.pop()
            fetch = _Fetch(one, on_bytes)
            await self._get(one.path, what, fetch.take)
            waiting += fetch.links

    async def _target(self, path: str, what: str) -> tuple[str, str, bool]:
        """Where a file goes when links are followed, and whether the engine sees it there."""
        folder, name = _split(path)
        if not await self._is_seen(folder):
            return folder, name, False
        facts = await self._engine.call(path_facts, self._container, f"{folder}/{name}")
        if facts is not None and facts.get("mode", 0) & _GO_LINK:
            folder, name = _split(str(facts.get("linkTarget") or ""))
            facts = await self._engine.call(path_facts, self._container, f"{folder}/{name}")
        if facts is not None and facts.get("mode", 0) & _GO_FOLDER:
            raise TransferFailed(f"{what}. It is a folder in the container; name the file in it.")
        return folder, name, True

    async def _is_seen(self, folder: str) -> bool:
        """Whether the engine's archives show what is in a folder."""
        if self._in_memory is None:
            self._in_memory = await self._engine.call(folders_in_memory, self._container)
        if is_within(folder, self._in_memory):
            return False
        has_own = len(self._in_memory) > len(ALWAYS_IN_MEMORY)
        return not has_own or not is_within(
            await self._commands.real_folder(folder), self._in_memory
        )

    async def _put(self, folder: str, stream: Iterable[bytes], what: str) -> None:
        try:
            await self._engine.put(self._container, folder, stream)
        except EngineRefused as error:
            raise TransferFailed(f"{what}. {_why(error, folder)}") from error

    async def _get(
        self,
        path: str,
        what: str,
        take: Callable[[str, Mapping[str, Any], Iterator[bytes]], None],
    ) -> None:
        """Take what is at `path`, following links as they are met."""

        def follow(facts: Mapping[str, Any], pieces: Iterator[bytes]) -> str:
            if facts.get("mode", 0) & _GO_LINK:
                return str(facts.get("linkTarget") or "")
            take(path, facts, pieces)
            return ""

        for _ in range(_MOST_LINKS):
            try:
                target = await self._engine.get(self._container, path, follow)
            except EngineRefused as error:
                raise TransferFailed(f"{what}. {_why(error, path)}") from error
            if not target:
                return
            path = str(PurePosixPath(path).parent / target)
        raise TransferFailed(f"{what}: links lead in a circle.")


@record
class _Wanted:
    """Something in a container, and where it goes."""

    path: str
    destination: Path
    above: tuple[str, ...]
    """The folders that are being copied, one for each link on the way."""
    is_link: bool


class _Fetch:
    """Writes down a folder, or what a link in one leads to, and notes the links in it."""

    def __init__(self, wanted: _Wanted, on_bytes: OnProgress) -> None:
        self._wanted = wanted
        self._on_bytes = on_bytes
        self.links: list[_Wanted] = []

    def take(self, path: str, facts: Mapping[str, Any], pieces: Iterator[bytes]) -> None:
        """Take the tar stream of it."""
        wanted = self._wanted
        if not facts.get("mode", 0) & _GO_FOLDER:
            if not wanted.is_link:
                raise TransferFailed(f"{wanted.path} in the container is not a folder.")
            _write_first(pieces, wanted.path, wanted.destination, self._on_bytes)
            return
        here = (*wanted.above, str(PurePosixPath(wanted.path).parent)) if wanted.is_link else ()
        if any(is_within(one, (path.rstrip("/"),)) for one in here):
            raise TransferFailed(f"{wanted.path} is a link to a folder that it lies in.")
        name = str(facts.get("name") or "").strip("/")
        self._unpack(pieces, f"{name}/" if name else "/", path)

    def _unpack(self, pieces: Iterator[bytes], without: str, path: str) -> None:
        root = self._wanted.destination
        make_folder(root, root, 0o777)
        above = (*self._wanted.above, path)

        def on_link(name: str) -> None:
            self.links.append(_Wanted(f"{path.rstrip('/')}/{name}", root / name, above, True))

        count = _Count(self._on_bytes)
        unpacker = Unpacker(root, count, without=without, on_link=on_link)
        try:
            for piece in pieces:
                unpacker.feed(piece)
        finally:
            unpacker.close()
        count.end()


def _write_first(
    pieces: Iterator[bytes], source: str, destination: Path, on_bytes: OnProgress
) -> None:
    """Write the first file of a tar stream."""
    try:
        with tarfile.open(fileobj=_Reader(pieces), mode="r|", bufsize=_PIECE) as tar:
            member = tar.next()
            content = tar.extractfile(member) if member is not None else None
            if member is None or content is None:
                raise TransferFailed(f"{source} in the container is not a file.")
            file = create(destination, member.mode & 0o777)
            count = _Count(on_bytes)
            try:
                while data := content.read(_PIECE):
                    write_all(file, data)
                    count(len(data))
            finally:
                os.close(file)
            count.end()
    except tarfile.TarError as error:
        raise TransferFailed(f"{source} came from the engine cut short: {error}.") from error


class _Reader(io.RawIOBase):
    """A file that is read from pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = bytearray()

    def read(self, size: int = -1, /) -> bytes:
        """The next `size` bytes, fewer at the end."""
        while size < 0 or len(self._rest) < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._rest += piece
        size = len(self._rest) if size < 0 else size
        found = bytes(self._rest[:size])
        del self._rest[:size]
        return found


def _entry(source: Path) -> tuple[Entry, Owner]:
    try:
        status = source.stat()
    except OSError as error:
        raise TransferFailed(f"{source} cannot be read: {error.strerror}.") from error
    if not stat.S_ISREG(status.st_mode):
        raise TransferFailed(f"{source} is not a file.")
    mode, modified = stat.S_IMODE(status.st_mode), int(status.st_mtime)
    entry = Entry(source.name, str(source), mode, status.st_size, modified, False)
    return entry, Owner(status.st_uid, status.st_gid)


def _why(error: EngineRefused, path: str) -> str:
    if error.status == _MISSING and "Could not find the file" in str(error):
        return f"There is no {path} in the container."
    return str(error)


def _told(stream: Iterator[tuple[bytes, int]], on_bytes: OnProgress) -> Iterator[bytes]:
    count = _Count(on_bytes)
    for piece, content in stream:
        yield piece
        count(content)
    count.end()


class _Count:
    """Tells the event loop from a thread how much was moved, not too often."""

    def __init__(self, on_bytes: OnProgress) -> None:
        self._on_bytes = on_bytes
        self._untold = 0

    def __call__(self, amount: int) -> None:
        self._untold += amount
        if self._untold >= _TOLD_AT_ONCE:
            self.end()

    def end(self) -> None:
        """Tell what is left."""
        if self._untold:
            anyio.from_thread.run_sync(self._on_bytes, self._untold)
            self._untold = 0


def absolute(path: str) -> str:
    """As the engine takes it: what is relative begins at the root of the container."""
    return path if path.startswith("/") else f"/{path}"


def _split(path: str) -> tuple[str, str]:
    folder, _, name = absolute(path).rpartition("/")
    if not name:
        raise TransferFailed(f"{path} names no file.")
    return folder or "/", name
