"""How the live view shows one running build: what it does, for how long, how far it is."""

import time
from collections.abc import Iterator

from goldsmith.cli.controls import without_controls
from goldsmith.cli.screen import Styles, cells, cut, padded
from goldsmith.cli.wording import short_duration, size
from goldsmith.events import ProgressChanged, StepEnded, StepStarted

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_TAIL = 5
"""Lines of output shown where a step fails; the summary has more."""
_BAR = 30
_NARROWEST_BAR = 5
_LEAST = 6
"""Columns below which the last line of output says nothing."""
_SETTLED = 1.0
"""Seconds after which a speed means something."""


class Row:
    """One running build."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.steps: dict[int, StepStarted] = {}
        self.tail: list[str] = []
        self.told_error = ""
        """The error of the step that was last shown to have failed."""
        self._began = time.time()
        self._between = "starting"
        """What it does while no step goes on."""
        self._bars: dict[int, tuple[float, ProgressChanged]] = {}

    def begin(self, event: StepStarted) -> None:
        """A step begins, so what fails from now on has not been told."""
        self.steps[event.step] = event
        self.told_error = ""
        self._between = "going on"

    def remember(self, line: str) -> None:
        """Note a line that a command printed."""
        self.tail.append(without_controls(line).expandtabs())
        del self.tail[:-_TAIL]

    def move(self, event: ProgressChanged) -> None:
        """Move a bar."""
        if event.ended:
            self._bars.pop(event.progress, None)
            return
        began, _ = self._bars.get(event.progress, (event.time, event))
        self._bars[event.progress] = (began, event)

    def failed_in(self, event: StepEnded, ended: StepStarted) -> str:
        """What failed, and within which step; empty if that has been told of a step inside it."""
        if self.told_error and event.error.startswith(self.told_error):
            return ""
        self.told_error = event.error
        outer = next(iter(self.steps.values()), None)
        return f"{outer.title} › {ended.title}" if outer else ended.title

    def lines(self, names: int, width: int, style: Styles) -> Iterator[str]:
        """The build and its bars, in `width` columns; `names` of them are for the name."""
        yield self._line(names, width, style)
        for began, bar in self._bars.values():
            yield _bar(bar, bar.time - began, width, style)

    def _line(self, names: int, width: int, style: Styles) -> str:
        step = list(self.steps.values())[-1] if self.steps else None
        now = time.time()
        elapsed = short_duration(max(0.0, now - (step.time if step else self._began)))
        title = without_controls(step.title.partition("\n")[0]) if step else self._between
        last = "".join(self.tail[-1:]).strip()
        room = max(0, width - names - len(elapsed) - 6)
        title = cut(title, room)
        left = room - cells(title)
        last = f"  {cut(last, left - 2)}" if last and left >= _LEAST else ""
        blank = " " * (left - cells(last))
        sign = _FRAMES[int(now * 8) % len(_FRAMES)]
        name = style("bold", padded(self.name, names))
        return f"{sign} {name}  {title}{style('dim', last)}{blank}  {style('dim', elapsed)}"


def _bar(bar: ProgressChanged, seconds: float, width: int, style: Styles) -> str:
    speed = f"  {size(bar.done / seconds)}/s" if seconds >= _SETTLED else ""
    title = without_controls(bar.title)
    if bar.total is None:
        return cut(f"  {title}  {size(bar.done)}{speed}", width - 1)
    share = min(1.0, bar.done / bar.total) if bar.total else 1.0
    facts = f"{share:4.0%}  {size(bar.done)} of {size(bar.total)}{speed}"
    if len(facts) + _NARROWEST_BAR + 12 > width:
        facts = f"{share:4.0%}"
    room = width - len(facts) - 7
    long = max(0, min(_BAR, room - min(cells(title), room // 2)))
    full = round(share * long)
    drawn = style("cyan", "━" * full) + style("dim", "─" * (long - full))
    return f"  {cut(title, room - long)}  {drawn}  {style('dim', facts)}"
