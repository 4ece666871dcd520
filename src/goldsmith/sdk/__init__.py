"""The vocabulary that plugins are written in."""

from goldsmith.diagnostics import GoldsmithError, Severity
from goldsmith.sdk.artifact import Artifact
from goldsmith.sdk.component import (
    Builder,
    Communicator,
    Component,
    DataSource,
    Keep,
    Plugin,
    PostProcessor,
    Provisioner,
)
from goldsmith.sdk.machine import (
    Access,
    CommandFailed,
    CommandResult,
    ConnectionLost,
    Endpoint,
    Host,
    HostUnreachable,
    Machine,
    OnLine,
    OnProgress,
    Stream,
    TransferFailed,
)
from goldsmith.sdk.resource import Resource
from goldsmith.sdk.run import Progress, Run
from goldsmith.sdk.settings import (
    ByteSize,
    CommunicatorFacts,
    Problem,
    Setting,
    included,
    refused,
    setting,
    settings,
    settings_of,
)

__all__ = [
    "Access",
    "Artifact",
    "Builder",
    "ByteSize",
    "CommandFailed",
    "CommandResult",
    "Communicator",
    "CommunicatorFacts",
    "Component",
    "ConnectionLost",
    "DataSource",
    "Endpoint",
    "GoldsmithError",
    "Host",
    "HostUnreachable",
    "Keep",
    "Machine",
    "OnLine",
    "OnProgress",
    "Plugin",
    "PostProcessor",
    "Problem",
    "Progress",
    "Provisioner",
    "Resource",
    "Run",
    "Setting",
    "Severity",
    "Stream",
    "TransferFailed",
    "included",
    "refused",
    "setting",
    "settings",
    "settings_of",
]
