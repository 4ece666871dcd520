"""What is to be known of the way in before there is a machine."""

from pathlib import Path
from typing import cast

import anyio.to_thread

from goldsmith.diagnostics import GoldsmithError
from goldsmith.plugins.ssh.key_files import expand
from goldsmith.plugins.ssh.public_half import public_half
from goldsmith.plugins.ssh.settings import SshSettings
from goldsmith.record import record
from goldsmith.sdk.machine import Access
from goldsmith.sdk.run import Run
from goldsmith.toolkit.keys import KeyType, temporary_key_pair
from goldsmith.toolkit.temporary import temporary_file


@record
class _Keys:
    """The key pair that opens the machine, as far as there is one."""

    private: str = ""
    public: str = ""
    path: Path | None = None


async def prepare(settings: SshSettings, run: Run) -> Access:
    """Find or make the key, and say how the machine will be reached."""
    for secret in (
        settings.ssh_password,
        settings.ssh_bastion_password,
        settings.ssh_proxy_password,
    ):
        if secret:
            run.secret(secret)
    keys = await _keys(settings, run)
    facts = {
        "ConnType": "ssh",
        "User": settings.ssh_username,
        "Password": settings.ssh_password,
        "Port": str(settings.ssh_port),
        "SSHPublicKey": keys.public,
        "SSHPrivateKey": keys.private,
        "SSHAgentAuth": "true" if settings.ssh_agent_auth else "false",
    }
    if settings.ssh_host:
        facts["Host"] = settings.ssh_host
    if keys.path is not None:
        facts["SSHPrivateKeyFile"] = str(keys.path)
    return Access(
        communicator="ssh",
        host=settings.ssh_host or None,
        port=settings.ssh_port,
        username=settings.ssh_username,
        public_key=keys.public or None,
        private_key_path=keys.path,
        timeout_seconds=settings.timeout or float("inf"),
        passes_input=not settings.ssh_pty,
        facts=facts,
    )


async def _keys(settings: SshSettings, run: Run) -> _Keys:
    if settings.makes_key_pair:
        # `problems` has ruled out any other word.
        kind = cast("KeyType", settings.temporary_key_pair_type)
        name = settings.temporary_key_pair_name or f"goldsmith-{run.run_id}"
        bits = settings.temporary_key_pair_bits
        pair, path = await temporary_key_pair(run, kind, bits=bits, comment=name)
        return _Keys(pair.private, pair.public, path)
    if settings.ssh_private_key_file:
        path = expand(settings.ssh_private_key_file).absolute()
        private = await anyio.to_thread.run_sync(_read, path)
        run.secret(private)
        return _Keys(private, public_half(private, path), path)
    if settings.ssh_private_key:
        private = settings.ssh_private_key.decode("utf-8", "replace")
        run.secret(private)
        path = await temporary_file(run, settings.ssh_private_key, prefix="goldsmith-key")
        public = settings.ssh_public_key.decode("utf-8", "replace").strip()
        return _Keys(private, public or public_half(private, path), path)
    return _Keys(public=settings.ssh_public_key.decode("utf-8", "replace").strip())


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise GoldsmithError(f"The private key {path} cannot be read: {error.strerror}.") from error
