"""What the user asks of a run besides its plan, and what came of it."""

import os
import signal
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path

from goldsmith.record import record
from goldsmith.sdk import Artifact


class OnError(Enum):
    """What becomes of a build's machine when something fails (`-on-error`)."""

    CLEANUP = "cleanup"
    ABORT = "abort"
    ASK = "ask"
    RUN_CLEANUP_PROVISIONER = "run-cleanup-provisioner"


@record
class Options:
    """How to carry out a plan."""

    run_id: str
    """The UUID of this invocation."""

    state_directory: Path
    """Journals and logs lie in `runs/RUN-ID` below it."""

    cache_directory: Path

    temporary_directory: Path
    """Where files lie that are gone when the run ends."""

    parallel: int = 0
    """How many builds run at once; 0 for all of them."""

    on_error: OnError = OnError.CLEANUP

    debug: bool = False
    """One build after another, waiting for the user between steps."""

    force: bool = False

    signals: tuple[signal.Signals, ...] = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    """What interrupts the run. Leave it empty outside the main thread."""

    stop_at_once: Callable[[int], object] = os._exit
    """Ends the process with an exit code, at the second signal."""

    kept_runs: int = 50
    """How many ended runs keep their logs."""

    release_seconds: float = 300.0
    """How long giving back one thing may take."""


@record
class Outcome:
    """How the builds ended, by name, in the order of the plan."""

    succeeded: tuple[str, ...]
    failed: tuple[str, ...]
    cancelled: tuple[str, ...]
    artifacts: Mapping[str, tuple[Artifact, ...]]
    """What each build made and kept, as it is: unlike events, not masked."""

    leftovers: tuple[str, ...] = ()
    """What still exists and stays in the journal, in words."""

    @property
    def is_success(self) -> bool:
        """Whether every build succeeded and nothing is left."""
        return not (self.failed or self.cancelled or self.leftovers)
