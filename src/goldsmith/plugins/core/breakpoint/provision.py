"""The breakpoint provisioner at work."""

from goldsmith.plugins.core.breakpoint.settings import BreakpointSettings
from goldsmith.sdk import Machine, Run


async def provision(settings: BreakpointSettings, run: Run, _machine: Machine | None) -> None:
    """Wait until the user presses Enter."""
    note = f": {settings.note}" if settings.note else "."
    if settings.disable:
        run.say(f"Passing a breakpoint that is disabled{note}")
        return
    run.say(f"Stopped at a breakpoint{note}")
    await run.ask("Press Enter to go on.")
