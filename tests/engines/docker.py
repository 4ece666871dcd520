"""A Docker engine of the tests' own, beside any other, and registries on loopback."""

import io
import json
import os
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.engines.answering import closed_port
from tests.engines.base_container import base_container

IMAGE = "debian-base:12"
"""The image that every engine of the tests has."""

_PROGRAMS = (
    "sh",
    "sleep",
    "cat",
    "ls",
    "id",
    "mkdir",
    "grep",
    "stat",
    "rm",
    "tar",
    "chown",
    "chmod",
)
"""What busybox is called in its image."""

USERNAME = "goldsmith"
PASSWORD = "hunter2-registry"
REGISTRY_PROGRAM = "docker-registry"


@dataclass(frozen=True)
class Docker:
    """A running engine; its containers reach this machine, and nothing beyond."""

    socket: Path
    log: Path
    folder: Path
    process: "subprocess.Popen[bytes]"

    @property
    def host(self) -> str:
        return f"unix://{self.socket}"

    @property
    def environment(self) -> dict[str, str]:
        """What leads clients to it, and keeps them off the logins of whoever runs the tests."""
        return {"DOCKER_HOST": self.host, "DOCKER_CONFIG": str(self.folder / "client")}

    def run(self, *arguments: str) -> str:
        """What the engine's own client prints."""
        command = ["docker", *arguments]
        others = {k: v for k, v in os.environ.items() if not k.startswith("DOCKER_")}
        environment = {**others, **self.environment}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"{command} ended with {done.returncode}: {done.stderr}")
        return done.stdout.strip()

    def small_image(self, name: str, size: int = 1000, *, content: bytes | None = None) -> str:
        """Make an image of one file of random bytes; its id."""
        archive = small_archive(self.folder / "small.tar", size, content=content)
        return self.run("import", str(archive), name)

    def busybox_image(self, name: str) -> str:
        """Make an image that has busybox and nothing else; its id."""
        archive = self.folder / "busybox.tar"
        with tarfile.open(archive, "w") as tar:
            tar.add(shutil.which("busybox") or "/bin/busybox", "bin/busybox")
            for folder in ("tmp", "etc", "proc"):
                member = tarfile.TarInfo(folder)
                member.type, member.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(member)
            for program in _PROGRAMS:
                member = tarfile.TarInfo(f"bin/{program}")
                member.type, member.linkname = tarfile.SYMTYPE, "busybox"
                tar.addfile(member)
        return self.run("import", "-c", 'CMD ["/bin/sh"]', str(archive), name)

    def inventory(self) -> dict[str, list[str]]:
        """Every container, image and volume there is, to compare before and after."""
        return {
            "containers": sorted(self.run("ps", "-aq", "--no-trunc").split()),
            "images": sorted(
                self.run(
                    "images", "-a", "--no-trunc", "--format={{.ID}} {{.Repository}}:{{.Tag}}"
                ).splitlines()
            ),
            "volumes": sorted(self.run("volume", "ls", "-q").split()),
        }


@dataclass
class Registry:
    """A running registry of images."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes]"

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def kill(self) -> None:
        """Let it be gone in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def start_again(self) -> None:
        """Let it be back, with all that it had."""
        self.process = _serve(self.folder, self.port)


def small_archive(path: Path, size: int = 1000, *, content: bytes | None = None) -> Path:
    """A tar file with one file in it, `content`, of random bytes unless told."""
    data = os.urandom(size) if content is None else content
    with tarfile.open(path, "w") as tar:
        member = tarfile.TarInfo("content")
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    return path


@contextmanager
def docker(*options: str, has_base: bool = True) -> Iterator[Docker]:
    """An engine, with the base image in it unless told, gone at the end with all that it held."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="goldsmith-docker-"))
        stack.callback(shutil.rmtree, folder)
        stack.callback(_unmount, folder / "data")
        (folder / "client").mkdir()
        bridge = stack.enter_context(_bridge())
        log = folder / "dockerd.log"
        command = [
            *("dockerd", "--host", f"unix://{folder}/docker.sock"),
            *("--data-root", f"{folder}/data", "--exec-root", f"{folder}/exec"),
            *("--pidfile", f"{folder}/pid", "--config-file", f"{folder}/none.json"),
            # Rules for packets belong to all engines of a machine; this one leaves them alone.
            *("--bridge", bridge, "--iptables=false", "--ip-forward=false"),
            *options,
        ]
        (folder / "none.json").write_text("{}")
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output)
        stack.callback(_end, process)
        engine = Docker(folder / "docker.sock", log, folder, process)
        stack.callback(_remove_containers, engine)
        _wait_for("dockerd", process, log, lambda: bool(engine.run("version")))
        if has_base:
            engine.run("import", "-c", 'CMD ["/bin/bash"]', str(base_container()), IMAGE)
        yield engine


@contextmanager
def registry(*, password: bool = False) -> Iterator[Registry]:
    """A registry on loopback, which engines trust without TLS; with a password if asked for."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="goldsmith-registry-"))
        )
        port = closed_port()
        settings: dict[str, object] = {
            "version": 0.1,
            "log": {"level": "warn"},
            "storage": {"filesystem": {"rootdirectory": str(folder / "data")}},
            "http": {"addr": f"127.0.0.1:{port}"},
        }
        if password:
            settings["auth"] = {"htpasswd": {"realm": "tests", "path": _password_file(folder)}}
        configuration = folder / "config.yml"
        configuration.write_text(json.dumps(settings))  # every JSON is YAML
        one = Registry(port, folder, _serve(folder, port))
        stack.callback(lambda: _end(one.process))
        yield one


def _serve(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    log = folder / "log"
    with log.open("ab") as output:
        command = [REGISTRY_PROGRAM, "serve", str(folder / "config.yml")]
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        _wait_for(REGISTRY_PROGRAM, process, log, lambda: _answers(port))
    except BaseException:
        _end(process)
        raise
    return process


def _password_file(folder: Path) -> str:
    path = folder / "htpasswd"
    command = ["htpasswd", "-nbB", USERNAME, PASSWORD]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    path.write_text(done.stdout)
    return str(path)


@contextmanager
def _bridge() -> Iterator[str]:
    """A bridge with a network of its own, so that no other engine's addresses are met."""
    first = os.getpid() % 250
    taken = {name for _, name in socket.if_nameindex()}
    number = next(n for n in (*range(first, 250), *range(first)) if f"goldsmith{n}" not in taken)
    name = f"goldsmith{number}"
    _ip("link", "add", name, "type", "bridge")
    try:
        _ip("address", "add", f"10.213.{number + 1}.1/24", "dev", name)
        _ip("link", "set", name, "up")
        yield name
    finally:
        _ip("link", "delete", name)


def _unmount(path: Path) -> None:
    """Where mounts are private to their namespace, an engine mounts its data on itself."""
    mounted = (line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines())
    if str(path) in mounted:  # `is_mount` does not see what is mounted on itself
        subprocess.run(["umount", "--recursive", str(path)], check=True)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def _remove_containers(engine: Docker) -> None:
    """End what tests left running, so that no process outlives the engine."""
    if engine.process.poll() is None and (left := engine.run("ps", "-aq").split()):
        engine.run("rm", "-f", *left)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/v2/")
        return connection.getresponse().status in {200, 401}
    finally:
        connection.close()


def _wait_for(
    name: str, process: "subprocess.Popen[bytes]", log: Path, answers: Callable[[], bool]
) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if answers():
                return
        except (OSError, AssertionError):
            pass
        time.sleep(0.05)
    raise TimeoutError(f"{name} does not answer: {log.read_text()[-2000:]}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
