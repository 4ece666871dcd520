"""A place to plan in."""

from pathlib import Path

import pytest

from goldsmith.planning.testing import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)
