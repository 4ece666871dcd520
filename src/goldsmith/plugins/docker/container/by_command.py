"""Files to and from those folders of a container that only its own commands can see."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import anyio.to_thread

from goldsmith.plugins.docker.engine.client import Engine
from goldsmith.sdk import OnProgress, Stream, TransferFailed
from goldsmith.toolkit.archive import Owner, Unpacker, create, make_folder, write_all

_WRITE = 'cat > "$1" && chmod "$2" "$1" && { [ -z "$3" ] || chown "$3" "$1"; }'
_READ = '[ -d "$1" ] && { echo "It is a folder." >&2; exit 1; }; exec cat "$1"'
_UNPACK = 'cd "$1" && exec tar -x -p -f -'
_PACK = 'cd "$1" && exec tar -c -h -f - .'
_REAL = 'cd "$1" 2>/dev/null && pwd -P'


class ByCommand:
    """Copies with `cat` and `tar` in the container, as root."""

    def __init__(self, engine: Engine, container: str) -> None:
        self._engine = engine
        self._container = container

    async def real_folder(self, path: str) -> str:
        """Where a folder is when its links are followed; as it was given where there is none."""
        said: list[bytes] = []
        code, _ = await self._run(_REAL, (path,), on_stdout=said.append)
        return b"".join(said).decode("utf-8", "surrogateescape").rstrip("\n") if code == 0 else path

    async def write(
        self, path: str, content: Iterator[bytes], mode: int, owner: Owner | None, what: str
    ) -> None:
        """Write a file."""
        whose = f"{owner.user}:{owner.group}" if owner else ""
        await self._do(_WRITE, (path, f"{mode:o}", whose), what, stdin=content)

    async def unpack(self, folder: str, archive: Iterator[bytes], what: str) -> None:
        """Unpack a tar stream in a folder."""
        await self._do(_UNPACK, (folder,), what, stdin=archive)

    async def read(self, path: str, destination: Path, on_bytes: OnProgress, what: str) -> None:
        """Copy a file from there."""
        file = await anyio.to_thread.run_sync(create, destination, 0o644)

        def take(data: bytes) -> None:
            write_all(file, data)
            on_bytes(len(data))

        try:
            await self._do(_READ, (path,), what, on_stdout=take)
        finally:
            os.close(file)

    async def read_folder(
        self, folder: str, destination: Path, on_bytes: OnProgress, what: str
    ) -> None:
        """Copy what is inside a folder from there."""
        await anyio.to_thread.run_sync(make_folder, destination, destination, 0o777)
        unpacker = Unpacker(destination, on_bytes)
        try:
            await self._do(_PACK, (folder,), what, on_stdout=unpacker.feed)
        finally:
            unpacker.close()

    async def _do(
        self,
        script: str,
        arguments: tuple[str, ...],
        what: str,
        *,
        stdin: Iterable[bytes] = (),
        on_stdout: Callable[[bytes], None] | None = None,
    ) -> None:
        source = _Source(iter(stdin))
        code, said = await self._run(script, arguments, stdin=source, on_stdout=on_stdout)
        if source.failure is not None:
            raise source.failure
        if code != 0:
            raise TransferFailed(f"{what}. {said or 'The container gave no reason.'}")

    async def _run(
        self,
        script: str,
        arguments: tuple[str, ...],
        *,
        stdin: Iterable[bytes] = (),
        on_stdout: Callable[[bytes], None] | None = None,
    ) -> tuple[int | None, str]:
        said: list[bytes] = []

        def take(stream: Stream, data: bytes) -> None:
            if stream == "stdout" and on_stdout is not None:
                on_stdout(data)
            else:
                said.append(data)

        code = await self._engine.execute(
            self._container,
            ("/bin/sh", "-c", script, "sh", *arguments),
            user="0",
            stdin=stdin,
            on_bytes=take,
        )
        return code, b"".join(said).decode("utf-8", "replace").strip()


class _Source:
    """What is sent; it remembers why there was no more of it."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.failure: TransferFailed | None = None

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except TransferFailed as error:
            self.failure = error
            raise StopIteration from error
