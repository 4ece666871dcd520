"""Where an engine may listen, and the first words with it."""

import os
import socket as sockets
from collections.abc import Iterator
from pathlib import Path

# Any: the arguments of the SDK's client.
from typing import Any

import docker.errors
from docker import APIClient
from docker.utils import kwargs_from_env

from goldsmith.plugins.docker.failures import EngineLost, reason_of


def open_engine(wanted: str) -> tuple[str, APIClient]:
    """The engine at `wanted` or at the first usual place where one answers, and where that is."""
    tried: list[str] = []
    for place in _places(wanted):
        try:
            return str(place["base_url"]), _open_at(place)
        except (docker.errors.DockerException, OSError) as error:
            tried.append(f"{place.get('base_url')} ({reason_of(error)})")
    raise EngineLost(
        f"No Docker engine answers. Tried {' and '.join(tried)}. Start it, for example with "
        "`systemctl start docker`, or set DOCKER_HOST to where it listens."
        + (_no_permission() if any("ermission denied" in one for one in tried) else "")
    )


def _open_at(place: dict[str, Any]) -> APIClient:
    _knock(str(place["base_url"]))
    api = APIClient(version="auto", timeout=60, **place)
    api.timeout = None  # some answers take as long as the work does
    return api


def _knock(place: str) -> None:
    """Fail with few words where nobody listens; the SDK would leave a socket open."""
    if place.startswith("unix://"):
        with sockets.socket(sockets.AF_UNIX) as one:
            one.connect(place.removeprefix("unix://"))


def _places(wanted: str) -> Iterator[dict[str, Any]]:
    named = kwargs_from_env()
    if wanted:
        yield {**named, "base_url": wanted}
        return
    if "base_url" in named:
        yield named
        return
    yield {**named, "base_url": "unix:///var/run/docker.sock"}
    own = (
        Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "docker.sock",
        Path.home() / ".docker/run/docker.sock",
    )
    for path in own:
        if path.exists():
            yield {**named, "base_url": f"unix://{path}"}


def _no_permission() -> str:
    return (
        "\nOnly root and members of the group of that socket, usually `docker`, may use it: "
        "`sudo usermod -aG docker $USER`, then log in again."
    )
