"""The security chip of a machine, emulated by swtpm."""

from pathlib import Path

import anyio

from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.plugins.qemu.sockets import socket_in
from goldsmith.sdk import GoldsmithError, Run
from goldsmith.toolkit.process import start

_PATIENCE_SECONDS = 10.0


async def start_tpm(run: Run, settings: QemuSettings, folder: Path) -> Path:
    """Start the chip; the socket that QEMU reaches it by."""
    state = folder / "tpm"
    state.mkdir()
    socket = socket_in(folder, "tpm.sock")
    kind = [] if settings.firmware.use_tpm1 else ["--tpm2"]
    child = await start(
        run,
        [
            "swtpm",
            "socket",
            "--tpmstate",
            f"dir={state}",
            "--ctrl",
            f"type=unixio,path={socket}",
            *kind,
        ],
    )
    pause = 0.005
    with anyio.move_on_after(_PATIENCE_SECONDS):
        while not socket.exists():
            with anyio.move_on_after(pause):
                await child.wait()
                said = "".join(f"\n  {line}" for line in child.tail(5))
                raise GoldsmithError(f"The security chip (swtpm) did not start.{said}")
            pause = min(pause * 2, 0.1)
        return socket
    raise GoldsmithError(
        f"The security chip (swtpm) did not answer within {_PATIENCE_SECONDS:.0f} seconds."
    )
