"""Copies over SSH on loopback: one large file, and three thousand small ones.

Packer has no command that only copies, so both sides build a null source with one file provisioner;
what the same build takes without it is subtracted.
"""

import os
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measure import RUNS, compare, report

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.engines.sshd import Sshd, servers

SIZE = 512 << 20
FILES = 3000
TEMPLATE = """\
source "null" "machine" {{
  ssh_host             = "{host}"
  ssh_port             = {port}
  ssh_username         = "{username}"
  ssh_private_key_file = "{key}"
}}

build {{
  sources = ["null.machine"]
{provisioner}
}}
"""
FILE = """
  provisioner "file" {{
    source      = "{source}"
    destination = "{destination}"
  }}
"""


def write_template(path: Path, server: Sshd, source: str = "", destination: str = "") -> Path:
    """A template that copies `source`, or does nothing."""
    provisioner = FILE.format(source=source, destination=destination) if source else ""
    path.write_text(
        TEMPLATE.format(
            host=server.host,
            port=server.port,
            username=server.username,
            key=server.key,
            provisioner=provisioner,
        )
    )
    return path


def builds(template: Path) -> dict[str, list[str]]:
    """The commands that build it."""
    arguments = ["build", "-color=false", str(template)]
    return {"goldsmith": ["goldsmith", *arguments], "packer": ["packer", *arguments]}


def seconds_for(
    copies: dict[str, list[str]],
    nothing: dict[str, list[str]],
    *,
    folder: Path,
    before: Callable[[], object],
    runs: int = RUNS,
) -> dict[str, float]:
    """The median of what each copy takes beyond doing nothing, both timed in the same round."""
    both = {**copies, **{f"{name}, nothing": command for name, command in nothing.items()}}
    figures = compare(both, folder=folder, runs=runs, before=before)
    return {
        name: statistics.median(
            copied - idle
            for copied, idle in zip(
                figures[name].seconds, figures[f"{name}, nothing"].seconds, strict=True
            )
        )
        for name in copies
    }


def large_file(server: Sshd, folder: Path) -> None:
    """The throughput of one upload."""
    source = folder / "large"
    with source.open("wb") as file:
        for _ in range(SIZE >> 20):
            file.write(os.urandom(1 << 20))
    remote = server.home / "large"
    seconds = seconds_for(
        builds(write_template(folder / "large.pkr.hcl", server, str(source), str(remote))),
        builds(write_template(folder / "none.pkr.hcl", server)),
        folder=folder,
        before=lambda: remote.unlink(missing_ok=True),
    )
    rates = {name: SIZE / (1 << 20) / taken for name, taken in seconds.items()}
    print(", ".join(f"{name} {rate:.0f} MiB/s" for name, rate in rates.items()))
    report("upload of 512 MiB", seconds["goldsmith"], seconds["packer"], 1 / 3)
    source.unlink()
    remote.unlink(missing_ok=True)


def small_files(server: Sshd, folder: Path) -> None:
    """A folder of small files against `tar | ssh`, each with a connection of its own."""
    source = folder / "many"
    for number in range(FILES):
        path = source / f"d{number % 30}" / f"f{number}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(1000 + number))
    remote = server.home / "many"
    unpack = shlex.join([*server.ssh, f"tar -x -f - -C {remote}"])
    by_hand = ["sh", "-c", f"tar -c -f - -C {source} . | {unpack}"]
    none = builds(write_template(folder / "none.pkr.hcl", server))
    many = builds(write_template(folder / "many.pkr.hcl", server, f"{source}/", str(remote)))
    clear = [*server.ssh, f"rm -rf {remote}; mkdir {remote}"]

    def empty() -> None:
        subprocess.run(clear, check=True)

    # Some tenths of a second each: what else the machine does would decide in a few runs.
    runs = 3 * RUNS
    seconds = seconds_for(
        {"goldsmith": many["goldsmith"], "tar": by_hand},
        {"goldsmith": none["goldsmith"], "tar": [*server.ssh, "true"]},
        folder=folder,
        before=empty,
        runs=runs,
    )
    report(f"{FILES} files, to tar | ssh", seconds["goldsmith"], seconds["tar"], 1.0)
    packer = seconds_for(
        {"packer": many["packer"]}, {"packer": none["packer"]}, folder=folder, before=empty
    )
    report(f"{FILES} files, to packer", seconds["goldsmith"], packer["packer"], 1.0)


def main() -> None:
    """Print the ratios."""
    # In memory where there is such a place: what is measured is the copy, not the disk.
    memory = Path("/dev/shm")
    place = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as name, servers(place=place) as (server,):
        large_file(server, Path(name))
        small_files(server, Path(name))


if __name__ == "__main__":
    main()
