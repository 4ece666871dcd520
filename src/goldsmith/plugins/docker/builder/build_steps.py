"""The steps of a Dockerfile: each leaves an image without a name, which is a resource.

The engine goes on for a moment when goldsmith has been killed, so a step is journalled when it
begins.
"""

import hashlib

from goldsmith.plugins.docker.builder.made_images import remove_nameless
from goldsmith.plugins.docker.engine.build_client import maker_of
from goldsmith.plugins.docker.engine.client import Engine, EngineRefused, connect
from goldsmith.plugins.docker.engine.facts import ImageFacts
from goldsmith.record import record
from goldsmith.sdk import Resource


@record
class StepHandle:
    """A step by its image; before that is known, by its container; before that, by its place.

    The place is what it goes on from, what may have made it (see `marks_in`), and when, in
    milliseconds of the engine's clock.
    """

    id: str
    container: str
    parent: str
    instructions: str
    since: int
    until: int
    engine: str


def finished(image: str, engine: str) -> StepHandle:
    """A step whose image is there."""
    return StepHandle(image, "", "", "", 0, 0, engine)


async def release_step(handle: StepHandle) -> None:
    """End it if it still runs, and remove its image, unless somebody uses it."""
    engine = await connect(handle.engine)
    try:
        if handle.id:
            await remove_nameless(engine, (handle.id,))
        else:
            if handle.container:
                await _end(engine, handle.container)
            await remove_nameless(engine, await _unseen(engine, handle))
    finally:
        await engine.close()


def _words(handle: StepHandle) -> str:
    if handle.id:
        return f"image {handle.id[:12]} of a Dockerfile's step"
    if handle.container:
        return f"container {handle.container[:12]} of a Dockerfile's step"
    return "a step of a Dockerfile that had begun"


STEP = Resource("docker-build-step", StepHandle, release_step, describe=_words)


async def _end(engine: Engine, short: str) -> None:
    try:
        container = (await engine.container(short)).id
        await engine.remove_container(container)
        await engine.until_removed(container)
    except EngineRefused as error:
        if error.status != 404:
            raise


async def _unseen(engine: Engine, handle: StepHandle) -> tuple[str, ...]:
    """What the engine made before it knew that nobody waits for it, the last first.

    That is the image of this step, and of those that it went on with.
    """
    found: dict[str, ImageFacts] = {}
    everything = await engine.images(dangling=False)
    for one in sorted(everything, key=lambda image: image.made_at):
        if one.names or one.made_at < handle.since:
            continue
        if (one.parent in found or _is_of(one, handle)) and (
            _mark_of(await maker_of(engine, one.id)) in handle.instructions.split()
        ):
            found[one.id] = one
    return tuple(reversed(found))


def _is_of(image: ImageFacts, handle: StepHandle) -> bool:
    """Whether an image comes of the step's container, or is where and when the step would be."""
    if handle.container:
        return image.container.startswith(handle.container)
    place = image.parent.removeprefix("sha256:")
    return image.made_at <= handle.until and place.startswith(handle.parent)


def marks_in(dockerfile: str) -> str:
    """What its images will be known by: commands by a digest, for there may be secrets in them."""
    kept = (line for line in dockerfile.splitlines() if not line.lstrip().startswith("#"))
    joined = "\n".join(kept).replace("\\\n", " ")
    return " ".join(
        sorted({_mark(*line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()})
    )


def _mark_of(made_by: str) -> str:
    shell, is_noted, words = made_by.partition("#(nop)")
    if is_noted:
        return _mark(*words.split(maxsplit=1))
    return _mark("RUN", shell.partition(" -c ")[2])


def _mark(word: str = "", rest: str = "") -> str:
    if word.upper() != "RUN":
        return word.upper()
    return f"RUN:{hashlib.sha256(' '.join(rest.split()).encode()).hexdigest()[:12]}"
