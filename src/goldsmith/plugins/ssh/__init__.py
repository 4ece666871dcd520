"""The SSH communicator: how most machines are reached."""

from goldsmith.sdk.component import Communicator, Plugin

__all__ = ["plugin"]

plugin = Plugin(
    name="ssh",
    components=(
        Communicator(
            name="ssh",
            settings="goldsmith.plugins.ssh.settings:SshSettings",
            prepare="goldsmith.plugins.ssh.prepare:prepare",
            connect="goldsmith.plugins.ssh.connect:connect",
        ),
    ),
)
