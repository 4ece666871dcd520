"""Connections to SSH servers that have let us in."""

import asyncio
import logging
import socket
from collections.abc import Sequence
from typing import Self, TypeAlias

import asyncssh

from goldsmith.diagnostics import GoldsmithError
from goldsmith.plugins.ssh.client.command import Command, OnData, Session
from goldsmith.plugins.ssh.client.failures import (
    ConnectionGone,
    HandshakeFailed,
    LoginRefused,
    NotOffered,
)
from goldsmith.plugins.ssh.client.login import Login, Manner
from goldsmith.plugins.ssh.client.sftp import Sftp
from goldsmith.plugins.ssh.tunnels import Tunnel

Key: TypeAlias = (
    asyncssh.SSHKey | asyncssh.SSHKeyPair | tuple[asyncssh.SSHKey, asyncssh.SSHCertificate]
)

_HANDSHAKE_SECONDS = 60.0
_ANSWERED_SECONDS = 300.0
"""How long a handshake may take in which somebody is asked something."""
_OPEN_SECONDS = 15.0
_RECEIVE_WINDOW = 8 << 20
_UNSENT_HIGH, _UNSENT_LOW = 1 << 20, 1 << 18
_FAST_CIPHERS = "^aes128-gcm@openssh.com,aes256-gcm@openssh.com"
_CHEAP_EXCHANGES = "^curve25519-sha256,curve25519-sha256@libssh.org"
_CHEAP_HOST_KEYS = "^ssh-ed25519,ecdsa-sha2-nistp256"
"""An emulated machine takes a noticeable time to sign with a long rsa key."""
_ECHO_MODE = 53  # RFC 4254, section 8

logging.getLogger("asyncssh").setLevel(logging.CRITICAL)  # every error is raised as well


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
            async with asyncio.timeout(_ANSWERED_SECONDS if login.ask else _HANDSHAKE_SECONDS):
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

    @property
    def description(self) -> str:
        """Who answered, and what was agreed on."""
        software = self._connection.get_extra_info("server_version", "?")
        cipher = self._connection.get_extra_info("send_cipher", "?")
        key = self._connection.get_server_host_key()
        return f"{software}, {cipher}, host key {key.get_fingerprint() if key else '?'}"

    async def start(
        self, command: str, on_data: OnData | None = None, *, pty: bool = False
    ) -> Command:
        """Run `command`; `ConnectionGone` when the machine takes no more of them.

        Output goes to `on_data`; without it, it waits to be read.
        """
        session = Session(on_data)
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
        except (OSError, asyncssh.ChannelListenError, asyncssh.Error) as error:
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


class _Client(asyncssh.SSHClient):
    """Answers what the server asks: with keys, with the password, or by asking somebody."""

    def __init__(self, login: Login, keys: Sequence[Key]) -> None:
        self._login = login
        self._keys = keys
        self._agent: asyncssh.SSHAgentClient | None = None
        self._has_offered = False
        self._has_answered = False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - not ours
        """Part from the agent too."""
        if self._agent is not None:
            self._agent.close()

    async def public_key_auth_requested(self) -> list[Key] | None:
        """Offer the agent's keys, then those that were given; only once."""
        if self._has_offered:
            return None
        self._has_offered = True
        offered: list[Key] = []
        if self._login.agent:
            try:
                self._agent = await asyncssh.connect_agent(self._login.agent)
                offered += await self._agent.get_keys()
            except (OSError, ValueError) as error:
                raise GoldsmithError(
                    f"The SSH agent at {self._login.agent} does not answer: {error}."
                ) from error
        return [*offered, *self._keys]

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
    keys = _keys(login)
    return asyncssh.SSHClientConnectionOptions(
        config=None,
        known_hosts=None,
        client_factory=lambda: _Client(login, keys),
        client_version="goldsmith",
        username=login.username,
        password=login.password or None,
        client_keys=None,
        agent_path=None,
        agent_forwarding=manner.forwarded_agent or False,
        gss_host=None,
        preferred_auth=["publickey", "password", "keyboard-interactive"],
        encryption_algs=list(manner.ciphers) or _FAST_CIPHERS,
        kex_algs=list(manner.key_exchanges) or _CHEAP_EXCHANGES,
        server_host_key_algs=_CHEAP_HOST_KEYS,
        compression_algs=["none"],
        login_timeout=0,
        keepalive_interval=manner.keep_alive,
        keepalive_count_max=asks,
    )


def _keys(login: Login) -> list[Key]:
    if login.private_key is None:
        return []
    path = login.private_key
    try:
        key = asyncssh.read_private_key(path)
        if login.certificate is None:
            return [key]
        path = login.certificate
        return [(key, asyncssh.read_certificate(path))]
    except OSError as error:
        raise GoldsmithError(f"The key {path} cannot be read: {error.strerror}.") from error
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        raise GoldsmithError(f"The key {path} cannot be used: {error}.") from error


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
