"""Starting the machine: its image, its folder, its disks, its QEMU."""

import os
from pathlib import Path

from goldsmith.plugins.qemu import qemu_img
from goldsmith.plugins.qemu.accelerator import Choice, choose_accelerator, find_binary
from goldsmith.plugins.qemu.command_line import Parts
from goldsmith.plugins.qemu.disks import Disks, make_disks
from goldsmith.plugins.qemu.firmware import prepare_efi
from goldsmith.plugins.qemu.installer import refuse_installation
from goldsmith.plugins.qemu.launch import LOOPBACK, Launched, launch
from goldsmith.plugins.qemu.machine_state import MachineState
from goldsmith.plugins.qemu.output import OutputHandle, make_output
from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.plugins.qemu.tpm import start_tpm
from goldsmith.plugins.qemu.watch import until_gone
from goldsmith.record import replace
from goldsmith.sdk import Endpoint, Host, Run
from goldsmith.toolkit.disc import make_disc
from goldsmith.toolkit.download import fetch
from goldsmith.toolkit.identity import EMPTY
from goldsmith.toolkit.temporary import FILE, FileHandle, temporary_directory


async def boot(settings: QemuSettings, run: Run) -> Host:
    """Start a machine from a disk image."""
    refuse_installation(settings)
    binary = find_binary(settings.qemu_binary)
    find_binary(qemu_img.PROGRAM)
    source = await fetch(run, settings.iso)
    output = await make_output(run, settings.output(run.source_name))
    async with run.step("Preparing the disk"):
        disks = await make_disks(run, settings, source, Path(output.path))
    accelerator = await _accelerator(settings, run, binary)
    folder = await temporary_directory(run)
    parts = await _parts(settings, run, disks, Path(output.path), folder)
    if settings.qmp_socket_path:
        await _take_on(run, Path(settings.qmp_socket_path))
    async with run.step(f"Starting the machine with {accelerator.name}: {accelerator.reason}"):
        launched = await launch(
            run, settings, binary, replace(parts, accelerator=accelerator.name), folder
        )
    state = _state(launched, output, disks, source, accelerator)
    return Host(
        endpoint=_endpoint(run, launched), state=state.written(), gone=lambda: until_gone(state)
    )


async def _accelerator(settings: QemuSettings, run: Run, binary: Path) -> Choice:
    if settings.accelerator:
        return Choice(settings.accelerator, "the template says so")
    return await choose_accelerator(run, binary)


async def _parts(
    settings: QemuSettings, run: Run, disks: Disks, output: Path, folder: Path
) -> Parts:
    """What the machine is handed, besides its ports."""
    discs: list[str] = []
    if settings.cd.wants_cd:
        discs.append(str(await make_disc(run, settings.cd, folder / "cd.iso")))
    efi = prepare_efi(settings, output)
    tpm = await start_tpm(run, settings, folder) if settings.firmware.vtpm else None
    return Parts(
        name=settings.name(run.source_name),
        accelerator="",
        disks=disks.paths,
        cache=settings.disk.disk_cache
        or ("unsafe" if settings.disk.rewrites_image else "writeback"),
        discs=tuple(discs),
        efi_code=efi.code if efi else None,
        efi_vars=efi.variables if efi else None,
        tpm_socket=tpm,
        monitor=_monitor(settings, run, output),
        host_address="" if run.access.host not in {None, LOOPBACK, "localhost"} else LOOPBACK,
        guest_port=run.access.port,
        has_screen=bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")),
    )


def _monitor(settings: QemuSettings, run: Run, output: Path) -> Path | None:
    """The user's own control socket."""
    wanted = settings.qmp_enable or settings.qmp_socket_path or settings.display.vnc_use_password
    if not wanted:
        return None
    if settings.qmp_socket_path:
        return Path(settings.qmp_socket_path)
    return output / f"{settings.name(run.source_name)}.monitor"


async def _take_on(run: Run, socket: Path) -> None:
    """Journal a socket outside the output directory, which QEMU leaves behind when it is killed."""
    handle = FileHandle(str(socket.absolute()), EMPTY)  # noqa: ASYNC240 - looks at no disk

    async def create(_token: str) -> FileHandle:
        return handle  # QEMU makes it when it starts

    await run.acquire(FILE, create, planned=handle)


def _endpoint(run: Run, launched: Launched) -> Endpoint | None:
    if run.access.communicator == "none":
        return None
    host = run.access.host or LOOPBACK
    return Endpoint(host, launched.host_port or run.access.port)


def _state(
    launched: Launched, output: OutputHandle, disks: Disks, source: Path, accelerator: Choice
) -> MachineState:
    return MachineState(
        process=launched.child.handle,
        output=output,
        socket=str(launched.socket),
        disk=str(disks.paths[0]),
        size=disks.size,
        source=str(source),
        source_identity=disks.source,
        accelerator=accelerator.name,
    )
