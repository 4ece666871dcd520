"""The root file system that the tests' containers start from, made once for this version."""

import fcntl
import hashlib
import os
import subprocess
from pathlib import Path

_PROJECT = Path(__file__).parents[2]


def base_container() -> Path:
    """The archive from the project's cache, made if it is missing (half a minute, as root)."""
    maker = _PROJECT / "scripts" / "make-base-container"
    version = hashlib.sha256(maker.read_bytes()).hexdigest()[:16]
    folder = _PROJECT / ".cache" / "base-container" / version
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / "base.tar"
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            subprocess.run([maker, "-o", archive], check=True)
    finally:
        os.close(lock)
    return archive
