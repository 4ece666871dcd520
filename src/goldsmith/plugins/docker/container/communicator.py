"""The way into a container that needs no network."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from goldsmith.plugins.docker.builder.settings import ContainerCommunicatorSettings
from goldsmith.sdk import Access, Endpoint, HostUnreachable, Machine, Run


async def prepare(_settings: ContainerCommunicatorSettings, _run: Run) -> Access:
    """Say that it is the engine that leads in."""
    return Access("docker", passes_input=True)


@asynccontextmanager
async def connect(
    _settings: ContainerCommunicatorSettings,
    _run: Run,
    _endpoint: Endpoint | None,
    _access: Access,
) -> AsyncIterator[Machine]:
    """Refuse: the docker builder brings its machine itself."""
    yield _no_machine()


def _no_machine() -> Machine:
    raise HostUnreachable("Only a container of the docker builder is reached through the engine.")
