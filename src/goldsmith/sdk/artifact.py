"""What a build leaves behind on purpose."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from goldsmith.record import field, record


async def nothing_to_destroy() -> None:
    """For artifacts that occupy nothing."""


@record
class Artifact:
    """An image or a set of files that a builder or post-processor made."""

    builder_id: str
    """Which component made it, as post-processors know it: `transcend.qemu`."""

    id: str
    """What it is called where it lies: an image id, or a fixed word."""

    description: str
    """What the summary shows, as in "VM files in directory: output-web"."""

    files: tuple[Path, ...] = ()

    destroy: Callable[[], Awaitable[None]] = nothing_to_destroy
    """Removes it for good; called when a later post-processor does not keep it."""

    facts: Mapping[str, str] = field(factory=dict)
    """What later post-processors see as `build.NAME`, besides what the run knows."""

    state: Mapping[str, str] = field(factory=dict)
    """What specific post-processors ask for: `diskType`, `domainType`."""
