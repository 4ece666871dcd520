"""Guessing what a misspelt name was meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches


def closest(name: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `name` was probably meant to be."""
    return next(iter(get_close_matches(name, list(known), n=1)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`Did you mean "x"?` for the closest of `known`, or an empty text if none is close."""
    close = closest(name, known)
    return f'Did you mean "{close}"?' if close else ""
