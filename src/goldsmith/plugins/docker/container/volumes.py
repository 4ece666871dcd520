"""Named volumes that a container mounts: resources, where goldsmith has made them.

The engine would make them by itself, and leave them for ever.
"""

from collections.abc import Iterator

from goldsmith.plugins.docker.builder.run_command import Request
from goldsmith.plugins.docker.engine.client import Engine, EngineRefused, connect
from goldsmith.plugins.docker.engine.volume_client import create_volume, labels_of, remove_volume
from goldsmith.record import record
from goldsmith.sdk import Resource, Run

LABEL = "goldsmith.token"
"""What volumes of goldsmith's carry; no image is made of a volume, so it ends up in none."""

_IN_USE = 409


@record
class VolumeHandle:
    """A volume by its name."""

    name: str
    engine: str
    container: str
    """The name of the container that it was made for."""


async def hold_volumes(run: Run, engine: Engine, request: Request, container: str) -> None:
    """Make the named volumes that a container wants, where they are missing.

    What another build has made is held as well: the last one who needs it removes it.
    """
    for name in dict.fromkeys(_named(request)):
        labels = await labels_of(engine, name)
        if labels is None or LABEL in labels:
            await _hold(run, engine, VolumeHandle(name, engine.place, container))


async def _hold(run: Run, engine: Engine, handle: VolumeHandle) -> None:
    async def create(token: str) -> VolumeHandle:
        await create_volume(engine, handle.name, {LABEL: token})
        return handle

    await run.acquire(VOLUME, create, planned=handle)


def _named(request: Request) -> Iterator[str]:
    for bind in request["HostConfig"].get("Binds", ()):
        source, colon, _ = str(bind).partition(":")
        if colon and source and not source.startswith(("/", ".", "~")):
            yield source


async def release_volume(handle: VolumeHandle) -> None:
    """Remove it, if goldsmith has made it and no other build uses it."""
    engine = await connect(handle.engine)
    try:
        if LABEL in (await labels_of(engine, handle.name) or ()):
            await _remove(engine, handle)
    finally:
        await engine.close()


async def _remove(engine: Engine, handle: VolumeHandle) -> None:
    try:
        await remove_volume(engine, handle.name)
    except EngineRefused as error:
        # Without the container it was made for, another build goes on with it.
        if error.status != _IN_USE or await _is_there(engine, handle.container):
            raise


async def _is_there(engine: Engine, container: str) -> bool:
    try:
        await engine.container(container)
    except EngineRefused as error:
        if error.status != 404:
            raise
        return False
    return True


VOLUME = Resource(
    "docker-volume", VolumeHandle, release_volume, describe=lambda handle: f"volume {handle.name}"
)
