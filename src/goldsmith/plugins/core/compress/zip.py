"""Zip archives, each file compressed on all processors."""

import struct
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from goldsmith.plugins.core.compress.blocks import ParallelCompressor
from goldsmith.plugins.core.compress.formats import deflate_format
from goldsmith.plugins.core.compress.tar import CHUNK
from goldsmith.record import record
from goldsmith.sdk import OnProgress

_LARGE = 0xFFFFFFFF
"""What stands where a number has no room; the true one is in the extra field."""
_MANY = 0xFFFF
_NEEDS_DEFLATE = 20
_NEEDS_ZIP64 = 45
_DEFLATED = 8
_UTF8 = 0x800
_FIRST_DAY = 0x21
"""1 January 1980, the earliest date that there is."""


@record
class Member:
    """One file in the archive."""

    name: bytes
    offset: int
    large: bool
    size: int = 0
    packed: int = 0
    crc: int = 0


def write_zip(
    files: Iterable[Path],
    output: BinaryIO,
    pool: ThreadPoolExecutor,
    workers: int,
    on_progress: OnProgress,
) -> None:
    """Write an archive of `files` to `output`, which must be able to go back."""
    members = [_add(path, output, pool, workers, on_progress) for path in files]
    start = output.tell()
    output.writelines(_central(member) for member in members)
    output.write(_end(len(members), start, output.tell() - start))


def _add(
    path: Path, output: BinaryIO, pool: ThreadPoolExecutor, workers: int, on_progress: OnProgress
) -> Member:
    name = path.as_posix().lstrip("/").encode("utf-8", "surrogateescape")
    offset = output.tell()
    # Data that cannot be made smaller grows a little, so the line is drawn before 4 GiB.
    large = path.stat().st_size > _LARGE - (64 << 20)
    output.write(_local(Member(name, offset, large)))
    compressor = ParallelCompressor(output, deflate_format(-1), pool, workers)
    crc = 0
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            crc = zlib.crc32(chunk, crc)
            compressor.write(chunk)
            on_progress(len(chunk))
    compressor.finish()
    member = Member(name, offset, large, compressor.totals.size, compressor.written, crc)
    output.seek(offset)
    output.write(_local(member))
    output.seek(0, 2)
    return member


def _local(member: Member) -> bytes:
    extra = struct.pack("<HHQQ", 1, 16, member.size, member.packed) if member.large else b""
    return (
        struct.pack(
            "<4sHHHHHLLLHH",
            b"PK\x03\x04",
            *_kind(member),
            member.crc,
            _LARGE if member.large else member.packed,
            _LARGE if member.large else member.size,
            len(member.name),
            len(extra),
        )
        + member.name
        + extra
    )


def _central(member: Member) -> bytes:
    extra = b""
    if member.large:
        extra += struct.pack("<QQ", member.size, member.packed)
    far = member.offset >= _LARGE
    if far:
        extra += struct.pack("<Q", member.offset)
    if extra:
        extra = struct.pack("<HH", 1, len(extra)) + extra
    return (
        struct.pack(
            "<4sHHHHHHLLLHHHHHLL",
            b"PK\x01\x02",
            _NEEDS_ZIP64,
            *_kind(member),
            member.crc,
            _LARGE if member.large else member.packed,
            _LARGE if member.large else member.size,
            len(member.name),
            len(extra),
            0,
            0,
            0,
            0,
            _LARGE if far else member.offset,
        )
        + member.name
        + extra
    )


def _kind(member: Member) -> tuple[int, int, int, int, int]:
    """Version needed, flags, method, time, date."""
    needs = _NEEDS_ZIP64 if member.large or member.offset >= _LARGE else _NEEDS_DEFLATE
    flags = 0 if member.name.isascii() else _UTF8
    return needs, flags, _DEFLATED, 0, _FIRST_DAY


def _end(count: int, start: int, size: int) -> bytes:
    large = b""
    if count >= _MANY or start >= _LARGE or size >= _LARGE:
        large = struct.pack(
            "<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start
        ) + struct.pack("<4sLQL", b"PK\x06\x07", 0, start + size, 1)
    few = min(count, _MANY)
    return large + struct.pack(
        "<4sHHHHLLH", b"PK\x05\x06", 0, 0, few, few, min(size, _LARGE), min(start, _LARGE), 0
    )
