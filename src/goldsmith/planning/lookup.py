"""Finding the component that a block names."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from goldsmith.catalog import Catalog, all_faults
from goldsmith.diagnostics import Diagnostic, GoldsmithError, Span, closest
from goldsmith.lang.syntax import Name
from goldsmith.planning.problems import Problems
from goldsmith.sdk.component import Builder, DataSource, PostProcessor, Provisioner

T = TypeVar("T")

_MOST_LISTED = 12
_SLIP = 2
"""Names that differ in length by this are two names, not one misspelt."""


class Lookup:
    """The catalog as one template sees it: `required_plugins` may call a plugin by another name."""

    __slots__ = ("accessors", "catalog", "problems")

    def __init__(self, catalog: Catalog, accessors: Mapping[str, str], problems: Problems) -> None:
        self.catalog = catalog
        self.accessors = accessors
        self.problems = problems

    def builder(self, name: Name) -> Builder | None:
        """The builder of that name; a problem where there is none."""
        return self._find("builder", name, self.catalog.builder)

    def provisioner(self, name: Name) -> Provisioner | None:
        """The provisioner of that name; a problem where there is none."""
        return self._find("provisioner", name, self.catalog.provisioner)

    def post_processor(self, name: Name) -> PostProcessor | None:
        """The post-processor of that name; a problem where there is none."""
        return self._find("post-processor", name, self.catalog.post_processor)

    def data_source(self, name: Name) -> DataSource | None:
        """The data source of that name; a problem where there is none."""
        return self._find("data source", name, self.catalog.data_source)

    def _find(self, kind: str, name: Name, find: Callable[[str], T | None]) -> T | None:
        try:
            found = find(name.text) or find(self._own_name(name.text))
        except GoldsmithError as error:
            self.problems.add(two_of_them(kind, name, error))
            return None
        if found is None:
            known = self.catalog.names(kind)
            faults = all_faults(self.catalog.broken)
            self.problems.add(not_there_yet(kind, name.text, name.span, known, faults))
        return found

    def _own_name(self, name: str) -> str:
        for accessor, plugin in self.accessors.items():
            if name == accessor or name.startswith(f"{accessor}-"):
                return plugin + name[len(accessor) :]
        return name


def two_of_them(kind: str, name: Name, error: GoldsmithError) -> Diagnostic:
    """Several plugins offer what the template names."""
    return Diagnostic(f'There are two {kind}s "{name.text}"', str(error), name.span)


def not_there_yet(
    kind: str, name: str, span: Span, known: tuple[str, ...], faults: str = ""
) -> Diagnostic:
    """The template uses a component that goldsmith has not got; broken plugins may be why."""
    meant = closest(name, known)
    # Whoever writes powershell does not mean shell: both are names of the field.
    if meant and abs(len(meant) - len(name)) < _SLIP and not faults:
        return Diagnostic(f'There is no {kind} "{name}"', f'Did you mean "{meant}"?', span)
    hint = faults
    if not hint and len(known) > _MOST_LISTED:
        hint = f"`goldsmith explain -list {kind.replace(' ', '-')}s` lists those that it contains."
    elif not hint:
        hint = f"It contains {', '.join(known)}." if known else f"It contains no {kind} at all."
    return Diagnostic(f'goldsmith does not contain the {kind} "{name}" yet', hint, span)
