"""No event shows a secret, and no word of the protocol is lost."""

import threading
from pathlib import Path

from goldsmith.engine.logs import Logs
from goldsmith.engine.redact import Redactor
from goldsmith.engine.telling import Teller
from goldsmith.events import (
    ArtifactMade,
    BuildEnded,
    BuildStarted,
    CommandOutput,
    Event,
    Interrupted,
    ProgressChanged,
    ResourceAcquired,
    ResourceReleased,
    RunEnded,
    Said,
    StepEnded,
    StepStarted,
)
from goldsmith.sdk import Artifact

SECRET = "hunter22"
ARTIFACT = Artifact(
    SECRET,
    SECRET,
    f"Image {SECRET}",
    files=(Path(f"/out/{SECRET}"), Path("/out/disk")),
    facts={"Password": SECRET},
    state={"x": SECRET},
)
EVENTS: list[Event] = [
    BuildStarted(1.0, "b", f"/logs/{SECRET}"),
    StepStarted(1.0, "b", 1, "boot", SECRET),
    StepEnded(1.0, "b", 1, 0.5, SECRET),
    StepEnded(1.0, "b", 1, 0.5),
    Said(1.0, "b", "info", f"{SECRET}\n{SECRET}"),
    CommandOutput(1.0, "b", "stdout", SECRET),
    ProgressChanged(1.0, "b", 1, SECRET, 1, None),
    ProgressChanged(1.0, "b", 1, SECRET, 1, None, True),
    ResourceAcquired(1.0, "b", "thing", SECRET),
    ResourceReleased(1.0, "b", "thing", SECRET, SECRET),
    ResourceReleased(1.0, "b", "thing", "x"),
    ArtifactMade(1.0, "b", 0, ARTIFACT, 7),
    Interrupted(1.0, "SIGINT"),
    BuildEnded(1.0, "b", "failed", 1.0, SECRET),
    BuildEnded(1.0, "b", "failed", 1.0),
    RunEnded(1.0, 1.0, (SECRET, "x")),
]


def test_no_event_and_no_log_shows_a_secret(tmp_path: Path) -> None:
    told: list[Event] = []
    tell = Teller(Redactor([SECRET]), Logs(tmp_path, told.append), told.append)

    for event in EVENTS:
        tell(event)

    assert [type(one) for one in told] == [type(one) for one in EVENTS]
    assert SECRET not in repr(told).replace(repr(ARTIFACT.builder_id), "")
    assert SECRET not in (tmp_path / "b.log").read_text()


def test_words_of_the_protocol_stay_even_if_they_are_secrets() -> None:
    told: list[Event] = []
    tell = Teller(Redactor(["failed", "info", "stdout", "SIGINT"]), told.append)
    events: list[Event] = [
        BuildEnded(1.0, "b", "failed", 1.0, "It failed."),
        Said(1.0, "b", "info", "text"),
        CommandOutput(1.0, "b", "stdout", "line"),
        Interrupted(1.0, "SIGINT"),
    ]

    for event in events:
        tell(event)

    assert told == [BuildEnded(1.0, "b", "failed", 1.0, "It <sensitive>."), *events[1:]]


def test_events_without_secrets_pass_as_they_are() -> None:
    told: list[Event] = []
    event = Said(1.0, "b", "info", "text")

    Teller(Redactor(), told.append)(event)
    Teller(Redactor([SECRET]), told.append)(event)

    assert told[0] is event
    assert told[1] is event


def test_a_listener_is_called_by_one_thread_at_a_time() -> None:
    busy = threading.Lock()
    overlaps: list[Event] = []

    def listen(event: Event) -> None:
        if not busy.acquire(blocking=False):
            overlaps.append(event)
            return
        busy.release()

    tell = Teller(Redactor(), listen)

    def tell_often() -> None:
        for _ in range(100):
            tell(EVENTS[0])

    threads = [threading.Thread(target=tell_often) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert overlaps == []


def test_a_listener_that_fails_is_told_no_more_and_the_others_are(tmp_path: Path) -> None:
    told: list[Event] = []
    calls: list[Event] = []
    reactions: list[str] = []

    def fail(event: Event) -> None:
        calls.append(event)
        raise BrokenPipeError

    tell = Teller(Redactor(), fail, told.append)
    tell.when_one_fails(lambda: reactions.append("failed"))

    for event in EVENTS:
        tell(event)

    assert told == EVENTS
    assert calls == EVENTS[:1]
    assert reactions == ["failed"]
    assert isinstance(tell.failure, BrokenPipeError)


def test_who_asks_late_hears_of_a_listener_that_failed_before() -> None:
    reactions: list[str] = []

    def fail(_event: Event) -> None:
        raise BrokenPipeError

    tell = Teller(Redactor(), fail)
    tell(EVENTS[0])
    tell.when_one_fails(lambda: reactions.append("failed"))

    assert reactions == ["failed"]


def test_a_log_that_cannot_be_written_is_given_up_with_one_warning(tmp_path: Path) -> None:
    told: list[Event] = []
    log = Logs(tmp_path / "gone", told.append)

    for event in EVENTS:
        log(event)

    [warning] = told
    assert isinstance(warning, Said)
    assert (warning.build, warning.level) == ("b", "warning")
    assert "b.log ends here: No such file or directory." in warning.text
