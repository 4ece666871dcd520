"""The compress post-processor, read back by the tools of the standard library."""

import bz2
import gzip
import lzma
import random
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import anyio
import lz4.frame  # type: ignore[import-untyped]  # it has no types
import pytest
import zstandard

from goldsmith.plugins.core.compress.process import process
from goldsmith.plugins.core.compress.settings import CompressSettings
from goldsmith.sdk import Artifact, GoldsmithError, Severity
from goldsmith.sdk.testing import FakeRun

CONTENT = random.Random(7).randbytes(300_000) + b"zeros follow" + bytes(900_000)


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    path = tmp_path / "disk.raw"
    path.write_bytes(CONTENT)
    path.chmod(0o640)
    return path


def unpack_zst(data: bytes) -> bytes:
    with zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True) as reader:
        return reader.read()


def artifact_of(*files: Path) -> Artifact:
    return Artifact("transcend.qemu", "VM", "Files", files, facts={"ID": "i-1"})


async def compressed(target: Path, *files: Path, level: int = -1) -> Artifact:
    settings = CompressSettings(output=str(target), compression_level=level)
    async with FakeRun(build_name="qemu.web") as run:
        return await process(settings, run, artifact_of(*files))


@pytest.mark.parametrize(
    ("extension", "unpack"),
    [
        ("gz", gzip.decompress),
        ("bgzf", gzip.decompress),
        ("xz", lzma.decompress),
        ("bzip2", bz2.decompress),
        ("bz2", bz2.decompress),
        ("lz4", lz4.frame.decompress),
        ("zst", unpack_zst),
    ],
)
@pytest.mark.parametrize("level", [-1, 1, 20])
async def test_a_file_comes_out_as_it_went_in(
    disk: Path, extension: str, unpack: Callable[[bytes], bytes], level: int
) -> None:
    target = disk.with_name(f"disk.{extension}")

    artifact = await compressed(target, disk, level=level)

    packed = artifact.files[0].read_bytes()
    assert unpack(packed) == CONTENT
    assert len(packed) < 400_000


@pytest.mark.parametrize("size", [0, 1, 512 << 10, (512 << 10) + 1, 2 << 20])
@pytest.mark.parametrize("extension", ["gz", "bgzf"])
async def test_any_size_comes_out_as_it_went_in(tmp_path: Path, size: int, extension: str) -> None:
    source, target = tmp_path / "x", tmp_path / f"y.{extension}"
    content = random.Random(size).randbytes(size // 2) + bytes(size - size // 2)
    source.write_bytes(content)

    await compressed(target, source)

    assert gzip.decompress(target.read_bytes()) == content


async def test_gzip_is_as_small_as_one_processor_makes_it(tmp_path: Path) -> None:
    source, target = tmp_path / "x", tmp_path / "x.gz"
    lines = (f"line {number * number} of a log that repeats\n" for number in range(40_000))
    source.write_text("".join(lines))

    await compressed(target, source)

    assert target.stat().st_size < 1.02 * len(gzip.compress(source.read_bytes(), 6))


async def test_the_same_content_gives_the_same_file(disk: Path) -> None:
    one, two = disk.with_name("1.gz"), disk.with_name("2.gz")

    await compressed(one, disk)
    await compressed(two, disk)

    assert one.read_bytes() == two.read_bytes()


async def test_tar_members_are_gnu_without_folders_and_times(disk: Path) -> None:
    target = disk.with_name("x.tar.gz")

    await compressed(target, disk)

    with tarfile.open(target) as archive:
        (member,) = archive.getmembers()
        extracted = archive.extractfile(member)
        assert extracted is not None
        assert extracted.read() == CONTENT
    assert (member.name, member.mtime, member.mode) == ("disk.raw", 0, 0o640)
    assert gzip.decompress(target.read_bytes())[257:265] == b"ustar  \x00"


async def test_a_long_name_fits_into_a_tar_archive(tmp_path: Path) -> None:
    source = tmp_path / ("long" * 40)
    source.write_text("x")

    await compressed(tmp_path / "x.tar", source)

    with tarfile.open(tmp_path / "x.tar") as archive:
        assert archive.getnames() == [source.name]


@pytest.mark.parametrize("form", ["tar", "tar.gz", "tar.xz", "tar.bzip2", "zip"])
async def test_an_archive_holds_every_file(tmp_path: Path, form: str) -> None:
    files = [tmp_path / f"file-{number}" for number in range(5)]
    for number, file in enumerate(files):
        file.write_bytes(b"x" * number * 1000)
    target = tmp_path / f"all.{form}"

    await compressed(target, *files)

    if form == "zip":
        with zipfile.ZipFile(target) as archive:
            assert archive.testzip() is None
            sizes = {f"/{one.filename}": one.file_size for one in archive.infolist()}
        assert sizes == {str(file): file.stat().st_size for file in files}
    else:
        with tarfile.open(target) as archive_:
            assert {one.name: one.size for one in archive_} == {
                file.name: file.stat().st_size for file in files
            }


async def test_zip_comes_out_as_it_went_in(disk: Path) -> None:
    target = disk.with_name("x.zip")

    await compressed(target, disk)

    with zipfile.ZipFile(target) as archive:
        assert archive.read(str(disk).lstrip("/")) == CONTENT


async def test_without_an_extension_it_is_a_tar_archive_that_gzip_compressed(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(disk.parent)

    async with FakeRun(build_name="qemu.web") as run:
        artifact = await process(CompressSettings(), run, artifact_of(disk))

    assert artifact.files == (Path("packer_web_qemu"),)
    with tarfile.open(artifact.files[0], "r:gz") as archive:
        assert archive.getnames() == ["disk.raw"]


async def test_the_artifact_knows_itself_and_what_came_before(disk: Path) -> None:
    target = disk.with_name("x.gz")

    artifact = await compressed(target, disk)

    assert artifact.builder_id == "packer.post-processor.compress"
    assert artifact.description == f"compressed artifacts in: {target}"
    assert artifact.facts == {"ID": "i-1"}
    await artifact.destroy()
    assert not target.exists()
    assert disk.exists()


async def test_two_files_do_not_fit_into_one_that_is_no_archive(disk: Path) -> None:
    with pytest.raises(GoldsmithError, match=r"x\.gz can hold one file, and the artifact has 2"):
        await compressed(disk.with_name("x.gz"), disk, disk)


async def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "x.tar.gz"
    target.write_text("mine")

    with pytest.raises(GoldsmithError, match="no-such cannot be read: No such file"):
        await compressed(target, tmp_path / "no-such")

    assert names_in(tmp_path) == ["x.tar.gz"]
    assert target.read_text() == "mine"


async def test_a_full_disk_leaves_nothing_behind(disk: Path) -> None:
    target = Path("/dev/full/x.gz")

    with pytest.raises(GoldsmithError, match=r"x\.gz cannot be written"):
        await compressed(target, disk)


@pytest.mark.parametrize("extension", ["tar.xz", "zip", "gz"])
async def test_a_cancelled_build_stops_soon_and_leaves_nothing(
    tmp_path: Path, extension: str
) -> None:
    source = tmp_path / "disk.raw"
    with source.open("wb") as file:
        file.truncate(8 << 30)

    begin = anyio.current_time()
    with anyio.move_on_after(0.3) as scope:
        await compressed(tmp_path / f"x.{extension}", source)

    assert scope.cancelled_caught
    assert anyio.current_time() - begin < 3
    assert names_in(tmp_path) == ["disk.raw"]


async def test_the_output_must_not_be_one_of_the_files(tmp_path: Path) -> None:
    source = tmp_path / "x.tar.gz"
    source.write_text("x")

    with pytest.raises(GoldsmithError, match="is one of the files to compress"):
        await compressed(source, source)


async def test_progress_ends_at_the_size_of_the_files(disk: Path) -> None:
    settings = CompressSettings(output=str(disk.with_name("x.tar.gz")))

    async with FakeRun() as run:
        await process(settings, run, artifact_of(disk))

    assert [(bar.done, bar.total) for bar in run.bars] == [(len(CONTENT), len(CONTENT))]


@pytest.mark.parametrize(
    ("extension", "command"),
    [
        ("gz", ["gzip", "-t"]),
        ("bgzf", ["gzip", "-t", "-S", ".bgzf"]),
        ("xz", ["xz", "-t"]),
        ("bz2", ["bzip2", "-t"]),
    ],
)
async def test_common_tools_accept_it(disk: Path, extension: str, command: list[str]) -> None:
    target = disk.with_name(f"x.{extension}")

    await compressed(target, disk)

    assert exit_code(*command, str(target)) == 0


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def exit_code(*command: str) -> int:
    return subprocess.run(command, check=False).returncode


def test_an_unknown_algorithm_is_a_mistake() -> None:
    (problem,) = CompressSettings(algorithm="rar").problems()

    assert problem.message == "rar is none of bgzf, bzip2, gz, lz4, xz, zst."


def test_gzip_has_no_level_below_minus_one() -> None:
    assert [one.setting for one in CompressSettings(compression_level=-2).problems()] == [
        "compression_level"
    ]
    assert not list(CompressSettings(output="x.lz4", compression_level=-2).problems())


def test_an_algorithm_that_the_name_overrules_is_worth_a_warning() -> None:
    (problem,) = CompressSettings(output="x.gz", algorithm="xz").problems()

    assert problem.severity is Severity.WARNING
