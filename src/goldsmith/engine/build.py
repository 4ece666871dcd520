"""The life of one build: boot, connect, provision, capture, undo, post-process."""

import time
import traceback
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from enum import Enum
from functools import partial
from typing import TypeVar

import anyio

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine import components
from goldsmith.engine.build_run import BuildRun, Shared
from goldsmith.engine.facts import facts_of_access, facts_of_host
from goldsmith.engine.failures import sentence_for, words_for
from goldsmith.engine.labels import label_of, placed
from goldsmith.engine.options import OnError
from goldsmith.engine.post_process import Chains
from goldsmith.engine.retry import with_meta_arguments
from goldsmith.engine.watch import MachineGone, Watch, watched
from goldsmith.events import ArtifactMade, BuildEnded, BuildStarted
from goldsmith.plan import Build, ProvisionerStep
from goldsmith.sdk import Artifact, Host, LeavesTraces, Machine

T = TypeVar("T")
_LEAVING = frozenset({OnError.ABORT, OnError.RUN_CLEANUP_PROVISIONER})


class _Answer(Enum):
    """What the user wants after a failure (`-on-error=ask`)."""

    CLEAN_UP = "c"
    ABORT = "a"
    RETRY = "r"


class BuildResult:
    """How a build ended; cancelled until something else is known."""

    def __init__(self) -> None:
        self.outcome = "cancelled"
        self.error = ""
        self.artifacts: tuple[Artifact, ...] = ()
        self.leftovers: tuple[str, ...] = ()


async def carry_out(build: Build, shared: Shared, result: BuildResult) -> None:
    """Carry out one build and fill in its result, also when it is cancelled."""
    run = BuildRun(build, shared)
    began = time.monotonic()
    shared.tell(BuildStarted(time.time(), build.name, str(run.log_path)))
    try:
        try:
            await _Life(run, result).live()
        finally:
            run.holdings.hand_over()
        result.outcome = "succeeded"
    except Exception as error:  # noqa: BLE001 - one build's bug must not stop the others
        result.outcome = "failed"
        result.error = _told(run, error)
    finally:
        result.leftovers = tuple(run.holdings.leftovers)
        for index, artifact in enumerate(result.artifacts):
            size = _size_of(artifact)
            shared.tell(ArtifactMade(time.time(), build.name, index, artifact, size))
        seconds = time.monotonic() - began
        shared.tell(BuildEnded(time.time(), build.name, result.outcome, seconds, result.error))


def _told(run: BuildRun, error: Exception) -> str:
    """The sentence for an error; a bug is told with its traceback."""
    trace = "".join(traceback.format_exception(error))
    sentence = sentence_for(error)
    if sentence is not None:
        run.debug_log(trace)
        return sentence
    run.complain(trace)
    return f"This is a bug in goldsmith or a plugin: {words_for(error)}"


def _size_of(artifact: Artifact) -> int:
    size = 0
    for path in artifact.files:
        try:
            size += path.stat().st_size
        except OSError:  # a remote place, or gone meanwhile
            continue
    return size


class _Life:
    """One build as it goes on."""

    def __init__(self, run: BuildRun, result: BuildResult) -> None:
        self._run = run
        self._build = run.build
        self._result = result
        self._on_error = run.shared.options.on_error
        self._chose_abort = False

    async def live(self) -> None:
        """Make the artifact, undo what that took, and post-process."""
        artifact = await self._made_and_undone()
        self._run.phase = "post-process"
        chains = Chains(self._run, artifact)
        try:
            await chains.carry_out(self._build.post_processors)
        finally:
            self._result.artifacts = chains.artifacts
        if chains.problems:
            raise GoldsmithError("\n".join(chains.problems))

    async def _made_and_undone(self) -> Artifact:
        run = self._run
        ended_well = False
        pause = False
        try:
            artifact = await self._made()
            ended_well = True
        except Exception as error:
            if self._on_error is not OnError.ASK:  # who was asked has been told
                run.complain(words_for(error))
            pause = run.debug
            raise
        finally:
            run.phase = "cleanup"
            if not ended_well and (self._chose_abort or self._on_error in _LEAVING):
                self._leave()
            try:
                if pause or (ended_well and run.debug):
                    await run.holdings.undo_to(before_each=self._pause_before_release)
            finally:
                await run.holdings.undo_to()
        return artifact

    async def _pause_before_release(self, description: str) -> None:
        await self._run.pause(f"Next: removing {description}.")

    def _leave(self) -> None:
        left = self._run.holdings.leave()
        if left:
            self._run.warn(
                f"Left for you to look at: {', '.join(left)}.\n`goldsmith sweep` removes it."
            )

    async def _made(self) -> Artifact:
        run, build = self._run, self._build
        if build.communicator is not None:
            await self._attempt("preparing to connect", self._prepare)
        host = await self._attempt("starting the machine", self._boot)
        run.learn(facts_of_host(host))
        try:
            async with watched(host) as watch, AsyncExitStack() as connection:
                machine = host.machine
                if machine is None and build.communicator is not None:
                    run.phase = "connect"
                    reach = partial(self._connect, connection, host)
                    machine = await self._attempt("connecting", reach)
                return await self._provisioned_and_captured(host, machine, watch)
        except MachineGone as error:
            if error.__cause__ is None:  # or else it was done after the failure that came first
                await self._clean_up_after(error, None)
            raise

    async def _prepare(self) -> None:
        run, build = self._run, self._build
        if build.communicator is None or build.communicator_settings is None:
            return
        with placed(build.span):
            settings = build.communicator_settings(run.facts)
            run.access = await components.prepare(build.communicator, settings, run)
        run.learn(facts_of_access(run.access))

    async def _boot(self) -> Host:
        self._run.phase = "boot"
        with placed(self._build.span):
            settings = self._build.builder_settings(self._run.facts)
            return await components.boot(self._build.builder, settings, self._run)

    async def _connect(self, connection: AsyncExitStack, host: Host) -> Machine | None:
        run, build = self._run, self._build
        communicator = build.communicator
        if communicator is None or build.communicator_settings is None:
            return None
        settings = build.communicator_settings(run.facts)
        reach = partial(components.connect, communicator, settings, run, host.endpoint, run.access)
        async with run.step(f"Connecting by {communicator.name}"):
            with placed(build.span):
                return await self._reached(connection, reach)

    async def _reached(
        self,
        connection: AsyncExitStack,
        reach: Callable[[], AbstractAsyncContextManager[Machine]],
    ) -> Machine:
        wait = self._build.pause_before_connecting.total_seconds()
        if wait > 0:
            async with reach():
                self._run.say(f"The machine answers. Pausing {wait:g} s before connecting again.")
            await anyio.sleep(wait)
        return await connection.enter_async_context(reach())

    async def _provisioned_and_captured(
        self, host: Host, machine: Machine | None, watch: Watch
    ) -> Artifact:
        run, build = self._run, self._build
        try:
            for step in build.provisioners:
                run.phase = "provision"
                name = f"the provisioner {label_of(step.component.name, step.name)}"
                await self._attempt(name, partial(self._provision, step, machine))
            if isinstance(machine, LeavesTraces):
                await self._attempt("removing what connecting left behind", machine.tidy)
            watch.end()
            run.phase = "capture"
            return await self._attempt("making the image", partial(self._capture, host, machine))
        except Exception as error:
            await self._clean_up_after(error, machine)
            raise

    async def _provision(self, step: ProvisionerStep, machine: Machine | None) -> None:
        run = self._run
        label = label_of(step.component.name, step.name)

        async def provision() -> None:
            settings = run.settings_of(step, run.facts)
            await components.provision(step.component, settings, run, machine)

        if run.debug:
            await run.pause(f"Next: the provisioner {label}.")
        async with run.step(f"Provisioner {label}"):
            with placed(step.span):
                await with_meta_arguments(step, run, provision)

    async def _capture(self, host: Host, machine: Machine | None) -> Artifact:
        run, build = self._run, self._build
        with placed(build.span):
            settings = build.builder_settings(run.facts)
            return await components.capture(build.builder, settings, run, host, machine)

    async def _clean_up_after(self, error: Exception, machine: Machine | None) -> None:
        """Run the error-cleanup provisioner; its own failure is joined to `error`."""
        step = self._build.error_cleanup
        if step is None or self._chose_abort or self._on_error is OnError.ABORT:
            return
        self._run.phase = "cleanup"
        try:
            await self._provision(step, machine)
        except Exception as second:  # noqa: BLE001 - the first error is the one to be told
            error.add_note(f"The error-cleanup provisioner failed as well: {words_for(second)}")

    async def _attempt(self, what: str, work: Callable[[], Awaitable[T]]) -> T:
        """Do one part of the build, again if the user wants to (`-on-error=ask`)."""
        while True:
            before = self._run.holdings.mark()
            try:
                return await work()
            except Exception as error:
                sentence = sentence_for(error)
                if self._on_error is not OnError.ASK or sentence is None:
                    raise
                answer = await self._choose(what, sentence)
                if answer is not _Answer.RETRY:
                    self._chose_abort = answer is _Answer.ABORT
                    raise
            await self._run.holdings.undo_to(before)

    async def _choose(self, what: str, sentence: str) -> _Answer:
        self._run.complain(f"{what[:1].upper()}{what[1:]} failed: {sentence}")
        while True:
            answer = await self._run.ask(
                "[c] clean up and end, [a] abort and leave everything, [r] retry:"
            )
            if not answer.strip():
                return _Answer.CLEAN_UP
            try:
                return _Answer(answer.strip().lower()[:1])
            except ValueError:
                continue
