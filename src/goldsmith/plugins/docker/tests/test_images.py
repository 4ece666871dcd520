"""The post-processors for images, with a real engine and real registries."""

import json
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from tests.engines.docker import PASSWORD, USERNAME, Docker, Registry, small_archive

from goldsmith.plugins.docker.artifacts import EXPORTED, IMPORTED
from goldsmith.plugins.docker.builder.made_images import ImageHandle
from goldsmith.plugins.docker.engine.client import connect
from goldsmith.plugins.docker.engine.image_client import push as send
from goldsmith.plugins.docker.import_.process import process as import_image
from goldsmith.plugins.docker.import_.settings import ImportSettings
from goldsmith.plugins.docker.push.process import process as push
from goldsmith.plugins.docker.push.settings import PushSettings
from goldsmith.plugins.docker.registry.layers import layer_bars
from goldsmith.plugins.docker.registry.login_settings import LoginSettings
from goldsmith.plugins.docker.save.process import process as save
from goldsmith.plugins.docker.save.settings import SaveSettings
from goldsmith.plugins.docker.tag.process import process as tag
from goldsmith.plugins.docker.tag.settings import TagSettings
from goldsmith.sdk import Artifact, GoldsmithError
from goldsmith.sdk.testing import FakeProgress, FakeRun

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]


def exported(path: Path) -> Artifact:
    return Artifact(builder_id=EXPORTED, id="Container", description=str(path), files=(path,))


def committed(docker: Docker) -> Artifact:
    image = docker.small_image("")
    return Artifact(builder_id=IMPORTED, id=image, description=f"Imported image: {image}")


async def test_a_file_becomes_an_image_with_name_changes_and_platform(
    docker_here: Docker, tmp_path: Path
) -> None:
    before = docker_here.inventory()
    run = FakeRun()
    settings = ImportSettings(
        repository="team/web",
        tag="1.0",
        changes=("ENV A=b", "EXPOSE 80", 'CMD ["/content", "x y"]'),
        platform="linux/arm64",
    )

    made = await import_image(
        settings, run, exported(small_archive(tmp_path / "root.tar", 3 << 20))
    )

    (facts,) = json.loads(docker_here.run("image", "inspect", "team/web:1.0"))
    assert facts["Config"]["Cmd"] == ["/content", "x y"]
    assert (facts["Architecture"] == "arm64") != any(
        "is linux/arm64" in one for one in run.warnings
    )
    assert "A=b" in facts["Config"]["Env"]
    assert made.id == "team/web:1.0"
    assert made.facts["ImageSha256"] == facts["Id"]
    assert run.kept == [ImageHandle(facts["Id"], "", docker_here.host)]
    assert [bar.done == bar.total for bar in run.bars] == [True]
    await made.destroy()
    assert docker_here.inventory() == before


async def test_a_file_that_is_no_archive_is_refused_and_leaves_nothing(
    docker_here: Docker, tmp_path: Path
) -> None:
    before = docker_here.inventory()
    path = tmp_path / "root.tar"
    path.write_bytes(b"no archive at all" * 100)

    with pytest.raises(GoldsmithError, match="The Docker engine says"):
        await import_image(ImportSettings(repository="team/web"), FakeRun(), exported(path))

    assert docker_here.inventory() == before


async def test_a_wrong_name_or_change_is_refused(docker_here: Docker, tmp_path: Path) -> None:
    before = docker_here.inventory()
    source = exported(small_archive(tmp_path / "root.tar"))

    with pytest.raises(GoldsmithError, match="must be lowercase"):
        await import_image(ImportSettings(repository="Team/Web"), FakeRun(), source)
    wrong = ImportSettings(repository="web", changes=("NONSENSE x",))
    with pytest.raises(GoldsmithError, match="nonsense is not a valid"):
        await import_image(wrong, FakeRun(), source)

    assert docker_here.inventory() == before


async def test_every_tag_is_given_and_goes_again(docker_here: Docker) -> None:
    image = committed(docker_here)
    before = docker_here.inventory()
    settings = TagSettings(repository="team/web", tags=("1", "latest"))

    made = await tag(settings, FakeRun(), image)

    assert made.id == "team/web:latest"
    assert made.state["docker_tags"] == "team/web:1,team/web:latest"
    assert docker_here.run("images", "-q", "--no-trunc", "team/web:1") == image.id
    await made.destroy()
    assert docker_here.inventory() == {**before, "images": without(before, image.id)}


def without(inventory: dict[str, list[str]], image: str) -> list[str]:
    """The engine removes an image with its last name."""
    return [one for one in inventory["images"] if image not in one]


@pytest.mark.parametrize("force", [False, True])
async def test_a_tag_moves_from_another_image_also_without_force(
    docker_here: Docker, force: bool
) -> None:
    first, second = committed(docker_here), committed(docker_here)
    await tag(TagSettings(repository="moving", tags=("1",)), FakeRun(), first)

    made = await tag(TagSettings(repository="moving", tag=("1",), force=force), FakeRun(), second)

    assert docker_here.run("images", "-q", "--no-trunc", made.id) == second.id
    docker_here.run("rmi", made.id, first.id)


async def test_an_image_that_is_gone_cannot_be_tagged(docker_here: Docker) -> None:
    image = committed(docker_here)
    docker_here.run("rmi", image.id)

    with pytest.raises(GoldsmithError, match=r"(?i)no such image"):
        await tag(TagSettings(repository="team/web"), FakeRun(), image)


async def test_an_image_is_saved_with_its_name_and_handed_on(
    docker_here: Docker, tmp_path: Path
) -> None:
    named = await tag(
        TagSettings(repository="saved", tags=("1",)), FakeRun(), committed(docker_here)
    )
    path = tmp_path / "image.tar"

    made = await save(SaveSettings(path=str(path)), FakeRun(), named)

    with tarfile.open(path) as archive:
        manifest = archive.extractfile("manifest.json")
        assert manifest is not None
        assert json.load(manifest)[0]["RepoTags"] == ["saved:1"]
    assert made is named
    await named.destroy()


async def test_saving_what_is_gone_leaves_the_old_file(docker_here: Docker, tmp_path: Path) -> None:
    image = committed(docker_here)
    docker_here.run("rmi", image.id)
    path = tmp_path / "image.tar"
    path.write_text("from before")

    with pytest.raises(GoldsmithError, match=r"(?i)no such image"):
        await save(SaveSettings(path=str(path)), FakeRun(), image)

    assert [one.name for one in tmp_path.iterdir()] == ["image.tar"]
    assert path.read_text() == "from before"


@contextmanager
def a_small_disk(folder: Path) -> Iterator[Path]:
    """A disk with room for a megabyte."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with a_small_disk(tmp_path):
        yield tmp_path


@pytest.mark.engine("mount")
async def test_a_full_disk_while_saving_leaves_nothing(
    docker_here: Docker, small_disk: Path
) -> None:
    image = docker_here.small_image("large", 5 << 20)
    artifact = Artifact(builder_id=IMPORTED, id=image, description="an image")

    with pytest.raises(GoldsmithError, match="No space left"):
        await save(SaveSettings(path=str(small_disk / "image.tar")), FakeRun(), artifact)

    assert list(small_disk.iterdir()) == []
    docker_here.run("rmi", "large")


async def test_pushing_shows_each_layer_and_tells_the_digest(
    docker_here: Docker, image_registry: Registry
) -> None:
    repository = f"{image_registry.address}/team/web"
    image = docker_here.small_image("", 5 << 20)
    artifact = Artifact(builder_id=IMPORTED, id=image, description="an image")
    named = await tag(TagSettings(repository=repository, tags=("1", "2")), FakeRun(), artifact)
    run = FakeRun()

    made = await push(PushSettings(), run, named)

    digests = json.loads(
        docker_here.run("image", "inspect", "-f", "{{json .RepoDigests}}", named.id)
    )
    assert digests == [f"{repository}@{made.facts['Digest']}"]
    assert run.steps == [f"Pushing {repository}:1", f"Pushing {repository}:2"]
    assert any(bar.title.startswith("Pushing layer") and bar.done for bar in run.bars)
    assert made.state == named.state
    await made.destroy()


async def test_a_locked_registry_lets_in_who_logs_in(
    docker_here: Docker, locked_registry: Registry
) -> None:
    named = await tag(
        TagSettings(repository=f"{locked_registry.address}/web", tags=("1",)),
        FakeRun(),
        committed(docker_here),
    )
    run = FakeRun()

    with pytest.raises(GoldsmithError, match=r"no basic auth.*wants a login.*login_username"):
        await push(PushSettings(), run, named)
    with pytest.raises(GoldsmithError, match="does not let goldsmith in"):
        await push(PushSettings(login_options=login(locked_registry, "wrong")), run, named)
    await push(PushSettings(login_options=login(locked_registry, PASSWORD)), run, named)

    assert PASSWORD in run.secrets
    assert not (docker_here.folder / "client" / "config.json").exists()
    await named.destroy()


def login(registry: Registry, password: str) -> LoginSettings:
    return LoginSettings(
        login=True,
        login_username=USERNAME,
        login_password=password,
        login_server=registry.address,
    )


async def test_a_platform_that_the_engine_cannot_push_alone_is_refused(
    docker_here: Docker, image_registry: Registry
) -> None:
    version = docker_here.run("version", "-f", "{{.Server.APIVersion}}")
    if tuple(map(int, version.split("."))) >= (1, 46):
        pytest.skip("This engine can.")
    named = await tag(
        TagSettings(repository=f"{image_registry.address}/web"), FakeRun(), committed(docker_here)
    )

    with pytest.raises(GoldsmithError, match="Leave out platform"):
        await push(PushSettings(platform="linux/arm64"), FakeRun(), named)

    await named.destroy()


async def test_a_registry_that_is_not_there_is_named_and_the_tags_stay(
    docker_here: Docker, image_registry: Registry
) -> None:
    name = f"{image_registry.address}/web"
    named = await tag(TagSettings(repository=name, tags=("1",)), FakeRun(), committed(docker_here))
    image_registry.kill()

    with pytest.raises(GoldsmithError, match=f"{name}:1 could not be pushed.*refused"):
        await push(PushSettings(), FakeRun(), named)

    assert docker_here.run("images", "-q", f"{name}:1")
    await named.destroy()


class Interrupted(FakeRun):
    """A run whose registry goes when the first layer is on its way."""

    def __init__(self, registry: Registry, *, comes_back: bool) -> None:
        super().__init__()
        self.registry = registry
        self.comes_back = comes_back

    @contextmanager
    def progress(self, title: str, total: int | None) -> Iterator[FakeProgress]:
        if not self.bars:
            self.registry.kill()
        with super().progress(title, total) as bar:
            yield bar

    def say(self, text: str) -> None:
        super().say(text)
        if "tried again" in text and self.comes_back and self.registry.process.poll() is not None:
            self.registry.start_again()


async def test_a_registry_that_comes_back_in_the_middle_of_a_push_gets_the_rest(
    docker_here: Docker, image_registry: Registry
) -> None:
    name = f"{image_registry.address}/web:1"
    docker_here.small_image(name, 60 << 20)
    run = Interrupted(image_registry, comes_back=True)

    made = await push(PushSettings(), run, Artifact(builder_id=IMPORTED, id=name, description=""))

    assert [one for one in run.said if "tried again in 5 s" in one]
    assert made.facts["Digest"].startswith("sha256:")
    await made.destroy()


async def test_a_registry_that_goes_away_for_good_is_not_waited_for_for_ever(
    docker_here: Docker, image_registry: Registry
) -> None:
    name = f"{image_registry.address}/web:1"
    image = docker_here.small_image(name, 60 << 20)
    run = Interrupted(image_registry, comes_back=False)
    engine = await connect()

    with (
        pytest.raises(GoldsmithError, match="registry has failed for 1 seconds"),
        layer_bars(run, patience=timedelta(seconds=1)) as on_event,
    ):
        await send(engine, name, "", None, on_event)

    await engine.close()
    assert [one for one in run.said if "tried again in 5 s" in one]
    assert docker_here.run("images", "-q", "--no-trunc", name) == image
    docker_here.run("rmi", name)


@pytest.mark.engine("mount")
async def test_a_registry_with_a_full_disk_is_tried_again_and_given_up(
    docker_here: Docker, image_registry: Registry
) -> None:
    name = f"{image_registry.address}/web:1"
    image = docker_here.small_image(name, 5 << 20)

    run, engine = FakeRun(), await connect()

    with (
        a_small_disk(image_registry.folder / "data"),
        pytest.raises(GoldsmithError, match="registry has failed for 1 seconds"),
        layer_bars(run, patience=timedelta(seconds=1)) as on_event,
    ):
        await send(engine, name, "", None, on_event)

    await engine.close()
    assert [one for one in run.said if "tried again in 5 s" in one]
    assert docker_here.run("images", "-q", "--no-trunc", name) == image
    docker_here.run("rmi", name)
