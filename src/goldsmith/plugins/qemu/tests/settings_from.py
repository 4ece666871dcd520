"""Settings as templates give them."""

from pathlib import Path, PurePath

from goldsmith.diagnostics import SourceFile, TemplateError
from goldsmith.lang import FUNCTIONS, Owner, Renderer, Scope, decode
from goldsmith.lang.syntax import parse
from goldsmith.plugins.qemu.settings import QemuSettings

IMAGE = """
disk_image   = true
iso_url      = "base.qcow2"
iso_checksum = "none"
"""
"""What a template says at least."""


def settings_from(text: str, *, around: str = IMAGE) -> QemuSettings:
    """The settings of a source block that holds `text`, beside what it says at least."""
    body, problems = parse(SourceFile(PurePath("test.pkr.hcl"), f"{around}\n{text}\n"))
    assert problems == ()
    scope = Scope({}, FUNCTIONS, Path())
    made = decode(
        [body], [QemuSettings], scope, owner=Owner("The qemu builder"), renderer=Renderer({}, {})
    )
    (settings,) = made.settings
    assert isinstance(settings, QemuSettings)
    return settings


def problems_of(text: str, *, around: str = IMAGE) -> list[str]:
    """What is wrong with them, a sentence each."""
    try:
        settings_from(text, around=around)
    except TemplateError as error:
        return [f"{one.summary} {one.detail}".strip() for one in error.diagnostics]
    return []
