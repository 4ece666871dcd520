"""Artifacts of the post-processors for images, and which they take."""

from collections.abc import Mapping, Sequence

from goldsmith.plugins.docker.engine.client import connect
from goldsmith.sdk import Artifact, GoldsmithError

EXPORTED = "packer.docker"
IMPORTED = "packer.post-processor.docker-import"
TAGGED = "packer.post-processor.docker-tag"
FILES = "packer.post-processor.artifice"

TAGS = "docker_tags"
"""The state that holds every name that docker-tag gave, separated by commas."""


def check_image(post_processor: str, artifact: Artifact) -> None:
    """Refuse what is not an image of the engine."""
    if artifact.builder_id in {IMPORTED, TAGGED}:
        return
    hint = (
        "Put docker-import before it, or set commit in the source."
        if artifact.builder_id in {EXPORTED, FILES}
        else "It works with images that the docker builder, docker-import or docker-tag made."
    )
    raise GoldsmithError(
        f"{post_processor} needs an image, and was given {artifact.description}. {hint}"
    )


def tags_of(artifact: Artifact) -> tuple[str, ...]:
    """The names that docker-tag gave."""
    return tuple(one for one in artifact.state.get(TAGS, "").split(",") if one)


def image_artifact(
    builder_id: str,
    name: str,
    *,
    facts: Mapping[str, str],
    tags: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> Artifact:
    """An image under a name; `remove` are the names that go when it is not kept."""

    async def destroy() -> None:
        engine = await connect()
        try:
            for one in remove or (name,):
                await engine.remove_image(one)
        finally:
            await engine.close()

    suffix = f" with tags {' '.join(tags)}" if tags else ""
    return Artifact(
        builder_id=builder_id,
        id=name,
        description=f"Imported Docker image: {name}{suffix}",
        destroy=destroy,
        facts=facts,
        state={TAGS: ",".join(tags)} if tags else {},
    )
