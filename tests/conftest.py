"""What every test may use."""

import pytest


@pytest.fixture
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, which the SSH library needs."""
    return "asyncio"
