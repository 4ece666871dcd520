"""Container images, beside Packer, the engine's own client and a bare script on its SDK.

All run on an engine of their own, which is gone at the end.
"""

import os
import shlex
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measure import RUNS, compare, report

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.engines.docker import IMAGE, Docker, docker

MEBIBYTE = 1 << 20
UPLOAD = 512 * MEBIBYTE
EXPORT = 1024 * MEBIBYTE
BUILDS = 20
SLEEP = 5
SOURCE = """\
source "docker" "{name}" {{
  image = "{image}"
  pull  = false
  {result}
}}

"""
SHELL = """\
  provisioner "shell" {
    inline = ["echo built >> /built"]
  }
"""
SLEEPING = f"""\
  provisioner "shell" {{
    inline = ["sleep {SLEEP}"]
  }}
"""
FILE = """\
  provisioner "file" {{
    source      = "{source}"
    destination = "/uploaded"
  }}
"""
SCRIPT = f"""\
import docker

engine = docker.from_env()
container = engine.containers.run(
    "{IMAGE}", entrypoint="/bin/sh", stdin_open=True, tty=True, detach=True
)
try:
    code, output = container.exec_run(["/bin/sh", "-c", "echo built >> /built"])
    if code:
        raise SystemExit(output.decode())
    print(container.commit().id)
finally:
    container.remove(force=True, v=True)
"""
Seconds = dict[str, float]


class Bench:
    """A folder for templates, and the engine they are built on."""

    def __init__(self, folder: Path, engine: Docker) -> None:
        self.folder = folder
        self.engine = engine
        self.exported = folder / "exported.tar"

    def builds(
        self,
        name: str,
        provisioners: str = "",
        *,
        image: str = IMAGE,
        result: str = "commit = true",
        count: int = 1,
    ) -> dict[str, list[str]]:
        """The commands that build a new template."""
        names = [f"s{number}" for number in range(count)]
        sources = "".join(SOURCE.format(name=one, image=image, result=result) for one in names)
        listed = ", ".join(f'"docker.{one}"' for one in names)
        path = self.folder / f"{name}.pkr.hcl"
        path.write_text(f"{sources}build {{\n  sources = [{listed}]\n\n{provisioners}}}\n")
        arguments = ["build", "-color=false", str(path)]
        return {"goldsmith": ["goldsmith", *arguments], "packer": ["packer", *arguments]}

    def seconds(self, commands: dict[str, list[str]], *, runs: int = RUNS) -> Seconds:
        """The median of each."""
        figures = compare(commands, folder=self.folder, runs=runs, before=self.clean)
        return {name: one.median for name, one in figures.items()}

    def seconds_beyond(
        self, commands: dict[str, list[str]], nothing: dict[str, list[str]]
    ) -> Seconds:
        """The median of what each takes beyond doing nothing, both timed in the same round."""
        both = {**commands, **{f"{name}, nothing": one for name, one in nothing.items()}}
        figures = compare(both, folder=self.folder, before=self.clean)
        return {
            name: statistics.median(
                long - short
                for long, short in zip(
                    figures[name].seconds, figures[f"{name}, nothing"].seconds, strict=True
                )
            )
            for name in commands
        }

    def clean(self) -> None:
        """Remove what the last command made."""
        self.engine.run("image", "prune", "-f")
        self.exported.unlink(missing_ok=True)


def one_step(bench: Bench) -> None:
    """The whole of a build that does next to nothing."""
    script = bench.folder / "script.py"
    script.write_text(SCRIPT)
    commands = {**bench.builds("one", SHELL), "script": [sys.executable, str(script)]}
    # Less than a second each: what else the machine does would decide in a few runs.
    took = bench.seconds(commands, runs=3 * RUNS)
    report("one shell step, to packer", took["goldsmith"], took["packer"], 0.7)
    report("one shell step, to a bare script", took["goldsmith"], took["script"], 1.25)


def ten_steps(bench: Bench) -> None:
    """What a step costs."""
    took = bench.seconds(bench.builds("ten", 10 * SHELL))
    report("ten shell steps, to packer", took["goldsmith"], took["packer"], 0.5)


def upload(bench: Bench) -> None:
    """The throughput of one large file."""
    source = bench.folder / "large"
    _fill(source, UPLOAD)
    discarded = partial(bench.builds, result="discard = true")
    took = bench.seconds_beyond(
        discarded("upload", FILE.format(source=source)), discarded("nothing")
    )
    source.unlink()
    _report_rates(took, UPLOAD)
    report("upload of 512 MiB, to packer", took["goldsmith"], took["packer"], 0.5)


def export(bench: Bench) -> None:
    """Writing the files of a container, against the engine's own client."""
    content = bench.folder / "content"
    _fill(content, EXPORT - 158 * MEBIBYTE)
    container = bench.engine.run("create", IMAGE, "true")
    bench.engine.run("cp", str(content), f"{container}:/content")
    content.unlink()
    image = bench.engine.run("commit", container)
    bench.engine.run("tag", image, "large")
    target = bench.exported
    by_hand = f"docker export {container} > {shlex.quote(str(target))}"
    exported = bench.builds("export", image="large", result=f'export_path = "{target}"')
    nothing = bench.builds("discard", image="large", result="discard = true")
    took = bench.seconds_beyond(
        {**exported, "docker export": ["sh", "-c", by_hand]},
        {**nothing, "docker export": ["true"]},
    )
    bench.engine.run("rm", container)
    bench.engine.run("rmi", "large")
    _report_rates(took, EXPORT)
    report("export of 1 GiB, to docker export", took["goldsmith"], took["docker export"], 1.1)
    report("export of 1 GiB, to packer", took["goldsmith"], took["packer"], 1.1)


def side_by_side(bench: Bench) -> None:
    """The wall time of many builds at once, and the memory of those that wait."""
    took = bench.seconds(bench.builds("many", SHELL, count=BUILDS))
    report(f"{BUILDS} builds at once, to packer", took["goldsmith"], took["packer"], 0.5)
    # The memory is looked at once a second.
    waiting = bench.builds("waiting", SLEEPING, result="discard = true", count=BUILDS)
    figures = compare(waiting, folder=bench.folder, memory=True)
    report(
        f"{BUILDS} builds at once, memory",
        figures["goldsmith"].median_memory / MEBIBYTE,
        figures["packer"].median_memory / MEBIBYTE,
        0.1,
        "MiB",
    )


def _report_rates(seconds: Seconds, size: int) -> None:
    rates = (f"{name} {size / MEBIBYTE / one:.0f} MiB/s" for name, one in seconds.items())
    print(", ".join(rates), flush=True)


def _fill(path: Path, size: int) -> None:
    with path.open("wb") as file:
        for _ in range(size // MEBIBYTE):
            file.write(os.urandom(MEBIBYTE))


PARTS: dict[str, Callable[[Bench], None]] = {
    "one": one_step,
    "ten": ten_steps,
    "upload": upload,
    "export": export,
    "many": side_by_side,
}


def main() -> None:
    """Print the ratios of the parts that are named, of all unless told."""
    wanted = sys.argv[1:] or list(PARTS)
    # In memory where there is such a place: what is measured is the copy, not the disk.
    memory = Path("/dev/shm")
    place = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as name, docker() as engine:
        os.environ.update(engine.environment)
        print(f"Load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors.")
        for one in wanted:
            PARTS[one](Bench(Path(name), engine))


if __name__ == "__main__":
    main()
