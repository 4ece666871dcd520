"""The only module that knows the zstandard library."""

from collections.abc import Callable

from goldsmith.sdk import GoldsmithError

try:
    import zstandard
except ImportError:  # an extra that need not be installed
    _INSTALLED = False
else:
    _INSTALLED = True


def compressor(level: int) -> Callable[[bytes, bytes], bytes]:
    """Makes one Zstandard frame of a block."""
    if not _INSTALLED:
        raise GoldsmithError(
            "Zstandard needs the Python package zstandard. "
            "Install it with: pip install 'goldsmith[compress]'"
        )

    def compress(block: bytes, _before: bytes) -> bytes:
        # A compressor must not be used by two threads at once.
        return zstandard.ZstdCompressor(level=level, write_checksum=True).compress(block)

    return compress
