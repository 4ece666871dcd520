"""Real SSH servers on loopback, each its own sshd, for tests and benchmarks.

As root they let in a user `goldsmith-test`, made for the time being, whose shell is /bin/sh: under
sshd, bash reads ~/.bashrc for every command. Otherwise they let in whoever runs them.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "goldsmith-test"
SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin") or "/usr/sbin/sshd"


@dataclass(frozen=True)
class Sshd:
    """One server that runs."""

    host: str
    port: int
    username: str
    key: Path
    home: Path
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def ssh(self) -> list[str]:
        """The command of OpenSSH's client that leads here."""
        return [
            *("ssh", "-q", "-i", str(self.key), "-p", str(self.port)),
            *("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"),
            *("-c", "aes128-gcm@openssh.com", f"{self.username}@{self.host}"),
        ]


@contextmanager
def servers(
    count: int = 1, *, options: tuple[str, ...] = (), place: Path | None = None
) -> Iterator[list[Sshd]]:
    """`count` servers, each on an address of its own, gone at the end with all they left.

    Their keys and the home of the user lie in a new folder in `place`.
    """
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="goldsmith-sshd-", dir=place)
        folder = Path(stack.enter_context(temporary))
        folder.chmod(0o755)
        username, home = stack.enter_context(_somebody(folder))
        key = _key(folder / "client_key")
        shutil.copy(f"{key}.pub", folder / "authorized_keys")
        host_key = _key(folder / "host_key")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        started = []
        for number in range(count):
            host = f"127.0.{20 + number // 250}.{1 + number % 250}"
            port = _free_port(host)
            configuration = folder / f"{number}.conf"
            configuration.write_text(
                _configuration(host, port, host_key, folder, (*options, f"SetEnv FARM_ID={number}"))
            )
            log = folder / f"{number}.log"
            process = subprocess.Popen([SSHD, "-D", "-f", configuration, "-E", log])
            stack.callback(_end, process)
            started.append(Sshd(host, port, username, key, home, log, process))
        for one in started:
            _until_it_answers(one)
        yield started


def _configuration(
    host: str, port: int, host_key: Path, folder: Path, options: tuple[str, ...]
) -> str:
    return "\n".join(
        (
            f"ListenAddress {host}",
            f"Port {port}",
            f"HostKey {host_key}",
            "PidFile none",
            f"AuthorizedKeysFile {folder}/authorized_keys",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "MaxStartups 2000",
            "MaxSessions 200",
            "MaxAuthTries 20",
            "UseDNS no",
            "PrintMotd no",
            "Subsystem sftp internal-sftp",
            *options,
            "",
        )
    )


@contextmanager
def _somebody(folder: Path) -> Iterator[tuple[str, Path]]:
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        yield me.pw_name, Path(me.pw_dir)
        return
    home = folder / "home"
    is_new = subprocess.run(["id", USER], capture_output=True, check=False).returncode != 0
    if is_new:
        # "*": sshd without PAM turns away an account that is locked with "!".
        command = ["useradd", "-M", "-d", str(home), "-s", "/bin/sh", "-p", "*", USER]
        subprocess.run(command, check=True)
    else:
        home = Path(pwd.getpwnam(USER).pw_dir)
    home.mkdir(exist_ok=True)
    shutil.chown(home, USER)
    try:
        yield USER, home
    finally:
        if is_new:
            _remove_user()


def _remove_user() -> None:
    deadline = time.monotonic() + 5
    while subprocess.run(["userdel", USER], capture_output=True, check=False).returncode != 0:
        if time.monotonic() > deadline:
            raise TimeoutError(f"The user {USER} cannot be removed.")
        time.sleep(0.05)  # its last session is still ending


def _key(path: Path) -> Path:
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(path)]
    subprocess.run(command, check=True)
    return path


def _free_port(host: str) -> int:
    with socket.socket() as one:
        one.bind((host, 0))
        port: int = one.getsockname()[1]
        return port


def _until_it_answers(server: Sshd) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection((server.host, server.port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"{server.host}:{server.port} does not answer: {server.log.read_text()}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait()
