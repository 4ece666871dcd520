"""Tar archives as Google's image import wants them: GNU headers, no times, bare names."""

import os
import stat
import tarfile
from collections.abc import Iterable
from pathlib import Path

from goldsmith.plugins.core.compress.blocks import Sink
from goldsmith.sdk import GoldsmithError, OnProgress

CHUNK = 1 << 20
_BLOCK = 512
_RECORD = 20 * _BLOCK


def write_tar(files: Iterable[Path], output: Sink, on_progress: OnProgress) -> None:
    """Write an archive of `files` to `output`."""
    size = 0
    for path in files:
        size += _add(path, output, on_progress)
    end = 2 * _BLOCK
    output.write(bytes(end + -(size + end) % _RECORD))


def _add(path: Path, output: Sink, on_progress: OnProgress) -> int:
    with path.open("rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        header = _header(path, status)
        output.write(header)
        left = status.st_size
        while left:
            chunk = file.read(min(CHUNK, left))
            if not chunk:
                raise GoldsmithError(f"{path} became shorter while it was being read.")
            output.write(chunk)
            left -= len(chunk)
            on_progress(len(chunk))
    padding = -status.st_size % _BLOCK
    output.write(bytes(padding))
    return len(header) + status.st_size + padding


def _header(path: Path, status: os.stat_result) -> bytes:
    info = tarfile.TarInfo(path.name)
    info.size = status.st_size
    info.mode = stat.S_IMODE(status.st_mode)
    info.uid, info.gid = status.st_uid, status.st_gid
    try:
        info.uname, info.gname = path.owner(), path.group()
    except (KeyError, NotImplementedError):  # nobody has that number; or Windows
        info.uname = info.gname = ""
    return info.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")
