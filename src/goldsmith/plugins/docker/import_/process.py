"""The docker-import post-processor at work."""

from pathlib import Path

from anyio import from_thread

from goldsmith.plugins.docker.artifacts import (
    EXPORTED,
    FILES,
    IMPORTED,
    TAGGED,
    image_artifact,
)
from goldsmith.plugins.docker.builder.made_images import IMAGE, ImageHandle
from goldsmith.plugins.docker.engine.client import Engine, connect
from goldsmith.plugins.docker.engine.image_client import Import, import_file, platform_of
from goldsmith.plugins.docker.import_.settings import ImportSettings
from goldsmith.sdk import Artifact, GoldsmithError, OnProgress, Run


async def process(settings: ImportSettings, run: Run, artifact: Artifact) -> Artifact:
    """Have the engine make an image of the artifact's file."""
    source = _archive(artifact)
    if settings.tag and not settings.repository:
        raise GoldsmithError(
            f'docker-import has the tag "{settings.tag}" and no name: repository is empty. Set it.'
        )
    size = _size(source)
    wanted = Import(settings.repository, settings.tag, settings.changes, settings.platform)
    engine = await connect()
    try:
        async with run.step(f"Importing {source} as {settings.image or 'an image'}"):
            with run.progress(f"Importing {source.name}", size) as bar:

                def advance(amount: int) -> None:
                    from_thread.check_cancelled()
                    from_thread.run_sync(bar.advance, amount)

                image = await _import(run, engine, source, wanted, advance)
            run.say(f"{settings.image or 'The image'} is {image}.")
        await _check_platform(engine, run, image, settings.platform)
    finally:
        await engine.close()
    facts = {**artifact.facts, "ImageSha256": image}
    return image_artifact(IMPORTED, settings.image or image, facts=facts)


async def _import(
    run: Run, engine: Engine, source: Path, wanted: Import, on_progress: OnProgress
) -> str:
    async def create(_token: str) -> ImageHandle:
        return ImageHandle(await import_file(engine, source, wanted, on_progress), "", engine.place)

    handle = await run.acquire(IMAGE, create, planned=ImageHandle("", "", engine.place))
    run.keep(handle, when_ended=True)
    return handle.id


async def _check_platform(engine: Engine, run: Run, image: str, wanted: str) -> None:
    """Some engines take a platform and note their own."""
    noted = await platform_of(engine, image) if wanted else ""
    if wanted and wanted not in {noted, *noted.split("/")}:
        run.warn(f"The engine noted {noted} in the image, though platform is {wanted}.")


def _archive(artifact: Artifact) -> Path:
    """The file to import; the others of an artifact are left alone."""
    if artifact.builder_id in {IMPORTED, TAGGED}:
        raise GoldsmithError(
            f"{artifact.id} is an image already, so docker-import has nothing to import. Leave it "
            "out, or set export_path in the source in place of commit."
        )
    if artifact.builder_id not in {EXPORTED, FILES}:
        raise GoldsmithError(
            f"docker-import was given {artifact.description}. It takes what a docker source with "
            "export_path exports, or what artifice names."
        )
    if not artifact.files:
        raise GoldsmithError(
            "docker-import was given nothing to import: the artifact has no file. "
            "Set export_path in the source."
        )
    return artifact.files[0]


def _size(source: Path) -> int:
    try:
        return source.stat().st_size
    except OSError as error:
        raise GoldsmithError(f"{source} cannot be read: {error.strerror}.") from error
