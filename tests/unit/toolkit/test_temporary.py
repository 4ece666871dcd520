"""Files and folders that are gone at the end, and nothing else is."""

from pathlib import Path

import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.sdk.testing import FakeRun
from goldsmith.toolkit.identity import EMPTY
from goldsmith.toolkit.temporary import (
    DirectoryHandle,
    FileHandle,
    new_directory,
    new_file,
    remove_directory,
    remove_file,
    temporary_directory,
    temporary_file,
)


async def test_a_temporary_folder_is_private_and_gone_with_its_content() -> None:
    async with FakeRun() as run:
        path = await temporary_directory(run, "prefix")
        (path / "sub").mkdir()
        (path / "sub" / "file").write_text("x")

        assert path.name.startswith("prefix-")
        assert path.stat().st_mode & 0o777 == 0o700

    assert not path.exists()


async def test_a_temporary_file_is_private_and_gone() -> None:
    async with FakeRun() as run:
        path = await temporary_file(run, b"content", prefix="key", suffix=".pem")

        assert path.read_bytes() == b"content"
        assert path.suffix == ".pem"
        assert path.stat().st_mode & 0o777 == 0o600

    assert not path.exists()


async def test_a_folder_that_is_kept_stays(tmp_path: Path) -> None:
    async with FakeRun() as run:
        handle = await new_directory(run, tmp_path / "deep" / "out")
        run.keep(handle)

    assert (tmp_path / "deep" / "out").is_dir()


async def test_what_exists_already_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")

    async with FakeRun() as run:
        with pytest.raises(GoldsmithError, match="out exists already"):
            await new_directory(run, tmp_path / "out")
        with pytest.raises(GoldsmithError, match="file exists already"):
            await new_file(run, tmp_path / "file")
        with pytest.raises(GoldsmithError, match="link exists already"):
            await new_file(run, tmp_path / "link")

    assert (tmp_path / "out").is_dir()
    assert (tmp_path / "file").read_text() == "mine"


async def test_removing_what_is_gone_is_a_success(tmp_path: Path) -> None:
    await remove_directory(DirectoryHandle(str(tmp_path / "gone")))
    await remove_file(FileHandle(str(tmp_path / "gone")))


async def test_removing_a_link_leaves_what_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "mine")

    await remove_directory(DirectoryHandle(str(tmp_path / "link")))

    assert (tmp_path / "mine").is_dir()
    assert not (tmp_path / "link").exists()


async def test_what_cannot_be_removed_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldsmithError, match="cannot be removed: Is a directory"):
        await remove_file(FileHandle(str(tmp_path)))
    with pytest.raises(GoldsmithError, match=r"The folder /proc/1 cannot be removed"):
        await remove_directory(DirectoryHandle("/proc/1"))


@pytest.mark.parametrize("make_again", ["at once", "with content"])
async def test_another_file_of_the_same_name_stays(tmp_path: Path, make_again: str) -> None:
    path = tmp_path / "result"
    run = FakeRun()
    await new_file(run, path)
    path.unlink()
    path.write_text("" if make_again == "at once" else "mine")

    await run.undo_all()

    assert path.exists()


async def test_another_folder_of_the_same_name_stays(tmp_path: Path) -> None:
    path = tmp_path / "result"
    run = FakeRun()
    await new_directory(run, path)
    path.rmdir()
    path.mkdir()
    (path / "mine").touch()

    await run.undo_all()

    assert (path / "mine").exists()


async def test_what_was_only_planned_is_removed_if_nothing_is_in_it(tmp_path: Path) -> None:
    for name, content in (("new", ""), ("old", "mine")):
        (tmp_path / name).write_text(content)
        (tmp_path / f"{name}-folder").mkdir()
        if content:
            (tmp_path / f"{name}-folder" / "file").touch()
        await remove_file(FileHandle(str(tmp_path / name), EMPTY))
        await remove_directory(DirectoryHandle(str(tmp_path / f"{name}-folder"), EMPTY))

    assert sorted(one.name for one in tmp_path.iterdir()) == ["old", "old-folder"]
