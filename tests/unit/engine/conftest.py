"""A place to carry out plans in."""

from pathlib import Path

import pytest

from goldsmith.engine.testing import Shelf, Workshop


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "state")
