"""What a build takes from an engine, and what of it is found and removed again."""

from pathlib import Path

import pytest
from tests.engines.docker import IMAGE, Docker

from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.made_images import ImageHandle, release_image
from goldsmith.plugins.docker.builder.settings import (
    ContainerSettings,
    DockerfileSettings,
    DockerSettings,
)
from goldsmith.plugins.docker.container.containers import ContainerHandle, find_container
from goldsmith.plugins.docker.container.volumes import LABEL, VolumeHandle, release_volume
from goldsmith.plugins.docker.engine.build_client import commits_of
from goldsmith.plugins.docker.engine.client import connect
from goldsmith.sdk import Access, GoldsmithError
from goldsmith.sdk.testing import FakeRun

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]


def with_volume(name: str, *options: str) -> DockerSettings:
    command = ("-dit", *options, "--entrypoint=/bin/sh", "--", "{{.Image}}")
    container = ContainerSettings(run_command=command, volumes={name: "/mounted"})
    return DockerSettings(image=IMAGE, pull=False, discard=True, container=container)


async def test_a_named_volume_that_is_missing_lives_as_long_as_the_build(
    docker_here: Docker,
) -> None:
    before = docker_here.inventory()

    async with FakeRun(access=Access("docker")) as run:
        await boot(with_volume("fresh", "-v", "other:/other", "-v", "/nameless"), run)
        held = docker_here.run("volume", "ls", "-q", "--filter", f"label={LABEL}").split()

    assert sorted(held) == ["fresh", "other"]
    assert docker_here.inventory() == before


async def test_a_named_volume_that_was_there_stays(docker_here: Docker) -> None:
    docker_here.run("volume", "create", "kept")

    async with FakeRun(access=Access("docker")) as run:
        await boot(with_volume("kept"), run)
    await release_volume(VolumeHandle("kept", docker_here.host, "none"))

    assert docker_here.run("volume", "ls", "-q") == "kept"
    docker_here.run("volume", "rm", "kept")


async def test_the_last_of_two_builds_removes_the_volume_that_they_share(
    docker_here: Docker,
) -> None:
    async with FakeRun(access=Access("docker")) as last:
        async with FakeRun(access=Access("docker")) as first:
            await boot(with_volume("shared", "-v", "own:/own"), first)
            await boot(with_volume("shared"), last)
        assert docker_here.run("volume", "ls", "-q") == "shared"

    assert docker_here.run("volume", "ls", "-q") == ""


async def test_an_image_that_has_got_a_name_is_not_removed(docker_here: Docker) -> None:
    container = docker_here.run("create", IMAGE)
    image = docker_here.run("commit", container)
    docker_here.run("tag", image, "named")

    await release_image(ImageHandle(image, container, docker_here.host))
    await release_image(ImageHandle("", container, docker_here.host))

    assert docker_here.run("images", "-q", "--no-trunc", "named") == image
    docker_here.run("rmi", "named")
    docker_here.run("rm", container)


async def test_the_engine_remembers_what_was_made_of_a_container_whatever_its_host_name_is(
    docker_here: Docker,
) -> None:
    container = docker_here.run("create", "--hostname", "web", IMAGE)
    image = docker_here.run("commit", container)
    engine = await connect()

    assert await commits_of(engine, container) == (image,)

    await engine.close()
    docker_here.run("rm", container)
    docker_here.run("rmi", image)


async def test_a_container_is_looked_for_where_it_was_asked_for(
    docker_here: Docker, monkeypatch: pytest.MonkeyPatch
) -> None:
    container = docker_here.run("create", "--name", "lost", IMAGE)
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere")

    found = await find_container("", ContainerHandle("lost", docker_here.host))

    assert [one.id for one in found] == [container]
    docker_here.run("rm", container)


@pytest.mark.parametrize("ending", ["true", "false"])
async def test_steps_that_others_had_made_stay_and_no_volume_does(
    docker_here: Docker, tmp_path: Path, ending: str
) -> None:
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text(f"FROM {IMAGE}\nRUN echo {ending}\nVOLUME /data\n")
    theirs = docker_here.run("build", "-q", str(tmp_path))
    before = docker_here.inventory()
    dockerfile.write_text(f"{dockerfile.read_text()}RUN touch /new\nRUN {ending}\n")
    settings = DockerSettings(
        build=DockerfileSettings(path=str(dockerfile), build_dir=str(tmp_path), pull=False),
        discard=True,
    )

    async with FakeRun(access=Access("docker")) as run:
        if ending == "true":
            await boot(settings, run)
        else:
            with pytest.raises(GoldsmithError, match="could not be built"):
                await boot(settings, run)

    assert docker_here.inventory() == before
    docker_here.run("rmi", theirs)
