"""The image in the making: a resource until it is the result."""

from goldsmith.plugins.docker.client import Engine, connect
from goldsmith.plugins.docker.facts import ImageFacts
from goldsmith.record import record
from goldsmith.sdk import Resource


@record
class ImageHandle:
    """An image by its id; before that is known, what was made of a container and has no name.

    Without either there is nothing to remove.
    """

    id: str
    container: str
    engine: str


async def remove_image(handle: ImageHandle) -> None:
    """Remove it, unless somebody has given it a name since."""
    engine = await connect(handle.engine)
    try:
        for one in (handle.id,) if handle.id else await _made_of(engine, handle.container):
            await engine.remove_image(one)
    finally:
        await engine.close()


IMAGE = Resource(
    "docker-image",
    ImageHandle,
    remove_image,
    describe=lambda handle: (
        f"image {handle.id.removeprefix('sha256:')[:12]}"
        if handle.id
        else f"image of container {handle.container[:12]}"
    ),
)


async def _made_of(engine: Engine, container: str) -> tuple[str, ...]:
    """Nameless images of that container, which the engine notes in them."""
    if not container:
        return ()
    return tuple(one.id for one in await engine.images() if _is_made_of(one, container))


def _is_made_of(image: ImageFacts, container: str) -> bool:
    """By the container's id; newer engines keep only the host name, which begins it."""
    if image.container:
        return image.container == container
    return bool(image.hostname) and container.startswith(image.hostname)
