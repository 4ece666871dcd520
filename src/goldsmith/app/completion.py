"""Names that a command line may go on with."""

from collections.abc import Iterable, Iterator

from goldsmith import planning
from goldsmith.app.manual import book
from goldsmith.app.plugins import installed_plugins
from goldsmith.catalog import KINDS, Catalog
from goldsmith.planning import Inputs
from goldsmith.planning.exploration import Described

_PAGES = ("block", *KINDS, "function", "template function")
"""Every kind of page in the manual."""


def builds(inputs: Inputs) -> Iterator[str]:
    """The names of the builds of a template."""
    found = _described(inputs)
    for build in found.builds:
        yield from (found.build_name(build, use) for use in build.uses)


def exceptions(inputs: Inputs) -> Iterator[str]:
    """The names of builds and post-processors."""
    found = _described(inputs)
    for build in found.builds:
        yield from (found.build_name(build, use) for use in build.uses)
    steps = (step for build in found.builds for chain in build.chains for step in chain)
    yield from sorted({step.name or step.type.text for step in steps})


def variables(inputs: Inputs) -> Iterator[str]:
    """The names of variables."""
    return (one.name.text for one in _described(inputs).variables)


def removable_plugins() -> Iterable[str]:
    """The names of plugins that are no part of the program."""
    return sorted({one.entry.name for one in installed_plugins() if not one.entry.is_own})


def topics() -> Iterable[str]:
    """What has a page in the manual."""
    manual = book(())
    return sorted({page.name for kind in _PAGES for page in manual.pages(kind)})


def options(path: str) -> Iterator[str]:
    """The full names of what has a page below the page at `path`."""
    found = {name for page in book(()).find(path) for name in page.below()}
    return (f"{path}.{name}" for name in sorted(found))


def _described(inputs: Inputs) -> Described:
    return planning.describe(inputs, Catalog.load())
