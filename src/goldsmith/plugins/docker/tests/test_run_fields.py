"""Options of `docker run` whose values have fields."""

import json
from pathlib import Path

import pytest
from tests.engines.docker import IMAGE, Docker

from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.run_command import container_request, words_of
from goldsmith.plugins.docker.builder.run_options import faults_of
from goldsmith.plugins.docker.builder.settings import ContainerSettings, DockerSettings
from goldsmith.sdk import Access
from goldsmith.sdk.testing import FakeRun

pytestmark = pytest.mark.anyio

USUAL = ("-d", "-i", "-t", "--entrypoint=/bin/sh")


@pytest.mark.parametrize(
    ("option", "part"),
    [
        ("--mount=type=bind,source=/a", "names no target"),
        ("--mount=type=odd,target=/a", '"odd" is no kind'),
        ("--mount=type=bind,target=/a,colour=red", '"colour"'),
        ("--gpus=many", "device=0,1"),
        ("--restart=sometimes", "on-failure:3"),
        ("--restart=on-failure:x", "on-failure:3"),
        ("--log-opt=big", "max-size=10m"),
        ("--env-file=/no/such/file", "no file of variables"),
        ("--stop-timeout=soon", "seconds"),
    ],
)
def test_a_value_that_is_none_is_told_with_what_would_be_right(option: str, part: str) -> None:
    (fault,) = faults_of((*USUAL, option, "{{.Image}}"))

    assert part in f"{fault.message} {fault.hint}"


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("all", {"Count": -1}),
        ("2", {"Count": 2}),
        ('"device=0,1"', {"DeviceIDs": ["0", "1"]}),
    ],
)
def test_graphics_cards_are_asked_for(value: str, asked: dict[str, object]) -> None:
    words = words_of(["--gpus", value, "image"])

    request = container_request(DockerSettings(image="a", commit=True), words)

    (wanted,) = request["HostConfig"]["DeviceRequests"]
    assert asked.items() <= wanted.items()
    assert wanted["Capabilities"] == [["gpu"]]


@pytest.mark.engine("docker")
async def test_the_engine_takes_what_has_fields(docker_here: Docker, tmp_path: Path) -> None:
    (tmp_path / "variables").write_text("# none\n\nA=b c\nD=e\n")
    (tmp_path / "seen").mkdir()
    (tmp_path / "seen" / "file").write_text("seen")
    command = (
        *USUAL,
        f"--mount=type=bind,src={tmp_path}/seen,dst=/seen,readonly",
        "--mount=type=tmpfs,target=/quick",
        *("--restart", "on-failure:3", "--log-driver=json-file", "--log-opt", "max-size=1m"),
        f"--env-file={tmp_path}/variables",
        *("--stop-timeout=7", "--", "{{.Image}}"),
    )
    settings = DockerSettings(
        image=IMAGE, pull=False, discard=True, container=ContainerSettings(run_command=command)
    )
    before = docker_here.inventory()

    async with FakeRun(access=Access("docker")) as run:
        host = await boot(settings, run)
        (found,) = json.loads(docker_here.run("inspect", host.state["container"]))
        assert host.machine is not None
        said = await host.machine.execute(
            'cat /seen/file; echo " $A$D"; touch /seen/x 2> /dev/null || echo no'
        )

    made = found["HostConfig"]
    assert (said.tail[0], said.tail[-1]) == ("seen b ce", "no")
    assert [one["Target"] for one in made["Mounts"]] == ["/seen", "/quick"]
    assert made["RestartPolicy"] == {"Name": "on-failure", "MaximumRetryCount": 3}
    assert made["LogConfig"] == {"Type": "json-file", "Config": {"max-size": "1m"}}
    assert found["Config"]["StopTimeout"] == 7
    assert docker_here.inventory() == before
