"""Making the image of the container, or a file of it, or nothing."""

import json
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from goldsmith.plugins.docker.artifacts import EXPORTED, IMPORTED
from goldsmith.plugins.docker.builder.build_steps import finished
from goldsmith.plugins.docker.builder.made_images import IMAGE, ImageHandle, remove_image
from goldsmith.plugins.docker.builder.settings import DockerSettings
from goldsmith.plugins.docker.container.authorized import keep_out
from goldsmith.plugins.docker.container.machine import ContainerMachine
from goldsmith.plugins.docker.engine.client import Engine, connect
from goldsmith.plugins.docker.engine.facts import ImageFacts
from goldsmith.sdk import Artifact, Host, Machine, Run
from goldsmith.toolkit.outputs import replacing
from goldsmith.toolkit.temporary import FileHandle, remove_file


async def capture(
    settings: DockerSettings, run: Run, host: Host, machine: Machine | None
) -> Artifact:
    """Make what the template asks for."""
    if settings.discard:
        return Artifact(EXPORTED, "Container", "Nothing: the container is thrown away.")
    shared = machine.engine if isinstance(machine, ContainerMachine) else None
    engine = shared or await connect(host.state["engine"])
    try:
        await keep_out(engine, host.state["container"], host.state)
        if settings.export_path:
            made = await _export(settings, run, engine, host.state["container"])
        else:
            made = await _commit(settings, run, engine, host)
    finally:
        if shared is None:
            await engine.close()
    if built := host.state["built"].split():
        for one in built:
            run.keep(finished(one, host.state["engine"]), when_ended=True)
        run.say(f"The image built from the Dockerfile stays: {host.state['source']}")
    return made


async def _commit(settings: DockerSettings, run: Run, engine: Engine, host: Host) -> Artifact:
    container = host.state["container"]
    changes = (*settings.changes, *host.state["restored"].splitlines())
    planned = ImageHandle("", container, engine.place)

    async def create(_token: str) -> ImageHandle:
        identity = await engine.commit(
            container, author=settings.author, message=settings.message, changes=changes
        )
        return ImageHandle(identity, container, engine.place)

    async with run.step("Committing the container"):
        handle = await run.acquire(IMAGE, create, planned=planned)
        run.say(f"Image ID: {handle.id}")
    run.keep(handle, when_ended=True)
    return Artifact(
        builder_id=IMPORTED,
        id=handle.id,
        description=f"Imported Docker image: {handle.id}",
        destroy=partial(remove_image, handle),
        facts={"ImageSha256": handle.id},
        state={"source_image": host.state["source"]},
    )


def restored(source: ImageFacts, changes: Iterable[str]) -> Iterator[str]:
    """What gives back the image its command and entry point, which the run command has replaced.

    What the user changes is left to the user.
    """
    for word, value in (("CMD", source.command), ("ENTRYPOINT", source.entrypoint)):
        if not any(
            change.split(maxsplit=1)[0].upper() == word for change in changes if change.strip()
        ):
            yield f"{word} {json.dumps(list(value or ['']))}"


async def _export(settings: DockerSettings, run: Run, engine: Engine, container: str) -> Artifact:
    target = Path(settings.export_path)
    title = f"Exporting the container to {target}"
    async with run.step(title), replacing(run, target) as written:
        file = os.open(written, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC)
        try:
            with run.progress(f"Exporting {target.name}", None) as bar:
                await engine.export(container, file, bar.advance)
        finally:
            os.close(file)
    return Artifact(
        builder_id=EXPORTED,
        id="Container",
        description=f"Exported Docker file: {target}",
        files=(target,),
        destroy=partial(remove_file, FileHandle(str(target.absolute()))),  # noqa: ASYNC240 - looks at no disk
    )
