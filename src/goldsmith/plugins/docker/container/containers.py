"""The container that an image is made of: a resource."""

from functools import partial

import anyio

from goldsmith.plugins.docker.engine.client import Engine, connect
from goldsmith.plugins.docker.engine.failures import suppress_missing
from goldsmith.record import record, replace
from goldsmith.sdk import Resource

_PREFIX = "goldsmith-"
_PAUSES = (0.0, 0.1, 0.2, 0.4)


@record
class ContainerHandle:
    """A container of an engine."""

    id: str
    engine: str


def name_of(token: str) -> str:
    """What the container of a build is called, so that it can be found.

    A label would do, but labels of a container end up in its image, and none can be taken out.
    """
    return f"{_PREFIX}{token}"


async def remove_container(handle: ContainerHandle) -> None:
    """End and remove it, with its nameless volumes."""
    engine = await connect(handle.engine)
    try:
        await _remove(engine, handle)
    finally:
        await engine.close()


async def _remove(engine: Engine, handle: ContainerHandle) -> None:
    await engine.remove_container(handle.id)
    await engine.until_removed(handle.id)


async def containers_of(token: str, planned: ContainerHandle | None) -> tuple[ContainerHandle, ...]:
    """The container that carries a token, on the engine where it was asked for."""
    engine = await connect(planned.engine if planned else "")
    try:
        # An engine that was just asked for it may still be making it.
        for pause in _PAUSES if planned else (0.0,):
            await anyio.sleep(pause)
            with suppress_missing():
                found = await engine.container(name_of(token))
                return (ContainerHandle(found.id, engine.place),)
        return ()
    finally:
        await engine.close()


CONTAINER = Resource(
    "docker-container",
    ContainerHandle,
    remove_container,
    find=containers_of,
    describe=lambda handle: f"container {handle.id[:12]}".rstrip(),
)


def container_on(engine: Engine) -> Resource[ContainerHandle]:
    """`CONTAINER`, given back over a connection that is there already."""
    return replace(CONTAINER, release=partial(_remove, engine))
