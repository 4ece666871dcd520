"""Logins that `docker login` has stored, used as `docker` itself uses them."""

import base64
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engines.docker import PASSWORD, USERNAME, Docker, Registry

from goldsmith.plugins.docker.artifacts import IMPORTED
from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.settings import DockerfileSettings, DockerSettings
from goldsmith.plugins.docker.push.process import process
from goldsmith.plugins.docker.push.settings import PushSettings
from goldsmith.sdk import Access, Artifact, GoldsmithError
from goldsmith.sdk.testing import FakeRun

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]

HELPER = """#!/bin/sh
[ "$1" = list ] && { echo '{"ADDRESS": "USER"}'; exit; }
[ "$(cat)" = ADDRESS ] || { echo "credentials not found in native keychain"; exit 1; }
echo '{"ServerURL": "ADDRESS", "Username": "USER", "Secret": "SECRET"}'
"""


@pytest.fixture
def client(docker_here: Docker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of Docker's client, and a folder of programs before all others."""
    folder, programs = tmp_path / "client", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    monkeypatch.setenv("DOCKER_CONFIG", str(folder))
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    return folder


@pytest.fixture
def name(docker_here: Docker, locked_registry: Registry) -> Iterator[str]:
    """What an image is called in a registry that wants a password."""
    name = f"{locked_registry.address}/small:1"
    docker_here.busybox_image(name)
    yield name
    if docker_here.run("images", "-q", "--filter", f"reference={name}"):
        docker_here.run("rmi", name)


def store_as_text(client: Path, address: str) -> None:
    word = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
    (client / "config.json").write_text(json.dumps({"auths": {address: {"auth": word}}}))


def store_by_program(client: Path, address: str, how: str = "credsStore") -> None:
    program = client.parent / "bin" / "docker-credential-tests"
    text = HELPER.replace("ADDRESS", address).replace("USER", USERNAME).replace("SECRET", PASSWORD)
    program.write_text(text)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    value = "tests" if how == "credsStore" else {address: "tests"}
    (client / "config.json").write_text(json.dumps({how: value}))


async def push(name: str) -> Artifact:
    image = Artifact(IMPORTED, name, name, state={"tags": json.dumps([name])})
    return await process(PushSettings(), FakeRun(), image)


async def pull(settings: DockerSettings) -> str:
    async with FakeRun(access=Access("docker")) as run:
        return (await boot(settings, run)).facts["SourceImageDigest"]


@pytest.mark.parametrize("how", ["auths", "credsStore", "credHelpers"])
async def test_what_docker_has_stored_is_enough_to_push_to_pull_and_to_build(
    docker_here: Docker,
    locked_registry: Registry,
    client: Path,
    name: str,
    how: str,
    tmp_path: Path,
) -> None:
    if how == "auths":
        store_as_text(client, locked_registry.address)
    else:
        store_by_program(client, locked_registry.address, how)
    (tmp_path / "Dockerfile").write_text(f"FROM {name}\n")
    dockerfile = DockerfileSettings(path=str(tmp_path / "Dockerfile"), build_dir=str(tmp_path))

    digest = (await push(name)).facts["Digest"]
    docker_here.run("rmi", name)
    pulled = await pull(DockerSettings(image=name, discard=True))
    docker_here.run("rmi", name)
    built = await pull(DockerSettings(build=dockerfile, discard=True))

    assert pulled == built == f"{name.removesuffix(':1')}@{digest}"


async def test_without_them_the_registry_refuses(client: Path, name: str) -> None:
    with pytest.raises(GoldsmithError, match="no basic auth credentials"):
        await push(name)


async def test_a_program_for_logins_that_is_missing_is_named(
    locked_registry: Registry, client: Path, name: str, tmp_path: Path
) -> None:
    (client / "config.json").write_text(json.dumps({"credsStore": "gone"}))
    (tmp_path / "Dockerfile").write_text(f"FROM {name}\n")
    dockerfile = DockerfileSettings(path=str(tmp_path / "Dockerfile"), build_dir=str(tmp_path))
    words = r"docker-credential-gone not installed.*Mend credsStore"

    with pytest.raises(GoldsmithError, match=words):
        await push(name)
    with pytest.raises(GoldsmithError, match=words):
        await pull(DockerSettings(image=name, discard=True))
    with pytest.raises(GoldsmithError, match=words):
        await pull(DockerSettings(build=dockerfile, discard=True))
