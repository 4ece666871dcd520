"""Keeps results to what memory can hold: a short template can ask for more."""

from collections.abc import Iterable, Iterator

from goldsmith.lang.functions.function import ArgumentError
from goldsmith.lang.size import LONGEST_TEXT, MOST_PARTS
from goldsmith.lang.values import Value


def check_length(length: int) -> None:
    """Refuse to make a text of so many characters."""
    if length > LONGEST_TEXT:
        raise ArgumentError(None, f"The text would be longer than {LONGEST_TEXT >> 20} MiB.")


def check_count(count: int) -> None:
    """Refuse to make so many elements."""
    if count > MOST_PARTS:
        raise ArgumentError(None, f"There would be more than {MOST_PARTS} elements.")


def bounded(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a text, as long as all of them together are not too long."""
    length = 0
    for piece in pieces:
        length += len(piece)
        check_length(length)
        yield piece


def gathered(groups: Iterable[Iterable[Value]]) -> list[Value]:
    """The elements of all groups, unless they are too many."""
    items: list[Value] = []
    for group in groups:
        items += group
        check_count(len(items))
    return items
