"""Which of many texts turn up in another, without a search for each."""

from collections.abc import Iterable

_ODD = 8
"""So many lengths as a part of all texts make single searches the quicker way."""


def occurring(texts: Iterable[str], within: str) -> set[str]:
    """Those of `texts` that are a part of `within`."""
    by_length: dict[int, set[str]] = {}
    count = 0
    for one in texts:
        if 0 < len(one) <= len(within):
            by_length.setdefault(len(one), set()).add(one)
            count += 1
    if len(by_length) * _ODD > count:
        return {one for group in by_length.values() for one in group if one in within}
    found: set[str] = set()
    for length, group in by_length.items():
        windows = {within[at : at + length] for at in range(len(within) - length + 1)}
        found |= windows & group
    return found
