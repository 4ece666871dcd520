"""Where things lie on this machine."""

from collections.abc import Mapping
from pathlib import Path

from goldsmith.record import record


@record
class Folders:
    """The only places that goldsmith writes to, besides what a template names."""

    state: Path
    """Journals and logs."""

    cache: Path
    """Downloads, and what can be made again."""

    temporary: Path
    """Files that are gone when the run ends."""


def folders(environment: Mapping[str, str]) -> Folders:
    """The folders for this user, made absolute; none of them is created here."""
    home = Path(environment.get("HOME") or Path.home())
    state = environment.get("XDG_STATE_HOME") or home / ".local" / "state"
    shared_cache = environment.get("XDG_CACHE_HOME") or home / ".cache"
    cache = environment.get("PACKER_CACHE_DIR") or Path(shared_cache) / "goldsmith"
    return Folders(
        state=(Path(state) / "goldsmith").absolute(),
        cache=Path(cache).absolute(),
        temporary=Path(environment.get("TMPDIR") or "/tmp").absolute(),  # noqa: S108 - the system's default
    )
