"""Which components exist, by kind and name; the one place that loads what is needed late."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from goldsmith.diagnostics import GoldsmithError
from goldsmith.loading import load
from goldsmith.record import fields_of, record
from goldsmith.sdk.component import (
    Builder,
    Communicator,
    Component,
    DataSource,
    Keep,
    Plugin,
    PostProcessor,
    Provisioner,
)
from goldsmith.sdk.resource import Resource

__all__ = [
    "GROUP",
    "KINDS",
    "OWN",
    "Catalog",
    "EntryPoint",
    "Installed",
    "entry_points",
    "load",
    "load_class",
    "load_function",
]

GROUP = "goldsmith.plugins"
"""The entry point group in which plugins are listed."""

OWN = "goldsmith"
"""The distribution whose plugins are part of the program."""

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
    distribution: str = ""
    """The package that brings it, as package indexes call it."""
    version: str = ""
    """The version of that package."""
    folder: str = ""
    """Where on Python's search path it lies."""

    @property
    def is_own(self) -> bool:
        """Whether it is part of the program."""
        return self.distribution == OWN

    @property
    def owner(self) -> str:
        """The package in words: `goldsmith-plugin-x 1.0`."""
        return f"{self.distribution} {self.version}".strip()


@record
class Installed:
    """A plugin as it was found; without a listing where something is wrong with it."""

    entry: EntryPoint
    plugin: Plugin | None
    fault: str = ""
    """What is wrong with it, as a sentence."""


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
    """The components of all plugins that are installed; those that are broken offer nothing."""

    __slots__ = ("_clashes", "_components", "_owners", "_resources", "installed", "plugins")

    def __init__(self, plugins: Iterable[Plugin | Installed]) -> None:
        self._components: dict[type[Component], dict[str, Component]] = {
            kind: {} for kind in KINDS.values()
        }
        self._resources: dict[str, str] = {}
        self._owners: dict[tuple[type[Component], str], EntryPoint] = {}
        self._clashes: dict[tuple[type[Component], str], GoldsmithError] = {}
        found = [_as_installed(one) for one in plugins]
        # What is part of the program is never replaced by what others bring.
        found.sort(key=lambda one: not one.entry.is_own)
        self.installed = tuple(self._taken_in(one) for one in found)
        self.plugins = tuple(one.plugin for one in self.installed if one.plugin is not None)

    @classmethod
    def load(cls, path: Iterable[str] | None = None) -> "Catalog":
        """The catalog of what is installed along `path`, by default where Python looks."""
        return cls(_installed(one) for one in entry_points(sys.path if path is None else path))

    @property
    def broken(self) -> tuple[Installed, ...]:
        """The plugins that offer nothing because something is wrong with them."""
        return tuple(one for one in self.installed if one.plugin is None)

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
                f"{all_faults(self.broken) or 'Install the plugin that made it, then try again.'}"
            )
        found = load(where)
        if not isinstance(found, Resource):
            raise TypeError(f"{where} is not a Resource.")
        return found

    def _taken_in(self, one: Installed) -> Installed:
        plugin = one.plugin
        if plugin is None:
            return one
        for component in plugin.components:
            other = self._owners.get((type(component), component.name))
            if other is not None and other.is_own and not one.entry.is_own:
                return Installed(one.entry, None, offers_ours(one.entry, component))
        for component in plugin.components:
            key = (type(component), component.name)
            other = self._owners.setdefault(key, one.entry)
            if other is one.entry:
                self._components[type(component)][component.name] = component
            else:
                self._clashes[key] = offered_twice(component, other, one.entry)
        self._resources = {**plugin.resources, **self._resources}
        return one

    def _find(self, kind: type[C], name: str) -> C | None:
        if (kind, name) in self._clashes:
            raise self._clashes[kind, name]
        found = self._components[kind].get(name)
        return found if isinstance(found, kind) else None


def entry_points(path: Iterable[str]) -> tuple[EntryPoint, ...]:
    """The plugins listed in the metadata of everything installed along `path`.

    Of a package that is installed twice, the one that Python would find first counts.
    """
    found: dict[tuple[str, str], EntryPoint] = {}
    for directory in dict.fromkeys(path):
        for one in _in_directory(directory):
            found.setdefault((one.distribution, one.name), one)
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
        except (OSError, UnicodeDecodeError):
            continue
        if GROUP in text:
            package, _, version = name.removesuffix(".dist-info").rpartition("-")
            package = package.replace("_", "-").lower()
            for plugin, module in _in_metadata(text):
                yield EntryPoint(plugin, module, package, version, directory)


def _in_metadata(text: str) -> Iterator[tuple[str, str]]:
    inside = False
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("["):
            inside = line == f"[{GROUP}]"
        elif inside and "=" in line and line[0] not in "#;":
            name, _, module = line.partition("=")
            yield name.strip(), module.strip()


def _as_installed(one: Plugin | Installed) -> Installed:
    return Installed(EntryPoint(one.name, ""), one) if isinstance(one, Plugin) else one


def _installed(entry: EntryPoint) -> Installed:
    module, _, name = entry.module.partition(":")
    try:
        found = load(f"{module}:{name or 'plugin'}")
    except Exception as error:
        # A fault of our own must not pass for one of a stranger, who may raise anything.
        if entry.is_own:
            raise
        return Installed(entry, None, not_loaded(entry, f"{type(error).__name__}: {error}"))
    if entry.is_own and isinstance(found, Plugin):
        return Installed(entry, found)
    fault = _fault(found)
    if not isinstance(found, Plugin) or fault:
        return Installed(entry, None, not_loaded(entry, fault))
    return Installed(entry, found)


def _fault(found: object) -> str:
    """What is wrong with the listing of a plugin; empty if nothing is."""
    if not isinstance(found, Plugin):
        return "what its entry point names is not a Plugin"
    kinds = tuple(KINDS.values())
    for component in found.components:
        if not isinstance(component, kinds):
            return f"it lists {component!r}, which is no component"
        parts = [getattr(component, part) for part in fields_of(type(component))]
        if not component.name or not all(isinstance(part, _PARTS) for part in parts):
            return f"its component {component.name!r} is not listed as it must be"
    numbers = found.version.partition("-")[0].split(".")
    if found.version and not all(number.isdecimal() for number in numbers):
        return f"its version {found.version!r} is no version"
    return ""


_PARTS = (str, tuple, Mapping, Keep)


def all_faults(broken: Iterable[Installed]) -> str:
    """What is wrong with plugins, for where something is missing that they might have."""
    return " ".join(one.fault for one in broken)


def not_loaded(entry: EntryPoint, reason: str) -> str:
    """A plugin cannot be used."""
    return (
        f'The plugin "{entry.name}" of the package {entry.owner} could not be loaded: '
        f"{reason.rstrip('.')}. Update or remove that package."
    )


def offers_ours(entry: EntryPoint, component: Component) -> str:
    """A plugin wants to take the place of something that is part of the program."""
    return (
        f'The plugin "{entry.name}" of the package {entry.owner} could not be loaded: '
        f'the {_kind(component)} "{component.name}" is part of goldsmith. Remove that package.'
    )


def offered_twice(component: Component, first: EntryPoint, second: EntryPoint) -> GoldsmithError:
    """Two plugins offer the same component."""
    names = (
        f'"{one.name}" ({one.owner})' if one.owner else f'"{one.name}"' for one in (first, second)
    )
    return GoldsmithError(
        f'The plugins {" and ".join(names)} both offer the {_kind(component)} "{component.name}". '
        "Remove one of them."
    )


def _kind(component: Component) -> str:
    return next(name for name, cls in KINDS.items() if isinstance(component, cls))
