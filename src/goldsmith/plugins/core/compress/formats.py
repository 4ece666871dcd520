"""The formats a file can be compressed in."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable
from functools import partial
from threading import Event

from goldsmith.plugins.core.compress import lz4_client, zstandard_client
from goldsmith.plugins.core.compress.blocks import BlockFormat, Totals

_WINDOW = 32 << 10
_EMPTY_LAST_BLOCK = b"\x03\x00"
_GZIP_BEGIN = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Without a name and a time, so that the same content gives the same file."""

_BGZF_BLOCK = 0xFF00
_BGZF_BEGIN = b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\xff\x06\x00BC\x02\x00"
_BGZF_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")


def format_of(algorithm: str, level: int, stop: Event) -> BlockFormat:
    """How blocks are compressed; raises `GoldsmithError` where a library is missing.

    Once `stop` is set, what a block is compressed to no longer matters.
    """
    makers: dict[str, Callable[[int], BlockFormat]] = {
        "gz": gzip_format,
        "bgzf": bgzf_format,
        "bzip2": bzip2_format,
        "xz": lambda _: xz_format(stop),
        "lz4": lz4_format,
        "zst": zst_format,
    }
    return makers[algorithm](min(level, 9))


def deflate_format(level: int) -> BlockFormat:
    """Raw deflate, as in gzip and zip."""
    return BlockFormat(
        block_size=512 << 10,
        compress=partial(_deflate, level if level > 0 else -1),
        end=lambda _: _EMPTY_LAST_BLOCK,
        history=_WINDOW,
    )


def gzip_format(level: int) -> BlockFormat:
    """One gzip member whose blocks know the 32 KiB before them: as small as gzip's own."""
    deflate = deflate_format(level)
    return BlockFormat(
        block_size=deflate.block_size,
        compress=deflate.compress,
        begin=_GZIP_BEGIN,
        end=_gzip_end,
        history=deflate.history,
    )


def bgzf_format(level: int) -> BlockFormat:
    """Gzip members of at most 64 KiB that say how long they are, for access in the middle."""
    return BlockFormat(
        block_size=_BGZF_BLOCK * 16,
        compress=partial(_bgzf, level if level > 0 else -1),
        end=lambda _: _BGZF_END,
    )


def bzip2_format(level: int) -> BlockFormat:
    """Bzip2 streams of one block each."""
    level = level if level > 0 else 9
    return BlockFormat(
        block_size=level * 100_000, compress=lambda block, _: bz2.compress(block, level)
    )


def xz_format(stop: Event) -> BlockFormat:
    """Xz streams, three times as long as what one refers back to. As with Packer, one level."""
    return BlockFormat(block_size=24 << 20, compress=partial(_xz, stop), memory=94 << 20)


def lz4_format(level: int) -> BlockFormat:
    """LZ4 frames."""
    return BlockFormat(block_size=8 << 20, compress=lz4_client.compressor(max(level, 0)))


def zst_format(level: int) -> BlockFormat:
    """Zstandard frames."""
    level = level if level > 0 else 3
    return BlockFormat(block_size=8 << 20, compress=zstandard_client.compressor(level))


def _deflate(level: int, block: bytes, before: bytes) -> bytes:
    if before:
        made = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=before)
    else:
        made = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return made.compress(block) + made.flush(zlib.Z_SYNC_FLUSH)


def _xz(stop: Event, block: bytes, _before: bytes) -> bytes:
    """In pieces, for a whole block takes many seconds."""
    made = lzma.LZMACompressor(preset=6)
    piece = 1 << 20
    parts = [
        made.compress(block[start : start + piece])
        for start in range(0, len(block), piece)
        if not stop.is_set()
    ]
    return b"".join(parts) + made.flush()


def _gzip_end(totals: Totals) -> bytes:
    return _EMPTY_LAST_BLOCK + struct.pack("<LL", totals.crc, totals.size & 0xFFFFFFFF)


def _bgzf(level: int, block: bytes, _before: bytes) -> bytes:
    return b"".join(
        _bgzf_member(level, block[start : start + _BGZF_BLOCK])
        for start in range(0, len(block), _BGZF_BLOCK)
    )


def _bgzf_member(level: int, block: bytes) -> bytes:
    packed = _raw_deflate(level, block)
    if len(packed) > 0xFFFF - len(_BGZF_BEGIN) - 10:
        packed = _raw_deflate(0, block)
    length = len(_BGZF_BEGIN) + 2 + len(packed) + 8
    return b"".join(
        (
            _BGZF_BEGIN,
            struct.pack("<H", length - 1),
            packed,
            struct.pack("<LL", zlib.crc32(block), len(block)),
        )
    )


def _raw_deflate(level: int, block: bytes) -> bytes:
    made = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return made.compress(block) + made.flush()
