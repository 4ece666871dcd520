"""`validate` beside Packer on the largest templates of a folder that both accept."""

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from measure import compare, report

COUNT = 10
BARS = {"validate": 0.5, "validate -syntax-only": 1.0}
PROGRAMS = ("packer", "goldsmith")
REQUIREMENTS = re.compile(r"^packer \{.*?^\}", re.MULTILINE | re.DOTALL)
SUFFIXES = (".pkr.hcl", ".pkr.json", ".json")


def largest_first(folder: Path) -> list[Path]:
    """Files that may be templates."""
    found = [one for one in folder.rglob("*") if one.name.endswith(SUFFIXES) and one.is_file()]
    return sorted(found, key=lambda one: one.stat().st_size, reverse=True)


def accepted(files: Sequence[Path], arguments: Sequence[str]) -> Iterator[Path]:
    """Those of `files` that both programs accept."""
    for one in files:
        if all(_accepts([program, *arguments, one.name], one.parent) for program in PROGRAMS):
            yield one


def _accepts(command: Sequence[str], folder: Path) -> bool:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def main() -> None:
    """Print the ratio for each template, and for all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "corpus"
        shutil.copytree(given, copy)
        measure(largest_first(copy))


def measure(files: Sequence[Path]) -> None:
    """Both ways to validate."""
    for path in files:
        if path.name.endswith(".pkr.hcl"):
            # The older Packer beside us knows no required plugins.
            path.write_text(REQUIREMENTS.sub("", path.read_text(encoding="utf-8")))
    for command, bar in BARS.items():
        arguments = command.split()
        ours = theirs = 0.0
        for _, one in zip(range(COUNT), accepted(files, arguments), strict=False):
            commands = {name: [name, *arguments, one.name] for name in PROGRAMS}
            figures = compare(commands, folder=one.parent)
            kibibytes = one.stat().st_size / 1024
            what = f"{' '.join(arguments[1:])} {one.name[-24:]} ({kibibytes:.0f} KiB)".strip()
            report(what, figures["goldsmith"].median, figures["packer"].median, bar)
            ours += figures["goldsmith"].median
            theirs += figures["packer"].median
        if theirs:
            report(f"{command}, all of them", ours, theirs, bar)
        else:
            print(f"     {command}: there is none that both accept")


if __name__ == "__main__":
    main()
