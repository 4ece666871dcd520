"""What the post-processors for images take and refuse, without an engine."""

from pathlib import Path

import pytest

from goldsmith.plugins.docker import plugin
from goldsmith.plugins.docker.artifacts import EXPORTED, IMPORTED, TAGGED
from goldsmith.plugins.docker.builder.settings import DockerSettings
from goldsmith.plugins.docker.engine_settings import ProgramSettings
from goldsmith.plugins.docker.import_ import process as importing
from goldsmith.plugins.docker.import_.settings import ImportSettings
from goldsmith.plugins.docker.push import process as pushing
from goldsmith.plugins.docker.push.settings import PushSettings
from goldsmith.plugins.docker.registry.login_settings import LoginSettings
from goldsmith.plugins.docker.save import process as saving
from goldsmith.plugins.docker.save.settings import SaveSettings
from goldsmith.plugins.docker.tag import process as tagging
from goldsmith.plugins.docker.tag.settings import TagSettings
from goldsmith.sdk import Artifact, GoldsmithError, Keep, PostProcessor
from goldsmith.sdk.settings import Severity
from goldsmith.sdk.testing import FakeRun

pytestmark = pytest.mark.anyio

IMAGE = Artifact(builder_id=IMPORTED, id="sha256:1234", description="Imported image: sha256:1234")
EXPORT = Artifact(
    builder_id=EXPORTED, id="Container", description="export.tar", files=(Path("export.tar"),)
)


def test_tags_and_the_old_tag_are_given_once_each_in_order() -> None:
    settings = TagSettings(repository="127.0.0.1:5000/web", tags=("1", "2"), tag=("2", "3"))

    assert settings.names == (
        "127.0.0.1:5000/web:1",
        "127.0.0.1:5000/web:2",
        "127.0.0.1:5000/web:3",
    )


def test_without_tags_the_repository_is_the_name() -> None:
    assert TagSettings(repository="web").names == ("web",)
    assert TagSettings(repository="web", tag=("", "1")).names == ("web", "web:1")


def test_a_platform_may_be_short_where_the_engine_fills_in_the_rest() -> None:
    assert list(ImportSettings(repository="web", platform="arm64").problems()) == []
    assert list(DockerSettings(image="web", commit=True, platform="arm64").problems()) == []
    assert [one.setting for one in PushSettings(platform="arm64").problems()] == ["platform"]


def test_a_tag_needs_a_repository() -> None:
    assert [one.setting for one in TagSettings(tags=("1",)).problems()] == ["repository"]
    assert [one.setting for one in ImportSettings(tag="1").problems()] == ["tag"]


def test_a_path_to_save_to_is_needed_and_must_not_be_a_folder(tmp_path: Path) -> None:
    assert [one.setting for one in SaveSettings().problems()] == ["path"]
    assert [one.message for one in SaveSettings(path=str(tmp_path)).problems()] == [
        f"{tmp_path} is a folder. Name a file."
    ]


async def test_what_an_empty_variable_leaves_out_is_said_where_it_is_needed(tmp_path: Path) -> None:
    archive = tmp_path / "a.tar"
    archive.touch()
    export = Artifact(EXPORTED, "Container", "a.tar", (archive,))

    with pytest.raises(GoldsmithError, match="repository is empty"):
        await tagging.process(TagSettings(), FakeRun(), IMAGE)
    with pytest.raises(GoldsmithError, match="path is empty"):
        await saving.process(SaveSettings(), FakeRun(), IMAGE)
    with pytest.raises(GoldsmithError, match="repository is empty"):
        await importing.process(ImportSettings(tag="1"), FakeRun(), export)


def test_what_an_empty_variable_leaves_out_may_be_validated() -> None:
    found = (
        TagSettings(),
        TagSettings(repository="web-", tag=("",)),
        SaveSettings(),
        ImportSettings(tag="1"),
        LoginSettings(login=True),
    )

    problems = [problem for one in found for problem in one.problems()]

    assert len(problems) == 5
    assert {one.severity for one in problems} == {Severity.WARNING}


def test_another_program_is_not_started_and_the_user_is_told() -> None:
    (problem,) = ProgramSettings(docker_path="/usr/bin/podman").problems()

    assert problem.severity is Severity.WARNING
    assert "DOCKER_HOST" in problem.hint
    assert list(ProgramSettings(docker_path="/opt/bin/docker").problems()) == []


async def test_an_exported_container_must_be_imported_before_it_can_be_named() -> None:
    with pytest.raises(GoldsmithError, match="Put docker-import before it"):
        await tagging.process(TagSettings(repository="web"), FakeRun(), EXPORT)
    with pytest.raises(GoldsmithError, match="docker-save needs an image"):
        await saving.process(SaveSettings(path="image.tar"), FakeRun(), EXPORT)


async def test_an_image_without_a_name_cannot_be_pushed() -> None:
    with pytest.raises(GoldsmithError, match="Put docker-tag before docker-push"):
        await pushing.process(PushSettings(), FakeRun(), IMAGE)


@pytest.mark.parametrize("builder_id", [IMPORTED, TAGGED])
async def test_an_image_is_not_imported_again(builder_id: str) -> None:
    artifact = Artifact(builder_id=builder_id, id="web:1", description="an image")

    with pytest.raises(GoldsmithError, match=r"web:1 is an image already.*in place of commit"):
        await importing.process(ImportSettings(repository="web"), FakeRun(), artifact)


async def test_other_files_and_no_files_are_not_imported() -> None:
    disk = Artifact(builder_id="transcend.qemu", id="VM", description="VM files in: output")
    thrown_away = Artifact(builder_id=EXPORTED, id="Container", description="nothing")

    with pytest.raises(GoldsmithError, match="was given VM files in: output"):
        await importing.process(ImportSettings(repository="web"), FakeRun(), disk)
    with pytest.raises(GoldsmithError, match="the artifact has no file"):
        await importing.process(ImportSettings(repository="web"), FakeRun(), thrown_away)


async def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(GoldsmithError, match=r"export\.tar cannot be read"):
        await importing.process(ImportSettings(repository="web"), FakeRun(), EXPORT)


@pytest.mark.parametrize(
    ("name", "keep"),
    [
        ("docker-import", Keep.NO),
        ("docker-tag", Keep.ALWAYS),
        ("docker-push", Keep.BY_DEFAULT),
        ("docker-save", Keep.BY_DEFAULT),
    ],
)
def test_what_becomes_of_the_image_before(name: str, keep: Keep) -> None:
    found = [
        one.keeps_input
        for one in plugin.components
        if isinstance(one, PostProcessor) and one.name == name
    ]

    assert found == [keep]
