"""What can go wrong with a connection, as the rest of the plugin sees it."""

from goldsmith.diagnostics import GoldsmithError
from goldsmith.sdk.machine import ConnectionLost


class LoginRefused(GoldsmithError):
    """The machine speaks SSH, and does not let us in with what we have."""


class HandshakeFailed(GoldsmithError):
    """What spoke at the other end could not be agreed with."""


class ConnectionGone(ConnectionLost):
    """The connection is not there any more, or takes no more commands."""


class NotOffered(GoldsmithError):
    """The machine does not do what was asked of it over SSH."""


class CopyRefused(GoldsmithError):
    """The SFTP server says why a file cannot be copied."""
