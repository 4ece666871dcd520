"""Running QEMU: with ports that are free, until it answers."""

import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import anyio

from goldsmith.plugins.qemu.client import ControlLost, control
from goldsmith.plugins.qemu.command_line import Parts, command_line
from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.plugins.qemu.sockets import socket_in
from goldsmith.record import record, replace
from goldsmith.sdk import GoldsmithError, Run
from goldsmith.toolkit.ports import held_port
from goldsmith.toolkit.process import Child, start

LOOPBACK = "127.0.0.1"
_ANSWER_SECONDS = 60.0
_ATTEMPTS = 5
_PORT_TAKEN = ("Could not set up host forwarding rule", "Address already in use")


@record
class Launched:
    """A QEMU that answers."""

    child: Child
    socket: Path
    host_port: int | None


class _PortTaken(GoldsmithError):
    """Another program was faster."""


async def launch(
    run: Run, settings: QemuSettings, binary: Path, parts: Parts, folder: Path
) -> Launched:
    """Start QEMU; once more on other ports where somebody takes them in the last moment."""
    socket = socket_in(folder, "control")
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return await _launch_once(run, settings, binary, parts, socket)
        except _PortTaken:
            if attempt == _ATTEMPTS:
                raise
    raise GoldsmithError("QEMU was not started.")  # not reached: the last attempt returns or raises


async def _launch_once(
    run: Run, settings: QemuSettings, binary: Path, parts: Parts, socket: Path
) -> Launched:
    with ExitStack() as ports:
        host_port: int | None = None
        if _wants_way_in(settings, run):
            host_port = ports.enter_context(
                held_port(
                    settings.host_ports, "the way into the machine", address=parts.host_address
                )
            )
        display = settings.display
        console = display.vnc_bind_address or LOOPBACK
        vnc_port = ports.enter_context(
            held_port(
                range(display.vnc_port_min, display.vnc_port_max + 1),
                "the console of the machine",
                address=console,
            )
        )
        parts = replace(parts, host_port=host_port, vnc_port=vnc_port)
        arguments = command_line(settings, parts, _rows(settings, run, parts))
        argv = [str(binary), *arguments, *_control_channel(socket)]
        run.debug_log(" ".join(argv))
        child = await start(run, argv)
        await _until_ready(child, socket, _console_password(settings, run))
    run.say(f"The console of the machine is at vnc://{console}:{vnc_port}.")
    return Launched(child, socket, host_port)


def _wants_way_in(settings: QemuSettings, run: Run) -> bool:
    return run.access.communicator != "none" and not settings.skip_nat_mapping


def _control_channel(socket: Path) -> list[str]:
    """Goldsmith's own way to QEMU, whatever the user's arguments replace."""
    chardev = f"socket,id=goldsmith,path={str(socket).replace(',', ',,')},server=on,wait=off"
    return ["-chardev", chardev, "-mon", "chardev=goldsmith,mode=control"]


def _rows(settings: QemuSettings, run: Run, parts: Parts) -> list[Sequence[str]]:
    data = {
        "HTTPIP": "10.0.2.2",
        "HTTPPort": "0",
        "HTTPDir": settings.http.http_directory,
        "OutputDir": str(settings.output(run.source_name)),
        "Name": parts.name,
        "SSHHostPort": str(parts.host_port or 0),
    }
    return [[run.render(item, data) for item in row] for row in settings.qemuargs]


def _console_password(settings: QemuSettings, run: Run) -> str:
    if not settings.display.vnc_use_password:
        return ""
    password = settings.display.vnc_password or secrets.token_hex(4)
    run.secret(password)
    return password


async def _until_ready(child: Child, socket: Path, console_password: str) -> None:
    """Wait until QEMU has made the machine and taken its ports."""
    pause = 0.002
    with anyio.move_on_after(_ANSWER_SECONDS):
        while True:
            there = socket.exists()  # noqa: ASYNC240 - one short call
            if there and await _is_ready(socket, console_password):
                return
            with anyio.move_on_after(pause):
                await child.wait()
                raise _explained(child)
            pause = min(pause * 1.5, 0.1)
    raise GoldsmithError(f"QEMU did not answer within {_ANSWER_SECONDS:.0f} seconds.")


async def _is_ready(socket: Path, console_password: str) -> bool:
    try:
        async with control(socket) as qemu:
            ready = await qemu.is_ready()
            if console_password:
                await qemu.set_console_password(console_password)
            return ready
    except ControlLost:
        return False


def _explained(child: Child) -> GoldsmithError:
    said = child.tail(8)
    text = "".join(f"\n  {line}" for line in said)
    if any(sign in line for line in said for sign in _PORT_TAKEN):
        return _PortTaken(f"QEMU could not take its ports.{text}")
    return GoldsmithError(f"QEMU ended as soon as it was started.{text}")
