"""A bootable disk, made once for this version of the script that makes it."""

import fcntl
import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class BaseDisk:
    """A qcow2 disk with a user `packer`, and the private key that opens it."""

    path: Path
    key: Path


def base_disk() -> BaseDisk:
    """The disk from the project's cache, made if it is missing (half a minute, as root)."""
    maker = _PROJECT / "scripts" / "make-base-image"
    parts = sorted((maker.parent / "base-image").iterdir())
    text = b"".join(path.read_bytes() for path in [maker, *parts])
    folder = _PROJECT / ".cache" / "base-disk" / hashlib.sha256(text).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    disk = folder / "base.qcow2"
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not disk.exists():
            subprocess.run([maker, "-o", disk], check=True)
    finally:
        os.close(lock)
    return BaseDisk(disk, Path(f"{disk}.key"))
