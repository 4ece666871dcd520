"""The source image, built from a Dockerfile."""

import re
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# Any: JSON as the engine sends it.
from typing import Any

import anyio
from anyio import to_thread

from goldsmith.plugins.docker.builder.build_steps import (
    STEP,
    StepHandle,
    finished,
    marks_in,
)
from goldsmith.plugins.docker.builder.settings import DockerfileSettings
from goldsmith.plugins.docker.engine.build_client import build, clock
from goldsmith.plugins.docker.engine.client import Engine, EngineRefused
from goldsmith.plugins.docker.engine.facts import ImageFacts
from goldsmith.plugins.docker.engine.image_client import fetch_logins
from goldsmith.sdk import GoldsmithError, Run

_BUILT = "Successfully built "
_STEP = re.compile(r"Step \d+/\d+ : \w+")
_RUNNING = re.compile(r" ---> Running in ([0-9a-f]+)$")
_FINISHED = re.compile(r" ---> ([0-9a-f]+)$")
_FROM_CACHE = " ---> Using cache"
_HOUSEKEEPING = re.compile(r" ---> |Removing intermediate container ")
_NO_BUILDKIT = (
    " goldsmith uses the builder of the engine's API, which is without BuildKit. Build the image "
    "with `docker build`, and set image in place of the build block."
)
_MOST_LINES = 10
_TIDY_SECONDS = 60.0
_UNSEEN_MILLISECONDS = 5_000
"""How long an engine goes on building for nobody, before its first word."""
_COPYING_MILLISECONDS = 60_000
"""How long it goes on with a step that it has told of and that has no container."""


async def build_image(
    run: Run, engine: Engine, settings: DockerfileSettings, platform: str
) -> tuple[ImageFacts, tuple[StepHandle, ...]]:
    """Build the image, and say which images are new; a failure leaves none of them."""
    async with run.step(f"Building an image from {settings.path}"):
        steps = _Steps(run, engine, await engine.image_ids(), await clock(engine))
        output = _Output(run)

        async def take(event: Mapping[str, Any]) -> None:
            for line in output.take(event):
                await steps.take(line)

        try:
            await steps.expect(await to_thread.run_sync(_instructions, Path(settings.path)))
            await _build(engine, settings, platform, output, take)
            steps.end()
            return await engine.image(output.image), steps.made
        except BaseException:
            with anyio.move_on_after(_TIDY_SECONDS, shield=True):
                await steps.undo()
            raise


async def _build(
    engine: Engine,
    settings: DockerfileSettings,
    platform: str,
    output: "_Output",
    take: Callable[[Mapping[str, Any]], Coroutine[Any, Any, None]],
) -> None:
    try:
        await engine.call(fetch_logins)
        await build(
            engine,
            take,
            path=str(Path(settings.build_dir).absolute()),  # noqa: ASYNC240 - looks at no disk
            dockerfile=str(Path(settings.path).absolute()),  # noqa: ASYNC240 - the same
            buildargs=dict(settings.arguments),
            pull=settings.pull is not False,
            gzip=settings.compress,
            platform=platform or None,
        )
    except EngineRefused as error:
        hint = _NO_BUILDKIT if "BuildKit" in str(error) else ""
        tail = "".join(f"\n  {line}" for line in last_lines(output.lines))
        raise GoldsmithError(
            f"The Dockerfile {settings.path} could not be built. {error}{hint}{tail}"
        ) from error
    if not output.image:
        raise GoldsmithError(f"The engine built {settings.path}, and named no image.")


def last_lines(lines: Sequence[str]) -> Sequence[str]:
    """What the last step printed, without what the engine says of its own doings."""
    kept: list[str] = []
    for line in lines:
        if _STEP.match(line):
            kept = []
        if not _HOUSEKEEPING.match(line):
            kept.append(line)
    return kept[:1] + kept[1:][-_MOST_LINES:]


def _instructions(path: Path) -> str:
    try:
        return marks_in(path.read_text(errors="replace"))
    except OSError:  # the engine's client says so better
        return ""


class _Steps:
    """What the engine makes on the way, as far as it has told; each thing is a resource."""

    def __init__(self, run: Run, engine: Engine, before: frozenset[str], began: int) -> None:
        self._run = run
        self._engine = engine
        self._before = before
        self._began = began
        self._clock = time.monotonic()
        self._instructions = ""
        self._is_cached = False
        self._open: StepHandle | None = None
        self._made: list[StepHandle] = []

    @property
    def made(self) -> tuple[StepHandle, ...]:
        """The steps whose images are new."""
        return tuple(self._made)

    async def expect(self, instructions: str) -> None:
        """The build is about to begin, with steps of these instructions."""
        self._instructions = instructions
        await self._go_on(self._step(_UNSEEN_MILLISECONDS))

    async def take(self, line: str) -> None:
        """Note what one line tells of."""
        if _STEP.match(line):
            self._is_cached = line.split()[3].upper() == "FROM"
        elif line == _FROM_CACHE:
            self._is_cached = True
        elif found := _RUNNING.match(line):
            await self._go_on(self._step(_UNSEEN_MILLISECONDS, container=found[1]))
        elif found := _FINISHED.match(line):
            await self._finish(found[1])

    def end(self) -> None:
        """Nothing is in the making any more."""
        if self._open is not None:
            # What it stood for never was, or is held under its own name by now.
            self._run.keep(self._open)
            self._open = None

    async def undo(self) -> None:
        """Remove what was made, the last first; what cannot be is tried again by the run."""
        for one in (*([self._open] if self._open else ()), *reversed(self._made)):
            with suppress(GoldsmithError):
                await self._run.release(one)

    async def _finish(self, image: str) -> None:
        is_new = not self._is_cached and not any(
            one.removeprefix("sha256:").startswith(image) for one in self._before
        )
        if is_new:
            self._made.append(await self._acquire(finished(image, self._engine.place)))
        window = _COPYING_MILLISECONDS if is_new else _UNSEEN_MILLISECONDS
        await self._go_on(self._step(window, parent=image))

    def _step(self, window: int, *, container: str = "", parent: str = "") -> StepHandle:
        until = self._began + int((time.monotonic() - self._clock) * 1000) + window
        place, words = self._engine.place, self._instructions
        return StepHandle("", container, parent, words, self._began, until, place)

    async def _go_on(self, handle: StepHandle) -> None:
        new = await self._acquire(handle)
        self.end()
        self._open = new

    async def _acquire(self, handle: StepHandle) -> StepHandle:
        async def create(_token: str) -> StepHandle:
            return handle

        return await self._run.acquire(STEP, create, planned=handle)


class _Output:
    """What the engine says while it builds."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.lines: list[str] = []
        self.image = ""

    def take(self, event: Mapping[str, Any]) -> Sequence[str]:
        """Show one event, and note the image that it tells of; its lines."""
        aux = event.get("aux") or {}
        if "ID" in aux:
            self.image = str(aux["ID"])
        lines = str(event.get("stream") or "").splitlines()
        for line in lines:
            if line.startswith(_BUILT) and not self.image:
                self.image = line.removeprefix(_BUILT).strip()
            if line.strip():
                self.lines.append(line)
                self._run.output("stdout", line)
        return lines
