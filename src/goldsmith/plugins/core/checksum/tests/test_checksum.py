"""The checksum post-processor."""

import hashlib
from pathlib import Path

import pytest

from goldsmith.plugins.core.checksum.process import process
from goldsmith.plugins.core.checksum.settings import ChecksumSettings
from goldsmith.sdk import Artifact, GoldsmithError
from goldsmith.sdk.testing import FakeRun


def artifact_of(*files: Path) -> Artifact:
    return Artifact("packer.file", "File", "Files", files)


def line(kind: str, path: Path) -> str:
    return f"{hashlib.new(kind, path.read_bytes()).hexdigest()}\t{path.name}\n"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    path = tmp_path / "disk.raw"
    path.write_bytes(b"disk" * 2_000_000)
    return path


async def written(settings: ChecksumSettings, *files: Path) -> Artifact:
    async with FakeRun(build_name="file.web") as run:
        return await process(settings, run, artifact_of(*files))


async def test_a_line_is_the_checksum_a_tab_and_the_name(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(disk.parent)

    artifact = await written(ChecksumSettings(), disk)

    target = Path("packer_web_file_md5.checksum")
    assert artifact.files == (disk, target)
    assert artifact.builder_id == "packer.post-processor.checksum"
    assert target.read_text() == line("md5", disk)


async def test_every_type_has_its_file_unless_the_output_is_the_same(disk: Path) -> None:
    one = ChecksumSettings(
        checksum_types=("sha1", "sha512"), output=str(disk.with_name("x.{{.ChecksumType}}"))
    )
    same = ChecksumSettings(checksum_types=("sha1", "sha512"), output=str(disk.with_name("all")))

    await written(one, disk)
    await written(same, disk)

    assert disk.with_name("x.sha1").read_text() == line("sha1", disk)
    assert disk.with_name("x.sha512").read_text() == line("sha512", disk)
    assert disk.with_name("all").read_text() == line("sha1", disk) + line("sha512", disk)


async def test_a_second_run_replaces_its_lines_and_keeps_those_of_others(disk: Path) -> None:
    target = disk.with_name("sums")
    target.write_text("0123\tother.raw\n")
    settings = ChecksumSettings(checksum_types=("sha256",), output=str(target))
    await written(settings, disk)
    disk.write_text("new")

    artifact = await written(settings, disk)

    assert target.read_text() == "0123\tother.raw\n" + line("sha256", disk)
    assert artifact.files == (disk,)


async def test_destroying_removes_the_files_and_their_checksums(disk: Path) -> None:
    artifact = await written(ChecksumSettings(output=str(disk.with_name("sums"))), disk)

    await artifact.destroy()

    assert names_in(disk.parent) == []


async def test_an_artifact_without_files_has_no_checksums(tmp_path: Path) -> None:
    artifact = await written(ChecksumSettings(output=str(tmp_path / "sums")))

    assert artifact.files == ()
    assert names_in(tmp_path) == []


async def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldsmithError, match="no-such cannot be read"):
        await written(ChecksumSettings(), tmp_path / "no-such")


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())
