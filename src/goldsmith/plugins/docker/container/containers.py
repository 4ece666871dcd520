"""The container that an image is made of: a resource."""

import secrets
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
    """Its id; its name before that is known."""
    engine: str


def new_name() -> str:
    """What the container of a build is called, so that it can be found.

    A label would do, but labels of a container end up in its image, and none can be taken out.
    """
    return f"{_PREFIX}{secrets.token_hex(8)}"


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


async def find_container(
    _token: str, planned: ContainerHandle | None
) -> tuple[ContainerHandle, ...]:
    """The container of the planned name, on the engine where it was asked for."""
    if planned is None:
        return ()
    engine = await connect(planned.engine)
    try:
        # An engine that was just asked for it may still be making it.
        for pause in _PAUSES:
            await anyio.sleep(pause)
            with suppress_missing():
                found = await engine.container(planned.id)
                return (ContainerHandle(found.id, engine.place),)
        return ()
    finally:
        await engine.close()


CONTAINER = Resource(
    "docker-container",
    ContainerHandle,
    remove_container,
    find=find_container,
    describe=lambda handle: f"container {handle.id.removeprefix(_PREFIX)[:12]}",
)


def container_on(engine: Engine) -> Resource[ContainerHandle]:
    """`CONTAINER`, given back over a connection that is there already."""
    return replace(CONTAINER, release=partial(_remove, engine))
