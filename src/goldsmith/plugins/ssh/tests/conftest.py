"""A server, and a machine reached through it, for the tests of the SSH plugin."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from goldsmith.plugins.ssh.machine import SshMachine
from goldsmith.plugins.ssh.tests.reach import reached
from goldsmith.plugins.ssh.tests.server import Server, running


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A server whose machine has a home folder of its own."""
    home = tmp_path / "home"
    home.mkdir()
    async with running(home) as one:
        yield one


@pytest.fixture
async def machine(server: Server) -> AsyncIterator[SshMachine]:
    """A machine that has just been reached."""
    async with reached(server.settings()) as one:
        yield one
