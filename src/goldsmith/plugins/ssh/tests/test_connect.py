"""Getting in: waiting, logging in, and the ways around."""

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import anyio
import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.plugins.ssh.connect import connect
from goldsmith.plugins.ssh.prepare import prepare
from goldsmith.plugins.ssh.settings import SshSettings
from goldsmith.plugins.ssh.tests.proxies import proxying
from goldsmith.plugins.ssh.tests.reach import reached, reached_with_new_key
from goldsmith.plugins.ssh.tests.server import CLIENT_KEY, Server, running
from goldsmith.sdk import Endpoint, HostUnreachable
from goldsmith.sdk.testing import FakeRun
from goldsmith.toolkit.keys import generate_key_pair


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def test_it_says_what_it_waits_for_and_that_it_is_there(server: Server) -> None:
    run = FakeRun()

    async with reached(server.settings(), run) as machine:
        await machine.execute("true")

    assert run.said == [f"Waiting for SSH at 127.0.0.1:{server.port}.", "Connected to SSH."]


async def test_the_host_told_by_the_builder_goes_before_that_of_the_template(
    server: Server,
) -> None:
    settings = server.settings(ssh_host="nowhere.invalid", ssh_port=1)
    endpoint = Endpoint("127.0.0.1", server.port)

    async with FakeRun() as run:
        access = await prepare(settings, run)
        async with connect(settings, run, endpoint, access) as machine:
            result = await machine.execute("echo there")

    assert result.tail == ("there",)


async def test_without_any_host_it_is_a_mistake() -> None:
    settings = SshSettings(ssh_username="tester", ssh_password="secret")
    run = FakeRun()
    access = await prepare(settings, run)

    with pytest.raises(GoldsmithError, match="Set ssh_host"):
        async with connect(settings, run, None, access):
            pass


async def test_a_machine_that_comes_up_later_is_waited_for(tmp_path: Path) -> None:
    port = free_port()
    settings = Server(tmp_path).settings(ssh_port=port)

    async def come_up() -> None:
        await anyio.sleep(0.5)
        async with running(tmp_path, port=port):
            await anyio.sleep_forever()

    async with anyio.create_task_group() as group:
        group.start_soon(come_up)
        with anyio.fail_after(10):
            async with reached(settings) as machine:
                assert (await machine.execute("echo up")).tail == ("up",)
        group.cancel_scope.cancel()


async def test_a_port_that_hangs_and_then_works_costs_no_long_wait(server: Server) -> None:
    """As with a virtual machine whose port is accepted on its behalf while it boots."""
    silent: list[asyncio.StreamWriter] = []
    is_up = False

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        silent.append(writer)
        if is_up:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", server.port)
            silent.append(far_writer)
            pumps = (_pump(reader, far_writer), _pump(far_reader, writer))
            await asyncio.gather(*pumps, return_exceptions=True)

    listener = await asyncio.start_server(forward, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]

    async def boot() -> None:
        nonlocal is_up
        await anyio.sleep(1.0)
        is_up = True

    async with anyio.create_task_group() as group:
        group.start_soon(boot)
        with anyio.fail_after(1.0 + 1.0):
            async with reached(server.settings(ssh_port=port)) as machine:
                assert (await machine.execute("echo up")).tail == ("up",)
    for writer in silent:
        writer.close()
    listener.close()
    await listener.wait_closed()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()


async def test_a_port_that_refuses_is_given_up_at_the_deadline() -> None:
    settings = SshSettings(
        ssh_host="127.0.0.1",
        ssh_port=free_port(),
        ssh_username="tester",
        ssh_password="secret",
        ssh_timeout=timedelta(seconds=0.5),
    )

    with pytest.raises(HostUnreachable) as refusal:
        async with reached(settings):
            pass

    assert "could not be used within 0.5 seconds: the connection was refused." in str(refusal.value)


async def test_a_wrong_key_is_named_after_the_attempts_that_are_allowed(server: Server) -> None:
    settings = server.settings(ssh_private_key=generate_key_pair().private.encode())

    with pytest.raises(HostUnreachable) as refusal:
        async with reached(settings):
            pass

    assert str(refusal.value) == (
        f"SSH at 127.0.0.1:{server.port} turned us away once: "
        "SSH does not let tester in with the private key."
    )


async def test_refused_logins_are_counted(server: Server) -> None:
    settings = server.settings(ssh_password="wrong", ssh_handshake_attempts=2)

    with pytest.raises(HostUnreachable, match="turned us away 2 times"):
        async with reached(settings):
            pass

    assert len(server.connections) == 2


async def test_a_password_opens(server: Server) -> None:
    server.password = "secret"

    async with reached(server.settings(ssh_password="secret")) as machine:
        assert (await machine.execute("echo in")).tail == ("in",)


async def test_a_password_answers_whatever_is_asked(server: Server) -> None:
    server.questions = [("Word of the day:", "secret")]

    async with reached(server.settings(ssh_password="secret")) as machine:
        assert (await machine.execute("echo in")).tail == ("in",)


async def test_a_wrong_answer_is_given_once_and_not_for_ever(server: Server) -> None:
    server.questions = [("Password:", "secret")]

    with anyio.fail_after(10):
        with pytest.raises(HostUnreachable, match="with the password"):
            async with reached(server.settings(ssh_password="wrong")):
                pass


async def test_a_key_pair_is_made_for_the_build_and_gone_afterwards(server: Server) -> None:
    run = FakeRun()
    settings = server.settings(ssh_private_key=b"")

    async with reached_with_new_key(server, settings, run) as (machine, public_key):
        assert (await machine.execute("echo in")).tail == ("in",)
        assert public_key.startswith("ssh-ed25519 ")
        (path,) = (Path(str(getattr(one, "path", ""))) for one in run.held)
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_text() in run.secrets

    assert not path.exists()


async def test_ciphers_and_key_exchanges_are_taken_as_given(server: Server) -> None:
    settings = server.settings(
        ssh_ciphers=("aes256-ctr",), ssh_key_exchange_algorithms=("ecdh-sha2-nistp256",)
    )

    async with reached(settings) as machine:
        await machine.execute("true")
        assert server.connections[0].get_extra_info("recv_cipher") == "aes256-ctr"


async def test_fast_ciphers_are_preferred(server: Server) -> None:
    async with reached(server.settings()) as machine:
        await machine.execute("true")
        assert server.connections[0].get_extra_info("recv_cipher") == "aes128-gcm@openssh.com"


async def test_an_unknown_cipher_is_a_mistake(server: Server) -> None:
    with pytest.raises(GoldsmithError, match=r"There is no cipher rot13\. Known are .*aes128-gcm"):
        async with reached(server.settings(ssh_ciphers=("rot13",))):
            pass


async def test_a_bastion_leads_to_the_machine(server: Server, tmp_path: Path) -> None:
    async with running(tmp_path) as bastion:
        bastion.password = "gate"
        settings = server.settings(
            ssh_bastion_host="127.0.0.1",
            ssh_bastion_port=bastion.port,
            ssh_bastion_username="gatekeeper",
            ssh_bastion_password="gate",
        )
        async with reached(settings) as machine:
            assert (await machine.execute("echo in")).tail == ("in",)

    assert bastion.passed_on == [("127.0.0.1", server.port)]
    assert set(bastion.logins) == {"gatekeeper"}


async def test_what_a_bastion_asks_is_passed_on(server: Server, tmp_path: Path) -> None:
    run = FakeRun(answers=["123456"])
    async with running(tmp_path) as bastion:
        bastion.takes_keys = False
        bastion.questions = [("Code:", "123456")]
        settings = server.settings(
            ssh_bastion_host="127.0.0.1",
            ssh_bastion_port=bastion.port,
            ssh_bastion_interactive=True,
        )
        async with reached(settings, run) as machine:
            assert (await machine.execute("echo in")).tail == ("in",)

    assert run.questions == ["Check Code:"]


async def test_a_bastion_that_turns_us_away_is_named(server: Server, tmp_path: Path) -> None:
    async with running(tmp_path) as bastion:
        settings = server.settings(
            ssh_bastion_host="127.0.0.1",
            ssh_bastion_port=bastion.port,
            ssh_bastion_password="wrong",
        )
        with pytest.raises(HostUnreachable, match=r"the bastion 127\.0\.0\.1:"):
            async with reached(settings):
                pass


@pytest.mark.parametrize("scheme", ["", "socks5://", "http://"])
@pytest.mark.parametrize("username", ["", "user"])
async def test_a_proxy_leads_to_the_machine(server: Server, scheme: str, username: str) -> None:
    async with proxying(username, "p@ss:word") as proxy:
        settings = server.settings(
            ssh_proxy_host=f"{scheme}127.0.0.1",
            ssh_proxy_port=proxy.port,
            ssh_proxy_username=username,
            ssh_proxy_password="p@ss:word" if username else "",
        )
        async with reached(settings) as machine:
            assert (await machine.execute("echo in")).tail == ("in",)

    assert proxy.targets == [("127.0.0.1", server.port)]


async def test_a_proxy_that_is_not_there_is_named(server: Server) -> None:
    settings = server.settings(
        ssh_proxy_host="127.0.0.1",
        ssh_proxy_port=free_port(),
        ssh_timeout=timedelta(seconds=0.3),
    )

    with pytest.raises(HostUnreachable, match=r"the proxy 127\.0\.0\.1:\d+ cannot be reached"):
        async with reached(settings):
            pass


@asynccontextmanager
async def greeting(text: bytes) -> AsyncIterator[int]:
    """Something that listens and says `text`."""

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(text)
        writer.close()

    listener = await asyncio.start_server(greet, "127.0.0.1", 0)
    yield listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()


async def heard(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("localhost", port)
    text = await reader.read()
    writer.close()
    return text


async def test_a_local_tunnel_leads_to_the_machines_side(server: Server) -> None:
    here = free_port()
    async with greeting(b"from there") as there:
        settings = server.settings(ssh_local_tunnels=(f"{here}:127.0.0.1:{there}",))
        async with reached(settings):
            assert await heard(here) == b"from there"


async def test_a_remote_tunnel_leads_to_this_side(server: Server) -> None:
    there = free_port()
    async with greeting(b"from here") as here:
        settings = server.settings(ssh_remote_tunnels=(f"{there}:127.0.0.1:{here}",))
        async with reached(settings):
            assert await heard(there) == b"from here"


async def test_tunnels_are_dug_again_after_a_cut(server: Server) -> None:
    here = free_port()
    async with greeting(b"from there") as there:
        settings = server.settings(ssh_local_tunnels=(f"{here}:127.0.0.1:{there}",))
        async with reached(settings) as machine:
            await machine.execute("cut the line")
            await machine.execute("true")
            assert await heard(here) == b"from there"


async def test_a_remote_tunnel_that_is_not_allowed_is_an_error(server: Server) -> None:
    server.allows_listening = False

    with pytest.raises(GoldsmithError, match="does not let us listen on its port 4711"):
        async with reached(server.settings(ssh_remote_tunnels=("4711:localhost:80",))):
            pass


async def test_a_silent_machine_is_given_up(server: Server) -> None:
    settings = server.settings(ssh_read_write_timeout=timedelta(seconds=0.4))

    async with reached(settings) as machine:
        sleeping = await machine.execute("sleep 1; echo alive")
        assert sleeping.tail == ("alive",)


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real agent that holds the key which opens the server."""
    if shutil.which("ssh-agent") is None:
        pytest.skip("ssh-agent is not installed")
    path = Path(f"/tmp/goldsmith-agent-{os.getpid()}")
    process = subprocess.Popen(["ssh-agent", "-D", "-a", str(path)], stdout=subprocess.DEVNULL)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
    for _ in range(200):
        if path.exists():
            break
        process.poll()
    key = tmp_path / "agent-key"
    key.write_text(CLIENT_KEY.private)
    key.chmod(0o600)
    added = subprocess.run(["ssh-add", str(key)], capture_output=True, check=False)
    while added.returncode == 2:
        added = subprocess.run(["ssh-add", str(key)], capture_output=True, check=False)
    yield path
    process.terminate()
    process.wait()
    path.unlink(missing_ok=True)


async def test_an_agent_opens_and_is_passed_on(server: Server, agent: Path) -> None:
    async with reached(server.settings(ssh_agent_auth=True)) as machine:
        assert (await machine.execute("echo in")).tail == ("in",)

    assert len(server.agents) == 1


async def test_an_agent_is_not_passed_on_where_that_is_not_wanted(
    server: Server, agent: Path
) -> None:
    async with reached(server.settings(ssh_disable_agent_forwarding=True)) as machine:
        await machine.execute("true")

    assert server.agents == []


async def test_an_agents_keys_are_not_offered_unasked(server: Server, agent: Path) -> None:
    other = generate_key_pair()
    server.authorized_keys.append(other.public)

    async with reached(server.settings(ssh_private_key=other.private.encode())) as machine:
        await machine.execute("true")

    assert CLIENT_KEY.public not in server.offered_keys


async def test_a_missing_agent_is_explained(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)

    with pytest.raises(GoldsmithError, match="ssh_agent_auth is set, but SSH_AUTH_SOCK"):
        async with reached(server.settings(ssh_agent_auth=True)):
            pass
