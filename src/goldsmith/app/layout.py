"""Lays files out: which ones, how they should look, and putting that in their place."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePath

from goldsmith.diagnostics import Diagnostic, GoldsmithError, TemplateError
from goldsmith.lang.syntax.format import format_source
from goldsmith.planning import decode, nothing_there, unreadable
from goldsmith.record import record

SUFFIXES = (".pkr.hcl", ".pkrvars.hcl")
"""What the name of a file must end with that can be laid out."""


@record
class LaidOut:
    """A file as it is and as it should be."""

    path: PurePath
    before: bytes
    after: bytes

    @property
    def changes(self) -> bool:
        """Whether it is not yet as it should be."""
        return self.before != self.after


def files_to_lay_out(path: Path, *, recursive: bool) -> Iterator[Path]:
    """The file itself, or those of a folder by name; raises `TemplateError` if there is none."""
    if path.is_dir():
        yield from _files_of(path, recursive=recursive)
    elif not os.path.lexists(path):
        raise TemplateError([nothing_there(str(path), path)])
    elif not path.name.endswith(SUFFIXES):
        raise TemplateError([other_name(path)])
    else:
        yield path


def lay_out_file(path: Path) -> LaidOut:
    """Read a file and say how it should look; raises `TemplateError` if it cannot be parsed."""
    try:
        # A pipe would keep us waiting for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise TemplateError([no_file(path)])
        data = path.read_bytes()
    except OSError as error:
        raise TemplateError([unreadable(path, error)]) from error
    return lay_out(path, data)


def lay_out(path: PurePath, data: bytes) -> LaidOut:
    """How the content of a file should look; `path` is for messages."""
    return LaidOut(path, data, format_source(decode(path, data)).encode())


def replace_file(path: Path, data: bytes) -> None:
    """Give a file new content at once or not at all; mode, owner and links to it stay."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise GoldsmithError(f"{path} stays as it is: it is not a file.")
    # The folder decides who may replace a file, but a file that is write-protected is meant so.
    if not os.access(target, os.W_OK):
        raise GoldsmithError(f"{path} stays as it is, because it may not be written.")
    # The number of a process is no name: one that was killed may have left a file with it.
    new = target.with_name(f".goldsmith-{os.urandom(6).hex()}.new")
    try:
        old = target.stat()
        _write_new(new, data, old)
        new.replace(target)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise GoldsmithError(f"{path} stays as it is: {error.strerror}.") from error


def _write_new(path: Path, data: bytes, old: os.stat_result) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(data)
        file.flush()
        # Only its owner and root can give a file away, and others need not keep it.
        with suppress(PermissionError):
            os.fchown(opened, old.st_uid, old.st_gid)
        os.fchmod(opened, stat.S_IMODE(old.st_mode))
        os.fsync(opened)


def _files_of(folder: Path, *, recursive: bool) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise TemplateError([unreadable(folder, error)]) from error
    for entry in entries:
        if _is_ignored(entry.name):
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if recursive:
                yield from _files_of(path, recursive=True)
        elif entry.name.endswith(SUFFIXES) and not entry.is_dir():
            yield path


def _is_ignored(name: str) -> bool:
    """Whether it is hidden, or a copy that an editor keeps."""
    kept_by_emacs = name.startswith("#") and name.endswith("#")
    return name.startswith(".") or name.endswith("~") or kept_by_emacs


def other_name(path: PurePath) -> Diagnostic:
    """The name of the file does not say that it is HCL."""
    return Diagnostic(
        f"{path} cannot be laid out",
        f"Only files named *{SUFFIXES[0]} or *{SUFFIXES[1]} can. JSON files never change.",
    )


def no_file(path: PurePath) -> Diagnostic:
    """Something else has the name of a template."""
    return Diagnostic(f"{path} is not a file", "A pipe or device cannot be laid out.")
