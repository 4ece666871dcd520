"""An SSH server in the test process, whose machine is a folder of this one."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import asyncssh

from goldsmith.plugins.ssh.settings import SshSettings
from goldsmith.toolkit.keys import generate_key_pair

HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")
CLIENT_KEY = generate_key_pair()


class Gate(asyncssh.SSHServer):
    """Lets in whom the server knows."""

    def __init__(self, server: "Server") -> None:
        self._server = server

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._server.connections.append(conn)

    def begin_auth(self, username: str) -> bool:
        self._server.logins.append(username)
        return True

    def public_key_auth_supported(self) -> bool:
        return self._server.takes_keys

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        line = key.export_public_key().decode().split()[:2]
        self._server.offered_keys.append(" ".join(line))
        known = [text.split()[:2] for text in self._server.authorized_keys]
        return line in known

    def password_auth_supported(self) -> bool:
        return bool(self._server.password)

    def validate_password(self, username: str, password: str) -> bool:
        return password == self._server.password

    def kbdint_auth_supported(self) -> bool:
        return bool(self._server.questions)

    def get_kbdint_challenge(
        self, username: str, lang: str, submethods: str
    ) -> tuple[str, str, str, list[tuple[str, bool]]]:
        return "Check", "", "", [(question, False) for question, _ in self._server.questions]

    def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> bool:
        return list(responses) == [answer for _, answer in self._server.questions]

    def connection_requested(
        self, dest_host: str, dest_port: int, orig_host: str, orig_port: int
    ) -> bool:
        self._server.passed_on.append((dest_host, dest_port))
        return True

    def server_requested(self, listen_host: str, listen_port: int) -> bool:
        return self._server.allows_listening


class Server:
    """What the server knows and what it has seen."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = 0
        self.takes_keys = True
        self.authorized_keys = [CLIENT_KEY.public]
        self.password = ""
        self.questions: list[tuple[str, str]] = []
        self.allows_listening = True
        self.programs = os.environ["PATH"]
        self.connections: list[asyncssh.SSHServerConnection] = []
        self.logins: list[str] = []
        self.offered_keys: list[str] = []
        self.passed_on: list[tuple[str, int]] = []
        self.terminals: list[tuple[str, tuple[int, int]]] = []
        self.agents: list[str] = []
        self.commands: list[str] = []
        self.handlers: set[asyncio.Task[object]] = set()

    def settings(self, **options: object) -> SshSettings:
        """Settings that lead to this server."""
        defaults: dict[str, object] = {
            "ssh_host": "127.0.0.1",
            "ssh_port": self.port,
            "ssh_username": "tester",
            "ssh_handshake_attempts": 1,
        }
        if not {"ssh_password", "ssh_private_key_file", "ssh_agent_auth"} & set(options):
            defaults["ssh_private_key"] = CLIENT_KEY.private.encode()
        return SshSettings(**{**defaults, **options})  # type: ignore[arg-type] # checked when used

    def has_only(self, *programs: str) -> Self:
        """Leave the machine no other programs than these."""
        folder = self.home / ".programs"
        folder.mkdir()
        for name in programs:
            found = shutil.which(name)
            assert found, name
            (folder / name).symlink_to(found)
        self.programs = str(folder)
        return self

    async def handle(self, process: "asyncssh.SSHServerProcess[bytes]") -> None:
        """Run what a client wants to be run."""
        task = asyncio.current_task()
        assert task
        self.handlers.add(task)
        await _run(self, process)

    def cut(self) -> None:
        """Break every connection off."""
        for one in self.connections:
            one.abort()


async def _run(server: Server, process: "asyncssh.SSHServerProcess[bytes]") -> None:
    terminal = process.get_terminal_type()
    if terminal is not None:
        server.terminals.append((terminal, process.get_terminal_size()[:2]))
    agent = process.channel.get_agent_path()
    if agent:
        server.agents.append(agent)
    command = process.command or ""
    server.commands.append(command)
    if command == "cut the line":
        process.stdout.write(b"half a li")
        server.cut()
        return
    child = await asyncio.create_subprocess_exec(
        "/bin/sh",
        "-c",
        command,
        cwd=server.home,
        env={"PATH": server.programs, "HOME": str(server.home)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    work = asyncio.create_task(_work(child, process))
    gone = asyncio.create_task(process.channel.wait_closed())
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if child.returncode is None:
            os.killpg(child.pid, signal.SIGKILL)
        gone.cancel()
        await asyncio.gather(work, gone, return_exceptions=True)


async def _work(
    child: asyncio.subprocess.Process, process: "asyncssh.SSHServerProcess[bytes]"
) -> None:
    assert child.stdin
    assert child.stdout
    assert child.stderr
    giving = asyncio.create_task(_give(process.stdin, child.stdin))
    try:
        await asyncio.gather(
            _pass_on(child.stdout, process.stdout), _pass_on(child.stderr, process.stderr)
        )
        process.exit(await child.wait())
    except (asyncssh.Error, OSError):
        await child.wait()  # the client has gone
    finally:
        giving.cancel()
        await asyncio.gather(giving, return_exceptions=True)


async def _give(source: "asyncssh.SSHReader[bytes]", sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(1 << 20):
            sink.write(data)
            await sink.drain()
    except (asyncssh.Error, asyncssh.SignalReceived, OSError):
        pass  # one of the two has gone
    finally:
        sink.close()


async def _pass_on(source: asyncio.StreamReader, sink: "asyncssh.SSHWriter[bytes]") -> None:
    while data := await source.read(1 << 18):
        sink.write(data)
        await sink.drain()


@asynccontextmanager
async def running(
    home: Path, *, port: int = 0, prepare: Callable[[Server], object] | None = None
) -> AsyncIterator[Server]:
    """A server for as long as the context lasts."""
    server = Server(home)
    if prepare is not None:
        prepare(server)
    acceptor = await asyncssh.listen(
        "127.0.0.1",
        port,
        server_host_keys=[HOST_KEY],
        server_factory=lambda: Gate(server),
        process_factory=server.handle,
        sftp_factory=True,
        encoding=None,
        gss_host=None,
        config=None,
    )
    server.port = acceptor.get_port()
    try:
        yield server
    finally:
        server.cut()
        acceptor.close()
        await acceptor.wait_closed()
        for one in server.connections:
            await one.wait_closed()
        await asyncio.gather(*server.handlers, return_exceptions=True)
