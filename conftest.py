"""What every test may ask for: the event loop, and engines that are really there."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache

import hypothesis
import pytest
from tests.engines.base_disk import BaseDisk
from tests.engines.base_disk import base_disk as make_base_disk
from tests.engines.docker import REGISTRY_PROGRAM, Docker, Registry, docker, registry
from tests.engines.moto import Moto, moto

# A shell starts what runs in the background deaf to Ctrl-C, and so would be what is tested.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

ENGINES: dict[str, tuple[Sequence[str], ...]] = {
    "ssh": (["ssh", "-V"], ["/usr/sbin/sshd", "-?"]),
    "qemu": (["qemu-system-x86_64", "--version"], ["qemu-img", "--version"]),
    "swtpm": (["swtpm", "--version"],),
    "bash": (["bash", "--version"],),
    "zsh": (["zsh", "--version"],),
    "fish": (["fish", "--version"],),
    "docker": (
        ["dockerd", "--version"],
        ["docker", "--version"],
        [REGISTRY_PROGRAM, "--version"],
        ["htpasswd", "-nb", "user", "password"],
        ["mmdebstrap", "--version"],
        ["ip", "-V"],
    ),
    "moto": ([sys.executable, "-c", "import moto.server"],),
    "mount": (["mount", "--version"],),
}
"""Commands that an engine must answer to be there."""

NEED_ROOT = frozenset({"mount", "docker"})
"""Engines that are there for root alone."""


@pytest.fixture
def anyio_backend() -> str:
    """The event loop that goldsmith runs on."""
    return "asyncio"


@pytest.fixture(scope="session")
def base_disk() -> BaseDisk:
    """A bootable disk; tests work on copies or overlays of it."""
    return make_base_disk()


@pytest.fixture(scope="session")
def docker_engine() -> Iterator[Docker]:
    """A Docker engine of the tests' own, with the image `debian-base:12`."""
    with docker() as engine:
        yield engine


@pytest.fixture
def docker_here(docker_engine: Docker, monkeypatch: pytest.MonkeyPatch) -> Docker:
    """The same engine, and clients in this process are led to it."""
    for name, value in docker_engine.environment.items():
        monkeypatch.setenv(name, value)
    return docker_engine


@pytest.fixture
def image_registry() -> Iterator[Registry]:
    """A registry on loopback that lets everybody in."""
    with registry() as one:
        yield one


@pytest.fixture
def locked_registry() -> Iterator[Registry]:
    """A registry on loopback that asks for a password."""
    with registry(password=True) as one:
        yield one


@pytest.fixture(scope="session")
def moto_server() -> Iterator[Moto]:
    """A server that answers as AWS does."""
    with moto() as server:
        yield server


@pytest.fixture
def aws(moto_server: Moto) -> Moto:
    """AWS without anything in it."""
    moto_server.forget()
    return moto_server


@cache
def missing_program(engine: str) -> str:
    """The first program of an engine that does not answer; empty if all do."""
    if engine in NEED_ROOT and os.geteuid() != 0:
        return ENGINES[engine][0][0]
    for command in ENGINES[engine]:
        if shutil.which(command[0]) is None:
            return command[0]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=30)
        except OSError:
            return command[0]
        if engine == "moto" and done.returncode:
            return "moto"
    return ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose engine is missing, or fail it where the engine was promised."""
    promised = os.environ.get("GOLDSMITH_ENGINES", "").split(",")
    for mark in item.iter_markers("engine"):
        for engine in mark.args:
            missing = missing_program(engine)
            if missing and engine in promised:
                pytest.fail(f"The engine {engine} was promised, but {missing} does not answer.")
            if missing:
                pytest.skip(f"The engine {engine} is not here: {missing} does not answer.")
