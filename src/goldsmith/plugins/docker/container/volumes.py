"""Named volumes that a container mounts: resources, where goldsmith has made them.

The engine would make them by itself, and leave them for ever.
"""

from collections.abc import Iterator

from goldsmith.plugins.docker.builder.run_command import Request
from goldsmith.plugins.docker.engine.client import Engine, connect
from goldsmith.plugins.docker.engine.volume_client import create_volume, labels_of, remove_volume
from goldsmith.record import record
from goldsmith.sdk import Resource, Run

LABEL = "goldsmith.token"
"""What volumes of goldsmith's carry; no image is made of a volume, so it ends up in none."""


@record
class VolumeHandle:
    """A volume by its name."""

    name: str
    engine: str


async def hold_volumes(run: Run, engine: Engine, request: Request) -> None:
    """Make the named volumes that a container wants, where they are missing.

    What another build has made is held as well: the last one who needs it removes it.
    """
    for name in dict.fromkeys(_named(request)):
        labels = await labels_of(engine, name)
        if labels is None or LABEL in labels:
            await _hold(run, engine, name)


async def _hold(run: Run, engine: Engine, name: str) -> None:
    handle = VolumeHandle(name, engine.place)

    async def create(token: str) -> VolumeHandle:
        await create_volume(engine, name, {LABEL: token})
        return handle

    await run.acquire(VOLUME, create, planned=handle)


def _named(request: Request) -> Iterator[str]:
    for bind in request["HostConfig"].get("Binds", ()):
        source, colon, _ = str(bind).partition(":")
        if colon and source and not source.startswith(("/", ".", "~")):
            yield source


async def release_volume(handle: VolumeHandle) -> None:
    """Remove it, if goldsmith has made it and no other container uses it."""
    engine = await connect(handle.engine)
    try:
        if LABEL in (await labels_of(engine, handle.name) or ()):
            await remove_volume(engine, handle.name)
    finally:
        await engine.close()


VOLUME = Resource(
    "docker-volume", VolumeHandle, release_volume, describe=lambda handle: f"volume {handle.name}"
)
