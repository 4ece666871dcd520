"""The options of the SSH communicator."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Literal

from goldsmith.plugins.ssh.key_files import certificate_fault, private_key_fault
from goldsmith.plugins.ssh.tunnels import parse_tunnel
from goldsmith.sdk.settings import CommunicatorFacts, Problem, setting, settings

_KEY_BITS = {"ed25519": (0,), "ecdsa": (0, 256, 384, 521), "rsa": ()}


@settings
class SshSettings:
    """Reaches the machine over SSH.

    Where no password, private key or agent is named, goldsmith makes a key pair for this one build.
    The machine's host key is not checked: a machine that has only just been made has none that
    could be known.
    """

    ssh_host: str = ""
    """The address of the machine; most builders find it out themselves."""

    ssh_port: int = setting(default=22, minimum=1, maximum=65535)
    """The port that SSH listens on, on the machine itself."""

    ssh_username: str = ""
    """Whom to log in as; required."""

    ssh_password: str = setting(default="", secret=True)
    """The password, given for password and keyboard-interactive logins alike."""

    ssh_private_key_file: str = ""
    """A private key to log in with; a leading `~` is your home folder."""

    ssh_certificate_file: str = ""
    """The certificate that goes with `ssh_private_key_file`."""

    ssh_private_key: bytes = setting(default=b"", secret=True)
    """A private key itself instead of a file, as a list of bytes."""

    ssh_public_key: bytes = b""
    """The public half of `ssh_private_key`, for builders that let it in; worked out if left out."""

    ssh_keypair_name: str = ""
    """A key pair kept by the cloud, for builders that start machines with one; others ignore it."""

    ssh_agent_auth: bool = False
    """Log in with the keys of the agent that SSH_AUTH_SOCK names."""

    ssh_disable_agent_forwarding: bool = False
    """Do not let commands on the machine use your agent; otherwise they can while one runs."""

    temporary_key_pair_name: str = ""
    """The comment in the key pair made for this build, and its name in clouds."""

    temporary_key_pair_type: str = "ed25519"
    """What kind of key pair is made: "ed25519", "ecdsa" or "rsa"."""

    temporary_key_pair_bits: int = setting(default=0, minimum=0)
    """How long an rsa (4096 unless told) or ecdsa (521 unless told) key is."""

    ssh_clear_authorized_keys: bool = False
    """Take the key pair made for this build out of the machine's authorized_keys at the end."""

    ssh_timeout: timedelta | None = None
    """How long to wait for SSH to answer, 5 minutes unless told; 0 waits for ever."""

    ssh_wait_timeout: timedelta | None = None
    """Another name for `ssh_timeout`, which counts if both are given."""

    ssh_handshake_attempts: int | None = setting(default=None, minimum=0)
    """How many refused logins are borne, 10 unless `ssh_timeout` is given; 0 is any number."""

    ssh_keep_alive_interval: timedelta = timedelta(seconds=5)
    """How often a silent machine is asked whether it is still there; below 0 it is not asked."""

    ssh_read_write_timeout: timedelta | None = None
    """How long the machine may stay silent before it counts as cut off, 30 seconds unless told."""

    ssh_pty: bool = False
    """Give every command a terminal."""

    ssh_ciphers: tuple[str, ...] = ()
    """The ciphers to offer, the favourite first."""

    ssh_key_exchange_algorithms: tuple[str, ...] = ()
    """The key exchange algorithms to offer, the favourite first."""

    ssh_file_transfer_method: Literal["scp", "sftp"] = "scp"
    """How files are copied: "scp" needs that program on the machine, "sftp" its SFTP server."""

    ssh_bastion_host: str = ""
    """A machine to go through; what it may not be combined with is `ssh_proxy_host`."""

    ssh_bastion_port: int = setting(default=22, minimum=1, maximum=65535)
    """The port of the bastion."""

    ssh_bastion_username: str = ""
    """Whom to log in as at the bastion; `ssh_username` unless told."""

    ssh_bastion_password: str = setting(default="", secret=True)
    """The password for the bastion."""

    ssh_bastion_private_key_file: str = ""
    """A private key for the bastion; `ssh_private_key_file` unless told."""

    ssh_bastion_certificate_file: str = ""
    """A certificate for the bastion; `ssh_certificate_file` unless told."""

    ssh_bastion_agent_auth: bool = False
    """Log in at the bastion with the keys of your agent."""

    ssh_bastion_interactive: bool = False
    """Pass on what the bastion asks, and answer it yourself."""

    ssh_proxy_host: str = ""
    """A SOCKS5 proxy to go through; "http://HOST" makes it an HTTP proxy."""

    ssh_proxy_port: int = setting(default=1080, minimum=1, maximum=65535)
    """The port of the proxy."""

    ssh_proxy_username: str = ""
    """Whom to log in as at the proxy."""

    ssh_proxy_password: str = setting(default="", secret=True)
    """The password for the proxy."""

    ssh_local_tunnels: tuple[str, ...] = ()
    """Ports here that lead to places the machine can reach: "8080:localhost:80"."""

    ssh_remote_tunnels: tuple[str, ...] = ()
    """Ports on the machine that lead to places reachable from here: "8080:localhost:80"."""

    def facts(self) -> CommunicatorFacts:
        """What builders may know of this."""
        return CommunicatorFacts(
            communicator="ssh",
            host=self.ssh_host or None,
            port=self.ssh_port,
            username=self.ssh_username,
            credentials=tuple(self._credentials()),
        )

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.ssh_username:
            yield Problem(
                "ssh_username",
                "The user to log in as is not given.",
                hint='Set ssh_username. There is no default; older tools assumed "root".',
            )
        yield from self._key_problems()
        yield from self._temporary_key_problems()
        yield from self._time_problems()
        yield from self._route_problems()
        yield from _tunnel_problems("ssh_local_tunnels", self.ssh_local_tunnels)
        yield from _tunnel_problems("ssh_remote_tunnels", self.ssh_remote_tunnels)

    @property
    def timeout(self) -> float | None:
        """Seconds to wait for the machine; None waits for ever."""
        given = self.ssh_timeout if self.ssh_wait_timeout is None else self.ssh_wait_timeout
        if given is None:
            return None if self.ssh_handshake_attempts else 300.0
        return given.total_seconds() or None

    @property
    def attempts(self) -> int | None:
        """How many refused logins are put up with; None is any number."""
        if self.ssh_handshake_attempts is None:
            is_timed = self.ssh_timeout is not None or self.ssh_wait_timeout is not None
            return None if is_timed else 10
        return self.ssh_handshake_attempts or None

    @property
    def makes_key_pair(self) -> bool:
        """Whether a key pair is made for this build, for lack of anything else."""
        return not any(self._credentials())

    def _credentials(self) -> Iterator[str]:
        if self.ssh_password:
            yield "ssh_password"
        if self.ssh_private_key_file:
            yield "ssh_private_key_file"
        if self.ssh_private_key:
            yield "ssh_private_key"
        if self.ssh_agent_auth:
            yield "ssh_agent_auth"

    def _key_problems(self) -> Iterator[Problem]:
        yield from _file_problems("ssh_private_key_file", self.ssh_private_key_file)
        yield from _file_problems("ssh_certificate_file", self.ssh_certificate_file)
        yield from _file_problems("ssh_bastion_private_key_file", self.ssh_bastion_private_key_file)
        yield from _file_problems("ssh_bastion_certificate_file", self.ssh_bastion_certificate_file)
        if self.ssh_certificate_file and not self.ssh_private_key_file:
            yield Problem(
                "ssh_certificate_file",
                "A certificate is of use only together with its key.",
                hint="Set ssh_private_key_file too.",
            )
        has_key = self.ssh_bastion_private_key_file or self.ssh_private_key_file
        if self.ssh_bastion_certificate_file and not has_key:
            yield Problem(
                "ssh_bastion_certificate_file",
                "A certificate is of use only together with its key.",
                hint="Set ssh_bastion_private_key_file too.",
            )

    def _temporary_key_problems(self) -> Iterator[Problem]:
        kind, bits = self.temporary_key_pair_type, self.temporary_key_pair_bits
        if kind == "dsa":
            yield Problem(
                "temporary_key_pair_type",
                "DSA keys are not supported: OpenSSH no longer takes them.",
                hint='Use "ed25519", or leave it out.',
            )
        elif kind not in _KEY_BITS:
            yield Problem(
                "temporary_key_pair_type",
                f'There is no kind of key "{kind}".',
                hint='It can be "ed25519", "ecdsa" or "rsa".',
            )
        elif kind == "rsa":
            if bits and bits < 1024:
                yield Problem("temporary_key_pair_bits", "An rsa key has at least 1024 bits.")
        elif bits not in _KEY_BITS[kind]:
            allowed = "256, 384 or 521 bits" if kind == "ecdsa" else "a fixed length"
            yield Problem("temporary_key_pair_bits", f"An {kind} key has {allowed}.")

    def _time_problems(self) -> Iterator[Problem]:
        limits = {
            "ssh_timeout": self.ssh_timeout,
            "ssh_wait_timeout": self.ssh_wait_timeout,
            "ssh_read_write_timeout": self.ssh_read_write_timeout,
        }
        for name, value in limits.items():
            if value is not None and value < timedelta():
                yield Problem(name, "A time to wait cannot be less than nothing.")

    def _route_problems(self) -> Iterator[Problem]:
        if not self.ssh_bastion_host:
            return
        if self.ssh_proxy_host:
            yield Problem(
                "ssh_bastion_host",
                "A bastion and a proxy cannot be used together.",
                hint="Remove ssh_bastion_host or ssh_proxy_host.",
            )
        if not (
            self.ssh_bastion_password
            or self.ssh_bastion_private_key_file
            or self.ssh_private_key_file
            or self.ssh_bastion_agent_auth
            or self.ssh_bastion_interactive
        ):
            yield Problem(
                "ssh_bastion_host",
                "Nothing is given to log in at the bastion with.",
                hint="Set ssh_bastion_password, ssh_bastion_private_key_file, "
                "ssh_bastion_agent_auth or ssh_bastion_interactive.",
            )


def _file_problems(name: str, path: str) -> Iterator[Problem]:
    if not path:
        return
    look = certificate_fault if name.endswith("certificate_file") else private_key_fault
    fault = look(path)
    if fault is not None:
        yield Problem(name, fault[0], hint=fault[1])


def _tunnel_problems(name: str, tunnels: Iterable[str]) -> Iterator[Problem]:
    for text in tunnels:
        try:
            parse_tunnel(text)
        except ValueError as error:
            yield Problem(name, str(error))
