"""Output for a terminal: one calm view of what every build is doing, finished steps above it."""

import time

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from goldsmith.cli.controls import without_controls
from goldsmith.cli.report import Report
from goldsmith.cli.wording import short_duration, size
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

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_WIDEST_NAME = 30
_TAIL = 15
"""Lines of output shown above the error of a step that failed."""


def live_output(*, color: bool, timestamps: bool) -> "LiveOutput":
    """The view on standard output."""
    return LiveOutput(Console(no_color=not color, highlight=False), timestamps=timestamps)


class _Row:
    """One running build, as the view shows it.

    Events change it while another thread draws it, so whoever draws takes a copy of a collection.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.steps: dict[int, StepStarted] = {}
        self.began = time.time()
        self.tail: list[str] = []
        self.bars: dict[int, ProgressChanged] = {}

    @property
    def current(self) -> StepStarted | None:
        """The innermost step under way."""
        steps = list(self.steps.values())
        return steps[-1] if steps else None

    @property
    def last_line(self) -> str:
        """What the build's commands printed last."""
        return "".join(self.tail[-1:]).strip()


class LiveOutput:
    """Draws the view, and prints what stays."""

    def __init__(self, console: Console, *, timestamps: bool) -> None:
        self._console = console
        self._timestamps = timestamps
        self._rows: dict[str, _Row] = {}
        self._report = Report()
        self._is_interrupted = False
        self._live = Live(
            console=console,
            get_renderable=self._view,
            refresh_per_second=8,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start()

    def pause(self) -> None:
        """Give the terminal free, for a question."""
        self._live.stop()

    def resume(self) -> None:
        """Draw again after `pause`."""
        self._live.start()

    def __call__(self, event: Event) -> None:
        """Show an event."""
        self._report(event)
        match event:
            case BuildStarted(build=build):
                self._rows[build] = _Row(build)
            case StepStarted():
                self._rows[event.build].steps[event.step] = event
            case StepEnded():
                self._step_ended(event)
            case CommandOutput():
                self._remember(event.build, event.line)
            case ProgressChanged():
                self._progress(event)
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
                self._live.stop()
                for line in self._report.summary():
                    shown = Text(without_controls(line), style=_summary_style(line))
                    self._console.print(shown, soft_wrap=True)
            case _:
                pass

    def _interrupted(self, event: Interrupted) -> None:
        if self._is_interrupted:
            self._live.stop()  # the process ends at once, and the cursor shall be there
        self._is_interrupted = True
        text = f"{event.signal}: undoing everything. A second one stops at once."
        self._print("!", "yellow", "goldsmith", text)

    def _remember(self, build: str, line: str) -> None:
        tail = self._rows[build].tail
        tail.append(without_controls(line).expandtabs())
        del tail[:-_TAIL]

    def _progress(self, event: ProgressChanged) -> None:
        bars = self._rows[event.build].bars
        if event.ended:
            bars.pop(event.progress, None)
        else:
            bars[event.progress] = event

    def _step_ended(self, event: StepEnded) -> None:
        row = self._rows[event.build]
        began = row.steps.pop(event.step)
        if event.error:
            self._print("✗", "red", event.build, began.title, event.seconds)
            for line in row.tail:
                self._console.print(Text(f"    {line}", style="dim"), soft_wrap=True)
        elif not row.steps:
            self._print("✓", "green", event.build, began.title, event.seconds)
        row.tail.clear()

    def _said(self, event: Said) -> None:
        mark, style = {"error": ("✗", "red"), "warning": ("!", "yellow")}.get(
            event.level, ("·", "dim")
        )
        # The rest of an error stands in the summary, below all output.
        shown = event.text.partition("\n")[0] if event.level == "error" else event.text
        self._print(mark, style, event.build, shown)

    def _build_ended(self, event: BuildEnded) -> None:
        self._rows.pop(event.build, None)
        mark, style = {"succeeded": ("✓", "green"), "cancelled": ("!", "yellow")}.get(
            event.outcome, ("✗", "red")
        )
        self._print(mark, f"bold {style}", event.build, event.outcome, event.seconds)

    def _print(
        self, mark: str, style: str, build: str, text: str, seconds: float | None = None
    ) -> None:
        stamp = time.strftime("%H:%M:%S ") if self._timestamps else ""
        for line in text.splitlines() or [""]:
            shown = Text(stamp, style="dim")
            shown.append(f"{mark} ", style=style)
            shown.append(f"{build}  ", style="bold")
            shown.append(without_controls(line))
            if seconds is not None:
                shown.append(f"  {short_duration(seconds)}", style="dim")
            self._console.print(shown, soft_wrap=True)

    def _view(self) -> RenderableType:
        rows = list(self._rows.values())
        room = max(3, self._console.size.height - 3)
        names = min(_WIDEST_NAME, max((len(row.name) for row in rows), default=0))
        lines: list[RenderableType] = []
        for shown, row in enumerate(rows):
            bars = list(row.bars.values())
            if len(lines) + 1 + len(bars) > room:
                lines.append(Text(f"  and {len(rows) - shown} more builds", style="dim"))
                break
            lines.append(_line(row, names, self._console.size.width))
            lines += [_bar(bar) for bar in bars]
        return Group(*lines)


def _line(row: _Row, names: int, width: int) -> Text:
    """What one build does: a sign of life, its name, the step, the last output, the time."""
    step = row.current
    now = time.time()
    since = step.time if step else row.began
    elapsed = short_duration(max(0.0, now - since))
    room = max(8, width - names - len(elapsed) - 7)
    title = without_controls(step.title.splitlines()[0]) if step else "starting"
    tail = row.last_line
    title = _cut(title, max(room // 2, room - len(tail) - 2) if tail else room)
    line = Text(f"{_FRAMES[int(now * 8) % len(_FRAMES)]} ", no_wrap=True)
    line.append(f"{_cut(row.name, names):<{names}}  ", style="bold")
    line.append(title)
    if tail:
        line.append(f"  {_cut(tail, room - len(title) - 2)}", style="dim")
    gap = width - 1 - len(line) - len(elapsed)
    line.append(" " * max(2, gap) + elapsed, style="dim")
    return line


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: max(0, room - 1)]}…"


def _bar(bar: ProgressChanged) -> RenderableType:
    line = Table.grid(padding=(0, 1))
    title = Text(f"  {without_controls(bar.title)}")
    if bar.total is None:
        line.add_row(title, Text(size(bar.done), style="dim"))
        return line
    share = bar.done / bar.total if bar.total else 1.0
    line.add_row(
        title,
        ProgressBar(total=1.0, completed=share, width=30),
        Text(f"{share:4.0%}  {size(bar.total)}", style="dim"),
    )
    return line


def _summary_style(line: str) -> str:
    if line.startswith("==>"):
        return "bold red" if "failed" in line or "Not released" in line else "bold"
    return "dim" if line.startswith("    ") and " · " in line else ""
