"""The file provisioner."""

from pathlib import Path

import pytest

from goldsmith.plugins.core.file.patterns import RemotePath, matches_on
from goldsmith.plugins.core.file.provision import provision
from goldsmith.plugins.core.file.provisioner_settings import FileSettings
from goldsmith.sdk import (
    CommandResult,
    GoldsmithError,
    OnLine,
    OnProgress,
    TransferFailed,
)
from goldsmith.sdk.testing import FakeMachine, FakeRun
from goldsmith.toolkit.process import run_command


class ShellMachine(FakeMachine):
    """A machine whose commands are run for real, here."""

    async def execute(
        self, command: str, *, on_line: OnLine | None = None, stdin: bytes = b""
    ) -> CommandResult:
        return await run_command(FakeRun(), ["/bin/sh", "-c", command], on_line=on_line)


class CutMachine(FakeMachine):
    """A machine whose connection ends in the middle of a download."""

    async def download(
        self, source: str, destination: Path, *, on_progress: OnProgress | None = None
    ) -> None:
        destination.write_bytes(b"half")
        raise TransferFailed("The connection ended.")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `one`, `two` and `folder/three`, to work in."""
    (tmp_path / "folder").mkdir()
    for name in ("one", "two", "folder/three"):
        (tmp_path / name).write_text(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def upload(source: str, destination: str) -> dict[str, bytes]:
    machine = FakeMachine()
    async with FakeRun() as run:
        await provision(FileSettings(source=source, destination=destination), run, machine)
    return machine.files


async def download(machine: FakeMachine, source: str, destination: str) -> None:
    settings = FileSettings(direction="download", source=source, destination=destination)
    async with FakeRun() as run:
        await provision(settings, run, machine)


@pytest.mark.parametrize(
    ("source", "destination", "uploaded"),
    [
        ("one", "/x/renamed", {"/x/renamed": b"one"}),
        ("one", "/x/", {"/x/one": b"one"}),
        ("folder", "/x", {"/x/folder/three": b"folder/three"}),
        ("folder", "/x/", {"/x/folder/three": b"folder/three"}),
        ("folder/", "/x", {"/x/three": b"folder/three"}),
        ("folder/", "/x/", {"/x/three": b"folder/three"}),
    ],
)
async def test_slashes_say_what_becomes_of_names(
    here: Path, source: str, destination: str, uploaded: dict[str, bytes]
) -> None:
    assert await upload(source, destination) == uploaded


async def test_sources_come_before_source_and_each_has_a_bar(here: Path) -> None:
    machine, run = FakeMachine(), FakeRun()
    settings = FileSettings(sources=("two", "folder"), source="one", destination="/x/")

    await provision(settings, run, machine)

    assert list(machine.files) == ["/x/two", "/x/folder/three", "/x/one"]
    assert [(bar.done, bar.total) for bar in run.bars] == [(3, 3), (12, 12), (3, 3)]


async def test_names_are_rendered_with_what_is_known_of_the_build(here: Path) -> None:
    machine = FakeMachine()
    settings = FileSettings(source="{{.ID}}", destination="/x/{{.ID}}-")

    await provision(settings, FakeRun(facts={"ID": "one"}), machine)

    assert machine.files == {"/x/one-": b"one"}


async def test_content_is_readable_by_its_user_alone(here: Path) -> None:
    machine = FakeMachine()

    await provision(FileSettings(content="text", destination="/x"), FakeRun(), machine)

    assert machine.files == {"/x": b"text"}
    assert machine.modes == {"/x": 0o600}


async def test_content_without_a_name_gets_one(here: Path) -> None:
    machine, run = FakeMachine(), FakeRun()

    await provision(FileSettings(content="text", destination="/x/"), run, machine)

    (name,) = machine.files
    assert name.startswith("/x/pkr-file-content")
    assert name in run.warnings[0]


async def test_a_refused_file_comes_with_a_hint_on_slashes(here: Path) -> None:
    machine = FakeMachine(failures={"/x": TransferFailed("/x is a folder.")})

    with pytest.raises(TransferFailed, match="end the destination with a slash"):
        await provision(FileSettings(source="one", destination="/x"), FakeRun(), machine)


async def test_a_generated_source_that_was_not_made_is_named(here: Path) -> None:
    settings = FileSettings(source="made", destination="/x", generated=True)

    with pytest.raises(GoldsmithError, match='no file or folder "made"'):
        await provision(settings, FakeRun(), FakeMachine())


async def test_without_a_machine_nothing_can_be_copied(here: Path) -> None:
    with pytest.raises(GoldsmithError, match='communicator = "none"'):
        await provision(FileSettings(source="one", destination="/x"), FakeRun(), None)


@pytest.mark.parametrize(
    ("destination", "local"),
    [("got/it", "got/it"), ("got/", "got/os"), ("renamed", "renamed")],
)
async def test_downloads_make_the_folders_they_need(
    here: Path, destination: str, local: str
) -> None:
    await download(FakeMachine(files={"/etc/os": b"text"}), "/etc/os", destination)

    assert Path(local).read_bytes() == b"text"
    assert Path(local).stat().st_mode & 0o777 == 0o644


async def test_a_folder_is_downloaded_with_what_is_in_it(here: Path) -> None:
    machine = FakeMachine(files={"/etc/a/b": b"text"})

    await download(machine, "/etc/", "got")

    assert Path("got/a/b").read_bytes() == b"text"


async def test_a_download_that_is_cut_spoils_nothing(here: Path) -> None:
    with pytest.raises(TransferFailed):
        await download(CutMachine(), "/etc/os", "one")

    assert Path("one").read_text() == "one"
    assert sorted(path.name for path in here.iterdir()) == ["folder", "one", "two"]


async def test_a_download_onto_a_folder_says_how_to_put_it_inside(here: Path) -> None:
    with pytest.raises(GoldsmithError, match="End the destination with a slash"):
        await download(FakeMachine(files={"/os": b""}), "/os", "folder")


async def test_a_pattern_is_looked_up_on_the_machine(here: Path) -> None:
    machine = ShellMachine(files={f"{here}/one": b"1", f"{here}/folder/three": b"3"})
    (here / "two").unlink()

    await download(machine, f"{here}/*", "got")

    assert Path("got/one").read_bytes() == b"1"
    assert Path("got/folder/three").read_bytes() == b"3"


async def test_names_with_spaces_and_signs_are_matched(here: Path) -> None:
    (here / "a $x.txt").write_text("")

    found = await matches_on(ShellMachine(), f"{here}/a $*.txt")

    assert found == (RemotePath(f"{here}/a $x.txt", is_directory=False),)


async def test_a_pattern_without_a_match_is_an_error(here: Path) -> None:
    with pytest.raises(TransferFailed, match="Nothing on the machine matches"):
        await download(ShellMachine(), f"{here}/no-such-*", "got")


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        (FileSettings(source="no-such", destination="/x"), ["source"]),
        (FileSettings(sources=("one", "no-such"), destination="/x"), ["sources"]),
        (FileSettings(source="no-such", destination="/x", generated=True), []),
        (FileSettings(source="no-such", destination="/x", direction="download"), []),
        (FileSettings(source="{{.ID}}", destination="/x"), []),
        (FileSettings(source="one"), ["destination"]),
        (FileSettings(source="one", content="x", destination="/x"), ["content"]),
        (FileSettings(destination="/x"), ["source"]),
    ],
)
def test_mistakes_are_found_before_the_build(
    here: Path, settings: FileSettings, wrong: list[str]
) -> None:
    assert [one.setting for one in settings.problems()] == wrong
