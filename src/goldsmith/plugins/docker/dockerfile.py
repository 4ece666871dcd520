"""The source image, built from a Dockerfile."""

from collections.abc import Mapping
from pathlib import Path

# Any: JSON as the engine sends it.
from typing import Any

from goldsmith.plugins.docker.client import Engine, EngineRefused
from goldsmith.plugins.docker.facts import ImageFacts
from goldsmith.plugins.docker.settings import DockerfileSettings
from goldsmith.sdk import GoldsmithError, Run

_BUILT = "Successfully built "
_MOST_LINES = 10


async def build_image(
    run: Run, engine: Engine, settings: DockerfileSettings, platform: str
) -> ImageFacts:
    """Build the image; what was made on the way to a failure is removed."""
    output = _Output(run)
    async with run.step(f"Building an image from {settings.path}"):
        try:
            await engine.build(
                output.take,
                path=str(Path(settings.build_dir).absolute()),  # noqa: ASYNC240 - looks at no disk
                dockerfile=str(Path(settings.path).absolute()),  # noqa: ASYNC240 - the same
                buildargs=dict(settings.arguments),
                pull=settings.pull is not False,
                gzip=settings.compress,
                platform=platform or None,
            )
        except EngineRefused as error:
            tail = "".join(f"\n  {line}" for line in output.lines[-_MOST_LINES:])
            raise GoldsmithError(
                f"The Dockerfile {settings.path} could not be built. {error}{tail}"
            ) from error
    if not output.image:
        raise GoldsmithError(f"The engine built {settings.path}, and named no image.")
    return await engine.image(output.image)


class _Output:
    """What the engine says while it builds."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.lines: list[str] = []
        self.image = ""

    def take(self, event: Mapping[str, Any]) -> None:
        """Show one event, and note the image that it tells of."""
        aux = event.get("aux") or {}
        if "ID" in aux:
            self.image = str(aux["ID"])
        for line in str(event.get("stream") or "").splitlines():
            if line.startswith(_BUILT) and not self.image:
                self.image = line.removeprefix(_BUILT).strip()
            if line.strip():
                self.lines.append(line)
                self._run.output("stdout", line)
