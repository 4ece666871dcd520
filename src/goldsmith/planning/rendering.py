"""What Go templates in settings can call: facts of this run and of one build."""

import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC

from goldsmith.lang.gotemplate import PLAIN_FUNCTIONS
from goldsmith.lang.reading import WeakTyping
from goldsmith.lang.renderer import Renderer
from goldsmith.lang.timeformat import RFC3339, format_time, strftime
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.versions import PACKER_VERSION
from goldsmith.record import record


def no_hint(_kind: str, _type: str, _name: str) -> str:
    """Nothing more to say."""
    return ""


def functions(
    inputs: Inputs, *, source_name: str = "", builder_type: str = ""
) -> Mapping[str, Callable[..., object]]:
    """The functions for the settings of one build, or of none."""
    started = inputs.started.astimezone(UTC)
    folder = inputs.working_directory.as_posix()
    return {
        **PLAIN_FUNCTIONS,
        "timestamp": lambda: str(int(started.timestamp())),
        "isotime": lambda layout=RFC3339: format_time(started, layout),
        "strftime": lambda pattern: strftime(started, pattern),
        "uuid": time_ordered_uuid,
        "pwd": lambda: folder,
        "packer_version": lambda: PACKER_VERSION,
        "build_name": lambda: source_name,
        "build_type": lambda: builder_type,
    }


@record
class Manner:
    """How the settings of a template are read."""

    renderer: Callable[[str, str], Renderer]
    """What Go templates can call, by the name of the build's source and the type of its builder."""

    weak: WeakTyping | None = None
    """What values of other kinds stand for, where they may."""

    hint: Callable[[str, str, str], str] = no_hint
    """What more to say of an option that is not there: by kind and type of component, and name."""


def native(inputs: Inputs) -> Manner:
    """How settings in HCL are read."""

    def renderer(source_name: str, builder_type: str) -> Renderer:
        return Renderer(functions(inputs, source_name=source_name, builder_type=builder_type))

    return Manner(renderer)


def time_ordered_uuid() -> str:
    """A new UUID of version 7: later ones sort behind earlier ones."""
    milliseconds = time.time_ns() // 1_000_000
    data = bytearray(milliseconds.to_bytes(6, "big") + os.urandom(10))
    data[6] = 0x70 | data[6] & 0x0F
    data[8] = 0x80 | data[8] & 0x3F
    text = data.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
