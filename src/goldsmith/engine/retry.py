"""A provisioner with its pause, timeout, retries and tolerance."""

from collections.abc import Awaitable, Callable

import anyio

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.build_run import BuildRun
from goldsmith.engine.failures import sentence_for
from goldsmith.plan import ProvisionerStep


async def with_meta_arguments(
    step: ProvisionerStep, run: BuildRun, provision: Callable[[], Awaitable[None]]
) -> None:
    """Carry out `provision` as the meta-arguments of `step` say.

    From the inside out, as with Packer: a pause or a timeout (a pause switches the timeout off),
    the retries, `continue_on_error`. A cancelled provisioner is never retried or forgiven.
    """
    try:
        await _with_retries(step, run, provision)
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is None or not step.continue_on_error:
            raise
        run.warn(f"{sentence}\nThe build goes on, for continue_on_error is set.")


async def _with_retries(
    step: ProvisionerStep, run: BuildRun, provision: Callable[[], Awaitable[None]]
) -> None:
    attempts = max(0, step.max_retries) + 1
    first: Exception | None = None
    for attempt in range(1, attempts + 1):
        try:
            await _once(step, run, provision)
        except Exception as error:
            sentence = sentence_for(error)
            if sentence is None:
                raise
            first = first or error
            if attempt < attempts:
                left = attempts - attempt
                tries = "once more" if left == 1 else f"up to {left} more times"
                run.warn(f"{sentence}\nTrying {tries}.")
        else:
            return
    if first is not None:
        if attempts > 1:
            first.add_note(f"That was the first of {attempts} attempts; all of them failed.")
        raise first


async def _once(
    step: ProvisionerStep, run: BuildRun, provision: Callable[[], Awaitable[None]]
) -> None:
    if step.pause_before:
        run.say(f"Pausing {step.pause_before.total_seconds():g} s before {step.name}.")
        await anyio.sleep(step.pause_before.total_seconds())
        await provision()
    elif step.timeout is not None:
        await _within(step.name, step.timeout.total_seconds(), provision)
    else:
        await provision()


async def _within(name: str, seconds: float, provision: Callable[[], Awaitable[None]]) -> None:
    with anyio.move_on_after(seconds) as scope:
        await provision()
        return
    if scope.cancelled_caught:
        raise GoldsmithError(
            f"The provisioner {name} was stopped: it took longer than its timeout of "
            f"{seconds:g} seconds."
        )
