"""Journals and logs: where they lie, and how long."""

import json
import os
from pathlib import Path

import anyio
import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.journal import Journal, forget_old_runs
from goldsmith.engine.logs import log_path


def events(folder: Path) -> list[str]:
    lines = (folder / "journal.jsonl").read_text().splitlines()
    return [json.loads(line)["event"] for line in lines]


async def test_a_journal_with_something_left_in_it_stays(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path, "run")
    journal.intend("test.one", "thing", "t", None)

    journal.close()

    assert events(tmp_path / "runs" / "run") == ["run", "acquire"]
    assert (tmp_path / "runs").stat().st_mode & 0o777 in {0o755, 0o700}


async def test_many_who_wait_for_the_disk_share_one_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def count(descriptor: int) -> None:
        synced.append(descriptor)
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", count)
    journal = Journal.create(tmp_path, "run")

    async def acquire(number: int) -> None:
        journal.intend("test.one", "thing", str(number), None)
        await journal.sync()

    async with anyio.create_task_group() as tasks:
        for number in range(50):
            tasks.start_soon(acquire, number)
    journal.close()

    assert len(events(tmp_path / "runs" / "run")) == 51
    assert len(synced) <= 3


def test_a_state_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")

    with pytest.raises(GoldsmithError, match=r"cannot be written in .*Set XDG_STATE_HOME"):
        Journal.create(tmp_path, "run")


def test_only_the_youngest_runs_keep_their_logs(tmp_path: Path) -> None:
    for number in range(6):
        folder = tmp_path / "runs" / str(number)
        folder.mkdir(parents=True)
        (folder / "test.log").touch()
        if number == 1:
            (folder / "journal.jsonl").touch()
        os.utime(folder, (1000 + number, 1000 + number))

    forget_old_runs(tmp_path, 3)

    assert sorted(one.name for one in (tmp_path / "runs").iterdir()) == ["1", "3", "4", "5"]


def test_without_runs_there_is_nothing_to_forget(tmp_path: Path) -> None:
    forget_old_runs(tmp_path, 3)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("build", "name"),
    [
        ("web.null.one", "web.null.one.log"),
        ("../x/y z.null.a", "_x_y_z.null.a.log"),
        ("..", "build.log"),
    ],
)
def test_a_log_stays_in_its_folder_whatever_its_build_is_called(
    tmp_path: Path, build: str, name: str
) -> None:
    assert log_path(tmp_path, build) == tmp_path / name


def test_a_line_after_one_that_was_cut_short_stands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.create(tmp_path, "run")
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr("os.write", lambda descriptor, data: write(descriptor, data[:9]))
        with pytest.raises(OSError, match=r"No space left.*journal\.jsonl"):
            journal.intend("test.one", "thing", "t", None)

    journal.intend("test.one", "thing", "t", None)

    lines = (tmp_path / "runs" / "run" / "journal.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["event"] == "acquire"
    journal.close()


def test_a_state_folder_that_cannot_be_read_has_nothing_to_forget(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")

    forget_old_runs(tmp_path, 3)

    assert (tmp_path / "runs").is_file()
