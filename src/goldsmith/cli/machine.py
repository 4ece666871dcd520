"""Machine-readable output: a line of comma-separated fields for each event."""

import time
from collections.abc import Callable

from goldsmith.cli.plain import PlainOutput
from goldsmith.cli.report import BuildReport, Report
from goldsmith.events import ArtifactMade, Event, RunEnded


def line(target: str, kind: str, *data: str) -> str:
    """`UNIXTIME,TARGET,TYPE,DATA…` with the documented escapes."""
    return ",".join([str(int(time.time())), target, kind, *map(_escape, data)])


def _escape(text: str) -> str:
    return text.replace(",", "%!(PACKER_COMMA)").replace("\r", "\\r").replace("\n", "\\n")


class MachineOutput:
    """Prints what people would read as `ui` lines, and results as lines of their own."""

    def __init__(self, write: Callable[[str], None], *, timestamps: bool) -> None:
        self._write = write
        self._report = Report()
        self._ui = PlainOutput(self._say, color=False, timestamps=timestamps)

    def __call__(self, event: Event) -> None:
        """Print an event."""
        self._report(event)
        self._ui(event)
        if isinstance(event, RunEnded):
            self._results()

    def _say(self, text: str) -> None:
        self._write(line("", "ui", "say", text))

    def _results(self) -> None:
        failed = self._report.failed
        if failed:
            self._write(line("", "error-count", str(len(failed))))
        for build in failed:
            self._write(line(build.name, "error", build.error))
        for build in self._report.builds.values():
            self._artifacts(build)

    def _artifacts(self, build: BuildReport) -> None:
        if not build.artifacts:
            return
        self._write(line(build.name, "artifact-count", str(len(build.artifacts))))
        for made in build.artifacts:
            self._artifact(build.name, made)

    def _artifact(self, build: str, made: ArtifactMade) -> None:
        index = str(made.index)
        artifact = made.artifact
        self._write(line(build, "artifact", index, "builder-id", artifact.builder_id))
        self._write(line(build, "artifact", index, "id", artifact.id))
        self._write(line(build, "artifact", index, "string", artifact.description))
        self._write(line(build, "artifact", index, "files-count", str(len(artifact.files))))
        for number, path in enumerate(artifact.files):
            self._write(line(build, "artifact", index, "file", str(number), str(path)))
        self._write(line(build, "artifact", index, "end"))
