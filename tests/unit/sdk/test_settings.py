"""Settings classes as plugins write them."""

from collections.abc import Iterator
from typing import Literal

import pytest

from goldsmith.sdk import (
    ByteSize,
    Problem,
    included,
    refused,
    setting,
    settings,
    settings_of,
)


@settings
class ServerSettings:
    """The web server."""

    port: int = setting(default=8000, minimum=1, maximum=65535)
    """Where it listens."""


@settings
class DiskSettings:
    """The disk."""

    size: ByteSize
    """How large it is."""

    format: Literal["qcow2", "raw"] = "qcow2"
    """The file format."""

    compress: bool = False
    """Write it smaller."""

    password: str | None = setting(default=None, secret=True, name="class")
    """Named by a keyword."""

    server: ServerSettings = included(factory=ServerSettings)
    """Its options stand here."""

    cloud: bool = refused("There is no cloud here.")
    """Known, not supported."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.compress and self.format != "qcow2":
            yield Problem("compress", "Only a qcow2 disk can be compressed.")


def test_options_stand_under_the_names_that_templates_use() -> None:
    assert list(settings_of(DiskSettings)) == [
        "size",
        "format",
        "compress",
        "class",
        "port",
        "cloud",
    ]


def test_an_option_knows_whether_it_must_be_given() -> None:
    options = settings_of(DiskSettings)

    assert [name for name, one in options.items() if one.required] == ["size"]


def test_settings_are_made_by_keyword_with_defaults() -> None:
    disk = DiskSettings(size=ByteSize(40 << 30))

    assert disk.format == "qcow2"
    assert disk.server == ServerSettings(port=8000)
    assert disk.cloud is None


def test_what_types_cannot_rule_out_is_a_problem() -> None:
    disk = DiskSettings(size=ByteSize(40 << 30), format="raw", compress=True)

    assert list(disk.problems()) == [Problem("compress", "Only a qcow2 disk can be compressed.")]


def test_a_class_that_is_no_settings_class_has_no_options() -> None:
    with pytest.raises(TypeError, match="not a settings class"):
        settings_of(int)
