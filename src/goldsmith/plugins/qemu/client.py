"""QEMU's control protocol, QMP: the only module that knows the library for it."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio
from qemu.qmp import ExecuteError, QMPClient, QMPError

from goldsmith.sdk import GoldsmithError

_CONNECT_SECONDS = 10.0
_HALTED = {
    "io-error": "There is no space left for the disk of the machine.",
    "internal-error": "QEMU has halted the machine after an internal error of its accelerator.",
    "guest-panicked": "The kernel of the machine has panicked.",
}
"""Why QEMU halts a machine, by what it calls its state."""


class Control:
    """A connection to a running QEMU."""

    def __init__(self, client: QMPClient) -> None:
        self._client = client

    async def execute(self, command: str, arguments: Mapping[str, object] | None = None) -> object:
        """Carry out one command."""
        try:
            return await self._client.execute(command, dict(arguments or {}))
        except ExecuteError as error:
            raise GoldsmithError(f"QEMU refused `{command}`: {error}.") from error
        except (QMPError, OSError) as error:
            raise ControlLost(f"The connection to QEMU ended during `{command}`.") from error

    async def press_power_button(self) -> None:
        """Ask the machine to switch itself off."""
        await self.execute("system_powerdown")

    async def cut_power(self) -> None:
        """End QEMU; what the machine has written is in its disks."""
        try:
            await self.execute("quit")
        except ControlLost:  # it was faster than its answer
            return

    async def is_ready(self) -> bool:
        """Whether QEMU has made the whole machine; it answers only then."""
        return await self._status() != ""

    async def until_halted(self) -> str:
        """Wait until QEMU halts the machine for lack of something, and say what that is."""
        with self._client.listener("STOP") as events:
            status = await self._status()
            if status in _HALTED:
                return _HALTED[status]
            async for _ in events:
                status = await self._status()
                return _HALTED.get(status, f"QEMU has halted the machine ({status}).")
        raise ControlLost("The connection to QEMU ended.")

    async def set_console_password(self, password: str) -> None:
        """Let nobody look at the console without `password`."""
        await self.execute("change-vnc-password", {"password": password})

    async def _status(self) -> str:
        match await self.execute("query-status"):
            case {"status": str(status)}:
                return status
            case _:
                return ""


class ControlLost(GoldsmithError):
    """QEMU went away."""


@asynccontextmanager
async def control(socket: Path) -> AsyncIterator[Control]:
    """Connect to the QEMU that listens on `socket`."""
    # The library logs what it also raises.
    logging.getLogger("qemu.qmp").setLevel(logging.CRITICAL)
    client = QMPClient()
    try:
        with anyio.fail_after(_CONNECT_SECONDS):
            await client.connect(str(socket))
    except TimeoutError:
        raise ControlLost(
            f"QEMU did not answer on its control socket within {_CONNECT_SECONDS:.0f} seconds."
        ) from None
    except (QMPError, OSError) as error:
        raise ControlLost("QEMU does not answer on its control socket.") from error
    try:
        yield Control(client)
    finally:
        with anyio.CancelScope(shield=True):
            with suppress(QMPError, OSError, EOFError):  # it ended first
                await client.disconnect()
