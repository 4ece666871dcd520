"""Tiny packages that bring plugins, made on the spot, and an environment to install them in."""

import subprocess
import sysconfig
import venv
import zipfile
from pathlib import Path

LISTING = """\
from goldsmith.sdk import Plugin, Provisioner

plugin = Plugin(
    name="{name}",
    sources=("github.com/example/{name}",),
    version="{version}",
    components=(
        Provisioner(
            name="{component}",
            settings="{module}.settings:Settings",
            provision="{module}.provision:provision",
        ),
    ),
)
"""
SETTINGS = """\
from goldsmith.sdk import settings


@settings
class Settings:
    \"\"\"Says something.\"\"\"

    text: str = "hello"
    \"\"\"What is said.\"\"\"
"""
PROVISION = """\
async def provision(settings, run, machine):
    run.say(settings.text)
"""


def wheel(
    folder: Path,
    *,
    name: str = "greet",
    version: str = "1.0",
    component: str = "greet",
    listing: str = LISTING,
    settings: str = SETTINGS,
    requires: str = "",
    entry_points: str = "[goldsmith.plugins]\n{name} = {module}\n",
) -> Path:
    """A wheel of the package `goldsmith-plugin-NAME`."""
    module = f"goldsmith_plugin_{name}"
    known = {"name": name, "version": version, "component": component, "module": module}
    info = f"{module}-{version}.dist-info"
    files = {
        f"{module}/__init__.py": listing.format(**known),
        f"{module}/settings.py": settings,
        f"{module}/provision.py": PROVISION,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: goldsmith-plugin-{name}\n"
        f"Version: {version}\n{requires}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": entry_points.format(**known),
    }
    files[f"{info}/RECORD"] = "".join(f"{one},,\n" for one in (*files, f"{info}/RECORD"))
    path = folder / f"{module}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for one, text in files.items():
            archive.writestr(one, text)
    return path


def environment(folder: Path) -> Path:
    """The interpreter of a new environment that has what this one has."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    place = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True)
    source = Path(__file__).parents[2] / "src"
    lines = f"{sysconfig.get_path('purelib')}\n{source}\n"
    (Path(place.stdout.strip()) / "outer.pth").write_text(lines)
    return python


def run(
    python: Path, *words: str, work: Path, extra: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Goldsmith in that environment, without a network."""
    kept = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(work),
        "PIP_NO_INDEX": "1",
        "PIP_NO_CACHE_DIR": "1",
    }
    return subprocess.run(
        [python, "-m", "goldsmith", *words],
        cwd=work,
        env={**kept, **(extra or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
