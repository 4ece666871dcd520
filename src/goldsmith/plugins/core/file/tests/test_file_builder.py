"""The file builder."""

from pathlib import Path

import pytest

from goldsmith.plugins.core.file.builder import boot, capture
from goldsmith.plugins.core.file.builder_settings import FileBuilderSettings
from goldsmith.sdk import GoldsmithError, Severity
from goldsmith.sdk.testing import FakeRun


async def test_the_file_is_written_and_becomes_the_artifact(tmp_path: Path) -> None:
    target = tmp_path / "made" / "x.txt"
    settings = FileBuilderSettings(target=str(target), content="text\r\n")

    async with FakeRun() as run:
        host = await boot(settings, run)
        artifact = await capture(settings, run, host, host.machine)

    assert target.read_bytes() == b"text\r\n"
    assert target.stat().st_mode & 0o777 == 0o600
    assert (artifact.builder_id, artifact.id, artifact.files) == ("packer.file", "File", (target,))
    assert artifact.description == f"Stored file: {target}"


async def test_a_source_is_copied_over_an_older_file(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text("new")
    target.write_text("old")
    settings = FileBuilderSettings(target=str(target), source=str(source))

    async with FakeRun() as run:
        await capture(settings, run, await boot(settings, run), None)

    assert target.read_text() == "new"


async def test_a_build_that_fails_leaves_no_new_file(tmp_path: Path) -> None:
    target = tmp_path / "x"

    async with FakeRun() as run:
        await boot(FileBuilderSettings(target=str(target), content="text"), run)

    assert not target.exists()


async def test_a_build_that_fails_does_not_remove_a_file_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_text("mine")

    async with FakeRun() as run:
        await boot(FileBuilderSettings(target=str(target), content="text"), run)

    assert target.exists()


async def test_destroying_the_artifact_removes_the_file(tmp_path: Path) -> None:
    target = tmp_path / "x"
    settings = FileBuilderSettings(target=str(target), content="text")

    async with FakeRun() as run:
        artifact = await capture(settings, run, await boot(settings, run), None)
        await artifact.destroy()

    assert not target.exists()


async def test_a_source_that_went_away_is_named(tmp_path: Path) -> None:
    settings = FileBuilderSettings(target=str(tmp_path / "x"), source=str(tmp_path / "no-such"))

    with pytest.raises(GoldsmithError, match=r"no-such: No such file or directory\."):
        async with FakeRun() as run:
            await boot(settings, run)


async def test_its_machine_accepts_everything(tmp_path: Path) -> None:
    async with FakeRun() as run:
        machine = (await boot(FileBuilderSettings(target=str(tmp_path / "x")), run)).machine
        assert machine is not None
        result = await machine.execute("rm -rf /")
        await machine.upload(tmp_path, "/x")
        await machine.upload_bytes(b"", "/x")
        await machine.upload_directory(tmp_path, "/x")
        await machine.download("/x", tmp_path / "file")
        await machine.download_directory("/x", tmp_path / "folder")

    assert result.exit_code == 0
    assert (tmp_path / "file").read_bytes() == b""
    assert (tmp_path / "folder").is_dir()


def test_source_and_content_are_one_too_many() -> None:
    (problem,) = FileBuilderSettings(target="x", source="y", content="z").problems()

    assert problem.setting == "content"


def test_an_empty_file_is_worth_a_warning() -> None:
    (problem,) = FileBuilderSettings(target="x").problems()

    assert problem.severity is Severity.WARNING
