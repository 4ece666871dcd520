"""Calls the functions of components, which are loaded when a build reaches them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

# Any: a component's settings are of its own class; what comes back is checked below.
from typing import Any, TypeVar

from goldsmith.catalog import load
from goldsmith.diagnostics import GoldsmithError
from goldsmith.sdk import (
    Access,
    Artifact,
    Builder,
    Communicator,
    Endpoint,
    Host,
    Machine,
    PostProcessor,
    Provisioner,
    Run,
)

T = TypeVar("T")


async def boot(builder: Builder, settings: object, run: Run) -> Host:
    """Start the machine."""
    host = await _function(builder.boot)(settings, run)
    return _checked(host, Host, builder.boot)


async def capture(
    builder: Builder, settings: object, run: Run, host: Host, machine: Machine | None
) -> Artifact:
    """Make the artifact."""
    artifact = await _function(builder.capture)(settings, run, host, machine)
    return _checked(artifact, Artifact, builder.capture)


async def prepare(communicator: Communicator, settings: object, run: Run) -> Access:
    """Say how the machine will be reached."""
    access = await _function(communicator.prepare)(settings, run)
    return _checked(access, Access, communicator.prepare)


def connect(
    communicator: Communicator,
    settings: object,
    run: Run,
    endpoint: Endpoint | None,
    access: Access,
) -> AbstractAsyncContextManager[Machine]:
    """Reach the machine."""
    connection = _function(communicator.connect)(settings, run, endpoint, access)
    if not isinstance(connection, AbstractAsyncContextManager):
        raise TypeError(f"{communicator.connect} gave no async context.")
    return connection


async def provision(
    provisioner: Provisioner, settings: object, run: Run, machine: Machine | None
) -> None:
    """Change the machine."""
    await _function(provisioner.provision)(settings, run, machine)


async def post_process(
    post_processor: PostProcessor, settings: object, run: Run, artifact: Artifact
) -> Artifact | None:
    """Make one artifact of another."""
    made = await _function(post_processor.process)(settings, run, artifact)
    return None if made is None else _checked(made, Artifact, post_processor.process)


def _function(where: str) -> Callable[..., Any]:
    try:
        found = load(where)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in {"", "goldsmith"}:
            raise
        raise GoldsmithError(
            f"The Python package `{package}` is needed and not installed. "
            "Install it with: pip install 'goldsmith[all]'"
        ) from error
    if not callable(found):
        raise TypeError(f"{where} is not a function.")
    return found


def _checked(value: object, kind: type[T], where: str) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{where} gave {value!r}, not {kind.__name__}.")
    return value
