"""HINGE: what happened, as it happens. The engine tells; terminal, logs and reports listen."""

from collections.abc import Callable
from typing import TypeAlias

from goldsmith.record import record
from goldsmith.sdk.artifact import Artifact
from goldsmith.sdk.machine import Stream


@record
class BuildStarted:
    """A build begins; `log_path` holds its full log."""

    time: float
    build: str
    log_path: str


@record
class StepStarted:
    """A named part of a build begins; `step` is unique in its build and pairs it with its end.

    `phase` is one of boot, connect, provision, capture, post-process, cleanup.
    """

    time: float
    build: str
    step: int
    phase: str
    title: str


@record
class StepEnded:
    """A named part of a build is over; `error` is empty when it went well."""

    time: float
    build: str
    step: int
    seconds: float
    error: str = ""


@record
class Said:
    """Something worth reading; `level` is info, warning or error, `debug` is for the log alone.

    `component` is the type of the post-processor that speaks, or empty.
    """

    time: float
    build: str
    level: str
    text: str
    component: str = ""


@record
class CommandOutput:
    """One line that a command printed."""

    time: float
    build: str
    stream: Stream
    line: str
    component: str = ""


@record
class ProgressChanged:
    """`done` of `total` bytes (None: unknown); `progress` pairs the events of one bar.

    `ended` is true in the last one.
    """

    time: float
    build: str
    progress: int
    title: str
    done: int
    total: int | None
    ended: bool = False


@record
class ResourceAcquired:
    """Something now exists that must be gone when the build ends."""

    time: float
    build: str
    kind: str
    description: str


@record
class ResourceReleased:
    """It is gone; `error` says why it is not."""

    time: float
    build: str
    kind: str
    description: str
    error: str = ""


@record
class ArtifactMade:
    """A result that stays; `index` counts within the build from 0."""

    time: float
    build: str
    index: int
    artifact: Artifact
    size: int
    """Bytes of its files."""


@record
class BuildEnded:
    """A build is over; `outcome` is succeeded, failed or cancelled."""

    time: float
    build: str
    outcome: str
    seconds: float
    error: str = ""


@record
class Interrupted:
    """A signal arrived; builds are being undone."""

    time: float
    signal: str


@record
class RunEnded:
    """Every build is over."""

    time: float
    seconds: float
    leftovers: tuple[str, ...] = ()
    """What could not be released and stays in the journal."""


Event: TypeAlias = (
    BuildStarted
    | StepStarted
    | StepEnded
    | Said
    | CommandOutput
    | ProgressChanged
    | ResourceAcquired
    | ResourceReleased
    | ArtifactMade
    | BuildEnded
    | Interrupted
    | RunEnded
)

Listener: TypeAlias = Callable[[Event], None]
