"""For tests of the engine: components whose settings are what they do, and a place to run them."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path, PurePath
from typing import TypeAlias

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import GoldsmithError, SourceFile
from goldsmith.engine.execute import execute
from goldsmith.engine.options import OnError, Options, Outcome
from goldsmith.engine.sweep import SweepResult, sweep
from goldsmith.events import Event, Listener
from goldsmith.folders import folders
from goldsmith.plan import Build, Late, Plan, PostProcessorStep, ProvisionerStep
from goldsmith.record import record
from goldsmith.sdk import (
    Access,
    Artifact,
    Builder,
    Communicator,
    Endpoint,
    Host,
    Keep,
    Machine,
    Plugin,
    PostProcessor,
    Provisioner,
    Resource,
    Run,
)
from goldsmith.sdk.testing import FakeMachine

RUN_ID = "6f2c1a34-0000-4000-8000-000000000001"
SPAN = SourceFile(PurePath("test.pkr.hcl"), "build {}").span(0, 5)
PLACE = "\n--> test.pkr.hcl:1:1"
"""What an error ends with that happened there."""

Boot: TypeAlias = Callable[[Run], Awaitable[Host]]
Capture: TypeAlias = Callable[[Run, Host, Machine | None], Awaitable[Artifact]]
Provision: TypeAlias = Callable[[Run, Machine | None], Awaitable[None]]
Process: TypeAlias = Callable[[Run, Artifact], Awaitable[Artifact | None]]


async def nothing_to_boot(_run: Run) -> Host:
    """Boot at once."""
    return Host()


async def an_image(_run: Run, _host: Host, _machine: Machine | None) -> Artifact:
    """Capture at once."""
    return Artifact("test.builder", "image", "An image")


async def known_access(_run: Run) -> Access:
    """How the fake communicator gets in."""
    return Access("fake", port=22, username="root", facts={"User": "root", "Password": "hunter22"})


@asynccontextmanager
async def fake_connection(_run: Run, _endpoint: Endpoint | None) -> AsyncIterator[Machine]:
    """Connect at once."""
    yield FakeMachine()


@record
class BuilderParts:
    """The settings of the test builder: its two functions."""

    boot: Boot = nothing_to_boot
    capture: Capture = an_image


@record
class CommunicatorParts:
    """The settings of the test communicator: its two functions."""

    prepare: Callable[[Run], Awaitable[Access]] = known_access
    connect: Callable[[Run, Endpoint | None], AbstractAsyncContextManager[Machine]] = (
        fake_connection
    )


async def boot(settings: BuilderParts, run: Run) -> Host:
    """Do what the settings do."""
    return await settings.boot(run)


async def capture(
    settings: BuilderParts, run: Run, host: Host, machine: Machine | None
) -> Artifact:
    """Do what the settings do."""
    return await settings.capture(run, host, machine)


async def prepare(settings: CommunicatorParts, run: Run) -> Access:
    """Do what the settings do."""
    return await settings.prepare(run)


def connect(
    settings: CommunicatorParts, run: Run, endpoint: Endpoint | None, _access: Access
) -> AbstractAsyncContextManager[Machine]:
    """Do what the settings do."""
    return settings.connect(run, endpoint)


async def provision(settings: Provision, run: Run, machine: Machine | None) -> None:
    """Do what the settings are."""
    await settings(run, machine)


async def process(settings: Process, run: Run, artifact: Artifact) -> Artifact | None:
    """Do what the settings are."""
    return await settings(run, artifact)


BUILDER = Builder("test", "", f"{__name__}:boot", f"{__name__}:capture", "test.builder")
COMMUNICATOR = Communicator("fake", "", f"{__name__}:prepare", f"{__name__}:connect")
PROVISIONER = Provisioner("act", "", f"{__name__}:provision")


def always(settings: object) -> Late:
    """Settings that don't depend on facts."""
    return lambda _facts: settings


def step(
    act: Provision,
    *,
    name: str = "act",
    pause_before: timedelta = timedelta(),
    timeout: timedelta | None = None,
    max_retries: int = 0,
    continue_on_error: bool = False,
) -> ProvisionerStep:
    """A provisioner that does `act`."""
    return ProvisionerStep(
        PROVISIONER,
        name,
        always(act),
        SPAN,
        pause_before,
        timeout,
        max_retries,
        continue_on_error,
    )


def after(
    act: Process, *, name: str = "", keeps: Keep = Keep.NO, keep_input: bool | None = None
) -> PostProcessorStep:
    """A post-processor that does `act`."""
    component = PostProcessor("process", "", f"{__name__}:process", keeps)
    return PostProcessorStep(component, name or "process", always(act), SPAN, keep_input)


def build(
    name: str = "test.one",
    *,
    parts: BuilderParts | None = None,
    communicator: CommunicatorParts | None = None,
    provisioners: Iterable[ProvisionerStep] = (),
    error_cleanup: ProvisionerStep | None = None,
    post_processors: Iterable[Sequence[PostProcessorStep]] = (),
    pause_before_connecting: timedelta = timedelta(),
) -> Build:
    """A build of the test components."""
    return Build(
        name=name,
        block_name="",
        source_name=name.rpartition(".")[2],
        builder=BUILDER,
        builder_settings=always(parts or BuilderParts()),
        communicator=None if communicator is None else COMMUNICATOR,
        communicator_settings=None if communicator is None else always(communicator),
        pause_before_connecting=pause_before_connecting,
        provisioners=tuple(provisioners),
        error_cleanup=error_cleanup,
        post_processors=tuple(tuple(chain) for chain in post_processors),
        span=SPAN,
    )


def plan_of(*builds: Build, secrets: Iterable[str] = ()) -> Plan:
    """A plan of these builds."""
    return Plan(builds, (), (), (), frozenset(secrets), ())


@record
class Thing:
    """The handle of a test resource."""

    name: str


async def let_go(_thing: Thing) -> None:
    """Release a thing that lies nowhere."""


THING = Resource("thing", Thing, let_go)
"""How a sweep releases things that a killed run had."""


class Shelf:
    """A place where things are put and taken from, which remembers the order."""

    def __init__(self) -> None:
        self.things: list[str] = []
        self.taken: list[str] = []
        self.broken: set[str] = set()
        self.tokens: dict[str, str] = {}
        self.resource = Resource(
            "thing", Thing, self.take, self.find, describe=lambda thing: f"thing {thing.name}"
        )

    async def put(self, run: Run, name: str, *, failure: BaseException | None = None) -> Thing:
        """Acquire a thing; with `failure`, raise it after the thing was put there."""

        async def create(token: str) -> Thing:
            self.things.append(name)
            self.tokens[token] = name
            if failure is not None:
                raise failure
            return Thing(name)

        return await run.acquire(self.resource, create)

    async def take(self, thing: Thing) -> None:
        """Release a thing."""
        self.taken.append(thing.name)
        if thing.name in self.broken:
            raise GoldsmithError(f"{thing.name} is stuck.")
        if thing.name in self.things:
            self.things.remove(thing.name)

    async def find(self, token: str, _planned: Thing | None) -> tuple[Thing, ...]:
        """What was made under a token."""
        return (Thing(self.tokens[token]),) if token in self.tokens else ()


class Workshop:
    """A state directory, and everything that was told while plans were carried out in it."""

    def __init__(self, folder: Path, resources: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.catalog = Catalog([Plugin("test", resources=resources or {})])
        self.events: list[Event] = []
        self.questions: list[str] = []
        self.answers: list[str] = []
        self.listeners: list[Listener] = [self.events.append]
        self.release_seconds = 0.5
        self.ask: Callable[[str], Awaitable[str]] | None = None
        """Answers instead of `answers`."""

    async def carry_out(
        self,
        *builds: Build,
        secrets: Iterable[str] = (),
        on_error: OnError = OnError.CLEANUP,
        run_id: str = RUN_ID,
        parallel: int = 0,
        debug: bool = False,
    ) -> Outcome:
        """Execute a plan of `builds`."""
        options = Options(
            run_id=run_id,
            state_directory=self.folder,
            cache_directory=self.folder / "cache",
            temporary_directory=folders(os.environ).temporary,
            parallel=parallel,
            on_error=on_error,
            debug=debug,
            release_seconds=self.release_seconds,
        )
        plan = plan_of(*builds, secrets=secrets)
        return await execute(plan, options, self.catalog, self.tell, self.ask or self.answer)

    def tell(self, event: Event) -> None:
        """Let everybody know who listens."""
        for listen in self.listeners:
            listen(event)

    async def answer(self, question: str) -> str:
        """The next of `answers`."""
        self.questions.append(question)
        return self.answers.pop(0) if self.answers else ""

    async def sweep(self, *, dry_run: bool = False) -> list[SweepResult]:
        """Everything that a sweep tells."""
        results = sweep(self.folder, self.catalog, dry_run=dry_run)
        return [result async for result in results]
