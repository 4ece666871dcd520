"""What templates say of the breakpoint provisioner."""

from goldsmith.sdk import settings


@settings
class BreakpointSettings:
    """Stops the build until the user lets it go on, to look at the machine."""

    note: str = ""
    """What to tell the user."""

    disable: bool = False
    """Don't stop; only tell."""
