"""The only modules that speak to asyncssh: connections, commands on them, files, and failures."""

from goldsmith.plugins.ssh.client.command import Command, OnData
from goldsmith.plugins.ssh.client.connection import Connection, check_algorithms
from goldsmith.plugins.ssh.client.failures import (
    ConnectionGone,
    CopyRefused,
    HandshakeFailed,
    LoginRefused,
    NotOffered,
)
from goldsmith.plugins.ssh.client.login import Login, Manner
from goldsmith.plugins.ssh.client.sftp import OnBytes, Sftp

__all__ = [
    "Command",
    "Connection",
    "ConnectionGone",
    "CopyRefused",
    "HandshakeFailed",
    "Login",
    "LoginRefused",
    "Manner",
    "NotOffered",
    "OnBytes",
    "OnData",
    "Sftp",
    "check_algorithms",
]
