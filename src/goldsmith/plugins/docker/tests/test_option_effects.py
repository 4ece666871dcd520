"""What single options of the docker builder do, as the engine shows it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

# Any: JSON as the engine's own client prints it.
from typing import Any

import pytest
from tests.engines.docker import IMAGE, Docker, registry

from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.capture import capture
from goldsmith.plugins.docker.builder.settings import (
    ContainerSettings,
    DockerfileSettings,
    DockerSettings,
)
from goldsmith.sdk import Access, Artifact, GoldsmithError, Host, Machine
from goldsmith.sdk.testing import FakeRun

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]

Inspected = Mapping[str, Any]


def discarded(**options: Any) -> DockerSettings:  # Any: options of the settings class
    return DockerSettings(**{"image": IMAGE, "pull": False, "discard": True, **options})


def inspected(docker: Docker, name: str) -> Inspected:
    (found,) = json.loads(docker.run("inspect", name))
    assert isinstance(found, dict)
    return found


async def made(settings: DockerSettings) -> Artifact:
    async with FakeRun(access=Access("docker")) as run:
        host = await boot(settings, run)
        return await capture(settings, run, host, host.machine)


def machine_of(host: Host) -> Machine:
    assert host.machine is not None
    return host.machine


@pytest.fixture(scope="module")
def newer(docker_engine: Docker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of an image in a registry that says it is new."""
    folder = tmp_path_factory.mktemp("newer")
    (folder / "Dockerfile").write_text(f"FROM {IMAGE}\nLABEL age=new\n")
    with registry() as one:
        name = f"{one.address}/renewed:1"
        docker_engine.run("build", "-q", "-t", name, str(folder))
        docker_engine.run("push", "-q", name)
        docker_engine.run("rmi", name)
        yield name


@pytest.fixture
def renewed(docker_here: Docker, newer: str) -> Iterator[str]:
    """An image that the engine has, and that the registry has a newer one of."""
    docker_here.run("tag", IMAGE, newer)
    yield newer
    docker_here.run("rmi", newer)


async def test_what_is_thrown_away_leaves_no_file_and_no_image(docker_here: Docker) -> None:
    before = docker_here.inventory()

    artifact = await made(discarded())

    assert (artifact.id, artifact.files) == ("Container", ())
    assert docker_here.inventory() == before


async def test_a_container_may_have_a_runtime_of_its_own(docker_here: Docker) -> None:
    async with FakeRun(access=Access("docker")) as run:
        host = await boot(discarded(container=ContainerSettings(runtime="runc")), run)
        found = inspected(docker_here, host.state["container"])["HostConfig"]

    assert found["Runtime"] == "runc"


async def test_a_container_may_be_privileged(docker_here: Docker) -> None:
    before = docker_here.inventory()["containers"]

    async with FakeRun(access=Access("docker")) as run:
        with suppress(GoldsmithError):  # where the machine may not give all rights it never starts
            await boot(discarded(container=ContainerSettings(privileged=True)), run)
        (name,) = set(docker_here.inventory()["containers"]) - set(before)
        found = inspected(docker_here, name)["HostConfig"]

    assert found["Privileged"] is True


async def test_a_runtime_that_the_engine_does_not_have_is_named(docker_here: Docker) -> None:
    before = docker_here.inventory()

    with pytest.raises(GoldsmithError, match="no-such-runtime"):
        await made(discarded(container=ContainerSettings(runtime="no-such-runtime")))

    assert docker_here.inventory() == before


async def test_no_folder_is_shared_with_the_container_whatever_it_is_called(
    docker_here: Docker,
) -> None:
    async with FakeRun(access=Access("docker")) as run:
        host = await boot(discarded(container=ContainerSettings(container_dir="/shared")), run)
        found = inspected(docker_here, host.state["container"])
        looked = await machine_of(host).execute("test -e /shared")

    assert (found["Mounts"], looked.exit_code) == ([], 1)


async def test_commands_run_as_the_user_that_is_wanted(docker_here: Docker) -> None:
    async with FakeRun(access=Access("docker")) as run:
        host = await boot(discarded(exec_user="daemon"), run)
        result = await machine_of(host).execute("id -un")

    assert result.tail == ("daemon",)


async def test_uploads_keep_their_owner_where_that_is_wanted(docker_here: Docker) -> None:
    container = ContainerSettings(
        run_command=("-dit", "-u", "daemon", "--entrypoint", "/bin/sh", "{{.Image}}")
    )

    async with FakeRun(access=Access("docker")) as run:
        host = await boot(discarded(container=container, fix_upload_owner=False), run)
        await machine_of(host).upload_bytes(b"x", "/tmp/file")
        result = await machine_of(host).execute("stat -c %U /tmp/file")

    assert result.tail != ("daemon",)


async def test_another_platform_than_the_images_is_refused_by_the_engine(
    docker_here: Docker,
) -> None:
    before = docker_here.inventory()

    with pytest.raises(GoldsmithError, match="platform"):
        await made(discarded(platform="linux/s390x"))

    assert docker_here.inventory() == before


@pytest.mark.parametrize(("pull", "labels"), [(None, {"age": "new"}), (False, None)])
async def test_a_newer_image_is_pulled_unless_the_template_says_no(
    docker_here: Docker, renewed: str, pull: bool | None, labels: dict[str, str] | None
) -> None:
    artifact = await made(DockerSettings(image=renewed, pull=pull, commit=True))

    assert (inspected(docker_here, artifact.id)["Config"]["Labels"] or None) == labels
    await artifact.destroy()


@pytest.mark.parametrize(("pull", "age"), [(None, "new"), (False, None)])
async def test_a_dockerfile_begins_with_a_newer_image_unless_the_template_says_no(
    docker_here: Docker, renewed: str, tmp_path: Path, pull: bool | None, age: str | None
) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM {renewed}\nLABEL made=here\n")
    dockerfile = DockerfileSettings(
        path=str(tmp_path / "Dockerfile"), build_dir=str(tmp_path), pull=pull
    )

    artifact = await made(DockerSettings(build=dockerfile, commit=True))

    labels = inspected(docker_here, artifact.id)["Config"]["Labels"]
    assert (labels["made"], labels.get("age")) == ("here", age)
    source = inspected(docker_here, artifact.id)["Parent"]
    await artifact.destroy()
    docker_here.run("rmi", source)


@pytest.mark.parametrize("compress", [False, True])
async def test_a_dockerfile_sees_its_folder_compressed_or_not(
    docker_here: Docker, tmp_path: Path, compress: bool
) -> None:
    (tmp_path / "seen").mkdir()
    (tmp_path / "seen" / "file").write_text(f"seen {compress}")
    (tmp_path / "Dockerfile").write_text(f"FROM {IMAGE}\nCOPY file /file\n")
    dockerfile = DockerfileSettings(
        path=str(tmp_path / "Dockerfile"),
        build_dir=str(tmp_path / "seen"),
        pull=False,
        compress=compress,
    )
    before = docker_here.inventory()

    async with FakeRun(access=Access("docker")) as run:
        host = await boot(DockerSettings(build=dockerfile, discard=True), run)
        result = await machine_of(host).execute("cat /file")

    assert result.tail == (f"seen {compress}",)
    assert docker_here.inventory() == before
