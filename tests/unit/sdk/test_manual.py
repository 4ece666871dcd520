"""The manual made of settings classes."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal

from goldsmith.sdk import ByteSize, included, refused, setting, settings
from goldsmith.sdk.manual import documentation, reference
from goldsmith.sdk.options import Option, type_name


@settings
class TagSettings:
    """A tag."""

    key: str
    """Its name."""

    value: str = ""
    """What it
    says."""

    color: str = refused("Tags have no color.")


@settings
class ShutdownSettings:
    """How the machine is shut down."""

    shutdown_timeout: timedelta = timedelta(minutes=5)
    """How long it may take."""


@settings
class DiskSettings:
    """The virtual disk the image is made on.

    It is thrown away.
    """

    size: ByteSize
    """How large the disk is, as in "40G"."""

    format: Literal["qcow2", "raw"] = "qcow2"
    """The file format."""

    compress: bool = True
    """Write the finished disk smaller."""

    codes: frozenset[int] = frozenset({3, 0})
    """Exit codes."""

    words: tuple[str, ...] = ("a", "b")
    """Words."""

    labels: Mapping[str, str] = setting(default={"a": "b"})
    """Labels."""

    path: Path = Path("out")
    """Where."""

    key: bytes = b"x"
    undocumented: int = 0

    shutdown: ShutdownSettings = included(factory=ShutdownSettings)

    old: str | None = setting(default=None, deprecated="Use size.")
    """An old name."""

    cloud: bool = refused("There is no cloud here.")


@settings
class WebSettings(DiskSettings):
    """Inherits."""

    tag: tuple[TagSettings, ...] = ()
    """Tags."""

    main: TagSettings
    """The main tag."""

    port: int = setting(default=8000, minimum=1, maximum=65535)
    """Where it listens."""

    password: str = setting(default="", secret=True)
    """What lets it in."""

    memory: ByteSize | None = setting(default=None, unit="M")
    """How much."""

    no_tag: TagSettings | None = None
    """None."""


def test_the_manual_says_what_the_class_says() -> None:
    manual = reference(WebSettings)

    assert manual.startswith("Inherits.\n\n- `size` (size, required): How large the disk is")
    assert '- `size` (size, required): How large the disk is, as in "40G".\n' in manual
    assert (
        '- `format` (string, default `"qcow2"`): The file format. One of `"qcow2"`, `"raw"`.\n'
        in manual
    )
    assert "- `compress` (bool, default `true`): Write" in manual
    assert "- `codes` (set(whole number), default `[0, 3]`): " in manual
    assert '- `words` (list(string), default `["a", "b"]`): ' in manual
    assert '- `labels` (map(string), default `{ a = "b" }`): ' in manual
    assert '- `path` (path, default `"out"`): ' in manual
    assert '- `shutdown_timeout` (duration, default `"5m0s"`): How long it may take.\n' in manual
    assert "- `old` (string): An old name. Deprecated: Use size.\n" in manual
    assert "- `port` (whole number, 1 to 65535, default `8000`): Where it listens.\n" in manual
    assert "- `password` (string, secret): What lets it in.\n" in manual
    assert "- `memory` (size, in M unless it has a unit): How much.\n" in manual


def test_blocks_show_what_they_hold() -> None:
    manual = reference(WebSettings)

    assert (
        "- `tag` (block, may be repeated): Tags.\n  - `key` (string, required): Its name.\n"
        in manual
    )
    assert (
        "  - `value` (string): What it says.\n"
        "  - `color` (string): Not supported: Tags have no color.\n"
    ) in manual
    assert "\n- `main` (block, required): The main tag.\n" in manual
    assert "- `no_tag` (block): None.\n" in manual


def test_limits_are_told_on_either_side() -> None:
    assert Option("a", minimum=1).limits == "at least 1"
    assert Option("a", maximum=2.5).limits == "at most 2.5"
    assert Option("a", minimum=0, maximum=1).limits == "0 to 1"
    assert Option("a").limits == ""


def test_what_takes_any_value_has_no_choices() -> None:
    assert Option("a").choices == ()
    assert not Option("a").is_block


def test_types_are_written_as_in_templates() -> None:
    assert type_name(tuple[tuple[str, ...], ...]) == "list(list(string))"
    assert type_name(Mapping[str, bool]) == "map(bool)"
    assert type_name(Literal[1, 2]) == "whole number"
    assert type_name(float | None) == "number"


def test_what_is_not_supported_stands_at_the_end() -> None:
    end = "\n\nKnown, but not supported:\n\n- `cloud`: There is no cloud here.\n"

    assert reference(WebSettings).endswith(end)


def test_a_setting_without_a_text_is_found() -> None:
    texts = documentation(DiskSettings)

    assert [name for name, text in texts.items() if not text] == [
        "key",
        "undocumented",
        "cloud",
    ]


def test_a_class_of_no_file_has_no_texts() -> None:
    @settings
    class Odd:
        __module__ = "nowhere"
        a: int = 0
        """Text."""

    assert documentation(Odd) == {"a": ""}
    assert reference(Odd) == "- `a` (whole number, default `0`):\n"
