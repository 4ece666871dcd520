"""The manual of what is installed."""

from collections.abc import Iterable

from goldsmith.catalog import Catalog
from goldsmith.manual import Book, Topic


def book(others: Iterable[Topic]) -> Book:
    """Every page, and `others` that the caller has."""
    return Book(Catalog.load(), others)
