"""The null builder at work: it starts nothing and keeps nothing."""

from goldsmith.plugins.core.null.settings import NullSettings
from goldsmith.sdk import Artifact, Host, Machine, Run

NULL_ID = "Null"


async def boot(_settings: NullSettings, _run: Run) -> Host:
    """Hand over the machine that the template names, as it is."""
    return Host(facts={"ID": NULL_ID})


async def capture(
    _settings: NullSettings, _run: Run, _host: Host, _machine: Machine | None
) -> Artifact:
    """Say that there is no image."""
    return Artifact(
        builder_id="fnoeding.null",
        id=NULL_ID,
        description="No image: the null builder makes none.",
        facts={"ID": NULL_ID},
    )
