"""The image in the making: a resource until it is the result."""

from collections.abc import Iterable

import anyio

from goldsmith.plugins.docker.engine.build_client import commits_of
from goldsmith.plugins.docker.engine.client import Engine, EngineRefused, connect
from goldsmith.plugins.docker.engine.facts import ImageFacts
from goldsmith.record import record
from goldsmith.sdk import Resource

_COMMIT_SECONDS = 60.0
"""How long an engine may still be at a commit that nobody waits for."""

_HOST_NAME = 12
"""The length of a host name that is the beginning of an id."""


@record
class ImageHandle:
    """An image by its id; before that is known, what was made of a container and has no name.

    Without both it is an import that the engine has not answered: nothing can find that.
    """

    id: str
    container: str
    engine: str


async def remove_image(handle: ImageHandle) -> None:
    """Remove it, and not what it was made of."""
    engine = await connect(handle.engine)
    try:
        await engine.remove_image(handle.id, noprune=True)
    finally:
        await engine.close()


async def release_image(handle: ImageHandle) -> None:
    """Remove it, unless somebody has given it a name since."""
    engine = await connect(handle.engine)
    try:
        await remove_nameless(
            engine, (handle.id,) if handle.id else await made_of(engine, handle.container)
        )
    finally:
        await engine.close()


async def remove_nameless(engine: Engine, images: Iterable[str]) -> None:
    """Remove images that nobody has named, made a container of, or gone on from."""
    for one in images:
        try:
            if not (await engine.image(one)).names:
                await engine.remove_image(one, noprune=True)
        except EngineRefused as error:
            if error.status not in {404, 409}:
                raise


IMAGE = Resource(
    "docker-image",
    ImageHandle,
    release_image,
    describe=lambda handle: (
        f"image {handle.id.removeprefix('sha256:')[:12]}"
        if handle.id
        else f"image of container {handle.container[:12]}"
        if handle.container
        else "image"
    ),
)


async def made_of(engine: Engine, container: str) -> tuple[str, ...]:
    """Nameless images of a container.

    The engine remembers its last commits, as long as it runs. The images themselves say what they
    were made of, in one way or another for each version.
    """
    if not container:
        return ()
    await _until_committed(engine, container)
    told = await commits_of(engine, container)
    noted = (one.id for one in await engine.images() if _is_made_of(one, container))
    return tuple(dict.fromkeys((*told, *noted)))


async def _until_committed(engine: Engine, container: str) -> None:
    """A container is paused while an image is made of it, also when nobody waits for that."""
    with anyio.move_on_after(_COMMIT_SECONDS):
        for pause in (0.0, 0.1, 0.2, 0.5, *[1.0] * int(_COMMIT_SECONDS)):
            await anyio.sleep(pause)
            try:
                if not (await engine.container(container)).is_paused:
                    return
            except EngineRefused as error:
                if error.status != 404:
                    raise
                return


def _is_made_of(image: ImageFacts, container: str) -> bool:
    """By the container's id; newer engines keep only the host name, which begins it."""
    if image.container:
        return image.container.startswith(container)
    return len(image.hostname) == _HOST_NAME and container.startswith(image.hostname)
