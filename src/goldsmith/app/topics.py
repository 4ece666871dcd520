"""Names of pages in the manual."""

from collections.abc import Iterable, Iterator

from goldsmith.app.manual import book
from goldsmith.catalog import KINDS

_PAGES = ("block", *KINDS, "function", "template function")
"""Every kind of page."""


def topics() -> Iterable[str]:
    """What has a page in the manual."""
    manual = book(())
    return sorted({page.name for kind in _PAGES for page in manual.pages(kind)})


def options(path: str) -> Iterator[str]:
    """The full names of what has a page below the page at `path`."""
    found = {name for page in book(()).find(path) for name in page.below()}
    return (f"{path}.{name}" for name in sorted(found))
