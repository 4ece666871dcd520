"""What a plugin offers, listed by name and by where its parts live."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

from goldsmith.record import field, record


class Keep(Enum):
    """What becomes of the artifact that a post-processor was given."""

    ALWAYS = "always"
    BY_DEFAULT = "by default"
    NO = "no"


@record
class Builder:
    """Starts a machine and makes an artifact of it.

    `boot(settings, run) -> Host`, `capture(settings, run, host, machine) -> Artifact`.
    Parts are written "package.module:name" and loaded when they are needed.
    """

    name: str
    settings: str
    boot: str
    capture: str
    builder_id: str
    communicators: tuple[str, ...] = ("ssh", "winrm", "none")
    """Which communicators its machines can be reached by, the default first; empty: it brings
    its own machine and takes no communicator settings."""

    facts: tuple[str, ...] = ()
    """What templates see of its machines as `build.NAME`, besides what every build has."""


@record
class Communicator:
    """Reaches a machine.

    `prepare(settings, run) -> Access` before the machine is made, and
    `connect(settings, run, endpoint, access)`, an async context that gives a `Machine`.
    """

    name: str
    settings: str
    prepare: str
    connect: str


@record
class Provisioner:
    """Changes the machine: `provision(settings, run, machine)`."""

    name: str
    settings: str
    provision: str


@record
class PostProcessor:
    """Makes one artifact of another: `process(settings, run, artifact) -> Artifact | None`."""

    name: str
    settings: str
    process: str
    keeps_input: Keep = Keep.NO


@record
class DataSource:
    """Reads something from outside: `read(settings) -> Mapping[str, object]`, called when planning.

    Blocking; `outputs` names what the template sees, by type constraint.
    """

    name: str
    settings: str
    read: str
    outputs: Mapping[str, str] = field(factory=dict)


Component: TypeAlias = Builder | Communicator | Provisioner | PostProcessor | DataSource


@record
class Plugin:
    """What one entry point of the group `goldsmith.plugins` names."""

    name: str
    """The accessor in `required_plugins`: `qemu`."""

    sources: tuple[str, ...] = ()
    """The plugin sources this stands in for: `github.com/hashicorp/qemu`."""

    version: str = ""
    """The version of that plugin whose options are covered."""

    components: tuple[Component, ...] = ()
    resources: Mapping[str, str] = field(factory=dict)
    """Journal kind to "package.module:NAME" of the `Resource`."""
