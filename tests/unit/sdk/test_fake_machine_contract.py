"""The machine that tests use behaves as real ones do."""

import pytest

from goldsmith.sdk.testing import FakeMachine
from goldsmith.sdk.tests.machine_contract import MachineContract


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine(outputs={"echo hello": ["hello"]}, exit_codes={"exit 3": 3})


@pytest.fixture
def remote() -> str:
    return "/remote"


class TestTheFakeMachine(MachineContract):
    """The whole suite."""
