"""What the engine says of images and containers, as far as it is needed here."""

from collections.abc import Iterator, Mapping
from datetime import datetime

# Any: JSON as the engine sends it.
from typing import Any

from goldsmith.record import record


@record
class ImageFacts:
    """An image."""

    id: str
    digest: str
    """The first digest that a registry knows it by; empty for one that was never there."""
    names: tuple[str, ...]
    command: tuple[str, ...] | None
    entrypoint: tuple[str, ...] | None
    user: str
    container: str
    """The container it was made of, where the engine says so."""
    hostname: str
    parent: str
    """The image it goes on from, where the engine says so."""
    made_at: int
    """When, in milliseconds of the engine's clock."""


@record
class Published:
    """A port of the engine's computer that leads into a container."""

    host: str
    port: int


@record
class ContainerFacts:
    """A container."""

    id: str
    name: str
    image: str
    user: str
    is_running: bool
    is_paused: bool
    is_killed_for_memory: bool
    exit_code: int
    error: str
    address: str
    """Its address in the network; empty without one."""
    published: Mapping[str, Published]
    """What leads to its ports, by port and protocol."""
    shares_network: bool
    """Whether its network is that of the engine's computer."""


def image_facts(found: Mapping[str, Any]) -> ImageFacts:
    """Read what `inspect` says of an image."""
    config = found.get("Config") or {}
    digests = [str(one) for one in found.get("RepoDigests") or ()]
    return ImageFacts(
        id=str(found["Id"]),
        digest=digests[0] if digests else "",
        names=tuple(map(str, found.get("RepoTags") or ())),
        command=_words(config.get("Cmd")),
        entrypoint=_words(config.get("Entrypoint")),
        user=str(config.get("User") or ""),
        container=str(found.get("Container") or ""),
        hostname=str(config.get("Hostname") or ""),
        parent=str(found.get("Parent") or ""),
        made_at=milliseconds(str(found.get("Created") or "")),
    )


def container_facts(found: Mapping[str, Any]) -> ContainerFacts:
    """Read what `inspect` says of a container."""
    state = found.get("State") or {}
    networks = found.get("NetworkSettings") or {}
    addresses = [str(networks.get("IPAddress") or "")]
    addresses += [
        str(one.get("IPAddress") or "") for one in (networks.get("Networks") or {}).values()
    ]
    return ContainerFacts(
        id=str(found["Id"]),
        name=str(found.get("Name") or "").lstrip("/"),
        image=str(found.get("Image") or ""),
        user=str((found.get("Config") or {}).get("User") or ""),
        is_running=bool(state.get("Running")),
        is_paused=bool(state.get("Paused")),
        is_killed_for_memory=bool(state.get("OOMKilled")),
        exit_code=int(state.get("ExitCode") or 0),
        error=str(state.get("Error") or ""),
        address=next((one for one in addresses if one), ""),
        published=dict(_published(networks.get("Ports") or {})),
        shares_network=(found.get("HostConfig") or {}).get("NetworkMode") == "host",
    )


def _published(ports: Mapping[str, Any]) -> Iterator[tuple[str, Published]]:
    for inside, bindings in ports.items():
        for one in bindings or ():
            if str(one.get("HostPort") or "").isdigit():
                yield inside, Published(str(one.get("HostIp") or ""), int(one["HostPort"]))
                break


def milliseconds(moment: str) -> int:
    """A moment as the engine writes it; 0 for none."""
    try:
        return int(datetime.fromisoformat(moment).timestamp() * 1000)
    except ValueError:
        return 0


def _words(found: Any) -> tuple[str, ...] | None:
    return None if found is None else tuple(map(str, found))
