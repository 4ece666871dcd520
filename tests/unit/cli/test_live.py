"""The live view of a terminal."""

import time
from io import StringIO

import pytest

from goldsmith.cli.controls import without_controls
from goldsmith.cli.live import LiveOutput
from goldsmith.cli.rows import Row
from goldsmith.cli.screen import Screen, Styles, cells, cut, padded
from goldsmith.events import (
    BuildEnded,
    BuildStarted,
    CommandOutput,
    Event,
    Interrupted,
    ProgressChanged,
    RunEnded,
    Said,
    StepEnded,
    StepStarted,
)

CLEAR_BELOW = "\x1b[J"
DRAWN = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
PLAIN = Styles(color=False)
BEGIN: tuple[Event, ...] = (
    BuildStarted(0.0, "null.a", "/log"),
    StepStarted(0.0, "null.a", 1, "boot", "Starting"),
    CommandOutput(0.1, "null.a", "stdout", "hel\x1b[2Jlo"),
    ProgressChanged(0.1, "null.a", 1, "Copying", 5, 10),
)
END: tuple[Event, ...] = (
    ProgressChanged(0.2, "null.a", 1, "Copying", 10, 10, True),
    StepEnded(0.2, "null.a", 1, 0.2),
    BuildEnded(0.3, "null.a", "succeeded", 0.3),
    RunEnded(0.3, 0.3),
)


def shown(*events: Event, color: bool = False) -> str:
    """All that was written to the terminal."""
    terminal = StringIO()
    view = LiveOutput(terminal, color=color, timestamps=False)
    for event in events:
        view(event)
    view.pause()
    return terminal.getvalue()


def kept(*events: Event) -> list[str]:
    """The lines that stay: everything but what is drawn over."""
    lines = map(without_controls, shown(*events).split("\n")[:-1])
    return [line for line in lines if not line.startswith((*DRAWN, "  Copying"))]


def row(*events: Event) -> Row:
    made = Row("null.a")
    for event in events:
        match event:
            case StepStarted():
                made.begin(event)
            case CommandOutput():
                made.remember(event.line)
            case ProgressChanged():
                made.move(event)
            case _:
                pass
    return made


def test_what_is_done_stays_and_the_summary_comes_last() -> None:
    assert kept(*BEGIN, *END) == [
        "✓ null.a  Starting  0.2 s",
        "✓ null.a  succeeded  0.3 s",
        "",
        "==> Wait completed after 300 milliseconds",
        "",
        "==> Builds finished, but no artifacts were made.",
    ]


def test_nothing_is_drawn_any_more_when_a_second_signal_stops_at_once() -> None:
    once, twice = Interrupted(0.2, "SIGINT"), Interrupted(0.3, "SIGINT")
    terminal = StringIO()
    view = LiveOutput(terminal, color=False, timestamps=False)

    for event in (*BEGIN, once, twice):
        view(event)

    last = terminal.getvalue().rpartition("sweep")[2]
    assert "null.a" not in last
    assert last.endswith(f"{CLEAR_BELOW}\x1b[?7h\x1b[?2026l")


def test_the_innermost_step_that_fails_is_told_once_with_its_last_lines() -> None:
    error = "`make` ended with exit code 2."
    lines = kept(
        *BEGIN[:2],
        StepStarted(0.0, "null.a", 2, "boot", "Running make"),
        *(CommandOutput(0.1, "null.a", "stdout", f"line {number}") for number in range(9)),
        StepEnded(1.0, "null.a", 2, 1.0, error),
        StepEnded(1.0, "null.a", 1, 1.0, f"{error}\n--> a.pkr.hcl:1:1"),
        Said(1.0, "null.a", "error", f"{error}\n--> a.pkr.hcl:1:1"),
    )

    assert lines[:7] == [
        "✗ null.a  Starting › Running make  1.0 s",
        *(f"    line {number}" for number in range(4, 9)),
        f"✗ null.a  {error}",
    ]


def test_a_step_that_fails_the_same_way_again_is_told_again() -> None:
    start, end = BEGIN[1], StepEnded(1.0, "null.a", 1, 1.0, "no answer")

    lines = kept(BEGIN[0], start, end, start, end)

    assert lines.count("✗ null.a  Starting  1.0 s") == 2


def test_steps_that_a_signal_cuts_short_are_no_failures() -> None:
    lines = kept(*BEGIN, Interrupted(0.2, "SIGINT"), StepEnded(0.3, "null.a", 1, 0.3, "cancelled"))

    assert not [line for line in lines if line.startswith("✗")]


def test_what_a_machine_prints_cannot_steer_the_terminal() -> None:
    assert "\x1b[2J" not in shown(*BEGIN, *END)


def test_there_is_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[32m✓" in shown(*BEGIN, *END, color=True)
    assert "\x1b[32m" not in shown(*BEGIN, *END)


def test_a_row_says_what_is_done_and_what_was_printed_last() -> None:
    (line,) = row(*BEGIN[:3]).lines(10, 60, PLAIN)

    assert line[2:33] == "null.a      Starting  hello    "
    assert len(line) <= 60


@pytest.mark.parametrize("width", range(1, 120, 7))
def test_no_line_of_the_view_is_wider_than_the_terminal(width: int) -> None:
    wide = CommandOutput(0.1, "null.a", "stdout", "日本語" * 40)
    title = StepStarted(time.time(), "null.a", 1, "boot", "Título " * 20)
    bar = ProgressChanged(2.5, "null.a", 1, "Compressing a-long-name.tar.gz", 5 << 20, 9 << 30)
    unknown = ProgressChanged(2.5, "null.a", 2, "Fetching", 5 << 20, None)
    names = min(30, max(8, width // 3))

    lines = list(row(title, wide, bar, unknown).lines(names, width, PLAIN))

    # In a terminal that narrow nothing wraps either: it cuts.
    assert max(map(cells, lines)) <= max(width, names + 11)


def test_a_bar_tells_how_fast_it_is_once_that_means_something() -> None:
    began = ProgressChanged(1.0, "null.a", 1, "Copying", 0, 4 << 20)
    later = ProgressChanged(3.0, "null.a", 1, "Copying", 2 << 20, 4 << 20)

    _, line = row(began, later).lines(8, 100, PLAIN)

    assert line.startswith("  Copying  ━━━━━━━━━━━━━━━───────────────   50%")
    assert line.endswith("2.0 MiB of 4.0 MiB  1.0 MiB/s")


def test_text_is_cut_by_the_columns_that_it_takes_up() -> None:
    assert cut("日本語", 6) == "日本語"
    assert cut("日本語", 5) == "日本…"
    assert cut("日本語", 4) == "日…"
    assert padded("日本語", 4) == "日… "
    assert cells("e\u0301") == 1


def test_drawing_goes_back_to_where_the_last_drawing_began() -> None:
    terminal = StringIO()
    screen = Screen(terminal)
    screen.draw(["one", "x" * 100])
    terminal.truncate(0)

    screen.draw(["two"], above=["done"])

    # 80 columns wide where nobody knows: the second line takes up two rows by now.
    assert "\r\x1b[3A" in terminal.getvalue()
    assert "done\x1b[K\n" in terminal.getvalue()
