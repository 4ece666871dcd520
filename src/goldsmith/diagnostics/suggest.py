"""Guessing what a misspelt name was meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`Did you mean "x"?` for the closest of `known`, or an empty text if none is close."""
    close = get_close_matches(name, list(known), n=1)
    return f'Did you mean "{close[0]}"?' if close else ""
