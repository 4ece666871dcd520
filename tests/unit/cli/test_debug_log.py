"""The debug log that the environment asks for."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from goldsmith.cli.debug_log import with_debug_log
from goldsmith.diagnostics import GoldsmithError
from goldsmith.events import Event, Said

EVENT = Said(1.0, "null.a", "info", "text")


def test_every_event_is_in_the_file_that_was_named(tmp_path: Path) -> None:
    told: list[Event] = []
    path = tmp_path / "debug.log"

    with ExitStack() as stack:
        environment = {"PACKER_LOG": "1", "PACKER_LOG_PATH": str(path)}
        with_debug_log(told.append, environment, stack)(EVENT)

    assert told == [EVENT]
    assert path.read_text().endswith(" said build='null.a' level='info' text='text' component=''\n")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    environment = {"PACKER_LOG": "1", "PACKER_LOG_PATH": str(tmp_path / "no" / "debug.log")}

    with ExitStack() as stack, pytest.raises(GoldsmithError, match=r"debug\.log, which PACKER_LOG"):
        with_debug_log(print, environment, stack)
