"""What is special about commands in real containers, also in bare and locked-up ones."""

import resource
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest
from tests.engines.docker import IMAGE, Docker

from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.settings import ContainerSettings, DockerSettings
from goldsmith.plugins.docker.container.machine import ContainerMachine
from goldsmith.sdk import Access
from goldsmith.sdk.testing import FakeRun

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]

BUSYBOX = "busybox:commands"
ENTRY = ("--entrypoint", "/bin/sh", "{{.Image}}")


@pytest.fixture
async def run(docker_here: Docker) -> AsyncIterator[FakeRun]:
    async with FakeRun(access=Access("docker", passes_input=True)) as one:
        yield one


@pytest.fixture
def busybox(docker_here: Docker) -> str:
    """An image with busybox and nothing else."""
    if not docker_here.run("images", "-q", BUSYBOX):
        docker_here.busybox_image(BUSYBOX)
    return BUSYBOX


@pytest.fixture
async def machine(run: FakeRun) -> ContainerMachine:
    return await start(run, ("-dit", *ENTRY))


async def start(
    run: FakeRun,
    command: tuple[str, ...],
    *,
    image: str = IMAGE,
    user: str = "",
) -> ContainerMachine:
    container = ContainerSettings(run_command=command)
    settings = DockerSettings(
        image=image, pull=False, discard=True, container=container, exec_user=user
    )
    host = await boot(settings, run)
    assert isinstance(host.machine, ContainerMachine)
    return host.machine


async def said(machine: ContainerMachine, command: str) -> tuple[str, ...]:
    result = await machine.execute(command)
    assert result.exit_code == 0, result.tail
    return result.tail


async def test_commands_run_side_by_side(machine: ContainerMachine) -> None:
    found: dict[int, tuple[str, ...]] = {}

    async def one(number: int) -> None:
        # None of them ends before all have begun.
        found[number] = await said(
            machine,
            f"touch /tmp/{number}; echo {number}; "
            "until [ $(ls /tmp | wc -l) = 20 ]; do sleep 0.1; done",
        )

    with anyio.fail_after(60):
        async with anyio.create_task_group() as all_of_them:
            for number in range(20):
                all_of_them.start_soon(one, number)

    assert found == {number: (str(number),) for number in range(20)}


async def test_a_million_lines_take_no_memory(machine: ContainerMachine) -> None:
    await said(machine, "seq 1000")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = 0

    def on_line(_stream: str, _line: str) -> None:
        nonlocal count
        count += 1

    result = await machine.execute("seq 1000000", on_line=on_line)

    assert (count, result.tail[-1]) == (1_000_000, "1000000")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


@pytest.mark.parametrize(
    ("command", "tail"), [("wc -c", ("52428800",)), ("head -c 3", ("xxx",)), ("true", ())]
)
async def test_much_input_is_taken_or_left(
    machine: ContainerMachine, command: str, tail: tuple[str, ...]
) -> None:
    with anyio.fail_after(60):
        result = await machine.execute(command, stdin=b"x" * (50 << 20))

    assert (result.exit_code, result.tail) == (0, tail)


async def test_output_that_is_no_text_or_has_no_end_is_shown_as_far_as_it_goes(
    machine: ContainerMachine,
) -> None:
    assert await said(machine, "printf 'no end'") == ("no end",)
    assert await said(machine, r"printf 'a\377b\ncd'") == ("a\ufffdb", "cd")
    assert (await machine.execute("head -c 1000000 /dev/urandom")).exit_code == 0


async def test_a_command_does_not_wait_for_what_it_leaves_in_the_background(
    machine: ContainerMachine,
) -> None:
    with anyio.fail_after(30):
        tail = await said(machine, "sleep 4711 & echo started")

    assert tail == ("started",)
    assert await said(machine, "cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[s]leep 4711'")


async def test_a_command_that_is_longer_than_linux_allows_is_told_so(
    machine: ContainerMachine,
) -> None:
    result = await machine.execute(f"true {'x' * (1 << 20)}")

    assert result.exit_code not in {0, None}
    assert "argument list too long" in result.tail[-1].lower()
    assert await said(machine, f"echo {'x' * 100_000} | wc -c") == ("100001",)


@pytest.mark.parametrize("user", ["", "nobody", "1234:5678"])
async def test_what_is_cancelled_ends_whoever_runs_it_and_whatever_it_ignores(
    run: FakeRun, user: str
) -> None:
    machine = await start(run, ("-dit", *ENTRY), user=user)

    await cancel(
        machine, "trap '' TERM HUP INT; (trap '' TERM; sleep 4711; sleep 4712) & sleep 4713"
    )

    assert await sleepers(machine) == "0"


async def test_what_is_cancelled_ends_where_there_is_nothing_but_busybox(
    run: FakeRun, busybox: str
) -> None:
    machine = await start(run, ("-dit", *ENTRY), image=busybox, user="1234:5678")

    await cancel(machine, "trap '' TERM; (trap '' TERM; sleep 4711; sleep 4712) & sleep 4713")

    assert await sleepers(machine) == "0"


async def cancel(machine: ContainerMachine, command: str) -> None:
    """Run a command until it has said that it waits."""
    with anyio.CancelScope() as scope:
        await machine.execute(
            f"echo begun; {command}; true", on_line=lambda _stream, _line: scope.cancel()
        )
    assert scope.cancelled_caught


async def sleepers(machine: ContainerMachine) -> str:
    """How many of the commands that a test started are left."""
    script = "cat /proc/[0-9]*/cmdline 2>/dev/null | grep -c '[s]leep.471' || true"
    (count,) = await said(machine, script)
    return count


async def test_nothing_but_busybox_is_enough(run: FakeRun, busybox: str, tmp_path: Path) -> None:
    machine = await start(run, ("-dit", "-u", "1234:5678", *ENTRY), image=busybox)
    (tmp_path / "source" / "sub").mkdir(parents=True)
    (tmp_path / "source" / "sub" / "file").write_bytes(b"x")

    await machine.upload_directory(tmp_path / "source", "/made/here")
    await machine.download_directory("/made", tmp_path / "back")

    assert await said(machine, "cat; stat -c %u:%g /made/here/sub/file") == ("1234:5678",)
    assert (tmp_path / "back" / "here" / "sub" / "file").read_bytes() == b"x"


@pytest.mark.parametrize(
    "options",
    [
        ("--network", "none"),
        ("--read-only", "--tmpfs", "/tmp"),
        ("-u", "daemon"),
        ("--cap-drop", "ALL"),
        ("--security-opt", "no-new-privileges"),
        ("--init",),
        ("--pid", "host"),
    ],
    ids=" ".join,
)
async def test_a_container_that_is_locked_up_takes_commands_and_files(
    run: FakeRun, options: tuple[str, ...]
) -> None:
    machine = await start(run, ("-dit", *options, *ENTRY))

    await machine.upload_bytes(b"sent", "/tmp/file")

    assert await said(machine, "cat /tmp/file") == ("sent",)


async def test_an_entry_point_of_the_image_can_be_kept(
    run: FakeRun, docker_here: Docker, busybox: str, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text(
        f'FROM {busybox}\nENTRYPOINT ["/bin/sh", "-c", "echo entered > /entered; sleep 4714"]\n'
    )
    docker_here.run("build", "-q", "-t", "entry:1", str(tmp_path))
    machine = await start(run, ("-d", "{{.Image}}"), image="entry:1")

    assert await said(machine, "cat /entered") == ("entered",)
    docker_here.run("rmi", "-f", "entry:1")
