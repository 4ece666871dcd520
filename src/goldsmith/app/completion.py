"""Names that a command line may go on with."""

from collections.abc import Iterable, Iterator

from goldsmith import planning
from goldsmith.catalog import Catalog
from goldsmith.planning import Inputs
from goldsmith.planning.exploration import Described


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
    return sorted({one.entry.name for one in Catalog.load().installed if not one.entry.is_own})


def _described(inputs: Inputs) -> Described:
    return planning.describe(inputs, Catalog.load())
