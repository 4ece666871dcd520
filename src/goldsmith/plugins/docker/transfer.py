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

from goldsmith.plugins.docker.client import Engine, EngineRefused
from goldsmith.record import replace
from goldsmith.sdk import OnProgress, TransferFailed
from goldsmith.toolkit.archive import (
    Entry,
    Owner,
    Unpacker,
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


class Transfer:
    """Copies between here and one container."""

    def __init__(self, engine: Engine, container: str) -> None:
        self._engine = engine
        self._container = container

    async def upload(
        self,
        source: Path,
        destination: str,
        mode: int | None,
        owner: Owner | None,
        on_bytes: OnProgress,
    ) -> None:
        """Copy one file; without an owner it keeps its own."""
        folder, name = _split(destination)
        entry, own = await anyio.to_thread.run_sync(_entry, source, name)
        if mode is not None:
            entry = replace(entry, mode=mode)
        stream = _told(pack_file(entry, owner=owner or own), on_bytes)
        await self._put(folder, stream, f"{source} cannot be uploaded to {destination}")

    async def upload_bytes(
        self, content: bytes, destination: str, mode: int, owner: Owner | None
    ) -> None:
        """Write a file."""
        folder, name = _split(destination)
        stream = (pack_bytes(name, content, mode, owner),)
        await self._put(folder, stream, f"{destination} cannot be written")

    async def upload_folder(
        self, source: Path, destination: str, owner: Owner | None, on_bytes: OnProgress
    ) -> None:
        """Copy what is inside a folder into one that exists."""
        stream = _told(pack(source, with_folders=True, owner=owner), on_bytes)
        folder = _absolute(destination)
        await self._put(folder, stream, f"{source} cannot be uploaded to {destination}")

    async def download(self, source: str, destination: Path, on_bytes: OnProgress) -> None:
        """Copy one file."""

        def take(facts: Mapping[str, Any], pieces: Iterator[bytes]) -> None:
            if facts.get("mode", 0) & _GO_FOLDER:
                raise TransferFailed(f"{source} in the container is a folder.")
            _write_first(pieces, source, destination, on_bytes)

        await self._get(source, f"{source} cannot be downloaded to {destination}", take)

    async def download_folder(self, source: str, destination: Path, on_bytes: OnProgress) -> None:
        """Copy what is inside a folder; nothing is written outside `destination`."""

        def take(facts: Mapping[str, Any], pieces: Iterator[bytes]) -> None:
            if not facts.get("mode", 0) & _GO_FOLDER:
                raise TransferFailed(f"{source} in the container is not a folder.")
            make_folder(destination, destination, 0o777)
            name = str(facts.get("name") or "").strip("/")
            count = _Count(on_bytes)
            unpacker = Unpacker(destination, count, without=f"{name}/" if name else "/")
            try:
                for piece in pieces:
                    unpacker.feed(piece)
            finally:
                unpacker.close()
            count.end()

        await self._get(source, f"{source} cannot be downloaded to {destination}", take)

    async def _put(self, folder: str, stream: Iterable[bytes], what: str) -> None:
        try:
            await self._engine.put(self._container, folder, stream)
        except EngineRefused as error:
            raise TransferFailed(f"{what}. {error}") from error

    async def _get(
        self,
        source: str,
        what: str,
        take: Callable[[Mapping[str, Any], Iterator[bytes]], None],
    ) -> None:
        """Take what is at `source`, following links as they are met."""

        def follow(facts: Mapping[str, Any], pieces: Iterator[bytes]) -> str:
            if facts.get("mode", 0) & _GO_LINK:
                return str(facts.get("linkTarget") or "")
            take(facts, pieces)
            return ""

        path = _absolute(source)
        for _ in range(_MOST_LINKS):
            try:
                target = await self._engine.get(self._container, path, follow)
            except EngineRefused as error:
                raise TransferFailed(f"{what}. {error}") from error
            if not target:
                return
            path = str(PurePosixPath(path).parent / target)
        raise TransferFailed(f"{what}: links lead in a circle.")


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


def _entry(source: Path, name: str) -> tuple[Entry, Owner]:
    try:
        status = source.stat()
    except OSError as error:
        raise TransferFailed(f"{source} cannot be read: {error.strerror}.") from error
    if not stat.S_ISREG(status.st_mode):
        raise TransferFailed(f"{source} is not a file.")
    mode, modified = stat.S_IMODE(status.st_mode), int(status.st_mtime)
    entry = Entry(name, str(source), mode, status.st_size, modified, False)
    return entry, Owner(status.st_uid, status.st_gid)


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


def _absolute(path: str) -> str:
    """As the engine takes it: what is relative begins at the root of the container."""
    return path if path.startswith("/") else f"/{path}"


def _split(path: str) -> tuple[str, str]:
    folder, _, name = _absolute(path).rpartition("/")
    if not name:
        raise TransferFailed(f"{path} names no file.")
    return folder or "/", name
