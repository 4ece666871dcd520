"""Which components exist, by kind and name; the one place that loads what is needed late."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from goldsmith.diagnostics import GoldsmithError
from goldsmith.loading import load
from goldsmith.record import record
from goldsmith.sdk.component import (
    Builder,
    Communicator,
    Component,
    DataSource,
    Plugin,
    PostProcessor,
    Provisioner,
)
from goldsmith.sdk.resource import Resource

__all__ = [
    "GROUP",
    "KINDS",
    "Catalog",
    "EntryPoint",
    "entry_points",
    "load",
    "load_class",
    "load_function",
]

GROUP = "goldsmith.plugins"
"""The entry point group in which plugins are listed."""

KINDS: Mapping[str, type[Component]] = {
    "builder": Builder,
    "communicator": Communicator,
    "provisioner": Provisioner,
    "post-processor": PostProcessor,
    "data source": DataSource,
}
"""What people call each kind of component."""

C = TypeVar("C", Builder, Communicator, Provisioner, PostProcessor, DataSource)


@record
class EntryPoint:
    """A line of the entry point group: a plugin's name, and the module that lists it."""

    name: str
    module: str


def load_class(where: str) -> type:
    """The class that `package.module:name` says."""
    found = load(where)
    if not isinstance(found, type):
        raise TypeError(f"{where} is not a class.")
    return found


def load_function(where: str) -> Callable[..., object]:
    """The function that `package.module:name` says."""
    found = load(where)
    if not callable(found):
        raise TypeError(f"{where} is not a function.")
    return found


class Catalog:
    """The components of all plugins that are installed."""

    __slots__ = ("_components", "_resources", "plugins")

    def __init__(self, plugins: Iterable[Plugin]) -> None:
        self.plugins = tuple(plugins)
        self._components: dict[type[Component], dict[str, Component]] = {
            kind: {} for kind in KINDS.values()
        }
        self._resources: dict[str, str] = {}
        owners: dict[tuple[type[Component], str], str] = {}
        for plugin in self.plugins:
            for component in plugin.components:
                kind = type(component)
                other = owners.setdefault((kind, component.name), plugin.name)
                if other != plugin.name:
                    raise offered_twice(component, other, plugin.name)
                self._components[kind][component.name] = component
            self._resources.update(plugin.resources)

    @classmethod
    def load(cls, path: Iterable[str] | None = None) -> "Catalog":
        """The catalog of what is installed along `path`, by default where Python looks."""
        return cls(_plugin(one) for one in entry_points(sys.path if path is None else path))

    def builder(self, name: str) -> Builder | None:
        """The builder called `name`, if there is one."""
        return self._find(Builder, name)

    def communicator(self, name: str) -> Communicator | None:
        """The communicator called `name`, if there is one."""
        return self._find(Communicator, name)

    def provisioner(self, name: str) -> Provisioner | None:
        """The provisioner called `name`, if there is one."""
        return self._find(Provisioner, name)

    def post_processor(self, name: str) -> PostProcessor | None:
        """The post-processor called `name`, if there is one."""
        return self._find(PostProcessor, name)

    def data_source(self, name: str) -> DataSource | None:
        """The data source called `name`, if there is one."""
        return self._find(DataSource, name)

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of all components of one of the `KINDS`, sorted."""
        return tuple(sorted(self._components[KINDS[kind]]))

    def resource(self, kind: str) -> Resource[object]:
        """The resource that the journal calls `kind`; `GoldsmithError` where no plugin has it."""
        where = self._resources.get(kind)
        if where is None:
            raise GoldsmithError(
                f'No installed plugin knows the resource kind "{kind}". '
                "Install the plugin that made it, then try again."
            )
        found = load(where)
        if not isinstance(found, Resource):
            raise TypeError(f"{where} is not a Resource.")
        return found

    def _find(self, kind: type[C], name: str) -> C | None:
        found = self._components[kind].get(name)
        return found if isinstance(found, kind) else None


def entry_points(path: Iterable[str]) -> tuple[EntryPoint, ...]:
    """The plugins listed in the metadata of everything installed along `path`, first come first."""
    found: dict[str, EntryPoint] = {}
    for directory in dict.fromkeys(path):
        for one in _in_directory(directory):
            found.setdefault(one.name, one)
    return tuple(found.values())


def _in_directory(directory: str) -> Iterator[EntryPoint]:
    try:
        names = sorted(os.listdir(directory))  # noqa: PTH208 - names are all that is needed
    except OSError:
        return
    for name in names:
        if not name.endswith(".dist-info"):
            continue
        try:
            # Plain `open`: this runs at every start, over everything that is installed.
            with open(f"{directory}/{name}/entry_points.txt", encoding="utf-8") as file:  # noqa: PTH123
                text = file.read()
        except OSError:
            continue
        if GROUP in text:
            yield from _in_metadata(text)


def _in_metadata(text: str) -> Iterator[EntryPoint]:
    inside = False
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("["):
            inside = line == f"[{GROUP}]"
        elif inside and "=" in line and line[0] not in "#;":
            name, _, module = line.partition("=")
            yield EntryPoint(name.strip(), module.strip())


def _plugin(entry: EntryPoint) -> Plugin:
    module, _, name = entry.module.partition(":")
    try:
        found = load(f"{module}:{name or 'plugin'}")
    except (ImportError, AttributeError) as error:
        raise GoldsmithError(
            f'The plugin "{entry.name}" could not be loaded: {error}. '
            "Reinstall the package that brings it, or remove it."
        ) from error
    if not isinstance(found, Plugin):
        raise GoldsmithError(
            f'The plugin "{entry.name}" could not be loaded: {entry.module} is not a Plugin.'
        )
    return found


def offered_twice(component: Component, first: str, second: str) -> GoldsmithError:
    """Two plugins offer the same component."""
    kind = next(name for name, cls in KINDS.items() if isinstance(component, cls))
    return GoldsmithError(
        f'The plugins "{first}" and "{second}" both offer the {kind} "{component.name}". '
        "Remove one of them."
    )
