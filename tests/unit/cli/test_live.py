"""The live view of a terminal."""

from io import StringIO

from rich.console import Console

from goldsmith.cli.live import LiveOutput
from goldsmith.events import (
    BuildEnded,
    BuildStarted,
    CommandOutput,
    Event,
    Interrupted,
    ProgressChanged,
    RunEnded,
    StepEnded,
    StepStarted,
)

SHOW_CURSOR = "\x1b[?25h"
BEGIN: tuple[Event, ...] = (
    BuildStarted(0.0, "null.a", "/log"),
    StepStarted(0.0, "null.a", 1, "boot", "Starting"),
    CommandOutput(0.1, "null.a", "stdout", "hello"),
    ProgressChanged(0.1, "null.a", 1, "Copying", 5, 10),
)
END: tuple[Event, ...] = (
    ProgressChanged(0.2, "null.a", 1, "Copying", 10, 10, True),
    StepEnded(0.2, "null.a", 1, 0.2),
    BuildEnded(0.3, "null.a", "succeeded", 0.3),
    RunEnded(0.3, 0.3),
)


def shown(*events: Event) -> str:
    terminal = StringIO()
    view = LiveOutput(Console(file=terminal, force_terminal=True, width=80), timestamps=False)
    for event in events:
        view(event)
    text = terminal.getvalue()
    view.pause()
    return text


def test_what_is_done_stays_and_the_summary_comes_last() -> None:
    text = shown(*BEGIN, *END)

    assert "Starting" in text
    assert text.index("succeeded") < text.index("Builds finished")
    assert text.rindex(SHOW_CURSOR) > 0


def test_the_cursor_is_there_again_when_a_second_signal_stops_at_once() -> None:
    once, twice = Interrupted(0.2, "SIGINT"), Interrupted(0.3, "SIGINT")

    assert SHOW_CURSOR not in shown(*BEGIN, once)
    assert SHOW_CURSOR in shown(*BEGIN, once, twice)
