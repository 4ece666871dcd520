"""The breakpoint provisioner."""

from goldsmith.plugins.core.breakpoint.provision import provision
from goldsmith.plugins.core.breakpoint.settings import BreakpointSettings
from goldsmith.sdk.testing import FakeRun


async def test_it_asks_before_it_goes_on() -> None:
    run = FakeRun()

    await provision(BreakpointSettings(note="look around"), run, None)

    assert run.said == ["Stopped at a breakpoint: look around"]
    assert run.questions == ["Press Enter to go on."]


async def test_a_disabled_one_only_tells() -> None:
    run = FakeRun()

    await provision(BreakpointSettings(disable=True), run, None)

    assert run.said == ["Passing a breakpoint that is disabled."]
    assert run.questions == []
