"""The full log of each build, in a file of its own."""

import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from goldsmith.events import (
    ArtifactMade,
    BuildEnded,
    BuildStarted,
    CommandOutput,
    Event,
    Interrupted,
    Listener,
    ProgressChanged,
    ResourceAcquired,
    ResourceReleased,
    RunEnded,
    Said,
    StepEnded,
    StepStarted,
)


def log_path(folder: Path, build: str) -> Path:
    """The log of `build`, below the folder of its run."""
    safe = "".join(one if one.isalnum() or one in "._-" else "_" for one in build)
    return folder / f"{safe.lstrip('.') or 'build'}.log"


class Logs:
    """Writes down every event of every build.

    A log that cannot be written, on a full disk for one, is given up, and `warn` is told so: no
    build fails for want of its log.
    """

    def __init__(self, folder: Path, warn: Listener) -> None:
        self._folder = folder
        self._warn = warn
        self._files: dict[str, int] = {}
        self._given_up: set[str] = set()

    def __call__(self, event: Event) -> None:
        """Write one event; a build's last one closes its file."""
        match event:
            case RunEnded() | ProgressChanged(ended=False):
                return
            case Interrupted():
                for build in tuple(self._files):
                    self._write(build, event.time, f"{event.signal} arrived.")
            case _:
                self._write(event.build, event.time, _line(event))
        if isinstance(event, BuildEnded):
            self._close(event.build)

    def _write(self, build: str, moment: float, text: str) -> None:
        if build in self._given_up:
            return
        try:
            self._append(build, moment, text)
        except OSError as error:
            self._given_up.add(build)
            self._close(build)
            path = log_path(self._folder, build)
            reason = f"The log {path} ends here: {error.strerror}. The build goes on."
            self._warn(Said(time.time(), build, "warning", reason))

    def _close(self, build: str) -> None:
        descriptor = self._files.pop(build, None)
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)

    def _append(self, build: str, moment: float, text: str) -> None:
        if build not in self._files:
            flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND
            self._files[build] = os.open(log_path(self._folder, build), flags, 0o600)
        stamp = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        lines = "".join(f"{stamp} {line}\n" for line in text.split("\n"))
        left = memoryview(lines.encode("utf-8", "replace"))
        while left:
            left = left[os.write(self._files[build], left) :]


def _line(
    event: BuildStarted
    | StepStarted
    | StepEnded
    | Said
    | CommandOutput
    | ProgressChanged
    | ResourceAcquired
    | ResourceReleased
    | ArtifactMade
    | BuildEnded,
) -> str:
    match event:
        case BuildStarted():
            return f"The build {event.build} begins."
        case StepStarted():
            return f"[{event.phase}] {event.title}"
        case StepEnded():
            how = f"failed: {event.error}" if event.error else "done"
            return f"[step {event.step}] {how} after {event.seconds:.3f} s"
        case Said():
            return f"[{event.level}] {event.text}"
        case CommandOutput():
            return f"[{event.stream}] {event.line}"
        case ProgressChanged():
            return f"[progress] {event.title}: {event.done} bytes"
        case ResourceAcquired():
            return f"[acquired] {event.description}"
        case ResourceReleased():
            return f"[released] {event.description}{f': {event.error}' if event.error else ''}"
        case ArtifactMade():
            return f"[artifact] {event.artifact.description}"
        case BuildEnded():
            error = f": {event.error}" if event.error else ""
            return f"The build {event.outcome} after {event.seconds:.3f} s{error}"
