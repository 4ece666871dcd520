"""The only module that knows the lz4 library."""

from collections.abc import Callable

from goldsmith.sdk import GoldsmithError

try:
    import lz4.frame  # type: ignore[import-untyped]  # it has no types
except ImportError:  # an extra that need not be installed
    _INSTALLED = False
else:
    _INSTALLED = True


def compressor(level: int) -> Callable[[bytes, bytes], bytes]:
    """Makes one LZ4 frame of a block; level 0 is the fast one."""
    if not _INSTALLED:
        raise GoldsmithError(
            "LZ4 needs the Python package lz4. Install it with: pip install 'goldsmith[compress]'"
        )

    def compress(block: bytes, _before: bytes) -> bytes:
        # Any: the library has no types.
        made: bytes = lz4.frame.compress(
            block,
            compression_level=level,
            block_size=lz4.frame.BLOCKSIZE_MAX4MB,
            content_checksum=True,
        )
        return made

    return compress
