"""The artifice post-processor."""

from pathlib import Path

import pytest

from goldsmith.plugins.core.artifice.process import matching, process
from goldsmith.plugins.core.artifice.settings import ArtificeSettings
from goldsmith.sdk import Artifact
from goldsmith.sdk.testing import FakeRun


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a.txt", "b.txt", ".c.txt", "d*.txt", "sub/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_the_files_take_the_place_of_those_of_the_artifact(folder: Path) -> None:
    settings = ArtificeSettings(files=("b.txt", "[ab].txt", "no-such"))
    artifact = Artifact("fnoeding.null", "Null", "", (Path("old"),), facts={"ID": "Null"})

    async with FakeRun() as run:
        made = await process(settings, run, artifact)

    assert made.files == (Path("b.txt"), Path("a.txt"))
    assert (made.builder_id, made.id) == ("packer.post-processor.artifice", "")
    assert run.said == ["Leaving out old.", "Taking over b.txt, a.txt."]
    assert run.warnings == ["Nothing matches no-such."]


async def test_destroying_removes_files_and_folders(folder: Path) -> None:
    async with FakeRun() as run:
        made = await process(ArtificeSettings(files=("sub", "a.txt")), run, Artifact("x", "x", "x"))

    await made.destroy()
    await made.destroy()

    assert names_in(folder) == [".c.txt", "b.txt", "d*.txt"]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", [".c.txt", "a.txt", "b.txt", "d*.txt"]),
        ("[^a].txt", ["b.txt"]),
        (r"d\*.txt", ["d*.txt"]),
        ("**/*.txt", ["sub/e.txt"]),
    ],
)
def test_patterns_are_read_as_go_does(folder: Path, pattern: str, names: list[str]) -> None:
    assert [str(one) for one in matching(pattern)] == names


def test_no_files_are_a_mistake() -> None:
    assert [one.setting for one in ArtificeSettings().problems()] == ["files"]


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())
