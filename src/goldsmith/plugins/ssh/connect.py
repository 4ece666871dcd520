"""Reaches the machine and holds on to it while the build works on it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import anyio

from goldsmith.diagnostics import GoldsmithError
from goldsmith.plugins.ssh.client import Login, Manner, check_algorithms
from goldsmith.plugins.ssh.dial import Dial, ProxyAddress, dial, dial_through
from goldsmith.plugins.ssh.key_files import expand
from goldsmith.plugins.ssh.link import Link, Route, Stop
from goldsmith.plugins.ssh.machine import SshMachine
from goldsmith.plugins.ssh.settings import SshSettings
from goldsmith.plugins.ssh.tunnels import parse_tunnel
from goldsmith.sdk.machine import Access, Endpoint
from goldsmith.sdk.run import Run

_LONGEST_SILENCE_SECONDS = 30.0
_CLOSE_SECONDS = 3.0


@asynccontextmanager
async def connect(
    settings: SshSettings, run: Run, endpoint: Endpoint | None, access: Access
) -> AsyncIterator[SshMachine]:
    """Wait until the machine lets us in, and give it; the connection ends with the context."""
    link = Link(_route(settings, run, endpoint, access), run)
    try:
        await link.open()
        run.say("Connected to SSH.")
        yield SshMachine(
            link,
            run,
            uses_sftp=settings.ssh_file_transfer_method == "sftp",
            has_terminal=settings.ssh_pty,
            key_to_forget=_key_to_forget(settings, access),
        )
    finally:
        with anyio.move_on_after(_CLOSE_SECONDS, shield=True):
            await link.close()


def _route(settings: SshSettings, run: Run, endpoint: Endpoint | None, access: Access) -> Route:
    if endpoint is None:
        if not access.host:
            raise GoldsmithError(
                "It is not known where the machine is. Set ssh_host to its address."
            )
        endpoint = Endpoint(access.host, access.port)
    manner = _manner(settings)
    check_algorithms(manner)
    machine = Stop(endpoint, _dial(settings, endpoint), _login(settings, access), manner)
    bastion = None
    if settings.ssh_bastion_host:
        gate = Endpoint(settings.ssh_bastion_host, settings.ssh_bastion_port)
        calm = Manner(keep_alive=manner.keep_alive, longest_silence=manner.longest_silence)
        bastion = Stop(
            gate, partial(dial, gate.host, gate.port), _bastion_login(settings, run), calm
        )
    return Route(
        machine,
        bastion,
        timeout=settings.timeout,
        attempts=settings.attempts,
        local_tunnels=tuple(map(parse_tunnel, settings.ssh_local_tunnels)),
        remote_tunnels=tuple(map(parse_tunnel, settings.ssh_remote_tunnels)),
    )


def _dial(settings: SshSettings, endpoint: Endpoint) -> Dial:
    host = settings.ssh_proxy_host
    if not host:
        return partial(dial, endpoint.host, endpoint.port)
    scheme, _, name = host.rpartition("://")
    proxy = ProxyAddress(
        "http" if scheme == "http" else "socks5",
        name,
        settings.ssh_proxy_port,
        settings.ssh_proxy_username,
        settings.ssh_proxy_password,
    )
    return partial(dial_through, proxy, endpoint.host, endpoint.port)


def _manner(settings: SshSettings) -> Manner:
    keep_alive = max(0.0, settings.ssh_keep_alive_interval.total_seconds())
    silence = _LONGEST_SILENCE_SECONDS
    if settings.ssh_read_write_timeout:
        # A machine that works in silence is asked in time, so only a dead one is given up.
        silence = settings.ssh_read_write_timeout.total_seconds()
        keep_alive = min(keep_alive or silence, silence / 2)
    agent = "" if settings.ssh_disable_agent_forwarding else _agent()
    return Manner(
        ciphers=settings.ssh_ciphers,
        key_exchanges=settings.ssh_key_exchange_algorithms,
        keep_alive=keep_alive,
        longest_silence=silence,
        forwarded_agent=agent,
    )


def _login(settings: SshSettings, access: Access) -> Login:
    return Login(
        settings.ssh_username,
        password=settings.ssh_password,
        private_key=access.private_key_path,
        certificate=_file(settings.ssh_certificate_file),
        agent=_needed_agent("ssh_agent_auth") if settings.ssh_agent_auth else "",
    )


def _bastion_login(settings: SshSettings, run: Run) -> Login:
    key = settings.ssh_bastion_private_key_file or settings.ssh_private_key_file
    certificate = settings.ssh_bastion_certificate_file
    if not settings.ssh_bastion_private_key_file:
        certificate = certificate or settings.ssh_certificate_file
    wants_agent = settings.ssh_bastion_agent_auth
    return Login(
        settings.ssh_bastion_username or settings.ssh_username,
        password=settings.ssh_bastion_password,
        private_key=_file(key),
        certificate=_file(certificate),
        agent=_needed_agent("ssh_bastion_agent_auth") if wants_agent else "",
        ask=run.ask if settings.ssh_bastion_interactive else None,
    )


def _file(path: str) -> Path | None:
    return expand(path) if path else None


def _agent() -> str:
    path = os.environ.get("SSH_AUTH_SOCK", "")
    return path if path and Path(path).exists() else ""


def _needed_agent(option: str) -> str:
    path = _agent()
    if not path:
        raise GoldsmithError(
            f"{option} is set, but SSH_AUTH_SOCK does not name the socket of an SSH agent. "
            "Start one with ssh-agent, and load your key with ssh-add."
        )
    return path


def _key_to_forget(settings: SshSettings, access: Access) -> str:
    if settings.ssh_clear_authorized_keys and settings.makes_key_pair and access.public_key:
        return access.public_key.split()[1]
    return ""
