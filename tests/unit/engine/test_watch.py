"""A build does not wait for a machine that is gone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.testing import PLACE, BuilderParts, CommunicatorParts, Workshop, build, step
from goldsmith.events import BuildEnded
from goldsmith.sdk import Artifact, ConnectionLost, Endpoint, Host, Machine, Run
from goldsmith.sdk.testing import FakeMachine


def gone_after(seconds: float) -> Host:
    async def gone() -> str:
        await anyio.sleep(seconds)
        return "The machine has switched itself off."

    return Host(gone=gone)


def error_of(workshop: Workshop) -> str:
    return next(one.error for one in workshop.events if isinstance(one, BuildEnded))


async def wait(_run: Run, _machine: Machine | None) -> None:
    await anyio.sleep_forever()


async def test_a_provisioner_ends_when_its_machine_is_gone(workshop: Workshop) -> None:
    async def boot(_run: Run) -> Host:
        return gone_after(0.01)

    await workshop.carry_out(build(parts=BuilderParts(boot), provisioners=[step(wait)]))

    assert error_of(workshop).startswith("The machine has switched itself off.")


async def test_connecting_ends_when_the_machine_is_gone(workshop: Workshop) -> None:
    async def boot(_run: Run) -> Host:
        return gone_after(0.01)

    @asynccontextmanager
    async def connect(_run: Run, _endpoint: Endpoint | None) -> AsyncIterator[Machine]:
        await anyio.sleep_forever()
        yield FakeMachine()

    parts = CommunicatorParts(connect=connect)
    await workshop.carry_out(build(parts=BuilderParts(boot), communicator=parts))

    assert error_of(workshop).startswith("The machine has switched itself off.")


async def test_a_lost_connection_is_explained_by_the_end_of_the_machine(
    workshop: Workshop,
) -> None:
    async def boot(_run: Run) -> Host:
        return gone_after(0.05)

    async def lose_connection(_run: Run, _machine: Machine | None) -> None:
        raise ConnectionLost("The connection ended.")

    cleanups: list[str] = []

    async def clean_up(_run: Run, _machine: Machine | None) -> None:
        cleanups.append("done")

    await workshop.carry_out(
        build(
            parts=BuilderParts(boot),
            provisioners=[step(lose_connection)],
            error_cleanup=step(clean_up),
        )
    )

    assert error_of(workshop).startswith("The machine has switched itself off.")
    assert cleanups == ["done"]


async def test_the_error_cleanup_provisioner_runs_once_when_the_machine_is_gone(
    workshop: Workshop,
) -> None:
    async def boot(_run: Run) -> Host:
        return gone_after(0.01)

    cleanups: list[str] = []

    async def clean_up(_run: Run, _machine: Machine | None) -> None:
        cleanups.append("done")

    await workshop.carry_out(
        build(parts=BuilderParts(boot), provisioners=[step(wait)], error_cleanup=step(clean_up))
    )

    assert cleanups == ["done"]


async def test_a_machine_may_go_while_its_image_is_made(workshop: Workshop) -> None:
    async def boot(_run: Run) -> Host:
        return gone_after(0.01)

    async def capture(_run: Run, _host: Host, _machine: Machine | None) -> Artifact:
        await anyio.sleep(0.05)
        return Artifact("test.builder", "image", "An image")

    outcome = await workshop.carry_out(build(parts=BuilderParts(boot, capture)))

    assert outcome.is_success


async def test_what_fails_by_itself_is_told_as_it_is(workshop: Workshop) -> None:
    async def boot(_run: Run) -> Host:
        return gone_after(5)

    async def fail(_run: Run, _machine: Machine | None) -> None:
        raise GoldsmithError("It broke.")

    await workshop.carry_out(build(parts=BuilderParts(boot), provisioners=[step(fail)]))

    assert error_of(workshop) == f"It broke.{PLACE}"


async def test_a_machine_that_goes_without_a_word_fails_the_build(workshop: Workshop) -> None:
    async def say_nothing() -> str:
        return ""

    async def boot(_run: Run) -> Host:
        return Host(gone=say_nothing)

    await workshop.carry_out(build(parts=BuilderParts(boot), provisioners=[step(wait)]))

    assert error_of(workshop).startswith("The machine is gone.")
