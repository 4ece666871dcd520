"""Output for a terminal: one calm view of what every build is doing, finished steps above it."""

import sys
import threading
from collections.abc import Iterable
from datetime import datetime
from typing import TextIO

from goldsmith.cli.controls import without_controls
from goldsmith.cli.report import Report, in_words
from goldsmith.cli.rows import Row
from goldsmith.cli.screen import Screen, Styles, cells
from goldsmith.cli.wording import short_duration
from goldsmith.events import (
    BuildEnded,
    BuildStarted,
    CommandOutput,
    Event,
    Interrupted,
    ProgressChanged,
    ResourceReleased,
    RunEnded,
    Said,
    StepEnded,
    StepStarted,
)

_PAUSE = 0.125
_WIDEST_NAME = 30
_MARKS = {"error": ("✗", "red"), "warning": ("!", "yellow")}
_ENDINGS = {"succeeded": ("✓", "green"), "cancelled": ("!", "yellow")}


def live_output(*, color: bool, timestamps: bool) -> "LiveOutput":
    """The view on standard output."""
    return LiveOutput(sys.stdout, color=color, timestamps=timestamps)


class LiveOutput:
    """Draws the view, a few times a second and when something happens, and prints what stays."""

    def __init__(self, stream: TextIO, *, color: bool, timestamps: bool) -> None:
        self._screen = Screen(stream)
        self._style = Styles(color=color)
        self._timestamps = timestamps
        self._rows: dict[str, Row] = {}
        self._report = Report()
        self._is_interrupted = False
        self._above: list[str] = []
        self._lock = threading.RLock()
        self._paused = threading.Event()
        self.resume()

    def pause(self) -> None:
        """Give the terminal free, for a question."""
        with self._lock:
            self._paused.set()
            self._screen.draw((), self._taken())

    def resume(self) -> None:
        """Draw again after `pause`."""
        with self._lock:
            self._paused = threading.Event()
            threading.Thread(target=self._keep_drawing, args=(self._paused,), daemon=True).start()

    def _keep_drawing(self, paused: threading.Event) -> None:
        while not paused.wait(_PAUSE):
            with self._lock:
                if paused.is_set():
                    return
                try:
                    self._draw()
                except (OSError, ValueError):
                    return  # the terminal has gone, which the next event will find out as well

    def __call__(self, event: Event) -> None:
        """Show an event."""
        with self._lock:
            self._report(event)
            self._take(event)
            if self._above:
                self._draw()

    def _draw(self) -> None:
        lines = () if self._paused.is_set() else tuple(self._view())
        self._screen.draw(lines, self._taken())

    def _taken(self) -> list[str]:
        above, self._above = self._above, []
        return above

    def _take(self, event: Event) -> None:
        match event:
            case BuildStarted(build=build):
                self._rows[build] = Row(build)
            case StepStarted():
                self._rows[event.build].begin(event)
            case StepEnded():
                self._step_ended(event)
            case CommandOutput():
                self._rows[event.build].remember(event.line)
            case ProgressChanged():
                self._rows[event.build].move(event)
            case Said() if event.level != "debug":
                self._said(event)
            case ResourceReleased() if event.error:
                text = f"{event.description} could not be released: {event.error}"
                self._print("✗", "red", event.build, text)
            case Interrupted():
                self._interrupted(event)
            case BuildEnded():
                self._build_ended(event)
            case RunEnded():
                self._run_ended()
            case _:
                pass

    def _run_ended(self) -> None:
        self._paused.set()
        for line in self._report.summary():
            shown = without_controls(line)
            self._above.append(self._style(_summary_style(line), shown))

    def _interrupted(self, event: Interrupted) -> None:
        if self._is_interrupted:
            self._paused.set()  # the process ends at once, and nothing half drawn shall stay
        text = in_words(event, is_second=self._is_interrupted)
        self._is_interrupted = True
        self._print("!", "yellow", "goldsmith", text)

    def _step_ended(self, event: StepEnded) -> None:
        row = self._rows[event.build]
        ended = row.steps.pop(event.step)
        if event.error:
            title = row.failed_in(event, ended)
            if title and not self._is_interrupted:
                self._print("✗", "red", event.build, title, event.seconds)
                self._above += (self._style("dim", f"    {line}") for line in row.tail)
        elif not row.steps:
            self._print("✓", "green", event.build, ended.title, event.seconds)
        row.tail.clear()

    def _said(self, event: Said) -> None:
        mark, style = _MARKS.get(event.level, ("·", "dim"))
        # The rest of an error stands in the summary, below all output.
        shown = event.text.partition("\n")[0] if event.level == "error" else event.text
        self._print(mark, style, event.build, shown)

    def _build_ended(self, event: BuildEnded) -> None:
        self._rows.pop(event.build, None)
        mark, style = _ENDINGS.get(event.outcome, ("✗", "red"))
        self._print(mark, f"bold {style}", event.build, event.outcome, event.seconds)

    def _print(
        self, mark: str, style: str, build: str, text: str, seconds: float | None = None
    ) -> None:
        stamp = ""
        if self._timestamps:
            now = datetime.now().astimezone().isoformat(timespec="seconds")
            stamp = self._style("dim", f"{now}: ")
        time = "" if seconds is None else self._style("dim", f"  {short_duration(seconds)}")
        for line in text.splitlines() or [""]:
            name = self._style("bold", build)
            shown = without_controls(line)
            self._above.append(f"{stamp}{self._style(style, mark)} {name}  {shown}{time}")

    def _view(self) -> Iterable[str]:
        rows = list(self._rows.values())
        width, height = self._screen.size
        room = max(1, height - 3)
        widest = max((cells(row.name) for row in rows), default=0)
        names = min(_WIDEST_NAME, max(8, width // 3), widest)
        used = 0
        for shown, row in enumerate(rows):
            lines = list(row.lines(names, width - 1, self._style))
            if used + len(lines) > room:
                count = len(rows) - shown
                more = f"{count} more build{'' if count == 1 else 's'}"
                yield self._style("dim", f"  and {more}" if shown else f"  {more}")
                return
            used += len(lines)
            yield from lines


def _summary_style(line: str) -> str:
    if line.startswith("==>"):
        return "bold red" if "failed" in line or "Not released" in line else "bold"
    return "dim" if line.startswith("    ") and " · " in line else ""
