"""The sleep provisioner."""

from datetime import timedelta

import anyio

from goldsmith.plugins.core.sleep.provision import provision
from goldsmith.plugins.core.sleep.settings import SleepSettings
from goldsmith.sdk.testing import FakeRun


async def test_it_waits_as_long_as_it_is_told() -> None:
    begin = anyio.current_time()

    await provision(SleepSettings(duration=timedelta(milliseconds=50)), FakeRun(), None)

    assert anyio.current_time() - begin >= 0.05


async def test_it_can_be_cancelled() -> None:
    with anyio.move_on_after(0.05) as scope:
        await provision(SleepSettings(duration=timedelta(hours=1)), FakeRun(), None)

    assert scope.cancelled_caught


async def test_without_a_duration_nothing_is_said() -> None:
    run = FakeRun()

    await provision(SleepSettings(), run, None)

    assert run.said == []
