"""Going all the way from settings to a machine, as the engine does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from goldsmith.plugins.ssh.connect import connect
from goldsmith.plugins.ssh.machine import SshMachine
from goldsmith.plugins.ssh.prepare import prepare
from goldsmith.plugins.ssh.settings import SshSettings
from goldsmith.plugins.ssh.tests.server import Server
from goldsmith.sdk.testing import FakeRun


@asynccontextmanager
async def reached(settings: SshSettings, run: FakeRun | None = None) -> AsyncIterator[SshMachine]:
    """Prepare, connect, and undo all of it."""
    async with run or FakeRun() as used:
        access = await prepare(settings, used)
        async with connect(settings, used, None, access) as machine:
            yield machine


@asynccontextmanager
async def reached_with_new_key(
    server: Server, settings: SshSettings, run: FakeRun
) -> AsyncIterator[tuple[SshMachine, str]]:
    """Reach the server with the key pair made for this build; gives its public half too."""
    async with run:
        access = await prepare(settings, run)
        server.authorized_keys.append(access.public_key or "")
        async with connect(settings, run, None, access) as machine:
            yield machine, access.public_key or ""
