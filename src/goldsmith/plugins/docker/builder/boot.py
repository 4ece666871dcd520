"""Starting the container: its image, its request, and the way in."""

import anyio

from goldsmith.plugins.docker.builder.capture import restored
from goldsmith.plugins.docker.builder.run_command import Request, container_request, words_of
from goldsmith.plugins.docker.builder.settings import DockerSettings
from goldsmith.plugins.docker.builder.source_image import source_image
from goldsmith.plugins.docker.container.authorized import let_in, state_of
from goldsmith.plugins.docker.container.containers import ContainerHandle, container_on, new_name
from goldsmith.plugins.docker.container.endpoint import endpoint_of
from goldsmith.plugins.docker.container.machine import ContainerMachine, not_started, why_dead
from goldsmith.plugins.docker.container.volumes import hold_volumes
from goldsmith.plugins.docker.engine.client import Engine, EngineLost, EngineRefused, connect
from goldsmith.plugins.docker.engine.facts import ContainerFacts, ImageFacts
from goldsmith.sdk import GoldsmithError, Host, Run

_AGAIN_SECONDS = 1.0
IMAGE_NOT_KNOWN = "ERR_IMAGE_SHA256_NOT_FOUND"
DIGEST_NOT_KNOWN = "ERR_SOURCE_IMAGE_DIGEST_NOT_FOUND"


async def boot(settings: DockerSettings, run: Run) -> Host:
    """Run a container of the source image."""
    engine = await connect()
    image, made = await source_image(settings, run, engine)
    words = words_of(
        [
            run.render(one, {"Image": _name(settings, image)})
            for one in settings.container.run_command
        ]
    )
    request = container_request(settings, words)
    async with run.step(f"Starting a container of {_name(settings, image)}"):
        planned = ContainerHandle(new_name(), engine.place)
        await hold_volumes(run, engine, request, planned.id)
        handle = await _create(run, engine, request, settings.platform, planned)
        container = await _start(run, engine, handle.id)
    endpoint = endpoint_of(run, container, engine.host)
    key = await let_in(run, engine, container.id, run.access.port or 22) if endpoint else None
    return Host(
        endpoint=endpoint,
        facts={
            "ID": container.id,
            "ImageSha256": IMAGE_NOT_KNOWN,
            "SourceImageSha256": image.id,
            "SourceImageDigest": image.digest or ("" if settings.build else DIGEST_NOT_KNOWN),
        },
        state={
            "container": container.id,
            "engine": engine.place,
            "source": image.id,
            "restored": "\n".join(restored(image, settings.changes)),
            "built": " ".join(one.id for one in made),
            **(state_of(key) if key else {}),
        },
        machine=_machine(settings, engine, container.id)
        if run.access.communicator == "docker"
        else None,
        gone=lambda: _until_gone(engine, container.id),
    )


def _name(settings: DockerSettings, image: ImageFacts) -> str:
    return settings.image or image.id


async def _create(
    run: Run, engine: Engine, request: Request, platform: str, planned: ContainerHandle
) -> ContainerHandle:
    async def create(_token: str) -> ContainerHandle:
        identity, warnings = await engine.create(planned.id, request, platform)
        for warning in warnings:
            run.warn(warning)
        return ContainerHandle(identity, engine.place)

    return await run.acquire(container_on(engine), create, planned=planned)


async def _start(run: Run, engine: Engine, container: str) -> ContainerFacts:
    try:
        await engine.start(container)
    except EngineRefused as error:
        raise GoldsmithError(not_started("What run_command says", str(error))) from error
    found = await engine.container(container)
    if not found.is_running:
        said = await engine.logs(container)
        text = "".join(f"\n  {line}" for line in said.splitlines())
        raise GoldsmithError(
            f"The container ended as soon as it was started, with exit code {found.exit_code}. "
            f"run_command must start something that goes on.{text}"
        )
    run.debug_log(f"Container {container} is running.")
    return found


def _machine(settings: DockerSettings, engine: Engine, container: str) -> ContainerMachine:
    return ContainerMachine(
        engine,
        container,
        exec_user=settings.exec_user,
        has_terminal=settings.pty,
        owns_uploads=settings.fix_upload_owner,
    )


async def _until_gone(engine: Engine, container: str) -> str:
    reason = "The Docker engine gives no answer."

    async def watch() -> None:
        nonlocal reason
        try:
            while True:
                await engine.until_dead(container)
                if found := await why_dead(engine, container):
                    reason = found
                    break
                await anyio.sleep(_AGAIN_SECONDS)  # the engine tells of nothing, so ask it
        except EngineLost as error:
            reason = str(error)
        either.cancel_scope.cancel()

    async with anyio.create_task_group() as either:
        either.start_soon(watch)
        await engine.until_deaf()
        either.cancel_scope.cancel()
    return reason
