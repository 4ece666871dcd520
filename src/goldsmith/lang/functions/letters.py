"""Classes of letters, written as members of a class of Python's `re`."""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from unicodedata import category


@cache
def of_category(name: str) -> str:
    """All letters of a category of Unicode such as `L` or `Lu`; nothing where there is none."""
    if name == "Any":
        return _members([(0, sys.maxunicode)])
    if not (name[:1].isupper() and len(name) <= 2):
        return ""
    return _members(_runs(name))


@cache
def complement(members: str) -> str:
    """All letters that are not among `members`."""
    outside = [-1, *map(ord, re.findall(f"(?s)[{members}]", _every_letter())), sys.maxunicode + 1]
    return _members((low + 1, high - 1) for low, high in pairwise(outside) if high > low + 1)


@cache
def _every_letter() -> str:
    return "".join(map(chr, range(sys.maxunicode + 1)))


def _runs(name: str) -> Iterator[tuple[int, int]]:
    start = -1
    for code, letter in enumerate(_every_letter()):
        inside = category(letter).startswith(name)
        if inside and start < 0:
            start = code
        elif not inside and start >= 0:
            yield start, code - 1
            start = -1
    if start >= 0:
        yield start, sys.maxunicode


def _members(ranges: Iterable[tuple[int, int]]) -> str:
    return "".join(
        f"\\U{low:08x}" if low == high else f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges
    )
