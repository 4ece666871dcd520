"""Images, files and failures of the docker builder, on a real engine."""

import json
import tarfile
from pathlib import Path

import pytest
from tests.engines.docker import IMAGE, PASSWORD, USERNAME, Docker, Registry

from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.capture import capture
from goldsmith.plugins.docker.builder.made_images import ImageHandle, release_image
from goldsmith.plugins.docker.builder.settings import (
    ContainerSettings,
    DockerfileSettings,
    DockerSettings,
)
from goldsmith.plugins.docker.container.containers import (
    CONTAINER,
    ContainerHandle,
    find_container,
    new_name,
)
from goldsmith.plugins.docker.registry.login_settings import LoginSettings
from goldsmith.sdk import Access, Artifact, GoldsmithError
from goldsmith.sdk.testing import FakeRun

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]


async def build(settings: DockerSettings, command: str = "true") -> Artifact:
    async with FakeRun(access=Access("docker"), build_name="docker.web") as run:
        host = await boot(settings, run)
        assert host.machine is not None
        result = await host.machine.execute(command)
        assert result.exit_code == 0, result.tail
        return await capture(settings, run, host, host.machine)


async def test_an_image_has_the_changes_and_what_its_base_said_and_nothing_of_ours(
    docker_here: Docker, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text(
        f'FROM {IMAGE}\nLABEL kept=yes\nENTRYPOINT ["/bin/echo"]\nCMD ["words"]\n'
    )
    docker_here.run("build", "-q", "-t", "labelled", str(tmp_path))
    before = docker_here.inventory()
    settings = DockerSettings(
        image="labelled",
        pull=False,
        commit=True,
        author="Ann",
        message="as made",
        changes=("ENV A=b", 'LABEL more="1"'),
    )

    made = await build(settings, "echo made > /etc/made")

    (facts,) = json.loads(docker_here.run("image", "inspect", made.id))
    assert facts["Config"]["Labels"] == {"kept": "yes", "more": "1"}
    assert (facts["Config"]["Entrypoint"], facts["Config"]["Cmd"]) == (["/bin/echo"], ["words"])
    assert (facts["Author"], facts["Comment"]) == ("Ann", "as made")
    assert made.facts["ImageSha256"] == facts["Id"] == made.id
    await made.destroy()
    assert docker_here.inventory() == before


async def test_an_export_is_a_tar_file_of_the_container(
    docker_here: Docker, tmp_path: Path
) -> None:
    before = docker_here.inventory()
    target = tmp_path / "made" / "root.tar"
    settings = DockerSettings(image=IMAGE, pull=False, export_path=str(target))

    made = await build(settings, "echo made > /etc/made")

    with tarfile.open(target) as tar:
        file = tar.extractfile("etc/made")
        assert file is not None
        assert file.read() == b"made\n"
    assert made.files == (target,)
    assert docker_here.inventory() == before


async def test_an_image_is_built_from_a_dockerfile_with_arguments(
    docker_here: Docker, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM {IMAGE}\nARG WHO\nRUN echo $WHO > /who\n")
    dockerfile = DockerfileSettings(
        path=str(tmp_path / "Dockerfile"),
        build_dir=str(tmp_path),
        arguments={"WHO": "me"},
        pull=False,
    )

    before = docker_here.inventory()

    made = await build(DockerSettings(build=dockerfile, discard=True), "grep me /who")

    assert made.id == "Container"
    assert docker_here.inventory() == before


async def test_a_dockerfile_that_fails_shows_its_last_lines(
    docker_here: Docker, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM {IMAGE}\nRUN touch /one\nRUN echo before; exit 7\n")
    dockerfile = DockerfileSettings(
        path=str(tmp_path / "Dockerfile"), build_dir=str(tmp_path), pull=False
    )
    before = docker_here.inventory()

    with pytest.raises(GoldsmithError, match=r"(?s)code: 7.*before"):
        await boot(DockerSettings(build=dockerfile, discard=True), FakeRun())

    assert docker_here.inventory() == before


async def test_an_image_is_pulled_by_its_digest_and_the_template_can_see_it(
    docker_here: Docker, locked_registry: Registry, tmp_path: Path
) -> None:
    address = locked_registry.address
    name = f"{address}/base"
    docker_here.run("login", "-u", USERNAME, "-p", PASSWORD, address)
    docker_here.run("tag", IMAGE, name)
    docker_here.run("push", name)
    (docker_here.folder / "client" / "config.json").unlink()
    (digest,) = json.loads(docker_here.run("image", "inspect", name))[0]["RepoDigests"]
    docker_here.run("rmi", name)
    login = LoginSettings(
        login=True, login_username=USERNAME, login_password=PASSWORD, login_server=address
    )
    settings = DockerSettings(image=digest, discard=True, login_options=login)

    async with FakeRun(access=Access("docker")) as run:
        host = await boot(settings, run)

    assert host.facts["SourceImageDigest"] == digest
    docker_here.run("rmi", digest)
    (tmp_path / "Dockerfile").write_text(f"FROM {digest}\n")
    built = DockerSettings(
        build=DockerfileSettings(path=str(tmp_path / "Dockerfile"), build_dir=str(tmp_path)),
        discard=True,
        login_options=login,
    )
    await build(built)
    assert run.secrets == [PASSWORD]
    wrong = DockerSettings(
        image=f"{address}/other",
        discard=True,
        login_options=LoginSettings(
            login=True, login_username=USERNAME, login_password="no", login_server=address
        ),
    )
    with pytest.raises(GoldsmithError, match="could not be pulled"):
        await boot(wrong, FakeRun())


async def test_an_image_that_is_nowhere_is_named(docker_here: Docker) -> None:
    with pytest.raises(GoldsmithError, match="has no image nothing:1"):
        await boot(DockerSettings(image="nothing:1", pull=False, discard=True), FakeRun())


async def test_a_container_that_ends_at_once_fails_the_build(docker_here: Docker) -> None:
    before = docker_here.inventory()
    container = ContainerSettings(run_command=("{{.Image}}", "sh", "-c", "echo why; exit 3"))
    settings = DockerSettings(image=IMAGE, pull=False, discard=True, container=container)

    async def live() -> None:
        async with FakeRun() as run:
            host = await boot(settings, run)
            assert host.gone is not None
            raise GoldsmithError(await host.gone())  # it took a little too long to end

    with pytest.raises(GoldsmithError, match="exit code 3"):
        await live()

    assert docker_here.inventory() == before


async def test_all_that_a_container_may_be_given_reaches_the_engine(
    docker_here: Docker, tmp_path: Path
) -> None:
    container = ContainerSettings(
        run_command=(
            *("-d", "-i", "-t", "--entrypoint=/bin/sh", "-e", "A=b", "-w", "/opt"),
            *("--memory", "64m", "-v/data", "--", "{{.Image}}"),
        ),
        volumes={str(tmp_path): "/here"},
        tmpfs=("/quick:size=1m",),
        device=("/dev/fuse",),
        cap_add=("NET_ADMIN",),
        cap_drop=("CHOWN",),
    )
    before = docker_here.inventory()

    async with FakeRun(access=Access("docker")) as run:
        settings = DockerSettings(image=IMAGE, pull=False, discard=True, container=container)
        host = await boot(settings, run)
        (facts,) = json.loads(docker_here.run("inspect", host.state["container"]))
        assert host.machine is not None
        result = await host.machine.execute("pwd; echo $A; test -c /dev/fuse; df -m /quick")

    made = facts["HostConfig"]
    assert made["Binds"] == [f"{tmp_path}:/here"]
    assert (made["CapAdd"], made["CapDrop"]) == (["NET_ADMIN"], ["CHOWN"])
    assert made["Memory"] == 64 << 20
    assert result.tail[:2] == ("/opt", "b")
    assert docker_here.inventory() == before


async def test_a_container_is_found_by_its_name_when_nobody_knows_its_id(
    docker_here: Docker,
) -> None:
    planned = ContainerHandle(new_name(), docker_here.host)
    docker_here.run("run", "-dit", "--name", planned.id, IMAGE)

    (handle,) = await find_container("", planned)
    await CONTAINER.release(handle)
    await CONTAINER.release(handle)

    assert await find_container("", planned) == ()


async def test_an_image_is_found_by_its_container_when_nobody_knows_its_id(
    docker_here: Docker,
) -> None:
    before = docker_here.inventory()
    container = docker_here.run("run", "-dit", IMAGE)
    docker_here.run("commit", container)

    await release_image(ImageHandle("", container, docker_here.host))
    docker_here.run("rm", "-f", container)

    assert docker_here.inventory() == before


async def test_without_an_engine_it_is_said_where_one_was_looked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")

    with pytest.raises(GoldsmithError, match=r"none\.sock \(no such file.*systemctl start docker"):
        await boot(DockerSettings(image=IMAGE, discard=True), FakeRun())
