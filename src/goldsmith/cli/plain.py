"""Output for a pipe or a file: lines prefixed with the build's name."""

from collections.abc import Callable
from datetime import UTC, datetime

from goldsmith.cli.controls import with_colors_only, without_controls
from goldsmith.cli.report import Report, in_words
from goldsmith.cli.wording import duration
from goldsmith.events import (
    BuildEnded,
    BuildStarted,
    CommandOutput,
    Event,
    Interrupted,
    ResourceReleased,
    RunEnded,
    Said,
    StepStarted,
)

_COLORS = ("32", "36", "35", "33", "34")
_RED = "31"
_YELLOW = "33"


class PlainOutput:
    """Prints every event worth reading as it comes, then the summary."""

    def __init__(self, write: Callable[[str], None], *, color: bool, timestamps: bool) -> None:
        self._write = write
        self._color = color
        self._clean = with_colors_only if color else without_controls
        self._timestamps = timestamps
        self._tints: dict[str, str] = {}
        self._report = Report()
        self._is_interrupted = False

    def __call__(self, event: Event) -> None:
        """Print an event."""
        self._report(event)
        match event:
            case BuildStarted(build=build):
                self._tints[build] = _COLORS[len(self._tints) % len(_COLORS)]
            case StepStarted(time=time, build=build, title=title):
                self._lines(time, f"==> {build}", title, self._tints.get(build, ""))
            case Said(level="debug"):
                pass
            case Said(time=time, build=build, level=level, text=text, component=component):
                tint = {"error": _RED, "warning": _YELLOW}.get(level, self._tints.get(build, ""))
                # The rest of an error stands in the summary, below all output.
                shown = text.partition("\n")[0] if level == "error" else text
                self._lines(time, f"==> {_speaker(build, component)}", shown, tint)
            case CommandOutput(time=time, build=build, stream=stream, line=line):
                tint = _RED if stream == "stderr" else ""
                self._lines(time, f"    {_speaker(build, event.component)}", line, tint)
            case ResourceReleased(time=time, build=build, error=error) if error:
                text = f"{event.description} could not be released: {error}"
                self._lines(time, f"==> {build}", text, _RED)
            case Interrupted():
                text = in_words(event, is_second=self._is_interrupted)
                self._is_interrupted = True
                self._lines(event.time, "==> goldsmith", text, _RED)
            case BuildEnded():
                self._write(self._stamp(event.time) + self._clean(_ending(event)))
            case RunEnded():
                for line in self._report.summary():
                    self._write(self._clean(line))
            case _:
                pass

    def _lines(self, time: float, prefix: str, text: str, tint: str) -> None:
        for line in text.splitlines() or [""]:
            shown = f"{prefix}: {self._clean(line)}".rstrip()
            if self._color and tint:
                shown = f"\x1b[1;{tint}m{shown}\x1b[0m"
            self._write(self._stamp(time) + shown)

    def _stamp(self, time: float) -> str:
        if not self._timestamps:
            return ""
        return datetime.fromtimestamp(time, UTC).isoformat(timespec="seconds") + ": "


def _speaker(build: str, component: str) -> str:
    return f"{build} ({component})" if component else build


def _ending(event: BuildEnded) -> str:
    match event.outcome:
        case "succeeded":
            return f"Build '{event.build}' finished after {duration(event.seconds)}."
        case "cancelled":
            return f"Build '{event.build}' was cancelled after {duration(event.seconds)}."
        case _:
            first = event.error.splitlines()[0] if event.error else "failed"
            return f"Build '{event.build}' errored after {duration(event.seconds)}: {first}"
