"""A program that builds something real until it is killed: `program.py STATE-FOLDER RUN-ID HOW`.

It prints a line at each boundary between two parts, and `ready` when it waits.
"""

import sys
from pathlib import Path

import anyio

from goldsmith.engine.testing import BuilderParts, Thing, Workshop, build, step
from goldsmith.events import Event, Interrupted
from goldsmith.sdk import Host, Machine, Resource, Run
from goldsmith.toolkit.process import run_command, start
from goldsmith.toolkit.temporary import temporary_directory

how = sys.argv[3]


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def boot(run: Run) -> Host:
    tell("boot")
    folder = await temporary_directory(run, "goldsmith-crash")
    tell("folder")
    Path(folder, "disk").write_bytes(b"x" * 1000)
    await start(run, ["sh", "-c", "sleep 1000; true"])
    tell("process")
    return Host()


async def provision(run: Run, _machine: Machine | None) -> None:
    if how == "stubborn":
        await run.acquire(Resource("thing", Thing, never), give)
    tell("ready")
    await run_command(run, ["sh", "-c", "sleep 1000; true"])


async def give(_token: str) -> Thing:
    return Thing("stubborn")


async def never(_thing: Thing) -> None:
    tell("releasing")
    await anyio.sleep_forever()


def listen(event: Event) -> None:
    if isinstance(event, Interrupted):
        tell(f"interrupted by {event.signal}")


async def main() -> None:
    workshop = Workshop(Path(sys.argv[1]))
    workshop.release_seconds = 60
    workshop.listeners.append(listen)
    outcome = await workshop.carry_out(
        build(parts=BuilderParts(boot), provisioners=[step(provision)]),
        run_id=sys.argv[2],
    )
    tell(f"cancelled {', '.join(outcome.cancelled)}")


if __name__ == "__main__":
    anyio.run(main)
