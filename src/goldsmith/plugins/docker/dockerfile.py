"""The source image, built from a Dockerfile."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

# Any: JSON as the engine sends it.
from typing import Any

import anyio

from goldsmith.plugins.docker.client import Engine, EngineRefused
from goldsmith.plugins.docker.facts import ImageFacts
from goldsmith.plugins.docker.made_images import IMAGE, ImageHandle
from goldsmith.plugins.docker.settings import DockerfileSettings
from goldsmith.sdk import GoldsmithError, Run

_BUILT = "Successfully built "
_STEP = " ---> "
_MOST_LINES = 10
_TIDY_SECONDS = 30.0


async def build_image(
    run: Run, engine: Engine, settings: DockerfileSettings, platform: str
) -> tuple[ImageFacts, ImageHandle | None]:
    """Build the image, and say whether it is new; what a failure leaves on the way is removed."""

    async def create(_token: str) -> ImageHandle:
        before = await engine.image_ids()
        output = _Output(run)
        try:
            await _build(engine, settings, platform, output)
        except BaseException:
            with anyio.move_on_after(_TIDY_SECONDS, shield=True):
                await _remove_steps(engine, output.steps, before)
            raise
        found.append(await engine.image(output.image))
        return ImageHandle("" if found[0].id in before else found[0].id, "", engine.place)

    found: list[ImageFacts] = []
    async with run.step(f"Building an image from {settings.path}"):
        handle = await run.acquire(IMAGE, create, planned=ImageHandle("", "", engine.place))
    if not handle.id:  # it was there before, and is somebody else's
        run.keep(handle)
        return found[0], None
    return found[0], handle


async def _build(
    engine: Engine, settings: DockerfileSettings, platform: str, output: "_Output"
) -> None:
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


async def _remove_steps(engine: Engine, steps: list[str], before: frozenset[str]) -> None:
    """Remove the images that are steps to one that was never finished, the last first."""
    for step in reversed(steps):
        if not any(one.removeprefix("sha256:").startswith(step) for one in before):
            with suppress(EngineRefused):  # another build has gone on from it
                await engine.remove_image(step, noprune=True)


class _Output:
    """What the engine says while it builds."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.lines: list[str] = []
        self.steps: list[str] = []
        self.image = ""

    def take(self, event: Mapping[str, Any]) -> None:
        """Show one event, and note the images that it tells of."""
        aux = event.get("aux") or {}
        if "ID" in aux:
            self.image = str(aux["ID"])
        for line in str(event.get("stream") or "").splitlines():
            step = line.removeprefix(_STEP).strip()
            if line.startswith(_STEP) and step.isalnum():
                self.steps.append(step)
            if line.startswith(_BUILT) and not self.image:
                self.image = line.removeprefix(_BUILT).strip()
            if line.strip():
                self.lines.append(line)
                self._run.output("stdout", line)
