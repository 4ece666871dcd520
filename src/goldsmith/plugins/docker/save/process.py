"""The docker-save post-processor at work."""

from pathlib import Path

from goldsmith.plugins.docker.artifacts import check_image
from goldsmith.plugins.docker.engine.client import connect
from goldsmith.plugins.docker.engine.image_client import save
from goldsmith.plugins.docker.save.settings import SaveSettings
from goldsmith.sdk import Artifact, GoldsmithError, Run
from goldsmith.toolkit.outputs import replacing


async def process(settings: SaveSettings, run: Run, artifact: Artifact) -> Artifact:
    """Write the image to a file, whole or not at all, and hand it on as it is."""
    check_image("docker-save", artifact)
    if not settings.path:
        raise GoldsmithError("docker-save has no file to write: path is empty. Set it.")
    target = Path(settings.path)
    engine = await connect()
    try:
        await engine.image(artifact.id)  # what is gone is said better here than by `save`
        async with (
            run.step(f"Saving {artifact.id} to {target}"),
            replacing(run, target) as written,
        ):
            with run.progress(f"Saving {target.name}", None) as bar:
                await save(engine, artifact.id, written, bar.advance)
    finally:
        await engine.close()
    return artifact
