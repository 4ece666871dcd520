"""What tells a file or folder from a later one that has the same name."""

import ctypes
import os
import sys
from functools import cache
from pathlib import Path

EMPTY = "empty"
"""Stands for whatever has just been made and has nothing in it yet."""

_AT_THE_PLACE = -100
_LINKS_THEMSELVES = 0x100
_BIRTH = 0x800
_SIZE = 256
_BIRTH_AT = 80


def identity_of(path: Path) -> str:
    """The number of a file and when it was made, for a number alone is soon given away again."""
    return f"{path.lstat().st_ino}:{_birth(path)}"


def is_still(path: Path, identity: str) -> bool:
    """Whether `path` is what `identity` was noted of; one that is empty is whatever is there."""
    if not identity:
        return os.path.lexists(path)
    try:
        return _is_empty(path) if identity == EMPTY else identity_of(path) == identity
    except FileNotFoundError:
        return False


def _is_empty(path: Path) -> bool:
    if path.is_symlink():
        return False
    if not path.is_dir():
        return path.stat().st_size == 0
    with os.scandir(path) as entries:
        return next(entries, None) is None


def _birth(path: Path) -> int:
    """When it was made, in nanoseconds; 0 where the system does not tell."""
    statx = _statx()
    if statx is None:
        return 0
    answer = ctypes.create_string_buffer(_SIZE)
    name = os.fsencode(path)
    if statx(_AT_THE_PLACE, name, _LINKS_THEMSELVES, _BIRTH, answer) != 0:
        return 0
    if not int.from_bytes(answer.raw[:4], sys.byteorder) & _BIRTH:
        return 0
    seconds = int.from_bytes(answer.raw[_BIRTH_AT : _BIRTH_AT + 8], sys.byteorder, signed=True)
    return seconds * 10**9 + int.from_bytes(
        answer.raw[_BIRTH_AT + 8 : _BIRTH_AT + 12], sys.byteorder
    )


@cache
def _statx() -> "ctypes._NamedFuncPointer | None":
    """The system call behind `stat`, which alone knows the time of birth before Python 3.15."""
    try:
        return ctypes.CDLL(None).statx
    except (AttributeError, OSError):
        return None
