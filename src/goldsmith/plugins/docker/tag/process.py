"""The docker-tag post-processor at work."""

from goldsmith.plugins.docker.artifacts import TAGGED, check_image, image_artifact
from goldsmith.plugins.docker.engine.client import connect
from goldsmith.plugins.docker.engine.image_client import tag
from goldsmith.plugins.docker.tag.settings import TagSettings
from goldsmith.sdk import Artifact, GoldsmithError, Run


async def process(settings: TagSettings, run: Run, artifact: Artifact) -> Artifact:
    """Give the image its names; it is then known by the last of them."""
    check_image("docker-tag", artifact)
    if not settings.repository:
        raise GoldsmithError("docker-tag has no name to give: repository is empty. Set it.")
    engine = await connect()
    try:
        for name in settings.names:
            async with run.step(f"Tagging {artifact.id} as {name}"):
                await tag(engine, artifact.id, name)
    finally:
        await engine.close()
    names = settings.names
    return image_artifact(
        TAGGED,
        names[-1],
        facts=artifact.facts,
        tags=names if settings.tags or settings.tag else (),
        remove=names,
    )
