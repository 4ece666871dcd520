"""A sweep works with nothing but the journal, whatever is in it."""

import fcntl
import json
import os
from importlib import import_module
from pathlib import Path

import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine import OnError, SweepResult
from goldsmith.engine.testing import RUN_ID, Thing, Workshop, build, step
from goldsmith.sdk import Machine, Resource, Run
from goldsmith.sdk.testing import FakeRun
from goldsmith.toolkit.process import start
from goldsmith.toolkit.process_table import is_running
from goldsmith.toolkit.temporary import new_directory, temporary_directory

SWEEPING = import_module("goldsmith.engine.sweep")
TOKEN = "t"
SHELF: list[str] = []
TAKEN: list[str] = []


async def take(thing: Thing) -> None:
    TAKEN.append(thing.name)
    if thing.name == "stuck":
        raise GoldsmithError("It is stuck.")
    if thing.name == "bug":
        raise ZeroDivisionError
    if thing.name in SHELF:
        SHELF.remove(thing.name)


async def find(token: str, planned: Thing | None) -> tuple[Thing, ...]:
    shelf = f"{planned.name}/" if planned else ""
    return tuple(Thing(name) for name in SHELF if name.startswith(shelf + token))


FOUND = Resource("found", Thing, take, find, lambda thing: f"thing {thing.name}")
PLAIN = Resource("plain", Thing, take, describe=lambda thing: f"thing {thing.name}")


@pytest.fixture(autouse=True)
def _empty_shelf() -> None:
    SHELF.clear()
    TAKEN.clear()


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    kinds = {
        "found": f"{__name__}:FOUND",
        "plain": f"{__name__}:PLAIN",
        "directory": "goldsmith.toolkit.temporary:DIRECTORY",
        "process": "goldsmith.toolkit.process_table:PROCESS",
    }
    return Workshop(tmp_path / "state", kinds)


def acquired(
    number: int, kind: str = "plain", *, token: str = TOKEN, name: str | None = None
) -> str:
    handle = None if name is None else {"name": name}
    return json.dumps(
        {
            "event": "acquire",
            "id": number,
            "build": "test.one",
            "kind": kind,
            "token": token,
            "handle": handle,
        }
    )


def written(workshop: Workshop, *lines: str, run: str = RUN_ID) -> Path:
    path = workshop.folder / "runs" / run / "journal.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def told(results: list[SweepResult]) -> list[tuple[str, bool, str]]:
    return [(one.description, one.is_released, one.error) for one in results]


async def test_without_a_state_folder_there_is_nothing_to_sweep(workshop: Workshop) -> None:
    assert await workshop.sweep() == []


async def test_what_a_run_left_is_released_last_come_first(workshop: Workshop) -> None:
    path = written(workshop, acquired(1, name="a"), acquired(2, name="b"), acquired(3, name="c"))

    results = await workshop.sweep()

    assert told(results) == [(f"thing {one}", True, "") for one in "cba"]
    assert {(one.run_id, one.build, one.kind) for one in results} == {(RUN_ID, "test.one", "plain")}
    assert not path.exists()
    assert path.parent.exists()


async def test_a_dry_run_only_lists(workshop: Workshop) -> None:
    path = written(workshop, acquired(1, name="a"))

    assert told(await workshop.sweep(dry_run=True)) == [("thing a", False, "")]
    assert TAKEN == []
    assert path.exists()


async def test_what_was_released_kept_or_never_made_is_left_alone(workshop: Workshop) -> None:
    path = written(
        workshop,
        *(acquired(number, name=str(number)) for number in (1, 2, 3)),
        '{"event": "released", "id": 1}',
        '{"event": "kept", "id": 2}',
        '{"event": "withdrawn", "id": 3}',
        '{"event": "failed", "id": 9}',
        '{"event": "released", "id": 9}',
    )

    assert await workshop.sweep() == []
    assert not path.exists()


async def test_the_handle_that_came_with_the_answer_counts(workshop: Workshop) -> None:
    written(
        workshop,
        acquired(1, name="planned"),
        '{"event": "acquired", "id": 1, "handle": {"name": "real"}}',
        '{"event": "acquired", "id": 7, "handle": {"name": "unknown"}}',
    )

    assert told(await workshop.sweep()) == [("thing real", True, "")]


async def test_what_has_no_handle_is_found_by_its_token(workshop: Workshop) -> None:
    SHELF.extend(["abc-1", "abc-2", "xyz"])
    written(workshop, acquired(1, "found", token="abc"), acquired(2, "found", token="none"))

    assert told(await workshop.sweep()) == [("thing abc-1", True, ""), ("thing abc-2", True, "")]
    assert SHELF == ["xyz"]


async def test_what_was_planned_says_where_to_look(workshop: Workshop) -> None:
    SHELF.extend(["abc-1", "cellar/abc-2"])
    written(workshop, acquired(1, "found", name="cellar", token="abc"))

    assert told(await workshop.sweep()) == [("thing cellar/abc-2", True, "")]
    assert SHELF == ["abc-1"]


async def test_what_was_answered_needs_no_search(workshop: Workshop) -> None:
    written(
        workshop,
        acquired(1, "found", name="cellar", token="abc"),
        '{"event": "acquired", "id": 1, "handle": {"name": "cellar/abc-2"}}',
    )

    assert told(await workshop.sweep()) == [("thing cellar/abc-2", True, "")]


async def test_what_nothing_can_find_is_told_with_its_token(workshop: Workshop) -> None:
    path = written(workshop, acquired(1, token="abc"))

    (result,) = await workshop.sweep()

    assert result.error.endswith("nothing can find it. Look for abc.")
    assert path.exists()


async def test_a_last_line_that_a_crash_has_torn_is_no_obstacle(workshop: Workshop) -> None:
    path = written(workshop, acquired(1, name="a"), "[1]")
    with path.open("a") as file:
        file.write('{"event": "acquire", "id": 2, "bui')

    assert told(await workshop.sweep()) == [("thing a", True, "")]


@pytest.mark.parametrize(
    ("name", "error"), [("stuck", "It is stuck."), ("bug", "ZeroDivisionError: ")]
)
async def test_what_cannot_be_released_is_told_and_tried_again_the_next_time(
    workshop: Workshop, name: str, error: str
) -> None:
    path = written(workshop, acquired(1, name=name), acquired(2, name="b"))

    assert told(await workshop.sweep()) == [
        ("thing b", True, ""),
        (f"thing {name}", False, error),
    ]
    assert path.exists()
    assert told(await workshop.sweep()) == [(f"thing {name}", False, error)]


async def test_a_kind_that_no_plugin_knows_any_more_is_told(workshop: Workshop) -> None:
    path = written(workshop, acquired(1, "gone", name="a"), acquired(2, name="b"))

    results = await workshop.sweep()

    assert told(results)[0] == ("thing b", True, "")
    assert results[1].description == "gone"
    assert "No installed plugin knows" in results[1].error
    assert path.exists()


async def test_a_handle_of_another_version_is_told(workshop: Workshop) -> None:
    line = json.loads(acquired(1))
    line["handle"] = {"address": "x"}
    written(workshop, json.dumps(line))

    (result,) = await workshop.sweep()

    assert result.error == (
        "Its journal entry does not fit this version of goldsmith: {'address': 'x'}."
    )


async def test_a_run_whose_journal_is_locked_by_a_living_process_is_left_alone(
    workshop: Workshop,
) -> None:
    async def act(run: Run, _machine: Machine | None) -> None:
        await temporary_directory(run)
        assert await workshop.sweep() == []

    outcome = await workshop.carry_out(build(provisioners=[step(act)]))

    assert outcome.is_success


async def test_two_sweeps_do_not_get_in_each_others_way(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SWEEPING, "_LOCK_SECONDS", 0.05)
    path = written(workshop, acquired(1, name="a"))
    descriptor = os.open(path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        assert await workshop.sweep() == []
    finally:
        os.close(descriptor)
    assert told(await workshop.sweep()) == [("thing a", True, "")]


async def test_what_was_left_on_purpose_is_swept_later(workshop: Workshop, tmp_path: Path) -> None:
    async def act(run: Run, _machine: Machine | None) -> None:
        await new_directory(run, tmp_path / "out")
        raise GoldsmithError("It broke.")

    outcome = await workshop.carry_out(build(provisioners=[step(act)]), on_error=OnError.ABORT)

    assert outcome.leftovers == (f"folder {tmp_path / 'out'}",)
    assert (tmp_path / "out").exists()
    assert told(await workshop.sweep()) == [(f"folder {tmp_path / 'out'}", True, "")]
    assert not (tmp_path / "out").exists()


async def test_a_machine_that_is_left_on_purpose_outlives_the_run(workshop: Workshop) -> None:
    handles = []

    async def act(run: Run, _machine: Machine | None) -> None:
        handles.append((await start(run, ["sleep", "1000"])).handle)
        raise GoldsmithError("It broke.")

    await workshop.carry_out(build(provisioners=[step(act)]), on_error=OnError.ABORT)

    assert is_running(handles[0])
    results = await workshop.sweep()
    assert [one.kind for one in results] == ["process"]
    assert not is_running(handles[0])


async def test_a_command_of_an_ended_run_is_ended(workshop: Workshop) -> None:
    run = FakeRun()
    run.run_id = "sweep-command-test"
    child = await start(run, ["env", "-u", "GOLDSMITH_TOKEN", "sleep", "1000"])
    while b"sleep" not in Path(f"/proc/{child.pid}/cmdline").read_bytes().split(b"\0")[0]:
        pass
    path = written(workshop, run="sweep-command-test")

    assert told(await workshop.sweep(dry_run=True)) == [(f"process {child.pid}", False, "")]
    assert told(await workshop.sweep()) == [(f"process {child.pid}", True, "")]
    assert not path.exists()
    await run.undo_all()


async def test_a_command_that_does_not_end_is_told(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_handle: object) -> None:
        raise GoldsmithError("It does not end.")

    run = FakeRun()
    run.run_id = "sweep-stubborn-test"
    child = await start(run, ["env", "-u", "GOLDSMITH_TOKEN", "sleep", "1000"])
    while b"sleep" not in Path(f"/proc/{child.pid}/cmdline").read_bytes().split(b"\0")[0]:
        pass
    path = written(workshop, run="sweep-stubborn-test")
    monkeypatch.setattr(SWEEPING, "stop_process", refuse)

    assert told(await workshop.sweep()) == [(f"process {child.pid}", False, "It does not end.")]
    assert path.exists()
    await run.undo_all()
