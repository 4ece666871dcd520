"""The only module that speaks to asyncssh: connections, commands on them, and their errors."""

import asyncio
import logging
import signal
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeAlias

import asyncssh

from goldsmith.diagnostics import GoldsmithError
from goldsmith.plugins.ssh.tunnels import Tunnel
from goldsmith.record import record
from goldsmith.sdk.machine import Stream

OnData: TypeAlias = Callable[[Stream, bytes], None]
"""Called with output as it arrives, cut anywhere."""
OnBytes: TypeAlias = Callable[[int], None]
"""Called with the number of bytes moved since the last call."""
Ask: TypeAlias = Callable[[str], Awaitable[str]]

_HANDSHAKE_SECONDS = 60.0
_OPEN_SECONDS = 15.0
_RECEIVE_WINDOW = 8 << 20
_UNREAD_HIGH = 16 << 20
_MOST_ERROR_BYTES = 16 << 10
_UNSENT_HIGH, _UNSENT_LOW = 1 << 20, 1 << 18
_FAST_CIPHERS = "^aes128-gcm@openssh.com,aes256-gcm@openssh.com"
_CHEAP_EXCHANGES = "^curve25519-sha256,curve25519-sha256@libssh.org"
_SFTP_BLOCK = 32 << 10
_SFTP_REQUESTS = 32
_ECHO_MODE = 53  # RFC 4254, section 8

logging.getLogger("asyncssh").setLevel(logging.CRITICAL)  # every error is raised as well


class LoginRefused(GoldsmithError):
    """The machine speaks SSH, and does not let us in with what we have."""


class HandshakeFailed(GoldsmithError):
    """What spoke at the other end could not be agreed with."""


class ConnectionGone(GoldsmithError):
    """The connection is not there any more, or takes no more commands."""


class NotOffered(GoldsmithError):
    """The machine does not do what was asked of it over SSH."""


class CopyRefused(GoldsmithError):
    """The SFTP server says why a file cannot be copied."""


@record
class Login:
    """Whom to log in as, and with what."""

    username: str
    password: str = ""
    private_key: Path | bytes | None = None
    certificate: Path | None = None
    agent: str = ""
    """The socket of the agent whose keys are tried."""
    ask: Ask | None = None
    """Somebody who can answer what the server asks."""


@record
class Manner:
    """How a connection behaves."""

    ciphers: tuple[str, ...] = ()
    key_exchanges: tuple[str, ...] = ()
    keep_alive: float = 5.0
    """Seconds of silence after which the machine is asked whether it is there; 0: never."""
    longest_silence: float = 30.0
    forwarded_agent: str = ""
    """The socket of the agent that commands on the machine may use."""


def check_algorithms(manner: Manner) -> None:
    """Refuse names of ciphers and key exchanges that are not known here."""
    known = (
        ("cipher", manner.ciphers, asyncssh.encryption.get_encryption_algs()),
        ("key exchange", manner.key_exchanges, asyncssh.kex.get_kex_algs()),
    )
    for what, wanted, found in known:
        names = [name.decode() for name in found]
        unknown = [name for name in wanted if name not in names]
        if unknown:
            raise GoldsmithError(
                f"There is no {what} {', '.join(unknown)}. Known are {', '.join(names)}."
            )


class Command:
    """Something that runs on the machine: its input, its output, and how it ended."""

    def __init__(self, session: "_Session", channel: "asyncssh.SSHClientChannel[bytes]") -> None:
        self._session = session
        self._channel = channel

    async def write(self, data: bytes | memoryview) -> None:
        """Pass on input, waiting while the machine is slow; `BrokenPipeError` when it has ended."""
        self._channel.write(data)
        if not self._session.writable.is_set():
            await self._session.writable.wait()

    def end_input(self) -> None:
        """Say that there is no more input."""
        if not self._channel.is_closing():
            self._channel.write_eof()

    async def read(self) -> bytes:
        """What standard output has brought since the last call; empty at the end."""
        session = self._session
        while not session.unread and not session.is_at_end:
            session.arrived.clear()
            await session.arrived.wait()
        data, session.unread = bytes(session.unread), bytearray()
        if session.is_paused:
            session.is_paused = False
            self._channel.resume_reading()
        return data

    async def wait(self) -> int | None:
        """Wait for the end; None when the connection ended without an exit code."""
        await self._session.closed.wait()
        return self._session.exit_code

    @property
    def exit_code(self) -> int | None:
        """How it ended, as far as that is known."""
        return self._session.exit_code

    @property
    def errors(self) -> str:
        """What it printed on standard error, unless that was passed on as it arrived."""
        return self._session.errors.decode("utf-8", "replace").strip()

    @property
    def was_cut(self) -> bool:
        """Whether the connection broke off."""
        return self._session.was_cut

    def abort(self) -> None:
        """Ask the machine to end it, and do not wait for that."""
        if not self._session.closed.is_set():
            if not self._channel.is_closing():
                self._channel.send_signal("TERM")
            self._channel.abort()


class Connection:
    """A connection to a machine that has let us in."""

    def __init__(self, connection: asyncssh.SSHClientConnection) -> None:
        self._connection = connection

    @classmethod
    async def open(
        cls,
        where: socket.socket | tuple[str, int],
        login: Login,
        manner: Manner,
        *,
        through: "Connection | None" = None,
    ) -> Self:
        """Shake hands over a connected socket, or with an address reached `through` another."""
        options = _options(login, manner)
        try:
            async with asyncio.timeout(_HANDSHAKE_SECONDS):
                if isinstance(where, socket.socket):
                    made = await asyncssh.connect(sock=where, config=None, options=options)
                else:
                    host, port = where
                    tunnel = through._connection if through else ()  # noqa: SLF001 - same class
                    made = await asyncssh.connect(
                        host, port, tunnel=tunnel, config=None, options=options
                    )
        except TimeoutError as error:
            raise HandshakeFailed("SSH answered, but the handshake did not end") from error
        except asyncssh.PermissionDenied as error:
            raise LoginRefused(_refusal(login)) from error
        except asyncssh.ChannelOpenError as error:
            raise HandshakeFailed(
                f"the bastion could not connect to it ({error.reason})"
            ) from error
        except asyncssh.DisconnectError as error:
            if "authentication" in error.reason.lower():  # too many failures, says OpenSSH
                raise LoginRefused(_refusal(login)) from error
            raise HandshakeFailed(error.reason or "the connection was closed") from error
        except (OSError, asyncssh.Error) as error:
            raise HandshakeFailed(str(error) or "the connection was closed") from error
        finally:
            if isinstance(where, socket.socket) and "made" not in locals():
                where.close()
        return cls(made)

    @property
    def is_closed(self) -> bool:
        """Whether it has ended, on either side."""
        return self._connection.is_closed()

    async def start(
        self, command: str, on_data: OnData | None = None, *, pty: bool = False
    ) -> Command:
        """Run `command`; `ConnectionGone` when the machine takes no more of them.

        Output goes to `on_data`; without it, it waits to be read.
        """
        session = _Session(on_data)
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                channel, _ = await self._connection.create_session(
                    lambda: session,
                    command,
                    encoding=None,
                    window=_RECEIVE_WINDOW,
                    request_pty="force" if pty else False,
                    term_type="xterm" if pty else None,
                    term_size=(80, 40),
                    term_modes={_ECHO_MODE: 0} if pty else {},
                )
        except (OSError, asyncssh.Error) as error:
            raise self._refused(error) from error
        channel.set_write_buffer_limits(_UNSENT_HIGH, _UNSENT_LOW)
        return Command(session, channel)

    async def listen_here(self, tunnel: Tunnel) -> None:
        """Let connections to a local port come out on the machine's side."""
        try:
            await self._connection.forward_local_port(
                "localhost", tunnel.listen_port, tunnel.host, tunnel.port
            )
        except OSError as error:
            raise GoldsmithError(
                f"The local tunnel cannot listen on port {tunnel.listen_port}: {error.strerror}."
            ) from error

    async def listen_there(self, tunnel: Tunnel) -> None:
        """Let connections to a port of the machine come out on this side."""
        try:
            await self._connection.forward_remote_port(
                "localhost", tunnel.listen_port, tunnel.host, tunnel.port
            )
        except (OSError, asyncssh.Error) as error:
            raise GoldsmithError(
                f"The machine does not let us listen on its port {tunnel.listen_port}."
            ) from error

    async def sftp(self) -> "Sftp":
        """Its SFTP server; `NotOffered` where it has none."""
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                return Sftp(await self._connection.start_sftp_client())
        except (OSError, asyncssh.Error) as error:
            raise self._refused(error) from error

    def _refused(self, error: Exception) -> GoldsmithError:
        reason = getattr(error, "reason", "") or str(error)
        if isinstance(error, TimeoutError):
            return ConnectionGone(f"no answer within {_OPEN_SECONDS:.0f} seconds")
        is_session = getattr(error, "code", None) == asyncssh.OPEN_REQUEST_SESSION_FAILED
        if isinstance(error, asyncssh.SFTPError) or (is_session and not self.is_closed):
            return NotOffered(reason)
        return ConnectionGone(reason)

    async def close(self) -> None:
        """End it in an orderly way, or at once when the machine does not answer."""
        self._connection.close()
        try:
            async with asyncio.timeout(1.0):
                await self._connection.wait_closed()
        except TimeoutError:
            self._connection.abort()
            await self._connection.wait_closed()


class Sftp:
    """An SFTP server's files. Every method raises `CopyRefused`, or `ConnectionGone`."""

    def __init__(self, client: asyncssh.SFTPClient) -> None:
        self._client = client

    async def put(self, source: Path, destination: str, mode: int, on_bytes: OnBytes) -> None:
        """Copy a local file to the machine."""
        with _sftp_errors():
            await self._client.put(
                str(source),
                destination,
                block_size=self._client.limits.max_write_len or _SFTP_BLOCK,
                max_requests=_SFTP_REQUESTS,
                progress_handler=_progress(on_bytes),
            )
            await self._client.chmod(destination, mode)

    async def put_bytes(self, content: bytes, destination: str, mode: int) -> None:
        """Write a file on the machine."""
        with _sftp_errors():
            attributes = asyncssh.SFTPAttrs(permissions=mode)
            async with self._client.open(destination, "wb", attributes) as file:
                await file.write(content)
            await self._client.chmod(destination, mode)

    async def get(self, source: str, destination: Path, on_bytes: OnBytes) -> None:
        """Copy a file of the machine to here."""
        with _sftp_errors():
            if await self._client.isdir(source):
                raise CopyRefused("It is a folder.")
            await self._client.get(
                source,
                str(destination),
                block_size=self._client.limits.max_read_len or _SFTP_BLOCK,
                max_requests=_SFTP_REQUESTS,
                progress_handler=_progress(on_bytes),
            )

    async def make_folder(self, path: str, mode: int) -> None:
        """Make a folder and those above it, unless they exist."""
        with _sftp_errors():
            if not await self._client.isdir(path):
                await self._client.makedirs(path, asyncssh.SFTPAttrs(permissions=mode), True)

    async def list_folder(self, path: str) -> list[tuple[str, bool]]:
        """The names in a folder, with links followed, and whether each is a folder itself."""
        with _sftp_errors():
            names = [name for name in await self._client.listdir(path) if name not in (".", "..")]
            return [(name, await self._client.isdir(f"{path}/{name}")) for name in sorted(names)]

    async def close(self) -> None:
        """End the session."""
        self._client.exit()
        await self._client.wait_closed()


@contextmanager
def _sftp_errors() -> Iterator[None]:
    try:
        yield
    except (asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost) as error:
        raise ConnectionGone(error.reason) from error
    except asyncssh.SFTPError as error:
        raise CopyRefused(f"{error.reason.rstrip('.')}.") from error
    except (BrokenPipeError, ConnectionError, asyncssh.DisconnectError) as error:
        raise ConnectionGone(str(error)) from error
    except OSError as error:
        raise CopyRefused(f"{error.filename or 'A file here'}: {error.strerror}.") from error


def _progress(on_bytes: OnBytes) -> Callable[[bytes, bytes, int, int], None]:
    before = 0

    def tell(_source: bytes, _destination: bytes, done: int, _total: int) -> None:
        nonlocal before
        on_bytes(done - before)
        before = done

    return tell


class _Session(asyncssh.SSHClientSession[bytes]):
    """What asyncssh tells about one command."""

    def __init__(self, on_data: OnData | None) -> None:
        self._on_data = on_data
        self._channel: asyncssh.SSHClientChannel[bytes] | None = None
        self.writable = asyncio.Event()
        self.writable.set()
        self.arrived = asyncio.Event()
        self.closed = asyncio.Event()
        self.unread = bytearray()
        self.errors = bytearray()
        self.is_at_end = False
        self.is_paused = False
        self.exit_code: int | None = None
        self.was_cut = False

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        self._channel = chan

    def data_received(self, data: bytes, datatype: int | None) -> None:
        if self._on_data is not None:
            self._on_data("stderr" if datatype else "stdout", data)
        elif datatype:
            self.errors += data[: max(0, _MOST_ERROR_BYTES - len(self.errors))]
        else:
            self.unread += data
            self.arrived.set()
            if len(self.unread) > _UNREAD_HIGH and self._channel and not self.is_paused:
                self.is_paused = True
                self._channel.pause_reading()

    def eof_received(self) -> bool:
        self._end_of_output()
        return True  # our side stays open until the command has ended

    def _end_of_output(self) -> None:
        self.is_at_end = True
        self.arrived.set()

    def exit_status_received(self, status: int) -> None:
        self.exit_code = status

    def exit_signal_received(
        self,
        signal_name: str,
        core_dumped: bool,  # noqa: ARG002 - asyncssh calls it with this
        msg: str,  # noqa: ARG002 - the same
        lang: str,  # noqa: ARG002 - the same
    ) -> None:
        number = getattr(signal, f"SIG{signal_name}", 0)
        self.exit_code = 128 + int(number)

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.was_cut = exc is not None
        self._end_of_output()
        self.writable.set()
        self.closed.set()


class _Client(asyncssh.SSHClient):
    """Answers what the server asks: with the password, or by asking somebody."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._has_answered = False

    def kbdint_auth_requested(self) -> str | None:
        wants_more = self._login.ask is not None or not self._has_answered
        return "" if wants_more and (self._login.password or self._login.ask) else None

    async def kbdint_challenge_received(
        self,
        name: str,
        instructions: str,
        lang: str,  # noqa: ARG002 - asyncssh calls it with this
        prompts: Sequence[tuple[str, bool]],
    ) -> list[str] | None:
        if self._login.ask is not None:
            told = " ".join(filter(None, (name.strip(), instructions.strip())))
            return [await self._login.ask(f"{told} {prompt}".strip()) for prompt, _ in prompts]
        self._has_answered = self._has_answered or bool(prompts)
        return [self._login.password] * len(prompts)


def _options(login: Login, manner: Manner) -> asyncssh.SSHClientConnectionOptions:
    asks = max(1, round(manner.longest_silence / manner.keep_alive) - 1) if manner.keep_alive else 0
    try:
        return asyncssh.SSHClientConnectionOptions(
            config=None,
            known_hosts=None,
            client_factory=lambda: _Client(login),
            client_version="goldsmith",
            username=login.username,
            password=login.password or None,
            client_keys=_keys(login),
            agent_path=login.agent or None,
            agent_forwarding=manner.forwarded_agent or False,
            gss_host=None,
            preferred_auth=["publickey", "password", "keyboard-interactive"],
            encryption_algs=list(manner.ciphers) or _FAST_CIPHERS,
            kex_algs=list(manner.key_exchanges) or _CHEAP_EXCHANGES,
            compression_algs=["none"],
            login_timeout=0,
            keepalive_interval=manner.keep_alive,
            keepalive_count_max=asks,
        )
    except asyncssh.KeyImportError as error:
        raise GoldsmithError(f"The private key cannot be used: {error}.") from error


def _keys(login: Login) -> Iterable[object] | None:
    match login.private_key:
        case None:
            return None
        case bytes():
            key = asyncssh.import_private_key(login.private_key)
        case path:
            try:
                key = asyncssh.read_private_key(path)
            except OSError as error:
                raise GoldsmithError(
                    f"The private key {path} cannot be read: {error.strerror}."
                ) from error
    if login.certificate is None:
        return [key]
    try:
        return [(key, asyncssh.read_certificate(login.certificate))]
    except (OSError, asyncssh.KeyImportError) as error:
        raise GoldsmithError(
            f"The certificate {login.certificate} cannot be used: {error}."
        ) from error


def _refusal(login: Login) -> str:
    offered = [
        name
        for name, given in (
            ("the agent's keys", login.agent),
            ("the private key", login.private_key),
            ("the password", login.password),
            ("your answers", login.ask),
        )
        if given
    ]
    with_what = " and ".join(offered) or "no key or password"
    return f"SSH does not let {login.username} in with {with_what}"
