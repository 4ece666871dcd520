"""Places for sockets, whose names the system limits."""

import os
from pathlib import Path

from goldsmith.sdk import GoldsmithError

_LONGEST = 107


def socket_in(folder: Path, name: str) -> Path:
    """The place of a socket in a temporary folder."""
    path = folder / name
    if len(os.fsencode(path)) > _LONGEST:
        raise GoldsmithError(
            f"The temporary folder {folder.parent} has too long a name for a socket in it. Let "
            "TMPDIR name a shorter one."
        )
    return path
