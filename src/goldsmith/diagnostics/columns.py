"""How many columns of a terminal a text takes up."""

from collections.abc import Callable
from typing import cast

from goldsmith.loading import load

_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def columns(text: str) -> int:
    """The columns that `text` takes up; it has no controls in it."""
    return len(text) if text.isascii() else sum(map(column_width, text))


def column_width(character: str) -> int:
    """The columns that one character takes up: 0 where it joins the one before, 2 where wide."""
    if character < "\u0300":
        return 1
    if _category(character) in _NO_WIDTH:
        return 0
    return 2 if _east_asian_width(character) in {"W", "F"} else 1


def _category(character: str) -> str:
    return _table("category")(character)


def _east_asian_width(character: str) -> str:
    return _table("east_asian_width")(character)


def _table(name: str) -> Callable[[str], str]:
    # The table of all characters takes milliseconds to load, and most templates do without it.
    # The signatures are those of the standard library.
    return cast("Callable[[str], str]", load(f"unicodedata:{name}"))
