"""Where a container listens, as seen from here."""

from goldsmith.plugins.docker.engine.facts import ContainerFacts
from goldsmith.sdk import Endpoint, GoldsmithError, Run

_SSH_PORT = 22
_LOOPBACK = "127.0.0.1"
_ANYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - nothing is bound to it; it is what engines say


def endpoint_of(run: Run, container: ContainerFacts, engine_host: str) -> Endpoint | None:
    """The port that is published for us, or else the container's own address."""
    access = run.access
    if access.communicator in {"docker", "none"}:
        return None
    port = access.port or _SSH_PORT
    if access.host:
        return Endpoint(access.host, port)
    published = container.published.get(f"{port}/tcp")
    if published is not None:
        return Endpoint(_seen_from_here(published.host, engine_host), published.port)
    if container.shares_network:
        return Endpoint(_seen_from_here("", engine_host), port)
    if container.address:
        return Endpoint(container.address, port)
    raise GoldsmithError(
        f"The container has no address for {access.communicator}. Publish its port in run_command, "
        f"as in -p 127.0.0.1::{port}, set {access.communicator}_host, or use the docker "
        "communicator."
    )


def _seen_from_here(address: str, engine_host: str) -> str:
    """An address of the engine's computer, which is this one unless the engine is far."""
    if address not in _ANYWHERE:
        return address
    return engine_host or _LOOPBACK
