"""What Go templates in settings can call: facts of this run and of one build."""

import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC

from goldsmith.lang.gotemplate import PLAIN_FUNCTIONS
from goldsmith.lang.timeformat import RFC3339, format_time, strftime
from goldsmith.plan import Build
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.versions import PACKER_VERSION


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


def template_functions(inputs: Inputs) -> Callable[[Build], Mapping[str, Callable[..., object]]]:
    """For a build, the functions that its components can call when they render a template."""

    def for_build(build: Build) -> Mapping[str, Callable[..., object]]:
        return functions(inputs, source_name=build.source_name, builder_type=build.builder.name)

    return for_build


def time_ordered_uuid() -> str:
    """A new UUID of version 7: later ones sort behind earlier ones."""
    milliseconds = time.time_ns() // 1_000_000
    data = bytearray(milliseconds.to_bytes(6, "big") + os.urandom(10))
    data[6] = 0x70 | data[6] & 0x0F
    data[8] = 0x80 | data[8] & 0x3F
    text = data.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
