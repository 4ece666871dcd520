"""Folders as one stream in the tar format, packed and unpacked piece by piece."""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from goldsmith.record import record
from goldsmith.sdk.machine import TransferFailed

_BLOCK = 512
_PIECE = 256 << 10
_MOST_DIGITS = 10
_FILE, _FOLDER, _HARD_LINK, _LINK = b"0", b"5", b"1", b"2"
_LONG_NAME, _LONG_LINK = b"L", b"K"
_END = bytes(2 * _BLOCK)
_PADDING = tuple(bytes(length) for length in range(_BLOCK))
_LONGEST_NAME = 100
_MOST_ATTRIBUTES = 1 << 20
"""Names are no longer; a machine that says so wants to fill our memory."""
_NAME_PADDING = tuple(bytes(_LONGEST_NAME - length) for length in range(_LONGEST_NAME + 1))
_REST_OF_HEADER = (bytes(100) + b"ustar\x0000").ljust(_BLOCK - 157, b"\0")
_SUM_OF_REST = sum(_REST_OF_HEADER) + 8 * 32
"""What a header adds up to besides its name, numbers and kind; its own field counts as spaces."""


@record
class Entry:
    """A file or folder below the one that is sent, with symbolic links followed."""

    name: str
    """Relative to the folder that is sent, with slashes."""
    path: str
    mode: int
    size: int
    modified: int
    is_folder: bool


@record
class Owner:
    """Whose the files of an archive are, by number."""

    user: int
    group: int


_ROOT = Owner(0, 0)


def walk(root: Path) -> Iterator[Entry]:
    """Everything below `root`, each folder before what is in it."""
    try:
        own = root.stat()
    except OSError as error:
        raise TransferFailed(f"{root} cannot be read: {error.strerror}.") from error
    if not stat.S_ISDIR(own.st_mode):
        raise TransferFailed(f"{root} is not a folder.")
    yield from _walk(str(root), "", ((own.st_dev, own.st_ino),))


def _walk(folder: str, prefix: str, above: tuple[tuple[int, int], ...]) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            inside = sorted(found, key=lambda one: one.name)
        for one in inside:
            status = one.stat()
            name = f"{prefix}{one.name}"
            mode, size, modified = status.st_mode, status.st_size, int(status.st_mtime)
            if stat.S_ISREG(mode):
                yield Entry(name, one.path, mode & 0o7777, size, modified, False)
            elif stat.S_ISDIR(mode):
                identity = (status.st_dev, status.st_ino)
                if identity in above:
                    raise TransferFailed(f"{one.path} is a link to a folder that it lies in.")
                yield Entry(name, one.path, mode & 0o7777, 0, modified, True)
                yield from _walk(one.path, f"{name}/", (*above, identity))
            else:
                raise TransferFailed(f"{one.path} is neither a file nor a folder.")
    except OSError as error:
        raise TransferFailed(
            f"{error.filename or folder} cannot be read: {error.strerror}."
        ) from error


def pack(
    root: Path, *, with_folders: bool, below: str = "", owner: Owner | None = None
) -> Iterator[tuple[bytes, int]]:
    """What is in `root` as a tar stream, in pieces of some hundred kilobytes.

    With each piece comes how much of it is the content of files. `below` is put before each name.
    Without an `owner` it is root's.
    """
    return _packed(walk(root), with_folders, below, owner)


def pack_file(entry: Entry, *, owner: Owner | None = None) -> Iterator[tuple[bytes, int]]:
    """One file as a tar stream."""
    return _packed((entry,), False, "", owner)


def pack_bytes(name: str, content: bytes, mode: int, owner: Owner | None = None) -> bytes:
    """A file with that content as a whole tar archive."""
    header = _header(name, _FILE, len(content), mode, int(time.time()), owner or _ROOT)
    return b"".join((header, content, _PADDING[-len(content) % _BLOCK], _END))


def _packed(
    entries: Iterable[Entry], with_folders: bool, below: str, owner: Owner | None
) -> Iterator[tuple[bytes, int]]:
    parts: list[bytes] = []
    length = content = 0
    owner = owner or _ROOT
    for entry in entries:
        name = below + entry.name
        if entry.is_folder:
            if with_folders:
                header = _header(f"{name}/", _FOLDER, 0, entry.mode, entry.modified, owner)
                parts.append(header)
                length += len(header)
            continue
        parts.append(_header(name, _FILE, entry.size, entry.mode, entry.modified, owner))
        length += len(parts[-1])
        for data in content_of(entry):
            parts.append(data)
            length += len(data)
            content += len(data)
            if length >= _PIECE:
                yield b"".join(parts), content
                parts.clear()
                length = content = 0
        parts.append(_PADDING[-entry.size % _BLOCK])
        length += len(parts[-1])
    parts.append(_END)
    yield b"".join(parts), content


def content_of(entry: Entry) -> Iterator[bytes]:
    """As much of a file as its header says, however it changes meanwhile."""
    missing = entry.size
    try:
        file = os.open(entry.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            while missing:
                data = os.read(file, min(missing, _PIECE))
                if not data:
                    raise TransferFailed(f"{entry.path} became shorter while it was copied.")
                missing -= len(data)
                yield data
        finally:
            os.close(file)
    except OSError as error:
        raise TransferFailed(f"{entry.path} cannot be read: {error.strerror}.") from error


def _header(name: str, kind: bytes, size: int, mode: int, modified: int, owner: Owner) -> bytes:
    encoded = os.fsencode(name)
    if len(encoded) <= _LONGEST_NAME:
        return _plain_header(encoded, kind, size, mode, modified, owner)
    before = _plain_header(b"././@LongLink", _LONG_NAME, len(encoded) + 1, 0, 0, _ROOT)
    rest = encoded + bytes(-len(encoded) % _BLOCK or _BLOCK)
    short = encoded[:_LONGEST_NAME]
    return before + rest + _plain_header(short, kind, size, mode, modified, owner)


def _plain_header(
    name: bytes, kind: bytes, size: int, mode: int, modified: int, owner: Owner
) -> bytes:
    when = min(max(modified, 0), 0o77777777777)
    length = b"%011o\0" % size if size < 8**11 else (1 << 95 | size).to_bytes(12, "big")
    user, group = _identity(owner.user), _identity(owner.group)
    numbers = b"%07o\0%b%b%b%011o\0" % (mode, user, group, length, when)
    total = sum(name) + sum(numbers) + kind[0] + _SUM_OF_REST
    return b"%b%b%b%06o\0 %b%b" % (
        name,
        _NAME_PADDING[len(name)],
        numbers,
        total,
        kind,
        _REST_OF_HEADER,
    )


def _identity(number: int) -> bytes:
    return b"%07o\0" % number if number < 8**7 else (1 << 63 | number).to_bytes(8, "big")


class Unpacker:
    """Writes the files of a tar stream below one folder, and nothing anywhere else.

    `without` is taken from the front of each name in the archive. Symbolic links are refused, or
    their names are handed to `on_link`.
    """

    def __init__(
        self,
        root: Path,
        on_bytes: Callable[[int], None],
        *,
        without: str = "",
        on_link: Callable[[str], None] | None = None,
    ) -> None:
        self._root = root
        self._without = without
        self._on_bytes = on_bytes
        self._on_link = on_link
        self._pending = bytearray()
        self._take: Callable[[], bool] = self._take_header
        self._left = 0
        self._padding = 0
        self._file: int | None = None
        self._name = b""
        self._link = b""
        self._sink_kind = b""
        self._folders: set[str] = set()

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        self._pending += data
        while self._take():
            pass

    def close(self) -> None:
        """Close what is open, whether or not the stream was whole."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _take_header(self) -> bool:
        if len(self._pending) < _BLOCK:
            return False
        block = bytes(self._pending[:_BLOCK])
        del self._pending[:_BLOCK]
        if not any(block):
            return True
        if _checksum(block) != _number(block[148:156]):
            raise TransferFailed("The machine sent something that is not a tar archive.")
        size, kind = _number(block[124:136]), block[156:157]
        self._padding = -size % _BLOCK
        self._left = size
        if kind in b"LxgKXN":
            if size > _MOST_ATTRIBUTES:
                raise TransferFailed("The machine sent the name of a file that has no end.")
            self._sink_kind = kind
            self._take = self._take_attributes
            return True
        name = self._name or _full_name(block)
        link = self._link or block[157:257].split(b"\0")[0]
        self._name = self._link = b""
        self._begin(name, link, kind, block)
        self._take = self._take_content
        return True

    def _begin(self, name: bytes, link: bytes, kind: bytes, block: bytes) -> None:
        target = inside(self._root, self._stripped(name))
        mode = _number(block[100:108]) & 0o777
        if kind == _FOLDER:
            self._folder(target, mode)
        elif kind in (_FILE, b"\0", b"7"):
            self._folder(target.parent, 0o777)
            self._file = create(target, mode)
        elif kind == _HARD_LINK:
            self._folder(target.parent, 0o777)
            _copy(inside(self._root, self._stripped(link)), target, mode)
        elif kind == _LINK and self._on_link is not None:
            self._folder(target.parent, 0o777)
            self._on_link(self._stripped(name))
        else:
            raise TransferFailed(
                f"{os.fsdecode(name)} on the machine is neither a file nor a folder."
            )

    def _stripped(self, name: bytes) -> str:
        return os.fsdecode(name).removeprefix(self._without)

    def _take_content(self) -> bool:
        if self._left:
            if not self._pending:
                return False
            part = bytes(self._pending[: self._left])
            del self._pending[: len(part)]
            self._left -= len(part)
            if self._file is not None:
                write_all(self._file, part)
                self._on_bytes(len(part))
            return True
        if len(self._pending) < self._padding:
            return False
        del self._pending[: self._padding]
        self.close()
        self._take = self._take_header
        return True

    def _take_attributes(self) -> bool:
        if len(self._pending) < self._left + self._padding:
            return False
        content = bytes(self._pending[: self._left])
        del self._pending[: self._left + self._padding]
        if self._sink_kind == _LONG_NAME:
            self._name = content.rstrip(b"\0")
        elif self._sink_kind == _LONG_LINK:
            self._link = content.rstrip(b"\0")
        elif self._sink_kind == b"x":
            attributes = _attributes(content)
            self._name = attributes.get(b"path", self._name)
            self._link = attributes.get(b"linkpath", self._link)
        self._take = self._take_header
        return True

    def _folder(self, path: Path, mode: int) -> None:
        if str(path) not in self._folders:
            make_folder(self._root, path, mode)
            self._folders.add(str(path))


def inside(root: Path, name: str) -> Path:
    """The path of `name` below `root`; a name that leads out of it is refused."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts or name.startswith("/") or "\0" in name:
        raise TransferFailed(f"The machine sent a file named {name}, which leads out of {root}.")
    return root.joinpath(*parts)


def make_folder(root: Path, path: Path, mode: int) -> None:
    """Make `path` and what is missing above it; refuses to follow a link out of `root`."""
    try:
        path.mkdir(mode=mode | 0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise TransferFailed(f"{path} cannot be made: {error.strerror}.") from error
    if not path.resolve().is_relative_to(root.resolve()):
        raise TransferFailed(f"{path} is a link that leads out of {root}.")


def create(path: Path, mode: int) -> int:
    """Open a local file to be written anew; links are not followed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    try:
        return os.open(path, flags, mode | 0o200)
    except OSError as error:
        raise TransferFailed(f"{path} cannot be written: {error.strerror}.") from error


def write_all(file: int, data: bytes) -> None:
    """Write everything; a full disk is an error for the user."""
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(file, view) :]
    except OSError as error:
        raise TransferFailed(f"What was downloaded cannot be written: {error.strerror}.") from error


def _copy(source: Path, target: Path, mode: int) -> None:
    made = create(target, mode)
    try:
        with source.open("rb") as file:
            while data := file.read(_PIECE):
                write_all(made, data)
    except OSError as error:
        raise TransferFailed(f"{source} cannot be read: {error.strerror}.") from error
    finally:
        os.close(made)


def _number(field: bytes) -> int:
    if field[0] & 0x80:
        return int.from_bytes(field, "big") & ((1 << (8 * len(field) - 1)) - 1)
    text = field.split(b"\0")[0].strip()
    try:
        return int(text or b"0", 8)
    except ValueError:
        raise TransferFailed("The machine sent something that is not a tar archive.") from None


def _checksum(block: bytes) -> int:
    return sum(block[:148]) + sum(block[156:]) + 8 * 32


def _full_name(block: bytes) -> bytes:
    name = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def _attributes(content: bytes) -> Mapping[bytes, bytes]:
    """What a header of the pax format says: lines of `LENGTH KEY=VALUE`."""
    found: dict[bytes, bytes] = {}
    while content:
        length, _, rest = content.partition(b" ")
        is_number = length.isdigit() and len(length) < _MOST_DIGITS
        size = int(length) - len(length) - 1 if is_number else 0
        if not 0 < size <= len(rest):
            raise TransferFailed("The machine sent something that is not a tar archive.")
        key, _, value = rest[: size - 1].partition(b"=")
        found[key] = value
        content = rest[size:]
    return found
