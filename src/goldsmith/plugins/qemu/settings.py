"""The options of the QEMU builder."""

from collections.abc import Iterator
from pathlib import Path
from sys import platform
from typing import Literal

from goldsmith.plugins.qemu.hardware_settings import (
    DiskSettings,
    DisplaySettings,
    FirmwareSettings,
    ProcessorSettings,
)
from goldsmith.record import field
from goldsmith.sdk.settings import Problem, included, setting, settings
from goldsmith.toolkit.boot_settings import BootSettings, ShutdownSettings
from goldsmith.toolkit.iso_settings import IsoSettings
from goldsmith.toolkit.media_settings import CdSettings, FloppySettings, HttpSettings


@settings
class QemuIsoSettings(IsoSettings):
    """Where the installation disc or disk image comes from, which QEMU may read from afar."""

    iso_skip_cache: bool = False
    """Let QEMU read the image from its address, without a download; nothing is checked then."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        yield from self.place_problems()
        if not self.iso_skip_cache:
            yield from self.checksum_problems()


@settings
class QemuImgSettings:
    """What qemu-img is told besides."""

    convert: tuple[str, ...] = ()
    """For `qemu-img convert`."""

    create: tuple[str, ...] = ()
    """For `qemu-img create`."""

    resize: tuple[str, ...] = ()
    """For `qemu-img resize`."""


@settings
class QemuSettings:
    """Makes a disk image with a machine that QEMU runs.

    With `disk_image = true` the machine starts from an image that can boot: it is started, reached,
    provisioned, switched off, and its disk is the result.
    """

    iso: QemuIsoSettings = included(factory=QemuIsoSettings)
    disk: DiskSettings = included(factory=DiskSettings)
    processor: ProcessorSettings = included(factory=ProcessorSettings)
    firmware: FirmwareSettings = included(factory=FirmwareSettings)
    display: DisplaySettings = included(factory=DisplaySettings)
    cd: CdSettings = included(factory=CdSettings)
    floppy: FloppySettings = included(factory=FloppySettings)
    http: HttpSettings = included(factory=HttpSettings)
    boot: BootSettings = included(factory=BootSettings)
    shutdown: ShutdownSettings = included(factory=ShutdownSettings)

    vm_name: str = ""
    """The name of the machine and the image's file; "packer-" and the source's name unless told."""

    output_directory: str = ""
    """Where the image is put; a new folder "output-" and the source's name unless told."""

    accelerator: Literal["none", "kvm", "tcg", "xen", "hax", "hvf", "whpx", ""] = ""
    """What runs the machine. Unless told, kvm if a tiny machine runs with it, else tcg."""

    machine_type: str = "pc"
    """The board, as QEMU's `-machine` takes it."""

    qemu_binary: str = "qemu-system-x86_64"
    """The QEMU program."""

    qemuargs: tuple[tuple[str, ...], ...] = setting(default=(), render=False)
    """Arguments for QEMU: rows of a flag and its value. All that goldsmith would give for that flag
    is left out."""

    qemu_img_args: QemuImgSettings = field(factory=QemuImgSettings)
    """More arguments for qemu-img."""

    net_device: str = "virtio-net"
    """The network card."""

    net_bridge: str = ""
    """A bridge of this computer to put the machine on, instead of a network of its own."""

    cdrom_interface: Literal[
        "ide", "sata", "scsi", "sd", "virtio", "virtio-scsi", "usb", "none", ""
    ] = ""
    """How CDs are attached; up to QEMU unless told."""

    host_port_min: int = setting(default=2222, minimum=0, maximum=65535)
    """The lowest port of this computer that may lead into the machine."""

    host_port_max: int = setting(default=4444, minimum=0, maximum=65535)
    """The highest port of this computer that may lead into the machine."""

    ssh_host_port_min: int | None = setting(default=None, deprecated="Write host_port_min instead.")
    """The old name of `host_port_min`."""

    ssh_host_port_max: int | None = setting(default=None, deprecated="Write host_port_max instead.")
    """The old name of `host_port_max`."""

    skip_nat_mapping: bool = False
    """Let no port of this computer lead into the machine."""

    qmp_enable: bool = False
    """Open a socket for your own use of QEMU's control protocol; goldsmith has one besides."""

    qmp_socket_path: str = ""
    """Where that socket is; NAME.monitor in the output directory unless told."""

    boot_steps: tuple[tuple[str, ...], ...] = setting(default=(), render=False)
    """What to type when the machine starts, in rows of text and description."""

    run_once: bool = False
    """Accepted for old templates; it has no effect."""

    @property
    def host_ports(self) -> range:
        """The ports of this computer that may lead into the machine."""
        lowest = self.host_port_min if self.ssh_host_port_min is None else self.ssh_host_port_min
        highest = self.host_port_max if self.ssh_host_port_max is None else self.ssh_host_port_max
        return range(lowest, highest + 1)

    def name(self, source: str) -> str:
        """The machine's name, for a source called `source`."""
        return self.vm_name or f"packer-{source}"

    def output(self, source: str) -> Path:
        """Where the image is put, for a source called `source`."""
        return Path(self.output_directory or f"output-{source}")

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.host_ports:
            yield Problem("host_port_min", "It is above host_port_max.")
        if self.net_bridge and platform != "linux":
            yield Problem("net_bridge", "Bridges are only known on Linux.")
        if self.boot.boot_command and self.boot_steps:
            yield Problem("boot_steps", "Only one of boot_command and boot_steps can be given.")
        if any(len(row) == 0 for row in self.qemuargs):
            yield Problem("qemuargs", "A row without a flag says nothing.")
        if "/" in self.vm_name:
            yield Problem("vm_name", "It names a file and cannot contain a slash.")
