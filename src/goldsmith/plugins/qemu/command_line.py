"""What QEMU is started with: the options of the template as flags, and the user's over them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from goldsmith.plugins.qemu.hardware_settings import ProcessorSettings
from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.record import record

NETWORK = "user.0"
"""What the network card is attached to."""

_LEAST_MEMORY = 10


@record
class Parts:
    """What `boot` has found or made for the machine."""

    name: str
    accelerator: str
    disks: tuple[Path, ...]
    """The first is the image."""
    cache: str = "writeback"
    """How writes to the disks are cached."""
    discs: tuple[str, ...] = ()
    """CDs, as paths or addresses, in order."""
    floppy: Path | None = None
    host_port: int | None = None
    """The port of this computer that leads into the machine."""
    host_address: str = ""
    """The address that port listens on; empty is every one."""
    guest_port: int = 22
    efi_code: Path | None = None
    efi_vars: Path | None = None
    tpm_socket: Path | None = None
    monitor: Path | None = None
    """The user's own control socket."""
    vnc_port: int | None = None
    has_screen: bool = False


def command_line(settings: QemuSettings, parts: Parts, rows: Iterable[Sequence[str]]) -> list[str]:
    """The arguments for QEMU; `rows` are the user's `qemuargs`, rendered."""
    flags = _defaults(settings, parts)
    overridden: dict[str, list[str]] = {}
    for flag, *rest in rows:
        overridden.setdefault(flag, []).append("".join(rest))
    flags.update(overridden)
    _keep_network_card(settings, flags)
    arguments: list[str] = []
    for flag, values in flags.items():
        for value in values:
            arguments += [flag, value] if value else [flag]
    return arguments


def processors(settings: ProcessorSettings) -> str:
    """The value of `-smp`."""
    product = max(1, settings.sockets) * max(1, settings.cores) * max(1, settings.threads)
    has_shape = bool(settings.sockets or settings.cores or settings.threads)
    count = settings.cpus or product
    if has_shape:
        count = min(count, product)
    shape = (
        ("sockets", settings.sockets),
        ("cores", settings.cores),
        ("threads", settings.threads),
    )
    return ",".join([str(count), *(f"{name}={number}" for name, number in shape if number)])


def _defaults(settings: QemuSettings, parts: Parts) -> dict[str, list[str]]:
    devices = [f"{settings.net_device or 'virtio-net'},netdev={NETWORK}"]
    flags: dict[str, list[str]] = {
        "-name": [parts.name],
        "-machine": [_board(settings, parts.accelerator)],
        "-m": [f"{_memory(settings.processor.memory)}M"],
        "-smp": [processors(settings.processor)],
        "-netdev": [_network(settings, parts)],
    }
    if parts.efi_code is None:
        flags["-boot"] = ["c" if settings.disk.disk_image else "once=d"]
    if settings.processor.cpu_model:
        flags["-cpu"] = [settings.processor.cpu_model]
    if settings.display.vga:
        flags["-vga"] = [settings.display.vga]
    if parts.floppy is not None:
        flags["-fda"] = [str(parts.floppy)]
    if parts.monitor is not None:
        flags["-qmp"] = [f"unix:{_quoted(parts.monitor)},server=on,wait=off"]
    if parts.tpm_socket is not None:
        flags["-chardev"] = [f"socket,id=vtpm,path={_quoted(parts.tpm_socket)}"]
        flags["-tpmdev"] = ["emulator,id=tpm0,chardev=vtpm"]
        devices.append(f"{settings.firmware.tpm_device_type or 'tpm-tis'},tpmdev=tpm0")
    drives: list[str] = []
    _add_firmware(settings, parts, flags, drives)
    _add_disks(settings, parts, devices, drives)
    _add_discs(settings, parts, devices, drives)
    flags["-device"] = devices
    flags["-drive"] = drives
    _add_display(settings, parts, flags)
    return flags


def _keep_network_card(settings: QemuSettings, flags: dict[str, list[str]]) -> None:
    """A machine whose devices the user lists himself is still to be reached."""
    card = settings.net_device or "virtio-net"
    devices = flags.setdefault("-device", [])
    if not any(card in device for device in devices):
        devices.append(f"{card},netdev={NETWORK}")


def _board(settings: QemuSettings, accelerator: str) -> str:
    board = f"type={settings.machine_type or 'pc'}"
    return board if accelerator == "none" else f"{board},accel={accelerator}"


def _memory(megabytes: int) -> int:
    return megabytes if megabytes >= _LEAST_MEMORY else 512


def _network(settings: QemuSettings, parts: Parts) -> str:
    if settings.net_bridge:
        return f"bridge,id={NETWORK},br={settings.net_bridge}"
    if parts.host_port is None:
        return f"user,id={NETWORK}"
    way_in = f"tcp:{parts.host_address}:{parts.host_port}-:{parts.guest_port}"
    return f"user,id={NETWORK},hostfwd={way_in}"


def _add_firmware(
    settings: QemuSettings, parts: Parts, flags: dict[str, list[str]], drives: list[str]
) -> None:
    if parts.efi_code is not None:
        drives.append(f"file={_quoted(parts.efi_code)},if=pflash,unit=0,format=raw,readonly=on")
        if parts.efi_vars is not None:
            drives.append(f"file={_quoted(parts.efi_vars)},if=pflash,unit=1,format=raw")
    elif settings.firmware.firmware and settings.firmware.use_pflash:
        file = _quoted(settings.firmware.firmware)
        drives.append(f"file={file},if=pflash,format=raw,readonly=on")
    elif settings.firmware.firmware:
        flags["-bios"] = [settings.firmware.firmware]


def _add_disks(settings: QemuSettings, parts: Parts, devices: list[str], drives: list[str]) -> None:
    options = {
        "cache": parts.cache,
        "discard": settings.disk.disk_discard or "ignore",
        "format": settings.disk.image_format,
    }
    if settings.disk.disk_detect_zeroes not in {"", "off"}:
        options["detect-zeroes"] = settings.disk.disk_detect_zeroes
    interface = settings.disk.disk_interface or "virtio"
    through_scsi = interface == "virtio-scsi"
    if through_scsi:
        devices.append("virtio-scsi-pci,id=scsi0")
    for number, disk in enumerate(parts.disks):
        drive = (
            f"file={_quoted(disk)},if={'none' if through_scsi else interface},{_joined(options)}"
        )
        if through_scsi:
            drive += f",id=drive{number}"
            devices.append(f"scsi-hd,bus=scsi0.0,drive=drive{number}")
        drives.append(drive)


def _add_discs(settings: QemuSettings, parts: Parts, devices: list[str], drives: list[str]) -> None:
    interface = settings.cdrom_interface
    for number, disc in enumerate(parts.discs):
        file = f"file={_quoted(disc)}"
        if not interface:
            drives.append(f"{file},media=cdrom")
        elif interface == "virtio-scsi":
            drives.append(f"{file},if=none,index={number},id=cdrom{number},media=cdrom")
            devices += ["virtio-scsi-device", f"scsi-cd,drive=cdrom{number}"]
        else:
            drives.append(f"{file},if={interface},index={number},id=cdrom{number},media=cdrom")


def _add_display(settings: QemuSettings, parts: Parts, flags: dict[str, list[str]]) -> None:
    display = settings.display
    if parts.vnc_port is not None:
        protection = ",password=on" if display.vnc_use_password else ""
        console = f"{display.vnc_bind_address or '127.0.0.1'}:{parts.vnc_port - 5900}{protection}"
        flags["-vnc"] = [console]
    if not parts.has_screen:
        if parts.vnc_port is None:
            flags["-display"] = ["none"]
    elif not display.headless and not display.use_default_display:
        flags["-display"] = [display.display or "gtk"]


def _quoted(path: str | Path) -> str:
    """A path as part of a QEMU option, in which a comma separates."""
    return str(path).replace(",", ",,")


def _joined(options: Mapping[str, str]) -> str:
    return ",".join(f"{name}={value}" for name, value in options.items())
