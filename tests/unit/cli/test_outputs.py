"""What a run looks like in a pipe, to machines, and at the end."""

import json
from pathlib import Path

import pytest

from goldsmith.cli.event_lines import EventLines, event_name
from goldsmith.cli.machine import MachineOutput
from goldsmith.cli.plain import PlainOutput
from goldsmith.cli.report import Report
from goldsmith.cli.wording import duration, short_duration, size
from goldsmith.events import (
    ArtifactMade,
    BuildEnded,
    BuildStarted,
    CommandOutput,
    Event,
    RunEnded,
    Said,
    StepEnded,
    StepStarted,
)
from goldsmith.sdk import Artifact

ARTIFACT = Artifact("packer.file", "File", "Stored file: a.txt", (Path("a.txt"),))
GOOD: tuple[Event, ...] = (
    BuildStarted(0.0, "file.a", "/log/a"),
    StepStarted(0.0, "file.a", 1, "boot", "Writing a.txt"),
    StepStarted(0.1, "file.a", 2, "boot", "Opening it"),
    StepEnded(0.2, "file.a", 2, 0.1),
    StepEnded(0.5, "file.a", 1, 0.5),
    CommandOutput(0.6, "file.a", "stdout", "hello, world"),
    Said(0.7, "file.a", "info", "two\nlines", "manifest"),
    Said(0.7, "file.a", "debug", "for the log"),
    ArtifactMade(0.8, "file.a", 0, ARTIFACT, 2048),
    BuildEnded(1.0, "file.a", "succeeded", 1.0),
    RunEnded(1.0, 1.0),
)
BAD: tuple[Event, ...] = (
    BuildStarted(0.0, "null.b", "/log/b"),
    Said(0.5, "null.b", "error", "no answer"),
    BuildEnded(63.0, "null.b", "failed", 63.0, "No answer from 192.0.2.1.\n  last line"),
    RunEnded(63.0, 63.0, ("process 12",)),
)


def plain(events: tuple[Event, ...], *, color: bool = False) -> list[str]:
    lines: list[str] = []
    show = PlainOutput(lines.append, color=color, timestamps=False)
    for event in events:
        show(event)
    return lines


def test_every_line_in_a_pipe_names_its_build() -> None:
    assert plain(GOOD) == [
        "==> file.a: Writing a.txt",
        "==> file.a: Opening it",
        "    file.a: hello, world",
        "==> file.a (manifest): two",
        "==> file.a (manifest): lines",
        "Build 'file.a' finished after 1 second.",
        "",
        "==> Wait completed after 1 second",
        "",
        "==> Builds finished. These artifacts were made:",
        "--> file.a: Stored file: a.txt",
        "    2.0 KiB in a.txt",
        "    boot 0.5 s · total 1.0 s",
    ]


def test_a_failure_ends_with_its_reason_its_log_and_what_is_left() -> None:
    assert plain(BAD)[1:] == [
        "Build 'null.b' errored after 1 minute 3 seconds: No answer from 192.0.2.1.",
        "",
        "==> Wait completed after 1 minute 3 seconds",
        "",
        "==> null.b failed after 1:03:",
        "--> null.b: No answer from 192.0.2.1.",
        "      last line",
        "    Full log: /log/b",
        "",
        "==> Not released; `goldsmith sweep` tries again:",
        "    process 12",
    ]


def test_errors_are_red_where_colours_are_wanted() -> None:
    assert "\x1b[1;31m==> null.b: no answer\x1b[0m" in plain(BAD, color=True)


def test_timestamps_stand_in_front() -> None:
    lines: list[str] = []
    show = PlainOutput(lines.append, color=False, timestamps=True)

    show(GOOD[1])

    assert lines == ["1970-01-01T00:00:00+00:00: ==> file.a: Writing a.txt"]


def test_machine_lines_escape_commas_and_list_artifacts() -> None:
    lines: list[str] = []
    show = MachineOutput(lines.append, timestamps=False)
    for event in GOOD:
        show(event)

    without_time = [line.partition(",")[2] for line in lines]
    assert ",ui,say,    file.a: hello%!(PACKER_COMMA) world" in without_time
    assert without_time[-7:] == [
        "file.a,artifact-count,1",
        "file.a,artifact,0,builder-id,packer.file",
        "file.a,artifact,0,id,File",
        "file.a,artifact,0,string,Stored file: a.txt",
        "file.a,artifact,0,files-count,1",
        "file.a,artifact,0,file,0,a.txt",
        "file.a,artifact,0,end",
    ]


def test_machine_lines_count_errors() -> None:
    lines: list[str] = []
    show = MachineOutput(lines.append, timestamps=False)
    for event in BAD:
        show(event)

    without_time = [line.partition(",")[2] for line in lines]
    assert ",error-count,1" in without_time
    assert "null.b,error,No answer from 192.0.2.1.\\n  last line" in without_time


def test_each_event_is_one_line_of_json() -> None:
    lines: list[str] = []
    show = EventLines(lines.append)
    for event in GOOD:
        show(event)

    told = [json.loads(line) for line in lines]
    assert [one["event"] for one in told[:3]] == ["build_started", "step_started", "step_started"]
    assert told[8]["artifact"]["files"] == ["a.txt"]


def test_event_names_are_in_snake_case() -> None:
    assert event_name(StepStarted) == "step_started"


def test_a_step_inside_another_is_not_counted_twice() -> None:
    report = Report()
    for event in GOOD:
        report(event)

    assert report.builds["file.a"].phases == {"boot": 0.5}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (0.013523, "13 milliseconds 523 microseconds"),
        (63.2, "1 minute 3 seconds"),
        (3600, "1 hour"),
        (90061, "1 day 1 hour"),
    ],
)
def test_durations_use_the_two_largest_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_short_durations_fit_tables() -> None:
    assert [short_duration(t) for t in (0.44, 75, 3725)] == ["0.4 s", "1:15", "1:02:05"]


def test_sizes_use_the_unit_that_reads_best() -> None:
    assert [size(n) for n in (12, 2048, 5 << 20, 3 << 30, 2 << 40)] == [
        "12 B",
        "2.0 KiB",
        "5.0 MiB",
        "3.0 GiB",
        "2.0 TiB",
    ]
