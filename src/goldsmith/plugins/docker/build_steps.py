"""The steps of a Dockerfile: each leaves an image without a name, which is a resource.

The engine goes on for a moment when goldsmith has been killed, so a step is journalled when it
begins.
"""

import hashlib

from goldsmith.plugins.docker.build_client import maker_of
from goldsmith.plugins.docker.client import Engine, EngineRefused, connect
from goldsmith.plugins.docker.facts import ImageFacts
from goldsmith.plugins.docker.made_images import made_of, remove_nameless
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


def running(container: str, engine: str) -> StepHandle:
    """A step that runs in a container."""
    return StepHandle("", container, "", "", 0, 0, engine)


async def release_step(handle: StepHandle) -> None:
    """End it if it still runs, and remove its image, unless somebody uses it."""
    engine = await connect(handle.engine)
    try:
        if handle.id:
            await remove_nameless(engine, (handle.id,))
        elif handle.container:
            await _end(engine, handle.container)
        else:
            await _remove_unseen(engine, handle)
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
    """A container that is gone may have become an image before that."""
    try:
        container = (await engine.container(short)).id
        await engine.remove_container(container)
        await engine.until_removed(container)
    except EngineRefused as error:
        if error.status != 404:
            raise
    await remove_nameless(engine, await made_of(engine, short))


async def _remove_unseen(engine: Engine, handle: StepHandle) -> None:
    """Remove what the engine may have made before it knew that nobody waits for it."""
    while True:
        found = [one for one in await engine.images() if await _may_be_of(engine, one, handle)]
        before = len(await engine.image_ids())
        await remove_nameless(engine, (one.id for one in found))
        # What they were made of has no child now.
        if not found or len(await engine.image_ids()) == before:
            return


async def _may_be_of(engine: Engine, image: ImageFacts, handle: StepHandle) -> bool:
    """Whether an image is where and when a step would be, and made by such an instruction."""
    if not handle.since <= image.made_at <= handle.until:
        return False
    if handle.parent and not image.parent.removeprefix("sha256:").startswith(handle.parent):
        return False
    return _mark_of(await maker_of(engine, image.id)) in handle.instructions.split()


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
