"""Commands and copies in a real container."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import anyio.to_thread
import pytest
from tests.engines.docker import IMAGE, Docker

from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.settings import ContainerSettings, DockerSettings
from goldsmith.plugins.docker.container.machine import ContainerMachine
from goldsmith.plugins.docker.engine.client import connect
from goldsmith.sdk import Access, ConnectionLost, GoldsmithError, Host
from goldsmith.sdk.testing import FakeRun
from goldsmith.sdk.tests.machine_contract import MachineContract

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]

DOCKER = Access("docker", passes_input=True)


@pytest.fixture
async def run(docker_here: Docker) -> AsyncIterator[FakeRun]:
    async with FakeRun(access=DOCKER) as one:
        yield one


@pytest.fixture
async def host(run: FakeRun) -> Host:
    return await boot(DockerSettings(image=IMAGE, pull=False, discard=True), run)


@pytest.fixture
async def machine(host: Host) -> ContainerMachine:
    assert isinstance(host.machine, ContainerMachine)
    return host.machine


@pytest.fixture
async def remote(machine: ContainerMachine) -> str:
    await machine.execute("mkdir /remote")
    return "/remote"


class TestAContainer(MachineContract):
    """Through the engine alone."""


async def test_input_and_both_streams_arrive_as_they_were_sent(machine: ContainerMachine) -> None:
    lines: list[tuple[str, str]] = []
    content = b"x\n" * 100_000

    result = await machine.execute(
        "wc -c; echo oops >&2", on_line=lambda *line: lines.append(line), stdin=content
    )

    assert result.exit_code == 0
    assert sorted(lines) == [("stderr", "oops"), ("stdout", "200000")]


async def test_what_is_cancelled_ends_in_the_container_with_all_it_has_started(
    machine: ContainerMachine,
) -> None:
    with anyio.move_on_after(1):
        await machine.execute("sleep 4711 & trap '' TERM; sleep 4711; true")

    left = await machine.execute("cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[s]leep 4711'")

    assert left.tail == ("0",)


async def test_a_container_that_is_killed_is_told_from_a_command_that_fails(
    machine: ContainerMachine, host: Host, docker_here: Docker
) -> None:
    async def kill() -> None:
        await anyio.sleep(0.3)
        await anyio.to_thread.run_sync(docker_here.run, "kill", host.state["container"])

    async with anyio.create_task_group() as both:
        both.start_soon(kill)
        with pytest.raises(ConnectionLost, match="ended with exit code 137"):
            await machine.execute("sleep 30")


async def test_a_container_that_ends_is_noticed(host: Host, docker_here: Docker) -> None:
    assert host.gone is not None
    docker_here.run("kill", host.state["container"])

    with anyio.fail_after(10):
        reason = await host.gone()

    assert "ended with exit code 137" in reason


async def test_uploads_belong_to_the_user_of_the_container(run: FakeRun, tmp_path: Path) -> None:
    container = ContainerSettings(
        run_command=("-dit", "-u", "daemon", "--entrypoint", "/bin/sh", "{{.Image}}")
    )
    settings = DockerSettings(image=IMAGE, pull=False, discard=True, container=container)
    host = await boot(settings, run)
    assert host.machine is not None
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text("x")

    await host.machine.upload_bytes(b"x", "/tmp/bytes")
    await host.machine.upload_directory(tmp_path / "folder", "/made/here")
    result = await host.machine.execute("stat -c %U:%G /tmp/bytes /made/here /made/here/file")

    assert result.tail == ("daemon:daemon",) * 3


async def test_a_file_takes_the_place_of_no_folder(
    machine: ContainerMachine, remote: str, tmp_path: Path
) -> None:
    await machine.upload_bytes(b"kept", f"{remote}/inside")

    with pytest.raises(Exception, match="cannot be written"):
        await machine.upload_bytes(b"x", remote)

    await machine.download(f"{remote}/inside", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == b"kept"


async def test_commands_have_a_terminal_where_that_is_wanted(run: FakeRun) -> None:
    settings = DockerSettings(image=IMAGE, pull=False, discard=True, pty=True)
    host = await boot(settings, run)
    assert host.machine is not None

    result = await host.machine.execute("test -t 1 && echo terminal; exit 4")

    assert (result.tail, result.exit_code) == (("terminal",), 4)


async def test_an_image_without_a_shell_is_told_so(docker_here: Docker) -> None:
    docker_here.small_image("bare")
    before = docker_here.inventory()

    with pytest.raises(GoldsmithError, match=r"(?s)run_command says could not.*has no /bin/sh"):
        async with FakeRun(access=Access("docker")) as run:
            await boot(DockerSettings(image="bare", pull=False, discard=True), run)

    assert docker_here.inventory() == before
    docker_here.run("rmi", "bare")


async def test_a_shell_that_is_lost_on_the_way_is_told(machine: ContainerMachine) -> None:
    await machine.execute("rm -f /bin/sh /usr/bin/sh")

    with pytest.raises(GoldsmithError, match=r"`true` could not be started.*has no /bin/sh"):
        await machine.execute("true")


async def test_a_user_that_the_image_does_not_have_is_told(docker_here: Docker) -> None:
    settings = DockerSettings(image=IMAGE, pull=False, discard=True, exec_user="nobody-here")

    async with FakeRun(access=Access("docker")) as run:
        host = await boot(settings, run)
        assert host.machine is not None
        with pytest.raises(GoldsmithError, match=r"unable to find user nobody-here.*exec_user"):
            await host.machine.execute("true")


async def test_an_engine_that_gives_no_answer_is_noticed(docker_here: Docker) -> None:
    engine = await connect()
    docker_here.process.send_signal(signal.SIGSTOP)

    try:
        with anyio.fail_after(20):
            await engine.until_deaf(pause=0.1, patience=0.3)
    finally:
        docker_here.process.send_signal(signal.SIGCONT)

    with anyio.move_on_after(0.5) as waiting:
        await engine.until_deaf(pause=0.1, patience=10)
    assert waiting.cancelled_caught
    await engine.close()
