"""What people call a plugin, and what its package is called."""

import re
import zipfile
from email.parser import Parser
from pathlib import Path

from goldsmith.app.packages import canonical
from goldsmith.catalog import GROUP
from goldsmith.diagnostics import GoldsmithError
from goldsmith.planning.requirements import source_fault
from goldsmith.planning.versions import Bound, VersionConstraint, parse_constraint
from goldsmith.record import record

PREFIX = "goldsmith-plugin-"
_PACKAGE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


@record
class Wanted:
    """A package to be installed."""

    package: str
    """Its name."""
    requirement: str
    """What the installer is given: a name with versions, or a file."""
    source: str = ""
    """The plugin source that it must stand in for; empty if that does not matter."""


def package_of(source: str) -> str:
    """The package that brings a plugin: `goldsmith-plugin-name` for `host/namespace/name`.

    What has no slash is the name of a package itself.
    """
    if "/" in source:
        fault = source_fault(source)
        if fault:
            raise GoldsmithError(f'"{source}" is not the source of a plugin. {fault}')
        return canonical(f"{PREFIX}{source.rpartition('/')[2]}")
    if not _PACKAGE.fullmatch(source):
        raise GoldsmithError(
            f'"{source}" names no plugin. Write its source, as in github.com/namespace/name, '
            "or the name of its Python package."
        )
    return canonical(source)


def wanted(source: str, constraint: str) -> Wanted:
    """The package from an index, in a version that satisfies `constraint`."""
    package = package_of(source)
    try:
        bounds = python_bounds(parse_constraint(constraint)) if constraint else ""
    except ValueError as error:
        raise GoldsmithError(f'"{constraint}" is not a version constraint. {error}') from error
    return Wanted(package, package + bounds, source if "/" in source else "")


def python_bounds(constraint: VersionConstraint) -> str:
    """A constraint as Python's installers write it: `~> 1.2` is `>=1.2.0,<2`."""
    return ",".join(map(_python_bound, constraint.bounds))


def _python_bound(bound: Bound) -> str:
    match bound.operator:
        case "~>":
            pinned = bound.version.numbers[: max(1, bound.written - 1)]
            above = ".".join(map(str, (*pinned[:-1], pinned[-1] + 1)))
            return f">={bound.version},<{above}"
        case "=" | "":
            return f"=={bound.version}"
        case operator:
            return f"{operator}{bound.version}"


def wanted_file(path: Path, source: str) -> Wanted:
    """The package in a wheel; `GoldsmithError` where that brings no plugin."""
    if path.suffix != ".whl":
        raise GoldsmithError(f"{path} is not a wheel: its name does not end in .whl.")
    try:
        with zipfile.ZipFile(path) as archive:
            texts = {
                name.rpartition("/")[2]: archive.read(name).decode(errors="replace")
                for name in archive.namelist()
                if re.fullmatch(r"[^/]+\.dist-info/(entry_points\.txt|METADATA)", name)
            }
    except FileNotFoundError as error:
        raise GoldsmithError(f"There is no file {path}.") from error
    except OSError as error:
        raise GoldsmithError(f"{path} cannot be read: {error.strerror}.") from error
    except zipfile.BadZipFile as error:
        raise GoldsmithError(f"{path} is not a wheel: it is damaged or no archive.") from error
    name = Parser().parsestr(texts.get("METADATA", ""), headersonly=True).get("Name", "")
    if not _PACKAGE.fullmatch(name):
        raise GoldsmithError(f"{path} is not a wheel: it does not say what package it holds.")
    if f"[{GROUP}]" not in texts.get("entry_points.txt", ""):
        raise GoldsmithError(
            f"{path} holds no plugin for goldsmith: "
            f"it has no entry point in the group {GROUP}. Nothing was installed."
        )
    return Wanted(canonical(name), str(path.absolute()), source)
