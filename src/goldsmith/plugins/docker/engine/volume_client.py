"""What the engine does with volumes; with `client.py`, knows the Docker SDK."""

from collections.abc import Mapping

from docker import APIClient

from goldsmith.plugins.docker.engine.client import Engine, EngineRefused


async def labels_of(engine: Engine, volume: str) -> Mapping[str, str] | None:
    """The labels of a volume; None where there is none of that name."""
    try:
        found = await engine.call(APIClient.inspect_volume, volume)
    except EngineRefused as error:
        if error.status != 404:
            raise
        return None
    return {str(name): str(value) for name, value in (found.get("Labels") or {}).items()}


async def create_volume(engine: Engine, volume: str, labels: Mapping[str, str]) -> None:
    """Make a volume, unless there is one of that name."""
    await engine.call(APIClient.create_volume, volume, labels=dict(labels))


async def remove_volume(engine: Engine, volume: str) -> None:
    """Remove a volume; one that is gone is gone."""
    try:
        await engine.call(APIClient.remove_volume, volume)
    except EngineRefused as error:
        if error.status != 404:
            raise
