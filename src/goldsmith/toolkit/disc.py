"""A small CD made of files and texts, as a machine is handed at its first start."""

import os
from collections.abc import Iterator, Mapping
from glob import glob
from io import BytesIO
from pathlib import Path, PurePosixPath
from stat import S_IFREG
from typing import Protocol

import anyio.to_thread
import pycdlib
from pycdlib.pycdlibexception import PyCdlibException

from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import record
from goldsmith.sdk.run import Run
from goldsmith.toolkit.media_settings import CdSettings

_LABEL = "packer"
_LONGEST_LABEL = 32
_LONGEST_ISO_NAME = 8
_PADDING = 150 * 2048
"""What other makers of CDs append too: some readers look for file systems beyond the end of a disc
that is very small, and take their failure for an unreadable one."""


@record
class Entry:
    """One file of a disc."""

    path: PurePosixPath
    """Its place on the disc, without a leading slash."""
    source: Path | None = None
    text: str = ""
    """Its content where it comes from no file."""


async def make_disc(run: Run, settings: CdSettings, path: Path) -> Path:
    """Write the disc that `settings` asks for to the file `path`."""
    async with run.step("Making the CD"):
        entries = entries_of(settings.cd_files, settings.cd_content)
        label = settings.cd_label or _LABEL
        await anyio.to_thread.run_sync(write_disc, path, label, entries)
    return path


def entries_of(files: tuple[str, ...], content: Mapping[str, str]) -> tuple[Entry, ...]:
    """Every file of the disc; of two with the same place the later counts."""
    found: dict[PurePosixPath, Entry] = {}
    for pattern in files:
        for entry in _matches(pattern):
            found[entry.path] = entry
    for name, text in content.items():
        place = _place(name)
        found[place] = Entry(place, text=text)
    return tuple(found[place] for place in sorted(found))


def write_disc(path: Path, label: str, entries: tuple[Entry, ...]) -> None:
    """Write an ISO 9660 image with Joliet and Rock Ridge names."""
    if len(label.encode()) > _LONGEST_LABEL:
        raise GoldsmithError(
            f'The label "{label}" is too long for a CD, which takes {_LONGEST_LABEL} characters.'
        )
    image = pycdlib.PyCdlib()
    try:
        image.new(interchange_level=3, joliet=3, rock_ridge="1.09", vol_ident=label)
        _Writer(image).add_all(entries)
        image.write(str(path))
        image.close()
        os.truncate(path, path.stat().st_size + _PADDING)
    except (PyCdlibException, OSError) as error:
        raise GoldsmithError(f"The CD {path} cannot be made: {error}.") from error


class _Image(Protocol):
    """What is used of pycdlib's image, which has no types."""

    def add_directory(self, iso_path: str, rr_name: str, joliet_path: str) -> None: ...

    def add_file(
        self, filename: str, iso_path: str, rr_name: str, joliet_path: str, file_mode: int
    ) -> None: ...

    def add_fp(
        self,
        fp: BytesIO,
        length: int,
        iso_path: str,
        rr_name: str,
        joliet_path: str,
        file_mode: int,
    ) -> None: ...


class _Writer:
    """Gives each file a short name of its own beside the two long ones that are read nowadays."""

    def __init__(self, image: _Image) -> None:
        self._image = image
        self._folders: dict[PurePosixPath, str] = {PurePosixPath(): ""}
        self._taken: set[str] = set()

    def add_all(self, entries: tuple[Entry, ...]) -> None:
        """Add every file, and the folders they lie in."""
        for entry in entries:
            short = f"{self._folder(entry.path.parent)}/{self._short_name(entry.path)}.;1"
            names = {"rr_name": entry.path.name, "joliet_path": f"/{entry.path}"}
            if entry.source is not None:
                mode = entry.source.stat().st_mode
                self._image.add_file(str(entry.source), iso_path=short, file_mode=mode, **names)
            else:
                data = entry.text.encode()
                mode = S_IFREG | 0o644
                self._image.add_fp(
                    BytesIO(data), len(data), iso_path=short, file_mode=mode, **names
                )

    def _folder(self, path: PurePosixPath) -> str:
        known = self._folders.get(path)
        if known is not None:
            return known
        made = f"{self._folder(path.parent)}/{self._short_name(path)}"
        self._image.add_directory(iso_path=made, rr_name=path.name, joliet_path=f"/{path}")
        self._folders[path] = made
        return made

    def _short_name(self, path: PurePosixPath) -> str:
        wanted = "".join(
            sign if sign.isascii() and sign.isalnum() else "_" for sign in path.name.upper()
        )[:_LONGEST_ISO_NAME]
        name = wanted
        number = 0
        while f"{path.parent}/{name}" in self._taken:
            number += 1
            end = str(number)
            name = f"{wanted[: _LONGEST_ISO_NAME - len(end)]}{end}"
        self._taken.add(f"{path.parent}/{name}")
        return name


def _matches(pattern: str) -> Iterator[Entry]:
    # As a text: a slash at the end means something, and a path would lose it.
    paths = [pattern] if Path(pattern).exists() else sorted(glob(pattern))  # noqa: PTH207 - the same
    for path in paths:
        if not Path(path).is_dir():
            yield Entry(PurePosixPath(Path(path).name), Path(path))
            continue
        root = Path(path)
        inside = PurePosixPath() if path.endswith(os.sep) else PurePosixPath(root.resolve().name)
        for file in sorted(root.rglob("*")):
            if file.is_file():
                yield Entry(inside / file.relative_to(root).as_posix(), file)


def _place(name: str) -> PurePosixPath:
    place = PurePosixPath(os.path.normpath("/" + name.lstrip("/"))).relative_to("/")
    if place == PurePosixPath():
        raise GoldsmithError(f'"{name}" names no file that could be on a CD.')
    return place
