"""Carries out a plan: builds side by side, one event stream, one outcome."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

import anyio

from goldsmith.catalog import Catalog
from goldsmith.engine.build import BuildResult, carry_out
from goldsmith.engine.build_run import Shared
from goldsmith.engine.interrupt import watch_listeners, watch_signals
from goldsmith.engine.journal import Journal, forget_old_runs
from goldsmith.engine.logs import Logs
from goldsmith.engine.options import Options, Outcome
from goldsmith.engine.redact import Redactor
from goldsmith.engine.telling import Teller
from goldsmith.events import Listener, RunEnded
from goldsmith.plan import Build, Plan
from goldsmith.record import replace


async def execute(
    plan: Plan,
    options: Options,
    catalog: Catalog,
    listen: Listener,
    ask: Callable[[str], Awaitable[str]],
) -> Outcome:
    """Build everything in `plan`, telling `listen` what happens.

    A build that fails does not stop the others. However this ends, what was acquired is released or
    stays in the journal. Where `listen` raises, the run is interrupted as by a signal, and raises
    the same when everything is undone.
    """
    forget_old_runs(options.state_directory, options.kept_runs)
    journal = Journal.create(options.state_directory, options.run_id)
    try:
        redactor = Redactor(plan.secrets)
        tell = Teller(redactor, Logs(journal.folder, listen), listen)
        shared = Shared(
            options, catalog, journal, redactor, tell, ask, anyio.Lock(), plan.later_secrets
        )
        began = time.monotonic()
        builds = told_apart(plan.builds)
        results = {build.name: BuildResult() for build in builds}
        await _carry_out_all(builds, shared, results)
        outcome = _outcome(results)
        tell(RunEnded(time.time(), time.monotonic() - began, outcome.leftovers))
        if tell.failure is not None:
            raise tell.failure
        return outcome
    finally:
        journal.close()


def told_apart(builds: Sequence[Build]) -> tuple[Build, ...]:
    """The builds with a number behind names that stand there more than once.

    Two `build` blocks may use the same source, and neither need have a name of its own.
    """
    taken = {build.name for build in builds}
    seen: set[str] = set()
    found: list[Build] = []
    for build in builds:
        name, number = build.name, 1
        while name in seen or (number > 1 and name in taken):
            number += 1
            name = f"{build.name}-{number}"
        seen.add(name)
        found.append(build if name == build.name else replace(build, name=name))
    return tuple(found)


async def _carry_out_all(
    builds: Sequence[Build], shared: Shared, results: Mapping[str, BuildResult]
) -> None:
    options = shared.options
    at_once = 1 if options.debug else options.parallel or len(builds) or 1
    limiter = anyio.Semaphore(at_once)

    async def one(build: Build) -> None:
        async with limiter:
            await carry_out(build, shared, results[build.name])

    async with anyio.create_task_group() as watching:
        with anyio.CancelScope() as building:
            await watching.start(watch_signals, options, shared.tell, building.cancel)
            watching.start_soon(watch_listeners, shared.tell, building.cancel)
            async with anyio.create_task_group() as working:
                for build in builds:
                    working.start_soon(one, build)
        watching.cancel_scope.cancel()


def _outcome(results: Mapping[str, BuildResult]) -> Outcome:
    def named(outcome: str) -> tuple[str, ...]:
        return tuple(name for name, result in results.items() if result.outcome == outcome)

    return Outcome(
        succeeded=named("succeeded"),
        failed=named("failed"),
        cancelled=named("cancelled"),
        artifacts={name: result.artifacts for name, result in results.items()},
        leftovers=tuple(one for result in results.values() for one in result.leftovers),
    )
