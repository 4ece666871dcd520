"""The Python packages that goldsmith runs with, and the programs that bring others."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from goldsmith.catalog import OWN
from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import record

_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?")


class Program(Enum):
    """What installs packages here."""

    PIP = "pip"
    UV = "uv"
    PIPX = "pipx"
    UV_TOOL = "uv tool"


@record
class Installer:
    """How packages come into the environment that goldsmith runs in, and leave it."""

    program: Program
    python: str
    """The interpreter of that environment."""
    name: str
    """What pipx calls the environment."""

    def install(
        self, package: str, pins: Path | None = None, *, again: bool = False, other: bool = False
    ) -> tuple[str, ...]:
        """The command that installs `package`; other packages stay as `pins` say.

        `again` means the version that is there, `other` that some version is.
        """
        bound = ("--constraint", str(pins)) if pins else ()
        match self.program:
            case Program.PIP:
                anew: tuple[str, ...] = ("--force-reinstall", "--no-deps") if again else ()
                quiet = ("--disable-pip-version-check", "--no-input")
                return (*self._pip(), "install", *quiet, *bound, *anew, package)
            case Program.PIPX:
                arguments = (f"--pip-args={shlex.join(bound)}",) if bound else ()
                # Without this pipx leaves whatever version is there.
                anew = ("--force",) if again or other else ()
                return ("pipx", "inject", *anew, *arguments, self.name, package)
            case Program.UV | Program.UV_TOOL:
                anew = ("--reinstall", "--no-deps") if again else ()
                return ("uv", "pip", "install", "--python", self.python, *bound, *anew, package)

    def remove(self, package: str, *, comes_back: bool = False) -> tuple[str, ...]:
        """The command that removes `package`; one that `comes_back` stays in the books."""
        match self.program:
            case Program.PIP:
                return (*self._pip(), "uninstall", "--yes", package)
            case Program.PIPX if comes_back:
                return ("pipx", "runpip", self.name, "uninstall", "--yes", package)
            case Program.PIPX:
                return ("pipx", "uninject", self.name, package)
            case Program.UV | Program.UV_TOOL:
                return ("uv", "pip", "uninstall", "--python", self.python, package)

    def advice(self, package: str) -> str:
        """The command that a person types to install `package`."""
        extra = package.partition("[")[0] == OWN
        match self.program:
            case Program.PIPX if extra:
                return f"pipx install --force {shlex.quote(package)}"
            case Program.UV_TOOL if extra:
                return f"uv tool install {shlex.quote(package)}"
            case Program.UV_TOOL:
                return f"uv tool install {OWN} --with {shlex.quote(package)}"
            case Program.PIP:
                return shlex.join((self.python, "-m", "pip", "install", package))
            case _:
                return shlex.join(self.install(package))

    def _pip(self) -> tuple[str, ...]:
        # What lies in the working directory is not to be taken for a part of pip.
        return (self.python, "-P", "-m", "pip")


def find_installer(environment: Mapping[str, str], prefix: Path, python: str) -> Installer:
    """What installs packages into the environment at `prefix`."""
    path = environment.get("PATH")
    if (prefix / "pipx_metadata.json").exists() and shutil.which("pipx", path=path):
        return Installer(Program.PIPX, python, prefix.name)
    has_uv = shutil.which("uv", path=path) is not None
    if (prefix / "uv-receipt.toml").exists() and has_uv:
        return Installer(Program.UV_TOOL, python, prefix.name)
    if find_spec("pip") is not None:
        return Installer(Program.PIP, python, prefix.name)
    if has_uv:
        return Installer(Program.UV, python, prefix.name)
    raise GoldsmithError(
        f"Neither pip nor uv is there to install packages for {python}. "
        f"Install one of them, for instance with: {python} -m ensurepip"
    )


def carry_out(command: Sequence[str]) -> None:
    """Run a command in the user's terminal; `GoldsmithError` where it fails."""
    try:
        done = subprocess.run(command, check=False)
    except OSError as error:
        raise GoldsmithError(f"{command[0]} cannot be started: {error.strerror}.") from error
    if done.returncode != 0:
        raise GoldsmithError(f"{shlex.join(command)} ended with exit code {done.returncode}.")


def versions() -> Mapping[str, str]:
    """The version of every package that is installed."""
    found: dict[str, str] = {}
    for one in metadata.distributions():
        # What an interrupted installation leaves behind has no name.
        if "Name" in one.metadata:
            name = one.metadata["Name"]
            found.setdefault(canonical(name), one.version)
    return found


def missing_libraries(extra: str) -> tuple[str, ...]:
    """The packages that goldsmith needs for one of its extras, and that are not installed."""
    here = versions()
    return tuple(sorted({one for one in _libraries(extra, set()) if canonical(one) not in here}))


def canonical(name: str) -> str:
    """The name of a package as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _libraries(extra: str, seen: set[str]) -> Iterator[str]:
    if extra in seen:
        return
    seen.add(extra)
    for text in metadata.requires(OWN) or ():
        wanted, _, condition = text.partition(";")
        mark = _EXTRA.fullmatch(condition.strip())
        name = _REQUIREMENT.match(wanted.strip())
        if mark is None or name is None or canonical(mark[1]) != canonical(extra):
            continue
        if canonical(name[1]) == OWN:
            for inner in (name[2] or "").split(","):
                yield from _libraries(inner.strip(), seen)
        else:
            yield name[1]


def this_installer() -> Installer:
    """What installs packages into the environment of this very process."""
    return find_installer(os.environ, Path(sys.prefix), sys.executable)
