"""The options that say what the machine is made of."""

from collections.abc import Iterator
from typing import Literal

from goldsmith.sdk.settings import ByteSize, Problem, Severity, setting, settings


@settings
class ProcessorSettings:
    """Processors and memory."""

    cpus: int = setting(default=0, minimum=0)
    """How many processors; the product of sockets, cores and threads unless told."""

    sockets: int = setting(default=0, minimum=0)
    """How many sockets they are in."""

    cores: int = setting(default=0, minimum=0)
    """How many cores each socket has."""

    threads: int = setting(default=0, minimum=0)
    """How many threads each core has."""

    cpu_model: str = ""
    """The processor to show to the machine, as QEMU's `-cpu` takes it."""

    memory: int = 512
    """Megabytes of memory."""


@settings
class DiskSettings:
    """The disks, and what is done with them at the end."""

    disk_size: ByteSize | None = setting(default=None, unit="M")
    """How large the disk is; 40G unless told, and never smaller than the image it starts from."""

    disk_additional_size: tuple[str, ...] = ()
    """The sizes of further, empty disks."""

    disk_interface: Literal["ide", "sata", "scsi", "sd", "virtio", "virtio-scsi", ""] = "virtio"
    """How the disks are attached."""

    disk_cache: Literal["writethrough", "writeback", "none", "unsafe", "directsync", ""] = ""
    """How writes are cached. "writeback" unless told, or "unsafe" where the disk of the machine is
    only a draft of the image and gone if this computer fails."""

    disk_discard: Literal["unmap", "ignore", ""] = "ignore"
    """Whether what the machine discards is freed in the image."""

    disk_detect_zeroes: Literal["unmap", "on", "off", ""] = "off"
    """Whether zeroes that the machine writes take up space."""

    format: Literal["qcow2", "raw", ""] = "qcow2"
    """The format of the image."""

    skip_compaction: bool = False
    """Leave the image as the machine left it, with what it no longer uses."""

    disk_compression: bool = False
    """Compress the image; only qcow2 can."""

    skip_resize_disk: bool = False
    """Leave the disk as large as the image it starts from."""

    disk_image: bool = False
    """The machine starts from a disk image, not from an installation disc."""

    use_backing_file: bool = False
    """Store only what differs from the image it starts from, which must then stay where it is."""

    @property
    def image_format(self) -> str:
        """The format of the image that is made."""
        return self.format or "qcow2"

    @property
    def rewrites_image(self) -> bool:
        """Whether the image is written anew when the machine is off."""
        if self.image_format != "qcow2" or self.use_backing_file:
            return False
        return self.disk_compression or not self.skip_compaction

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.use_backing_file and not self.disk_image:
            yield Problem("use_backing_file", "It needs disk_image = true.")
        if self.use_backing_file and self.image_format != "qcow2":
            yield Problem("use_backing_file", "Only a qcow2 image can have a backing file.")
        if self.skip_resize_disk and not self.disk_image:
            yield Problem("skip_resize_disk", "It needs disk_image = true.")
        if self.disk_compression and self.image_format != "qcow2":
            yield Problem(
                "disk_compression",
                "Only a qcow2 image can be compressed; this one will not be.",
                severity=Severity.WARNING,
            )


@settings
class FirmwareSettings:
    """What starts the machine: BIOS or EFI, and a security chip."""

    firmware: str = ""
    """A BIOS file to start with instead of QEMU's own."""

    use_pflash: bool = False
    """Attach `firmware` as a flash chip."""

    efi_boot: bool = False
    """Start by EFI; so it is too when one of the EFI files is named."""

    efi_firmware_code: str = ""
    """The EFI firmware; /usr/share/OVMF/OVMF_CODE.fd unless told."""

    efi_firmware_vars: str = ""
    """The variables that EFI starts with, copied; /usr/share/OVMF/OVMF_VARS.fd unless told."""

    efi_drop_efivars: bool = False
    """Leave the machine's EFI variables out of the result."""

    vtpm: bool = False
    """Give the machine a security chip, emulated by swtpm."""

    use_tpm1: bool = False
    """Make that a TPM 1.2 instead of a TPM 2.0."""

    tpm_device_type: str = "tpm-tis"
    """The kind of chip: "tpm-tis", "tpm-crb", "tpm-spapr" or "tpm-tis-device"."""

    @property
    def starts_by_efi(self) -> bool:
        """Whether the machine starts by EFI."""
        return bool(self.efi_boot or self.efi_firmware_code or self.efi_firmware_vars)


@settings
class DisplaySettings:
    """What is seen of the machine while it works."""

    headless: bool = False
    """Open no window; without a screen there is none anyway."""

    display: str = ""
    """What QEMU's `-display` shall be; "gtk" unless told."""

    use_default_display: bool = False
    """Leave the choice of the window to QEMU."""

    vga: str = ""
    """The graphics card, as QEMU's `-vga` takes it."""

    disable_vnc: bool = False
    """Do not type `boot_command`."""

    vnc_bind_address: str = "127.0.0.1"
    """The address that the console's VNC server listens on."""

    vnc_use_password: bool = False
    """Protect the console with a password."""

    vnc_password: str = setting(default="", secret=True)
    """That password, at most 8 characters; made up unless told."""

    vnc_port_min: int = setting(default=5900, minimum=5900, maximum=65535)
    """The lowest port that the console may take."""

    vnc_port_max: int = setting(default=6000, minimum=0, maximum=65535)
    """The highest port that the console may take."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.vnc_port_min > self.vnc_port_max:
            yield Problem("vnc_port_min", "It is above vnc_port_max.")
        if len(self.vnc_password) > 8:
            yield Problem("vnc_password", "VNC takes passwords of at most 8 characters.")
