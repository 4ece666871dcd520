"""Copies of large files that cost as little as the file system allows."""

import errno
import fcntl
import os
from collections.abc import AsyncIterator
from pathlib import Path

import anyio.to_thread

_SHARE_BLOCKS = 0x40049409
"""The request FICLONE: both files share their blocks until one of them is written to."""
_CHUNK = 64 << 20
_CANNOT_SHARE = {errno.EOPNOTSUPP, errno.EXDEV, errno.EINVAL, errno.ENOTTY, errno.ENOSYS}


async def copy_file(source: Path, destination: Path) -> AsyncIterator[int]:
    """Copy a file, holes as holes; says how many bytes each step has dealt with."""
    with source.open("rb") as reading, destination.open("xb") as writing:
        size = os.fstat(reading.fileno()).st_size
        if _shared(reading.fileno(), writing.fileno()):
            yield size
            return
        os.ftruncate(writing.fileno(), size)
        at = 0
        while at < size:
            begin, end = _next_data(reading.fileno(), at, size)
            yield begin - at
            at = begin
            while at < end:
                copied = await anyio.to_thread.run_sync(
                    _copy_range, reading.fileno(), writing.fileno(), min(_CHUNK, end - at), at
                )
                if copied == 0:
                    raise OSError(errno.EIO, "The file became shorter while it was copied")
                yield copied
                at += copied


def _shared(source: int, destination: int) -> bool:
    try:
        fcntl.ioctl(destination, _SHARE_BLOCKS, source)
    except OSError as error:
        if error.errno in _CANNOT_SHARE:
            return False
        raise
    return True


def _copy_range(source: int, destination: int, count: int, at: int) -> int:
    try:
        return os.copy_file_range(source, destination, count, at, at)
    except OSError as error:
        if error.errno not in _CANNOT_SHARE:
            raise
    return os.pwrite(destination, os.pread(source, min(count, 1 << 20), at), at)


def _next_data(descriptor: int, at: int, size: int) -> tuple[int, int]:
    """Where the next bytes that are not a hole begin and end."""
    try:
        begin = os.lseek(descriptor, at, os.SEEK_DATA)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return size, size
        raise
    return begin, os.lseek(descriptor, begin, os.SEEK_HOLE)
