"""Which plugins are here; how more come in, and leave again."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import metadata
from pathlib import Path

from goldsmith import planning
from goldsmith.app.packages import Installer, canonical, carry_out, versions
from goldsmith.app.plugin_names import Wanted, package_of
from goldsmith.catalog import KINDS, Catalog, Installed, load_class
from goldsmith.diagnostics import GoldsmithError
from goldsmith.planning import Inputs, Requirement
from goldsmith.record import record
from goldsmith.sdk.component import Component

Tell = Callable[[Sequence[str]], None]
"""Is told of each command before it runs."""


def installed_plugins() -> tuple[Installed, ...]:
    """Every plugin that is installed, those that are part of the program first."""
    return Catalog.load().installed


def required_plugins(inputs: Inputs) -> tuple[Requirement, ...]:
    """The plugins that a template asks for, each beside the one that is here."""
    return planning.required_plugins(inputs, Catalog.load())


def components(one: Installed) -> Iterator[tuple[str, str]]:
    """Kind and name of everything that a plugin offers."""
    for component in () if one.plugin is None else one.plugin.components:
        yield kind_of(component), component.name


def kind_of(component: Component) -> str:
    """What people call a component of this kind."""
    return next(kind for kind, cls in KINDS.items() if isinstance(component, cls))


def fault_of(one: Installed) -> str:
    """What is wrong with a plugin, down to the settings of its components; empty if nothing is."""
    if one.plugin is None or one.entry.is_own:
        return one.fault
    for component in one.plugin.components:
        try:
            load_class(component.settings)
        except Exception as error:  # noqa: BLE001 - a stranger's module may raise anything
            return (
                f'The {kind_of(component)} "{component.name}" of the package {one.entry.owner} '
                f"could not be loaded: {type(error).__name__}: {error}."
            )
    return ""


def install(wanted: Wanted, installer: Installer, tell: Tell, *, again: bool) -> Sequence[str]:
    """Install a package, and take it back if it brings no plugin that works.

    Gives the names of its plugins. Nothing that is installed changes, besides that package.
    """
    with tempfile.TemporaryDirectory(prefix="goldsmith-") as folder:
        before = versions()
        change = _Change(wanted.package, installer, Path(folder), before, tell)
        pins = Path(folder) / "pins.txt"
        pins.write_text(
            "".join(f"{n}=={v}\n" for n, v in before.items() if n != wanted.package),
            encoding="utf-8",
        )
        is_there = wanted.package in before
        command = installer.install(
            wanted.requirement, pins, again=again and is_there, other=is_there
        )
        tell(command)
        try:
            carry_out(command)
            return _verified(wanted)
        except BaseException:
            change.take_back()
            raise


def remove(package: str, installer: Installer, tell: Tell, *, comes_back: bool = False) -> None:
    """Remove a package."""
    command = installer.remove(package, comes_back=comes_back)
    tell(command)
    carry_out(command)


def packages_named(source: str, installed: Sequence[Installed]) -> tuple[Installed, ...]:
    """The plugins that somebody means by a source, or by the name of a plugin or a package."""
    wanted = source.lower()
    exact = tuple(
        one
        for one in installed
        if one.plugin and any(own.lower() == wanted for own in one.plugin.sources)
    )
    if exact:
        return exact
    package = package_of(source)
    return tuple(
        one for one in installed if one.entry.distribution == package or one.entry.name == source
    )


class _Change:
    """A package as it was before it is installed anew."""

    def __init__(
        self, package: str, installer: Installer, folder: Path, before: Iterable[str], tell: Tell
    ) -> None:
        self._package = package
        self._installer = installer
        self._before = frozenset(before)
        self._tell = tell
        self._kept: list[tuple[Path, Path]] = []
        if package in self._before:
            self._keep(folder)

    def take_back(self) -> None:
        """Remove what has come since, and put the package back as it was."""
        here = versions()
        for package in here:
            if package not in self._before:
                remove(package, self._installer, self._tell)
        if self._kept and self._package in here:
            remove(self._package, self._installer, self._tell, comes_back=True)
        for copy, place in self._kept:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(copy, place)

    def _keep(self, folder: Path) -> None:
        for number, file in enumerate(metadata.files(self._package) or ()):
            place = Path(str(file.locate()))
            if place.is_file():
                copy = folder / str(number)
                shutil.copy2(place, copy)
                self._kept.append((copy, place))


@record
class _Listed:
    """A plugin as another process lists it."""

    name: str
    package: str
    sources: tuple[str, ...]
    fault: str


def _verified(wanted: Wanted) -> Sequence[str]:
    """The plugins that a package has brought; `GoldsmithError` where they are of no use."""
    brought = [one for one in _list_anew() if one.package == wanted.package]
    if not brought:
        raise GoldsmithError(
            f"{wanted.package} brings no plugin for goldsmith, so it was taken back."
        )
    for one in brought:
        if one.fault:
            raise GoldsmithError(f"{wanted.package} was taken back. {one.fault}")
    sources = [source for one in brought for source in one.sources]
    if wanted.source and wanted.source.lower() not in map(str.lower, sources):
        stands_for = f"It stands in for {', '.join(sources)}." if sources else ""
        raise GoldsmithError(
            f"{wanted.package} does not stand in for {wanted.source}, so it was taken back. "
            f"{stands_for}".rstrip()
        )
    return [one.name for one in brought]


def _list_anew() -> Iterator[_Listed]:
    """The plugins as a process sees them that starts after the change."""
    command = (sys.executable, "-P", "-m", "goldsmith", "plugins", "installed", "-json")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        plugins = json.loads(done.stdout)["plugins"]
    except (ValueError, KeyError) as error:
        last = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
        raise GoldsmithError(
            f"With it goldsmith does not start any more, so it was taken back. {last}"
        ) from error
    for one in plugins:
        yield _Listed(
            one["name"], canonical(one["package"]), tuple(one["sources"]), one.get("fault", "")
        )
