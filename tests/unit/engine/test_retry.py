"""The meta-arguments of a provisioner."""

from datetime import timedelta

import anyio
import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.testing import PLACE, Workshop, build, step
from goldsmith.events import Said, StepEnded
from goldsmith.sdk import Machine, Run


class Flaky:
    """Fails some times, then works."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.attempts = 0

    async def __call__(self, _run: Run, _machine: Machine | None) -> None:
        self.attempts += 1
        if self.attempts <= self.failures:
            raise GoldsmithError(f"Failure {self.attempts}.")


def warnings(workshop: Workshop) -> list[str]:
    return [one.text for one in workshop.events if isinstance(one, Said) and one.level == "warning"]


async def test_a_provisioner_is_tried_again_as_often_as_max_retries_says(
    workshop: Workshop,
) -> None:
    act = Flaky(2)

    outcome = await workshop.carry_out(build(provisioners=[step(act, max_retries=2)]))

    assert outcome.is_success
    assert act.attempts == 3
    assert warnings(workshop) == [
        "Failure 1.\nTrying up to 2 more times.",
        "Failure 2.\nTrying once more.",
    ]


async def test_the_error_of_the_first_attempt_is_the_one_that_counts(workshop: Workshop) -> None:
    act = Flaky(9)

    outcome = await workshop.carry_out(build(provisioners=[step(act, max_retries=1)]))

    assert outcome.failed == ("test.one",)
    assert act.attempts == 2
    ended = [one for one in workshop.events if isinstance(one, StepEnded)]
    assert ended[0].error == "Failure 1.\nThat was the first of 2 attempts; all of them failed."


async def test_a_provisioner_that_may_fail_only_warns(workshop: Workshop) -> None:
    act = Flaky(1)

    outcome = await workshop.carry_out(build(provisioners=[step(act, continue_on_error=True)]))

    assert outcome.is_success
    assert warnings(workshop) == ["Failure 1.\nThe build goes on, for continue_on_error is set."]


async def test_a_bug_is_neither_retried_nor_forgiven(workshop: Workshop) -> None:
    attempts = []

    async def act(_run: Run, _machine: Machine | None) -> None:
        attempts.append(1)
        raise ZeroDivisionError

    outcome = await workshop.carry_out(
        build(provisioners=[step(act, max_retries=3, continue_on_error=True)])
    )

    assert outcome.failed == ("test.one",)
    assert len(attempts) == 1
    said = [one.text for one in workshop.events if isinstance(one, Said)]
    assert any("Traceback" in text for text in said)


async def test_a_provisioner_that_takes_too_long_is_stopped_and_says_so(workshop: Workshop) -> None:
    async def act(_run: Run, _machine: Machine | None) -> None:
        await anyio.sleep(60)

    outcome = await workshop.carry_out(
        build(provisioners=[step(act, name="slow", timeout=timedelta(milliseconds=20))])
    )

    assert outcome.failed == ("test.one",)
    ended = [one for one in workshop.events if isinstance(one, StepEnded)]
    assert ended[0].error == (
        "The provisioner slow was stopped: it took longer than its timeout of 0.02 seconds." + PLACE
    )


async def test_a_provisioner_in_time_is_left_alone(workshop: Workshop) -> None:
    act = step(Flaky(0), timeout=timedelta(minutes=1))

    assert (await workshop.carry_out(build(provisioners=[act]))).is_success


async def test_a_pause_switches_the_timeout_off(workshop: Workshop) -> None:
    async def act(_run: Run, _machine: Machine | None) -> None:
        await anyio.sleep(0.03)

    outcome = await workshop.carry_out(
        build(
            provisioners=[
                step(
                    act,
                    timeout=timedelta(milliseconds=1),
                    pause_before=timedelta(milliseconds=1),
                )
            ]
        )
    )

    assert outcome.is_success
    said = [one.text for one in workshop.events if isinstance(one, Said)]
    assert "Pausing 0.001 s before act." in said


@pytest.mark.parametrize("retries", [0, 3])
async def test_a_cancelled_provisioner_is_not_forgiven(workshop: Workshop, retries: int) -> None:
    attempts = []

    async def act(_run: Run, _machine: Machine | None) -> None:
        attempts.append(1)
        await anyio.sleep(60)

    with anyio.move_on_after(0.05) as scope:
        await workshop.carry_out(
            build(provisioners=[step(act, max_retries=retries, continue_on_error=True)])
        )

    assert scope.cancelled_caught
    assert len(attempts) == 1
