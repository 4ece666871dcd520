"""Guessing what a misspelt name was meant to be."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeAlias, cast

from goldsmith.loading import load

_Matching: TypeAlias = Callable[[str, list[str], int], list[str]]

_ENOUGH = 300
"""Known names, up to which they are compared one by one."""


def closest(name: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `name` was probably meant to be."""
    names = set(known)
    for one in _one_slip_away(name, names):
        if one in names:
            return one
    if len(names) > _ENOUGH or sum(map(len, names)) > _ENOUGH * 20:
        return None
    plain = _plain(name)
    for one in sorted(names):
        if _plain(one) == plain:
            return one
    letters = set(name)
    likely = [
        one
        for one in names
        if abs(len(one) - len(name)) <= max(2, len(name) // 2)
        and len(letters.symmetric_difference(one)) <= max(4, len(name) * 2 // 3)
    ]
    # The library for it takes milliseconds to load; this is the signature of its function.
    matching = cast("_Matching", load("difflib:get_close_matches"))
    return next(iter(matching(name, sorted(likely), 1)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`Did you mean "x"?` for the closest of `known`, or an empty text if none is close."""
    close = closest(name, known)
    return f'Did you mean "{close}"?' if close else ""


def similar_file(path: str) -> str:
    """`Did you mean "x"?` for the file beside `path` with the closest name, or an empty text."""
    folder, name = os.path.split(path)
    try:
        neighbours = os.listdir(folder or ".")  # noqa: PTH208 - names are all that is needed
    except (OSError, ValueError):
        return ""
    close = closest(name, neighbours)
    return f'Did you mean "{os.path.join(folder, close)}"?' if close else ""  # noqa: PTH118 - text


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")


def _one_slip_away(name: str, known: Collection[str]) -> Iterator[str]:
    """Every text that differs from `name` by one letter, two swapped, or one missing."""
    if not 3 <= len(name) <= 64:
        return
    alphabet = sorted(set().union(*known)) if len(known) < 500 else "abcdefghijklmnopqrstuvwxyz_-"
    for at in range(len(name)):
        before, after = name[:at], name[at + 1 :]
        yield before + after
        yield before + after[:1] + name[at] + after[1:]
        for letter in alphabet:
            yield before + letter + after
            yield before + letter + name[at:]
    for letter in alphabet:
        yield name + letter
