"""The SSH communicator against OpenSSH's own server."""

import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import anyio
import pytest
from tests.engines.sshd import Sshd, servers

from goldsmith.plugins.ssh.connect import connect
from goldsmith.plugins.ssh.machine import SshMachine
from goldsmith.plugins.ssh.prepare import prepare
from goldsmith.plugins.ssh.settings import SshSettings
from goldsmith.sdk import HostUnreachable, TransferFailed
from goldsmith.sdk.testing import FakeRun
from goldsmith.sdk.tests.machine_contract import MachineContract

pytestmark = pytest.mark.engine("ssh")


@pytest.fixture(scope="module")
def farm() -> Iterator[list[Sshd]]:
    """Two servers: a machine and a bastion."""
    with servers(2, options=("AllowTcpForwarding yes",)) as started:
        yield started


def settings_for(server: Sshd, **options: object) -> SshSettings:
    given = {
        "ssh_host": server.host,
        "ssh_port": server.port,
        "ssh_username": server.username,
        "ssh_private_key_file": str(server.key),
        **options,
    }
    return SshSettings(**given)  # type: ignore[arg-type] # what templates give


@asynccontextmanager
async def reached(settings: SshSettings) -> AsyncIterator[SshMachine]:
    async with FakeRun() as run:
        access = await prepare(settings, run)
        async with connect(settings, run, None, access) as machine:
            yield machine


@pytest.fixture(params=["scp", "sftp"])
async def machine(farm: list[Sshd], request: pytest.FixtureRequest) -> AsyncIterator[SshMachine]:
    async with reached(settings_for(farm[0], ssh_file_transfer_method=request.param)) as one:
        yield one


@pytest.fixture
async def remote(machine: SshMachine) -> AsyncIterator[str]:
    made = await machine.execute("mktemp -d")
    yield made.tail[0]
    await machine.execute(f"rm -rf {made.tail[0]}")


class TestOpenSSH(MachineContract):
    """Every way to copy, with OpenSSH at the other end."""


async def test_a_machine_that_restarts_is_reached_again() -> None:
    with servers() as (server,):
        async with reached(settings_for(server)) as machine:
            sessions = await machine.execute("echo $PPID")
            os.kill(int(sessions.tail[0]), signal.SIGKILL)

            result = await machine.execute("echo back")

    assert result.tail == ("back",)


async def test_a_machine_that_stays_away_is_given_up() -> None:
    with servers() as (server,):
        settings = settings_for(server, ssh_timeout=timedelta(seconds=1))
        async with reached(settings) as machine:
            session = await machine.execute("echo $PPID")
            server.process.terminate()
            server.process.wait()
            os.kill(int(session.tail[0]), signal.SIGKILL)

            with pytest.raises(HostUnreachable, match="the connection was refused"):
                await machine.execute("echo back")


async def test_a_bastion_leads_to_the_machine(farm: list[Sshd]) -> None:
    inner, gate = farm
    settings = settings_for(inner, ssh_bastion_host=gate.host, ssh_bastion_port=gate.port)

    async with reached(settings) as machine:
        result = await machine.execute("echo $FARM_ID")

    assert result.tail == ("0",)


async def test_a_terminal_has_the_size_that_is_asked_for(farm: list[Sshd]) -> None:
    async with reached(settings_for(farm[0], ssh_pty=True)) as machine:
        result = await machine.execute(
            "stty size; echo $TERM; stty -a | grep -o -- '-echo ' | head -1"
        )

    assert result.tail == ("40 80", "xterm", "-echo ")


async def test_a_command_that_is_killed_counts_as_shells_count(farm: list[Sshd]) -> None:
    async with reached(settings_for(farm[0])) as machine:
        result = await machine.execute("kill -9 $$")

    assert result.exit_code == 137


async def test_a_cancelled_command_ends_on_the_machine(farm: list[Sshd], tmp_path: Path) -> None:
    async with reached(settings_for(farm[0])) as machine:
        pids: list[str] = []
        with anyio.move_on_after(5):
            async with anyio.create_task_group() as group:

                def note(_stream: str, line: str) -> None:
                    pids.append(line)
                    group.cancel_scope.cancel()

                async def run() -> None:
                    await machine.execute("echo $$; exec sleep 60", on_line=note)

                group.start_soon(run)
        with anyio.fail_after(10):
            while Path(f"/proc/{pids[0]}").exists():  # noqa: ASYNC110 - another process ends
                await anyio.sleep(0.02)


def keygen(*arguments: str | Path) -> None:
    subprocess.run(["ssh-keygen", "-q", *arguments], check=True)


async def test_a_certificate_lets_in(tmp_path: Path) -> None:
    authority, key = tmp_path / "authority", tmp_path / "key"
    for path in (authority, key):
        keygen("-t", "ed25519", "-N", "", "-f", path)
    with servers(options=(f"TrustedUserCAKeys {authority}.pub",)) as (server,):
        keygen("-s", authority, "-I", "test", "-n", server.username, f"{key}.pub")
        settings = settings_for(
            server,
            ssh_private_key_file=str(key),
            ssh_certificate_file=f"{key}-cert.pub",
        )
        async with reached(settings) as machine:
            assert (await machine.execute("echo in")).tail == ("in",)


async def test_a_server_with_sftp_alone_takes_folders(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "file").write_text("content")
    with servers(options=("ForceCommand internal-sftp",)) as (server,):
        settings = settings_for(server, ssh_file_transfer_method="sftp")
        async with reached(settings) as machine:
            await machine.upload_directory(source, "copy")
            await machine.download_directory("copy", tmp_path / "back")

    assert (tmp_path / "back" / "deep" / "file").read_text() == "content"


async def test_a_full_disk_on_the_machine_is_said(farm: list[Sshd], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(1 << 20))

    async with reached(settings_for(farm[0])) as machine:
        with pytest.raises(TransferFailed, match="No space left on device"):
            await machine.upload(tmp_path / "file", "/dev/full")


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
async def test_temporary_keys_of_every_kind_let_in(kind: str) -> None:
    with servers() as (server,):
        settings = settings_for(
            server,
            ssh_private_key_file="",
            temporary_key_pair_type=kind,
            temporary_key_pair_bits=2048 if kind == "rsa" else 0,
        )
        async with FakeRun() as run:
            access = await prepare(settings, run)
            with (server.log.parent / "authorized_keys").open("a") as file:
                file.write(f"{access.public_key}\n")
            async with connect(settings, run, None, access) as machine:
                assert (await machine.execute("echo in")).tail == ("in",)
