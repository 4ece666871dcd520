"""The sleep provisioner at work."""

import anyio

from goldsmith.plugins.core.sleep.settings import SleepSettings
from goldsmith.sdk import Machine, Run


async def provision(settings: SleepSettings, run: Run, _machine: Machine | None) -> None:
    """Wait."""
    seconds = settings.duration.total_seconds()
    if seconds <= 0:
        return
    run.say(f"Waiting for {seconds:g} seconds.")
    await anyio.sleep(seconds)
