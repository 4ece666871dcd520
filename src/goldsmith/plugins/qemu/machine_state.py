"""What `boot` leaves word of for `capture`."""

import json
from collections.abc import Mapping
from pathlib import Path

from goldsmith.plugins.qemu.output import OutputHandle
from goldsmith.record import fields_of, record
from goldsmith.sdk import Host
from goldsmith.toolkit.process_table import ProcessHandle

_KEY = "qemu"


@record
class MachineState:
    """A started machine: its process, its control socket, its disks, its folder."""

    process: ProcessHandle
    output: OutputHandle
    socket: str
    disk: str
    size: int
    source: str
    source_identity: str
    """What `disk` rests on; empty if it stands alone."""
    accelerator: str

    def written(self) -> Mapping[str, str]:
        """As `Host.state` carries it."""
        return {
            _KEY: json.dumps(
                {name: _plain(getattr(self, name)) for name in fields_of(MachineState)}
            )
        }


def state_of(host: Host) -> MachineState:
    """What `boot` has written."""
    # Any: json is untyped; `written` is the only one that makes this text.
    found = json.loads(host.state[_KEY])
    process = ProcessHandle(**found.pop("process"))
    output = OutputHandle(**found.pop("output"))
    return MachineState(process, output, **found)


def _plain(value: object) -> object:
    if isinstance(value, ProcessHandle | OutputHandle):
        return {name: getattr(value, name) for name in fields_of(type(value))}
    return str(value) if isinstance(value, Path) else value
