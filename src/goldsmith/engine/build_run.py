"""The running build, as its components see it."""

import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeVar

import anyio

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.facts import first_facts
from goldsmith.engine.failures import words_for
from goldsmith.engine.holdings import Holdings
from goldsmith.engine.journal import Journal
from goldsmith.engine.logs import log_path
from goldsmith.engine.options import OnError, Options
from goldsmith.engine.redact import Redactor
from goldsmith.engine.telling import Teller
from goldsmith.events import CommandOutput, ProgressChanged, Said, StepEnded, StepStarted
from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.plan import Build, PostProcessorStep, ProvisionerStep
from goldsmith.record import record
from goldsmith.sdk import Access, Resource, Stream

H = TypeVar("H")
_PROGRESS_SECONDS = 0.1
"""How often a progress bar moves at most."""
_STEPWISE_PHASES = frozenset({"boot", "connect", "capture"})
"""Where `-debug` waits after each step; it waits before provisioners as well."""


@record
class Shared:
    """What all builds of a run have in common."""

    options: Options
    catalog: Catalog
    journal: Journal
    redactor: Redactor
    tell: Teller
    ask: Callable[[str], Awaitable[str]]
    asking: anyio.Lock
    """One question at a time."""
    later_secrets: AbstractSet[str] = frozenset()
    """What a plan adds to its secrets while settings are read."""


class Bar:
    """A progress bar; it may be advanced from any thread."""

    def __init__(self, tell: Callable[[int, bool], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._done = 0
        self._told_at = 0.0
        tell(0, False)

    def advance(self, amount: int) -> None:
        """Say that `amount` more bytes are done."""
        with self._lock:
            self._done += amount
            now = time.monotonic()
            due = now - self._told_at >= _PROGRESS_SECONDS
            if due:
                self._told_at = now
        if due:
            self._tell(self._done, False)

    def end(self) -> None:
        """Say that it is over."""
        self._tell(self._done, True)


class BuildRun:
    """The engine's side of `Run`."""

    def __init__(self, build: Build, shared: Shared) -> None:
        options = shared.options
        self.build = build
        self.shared = shared
        self.run_id = options.run_id
        self.build_name = build.name
        self.source_name = build.source_name
        self.builder_type = build.builder.name
        self.force = options.force
        self.debug = options.debug
        self.leaves_machine = options.on_error is not OnError.CLEANUP
        self.log_path: Path = log_path(shared.journal.folder, build.name)
        self.access = Access(communicator="none")
        self.facts: Mapping[str, str] = first_facts(build, options.run_id)
        self.phase = "boot"
        self.component = ""
        """The type of the post-processor that works, if one does."""
        self.holdings = Holdings(
            build.name,
            shared.journal,
            shared.tell,
            shared.redactor.mask,
            options.release_seconds,
        )
        self._renderer = build.renderer
        self._last_step = 0
        self._last_bar = 0

    @property
    def temporary_directory(self) -> Path:
        """Where temporary files are made."""
        return self.shared.options.temporary_directory

    @property
    def cache_directory(self) -> Path:
        """Where downloads and other things worth keeping lie; made when first asked for."""
        folder = self.shared.options.cache_directory
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def learn(self, facts: Mapping[str, str]) -> None:
        """Know more of `build.*` from here on."""
        self.facts = {**self.facts, **facts}

    def say(self, text: str) -> None:
        """Tell the user something worth reading."""
        self._said("info", text)

    def warn(self, text: str) -> None:
        """Tell the user of something that may be wrong."""
        self._said("warning", text)

    def complain(self, text: str) -> None:
        """Tell the user what went wrong."""
        self._said("error", text)

    def debug_log(self, text: str) -> None:
        """Write to the log file only."""
        self._said("debug", text)

    def output(self, stream: Stream, line: str) -> None:
        """Pass on one line that a command printed."""
        tell = self.shared.tell
        tell(CommandOutput(time.time(), self.build_name, stream, line, self.component))

    @asynccontextmanager
    async def step(self, title: str) -> AsyncIterator[None]:
        """A part of the work with a name, a duration, and a place in the output."""
        self._last_step += 1
        number = self._last_step
        phase = self.phase
        tell = self.shared.tell
        tell(StepStarted(time.time(), self.build_name, number, phase, title))
        began = time.monotonic()
        error = ""
        try:
            yield
        except Exception as failure:
            error = words_for(failure)
            raise
        except BaseException:
            error = "cancelled"
            raise
        finally:
            seconds = time.monotonic() - began
            tell(StepEnded(time.time(), self.build_name, number, seconds, error))
        if self.debug and phase in _STEPWISE_PHASES:
            await self.pause(f"Done: {title}.")

    @contextmanager
    def progress(self, title: str, total: int | None) -> Iterator[Bar]:
        """A progress bar of `total` bytes, or without an end."""
        self._last_bar += 1
        number = self._last_bar

        def tell(done: int, ended: bool) -> None:
            self.shared.tell(
                ProgressChanged(time.time(), self.build_name, number, title, done, total, ended)
            )

        bar = Bar(tell)
        try:
            yield bar
        finally:
            bar.end()

    def settings_of(
        self, step: ProvisionerStep | PostProcessorStep, facts: Mapping[str, str]
    ) -> object:
        """The settings of a step; secrets that had to be asked for are masked from here on."""
        try:
            return step.settings(facts)
        finally:
            self.shared.redactor.add(*self.shared.later_secrets)

    def secret(self, text: str) -> None:
        """From now on, mask `text` in everything that is shown or stored."""
        self.shared.redactor.add(text)

    def render(self, text: str, data: Mapping[str, str] | None = None) -> str:
        """Render a Go template with the run's functions and facts, and `data` over them."""
        if "{{" not in text:
            return text
        try:
            known = {**self._renderer.data, **self.facts, **(data or {})}
            rendered = self._renderer.with_data(known).render(text)
        except GoTemplateError as error:
            raise GoldsmithError(f"The Go template `{text}` is wrong: {error}") from error
        for one in rendered.absent:
            self.warn(
                f'There is no value "{one.name}" in `{text}`; it becomes "<no value>". If the '
                f"braces are meant for another program, write {{{{`{{{{`}}}}.{one.name}}}}}."
            )
        return rendered.text

    async def ask(self, question: str) -> str:
        """One line from the user; empty where there is nobody to ask."""
        async with self.shared.asking:
            return await self.shared.ask(f"{self.build_name}: {question}")

    async def pause(self, why: str) -> None:
        """Wait until the user wants to go on (`-debug`)."""
        await self.ask(f"{why} Press Enter to go on.")

    async def acquire(
        self,
        resource: Resource[H],
        create: Callable[[str], Awaitable[H]],
        *,
        planned: H | None = None,
    ) -> H:
        """Make something that must be gone when the build ends."""
        return await self.holdings.acquire(resource, create, planned)

    async def release(self, handle: object) -> None:
        """Give back now what `acquire` returned; what is gone already is gone."""
        await self.holdings.release(handle)

    def keep(self, handle: object, *, when_ended: bool = False) -> None:
        """Hand over what `acquire` returned: it is part of the result and stays."""
        self.holdings.keep(handle, when_ended=when_ended)

    def _said(self, level: str, text: str) -> None:
        self.shared.tell(Said(time.time(), self.build_name, level, text, self.component))
