"""What a run came to, gathered from its events, for the summary at the end."""

from collections.abc import Iterator
from pathlib import Path

from goldsmith.cli.wording import duration, short_duration, size
from goldsmith.events import (
    ArtifactMade,
    BuildEnded,
    BuildStarted,
    Event,
    Interrupted,
    RunEnded,
    StepEnded,
    StepStarted,
)


class BuildReport:
    """One build: its phases, results and end."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.log_path = ""
        self.outcome = ""
        self.error = ""
        self.seconds = 0.0
        self.phases: dict[str, float] = {}
        self.artifacts: list[ArtifactMade] = []
        self._open: dict[int, str] = {}
        self._outermost: int | None = None

    def add(self, event: StepStarted | StepEnded) -> None:
        """Count a step's time for its phase; a step inside another counts once."""
        if isinstance(event, StepStarted):
            self._open[event.step] = event.phase
            if self._outermost is None:
                self._outermost = event.step
            return
        phase = self._open.pop(event.step, "")
        if event.step == self._outermost:
            self.phases[phase] = self.phases.get(phase, 0.0) + event.seconds
            self._outermost = None


class Report:
    """Every build of a run, in the order they began."""

    def __init__(self) -> None:
        self.builds: dict[str, BuildReport] = {}
        self.interrupted = ""
        self.seconds = 0.0
        self.leftovers: tuple[str, ...] = ()

    def __call__(self, event: Event) -> None:
        """Take note of an event."""
        match event:
            case BuildStarted(build=name, log_path=path):
                self._of(name).log_path = path
            case StepStarted(build=name) | StepEnded(build=name):
                self._of(name).add(event)
            case ArtifactMade(build=name):
                self._of(name).artifacts.append(event)
            case BuildEnded(build=name, outcome=outcome, seconds=seconds, error=error):
                build = self._of(name)
                build.outcome, build.seconds, build.error = outcome, seconds, error
            case Interrupted(signal=signal):
                self.interrupted = signal
            case RunEnded(seconds=seconds, leftovers=leftovers):
                self.seconds, self.leftovers = seconds, leftovers
            case _:
                pass

    def _of(self, name: str) -> BuildReport:
        return self.builds.setdefault(name, BuildReport(name))

    @property
    def failed(self) -> list[BuildReport]:
        """Builds that ended with an error."""
        return [build for build in self.builds.values() if build.outcome == "failed"]

    def summary(self) -> Iterator[str]:
        """The lines that end the output."""
        yield ""
        yield f"==> Wait completed after {duration(self.seconds)}"
        if self.interrupted:
            yield ""
            yield "==> Builds were cancelled, and what they had acquired was undone."
        for build in self.failed:
            yield ""
            yield from _failure(build)
        made = [build for build in self.builds.values() if build.artifacts]
        if made:
            yield ""
            yield "==> Builds finished. These artifacts were made:"
            for build in made:
                yield from _success(build)
        elif not self.failed and not self.interrupted:
            yield ""
            yield "==> Builds finished, but no artifacts were made."
        if self.leftovers:
            yield ""
            yield "==> Not released; `goldsmith sweep` tries again:"
            yield from (f"    {leftover}" for leftover in self.leftovers)


def in_words(event: Interrupted, *, is_second: bool) -> str:
    """What a signal does."""
    if is_second:
        return f"{event.signal}: stopping at once. `goldsmith sweep` releases what is left."
    return f"{event.signal}: undoing everything. A second one stops at once."


def _failure(build: BuildReport) -> Iterator[str]:
    first, *rest = build.error.splitlines() or ["failed"]
    yield f"==> {build.name} failed after {short_duration(build.seconds)}:"
    yield f"--> {build.name}: {first}"
    yield from (f"    {line}" for line in rest)
    if build.log_path:
        yield f"    Full log: {build.log_path}"


def _success(build: BuildReport) -> Iterator[str]:
    shown: set[tuple[str, tuple[Path, ...]]] = set()
    for made in build.artifacts:
        what = (made.artifact.description, made.artifact.files)
        if what in shown:  # some post-processors hand on what they were given
            continue
        shown.add(what)
        first, *rest = made.artifact.description.splitlines() or [made.artifact.id]
        yield f"--> {build.name}: {first}"
        yield from (f"    {line}" for line in rest)
        if made.artifact.files:
            names = ", ".join(str(path) for path in made.artifact.files[:3])
            more = len(made.artifact.files) - 3
            others = f" and {more} more" if more > 0 else ""
            yield f"    {size(made.size)} in {names}{others}"
    if build.phases:
        parts = (f"{name} {short_duration(time)}" for name, time in build.phases.items())
        yield f"    {' · '.join(parts)} · total {short_duration(build.seconds)}"
