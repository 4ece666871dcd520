"""The output directory belongs to the run that made it, and only as long as that is certain."""

from pathlib import Path

import pytest

from goldsmith.plugins.qemu.output import OUTPUT, keep_output, make_output
from goldsmith.sdk import GoldsmithError
from goldsmith.sdk.testing import FakeRun


async def test_it_is_removed_with_the_parents_that_it_needed(tmp_path: Path) -> None:
    async with FakeRun() as run:
        handle = await make_output(run, tmp_path / "a" / "b" / "c")
        (Path(handle.path) / "disk").touch()

    assert list(tmp_path.iterdir()) == []


async def test_parents_that_hold_something_else_stay(tmp_path: Path) -> None:
    async with FakeRun() as run:
        await make_output(run, tmp_path / "a" / "b")
        (tmp_path / "a" / "mine").touch()

    assert list(tmp_path.rglob("*")) == [tmp_path / "a", tmp_path / "a" / "mine"]


async def test_it_stays_when_it_is_the_result_without_a_trace_of_its_making(
    tmp_path: Path,
) -> None:
    async with FakeRun() as run:
        handle = await make_output(run, tmp_path / "out")
        (tmp_path / "out" / "disk").touch()
        keep_output(run, handle)

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["disk"]


async def test_one_that_exists_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()

    async with FakeRun() as run:
        with pytest.raises(GoldsmithError, match="exists already"):
            await make_output(run, tmp_path)

    assert (tmp_path / "mine").exists()


async def test_with_force_an_old_one_makes_room(tmp_path: Path) -> None:
    old = tmp_path / "out"
    old.mkdir()
    (old / "disk").touch()

    async with FakeRun(force=True) as run:
        await make_output(run, old)
        assert not (old / "disk").exists()


async def test_not_even_force_removes_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")

    async with FakeRun(force=True) as run:
        for path in (Path(), Path(".."), tmp_path):
            with pytest.raises(GoldsmithError, match="more than an old result"):
                await make_output(run, path)

    assert (tmp_path / "inside").exists()


async def test_a_sweep_leaves_a_folder_that_somebody_else_made_later(tmp_path: Path) -> None:
    async with FakeRun() as run:
        handle = await make_output(run, tmp_path / "out")
    later = tmp_path / "out"
    later.mkdir()
    (later / "mine").touch()

    await OUTPUT.release(handle)

    assert (later / "mine").exists()
