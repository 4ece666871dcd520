"""What QEMU is started with."""

from pathlib import Path

import pytest

from goldsmith.plugins.qemu.command_line import Parts, command_line
from goldsmith.plugins.qemu.tests.settings_from import settings_from
from goldsmith.record import replace

PARTS = Parts(
    name="packer-web",
    accelerator="kvm",
    disks=(Path("out/packer-web"),),
    host_port=3000,
    host_address="127.0.0.1",
    vnc_port=5907,
    has_screen=True,
)


def pairs(text: str, parts: Parts = PARTS, rows: list[list[str]] | None = None) -> list[str]:
    """The arguments, a flag and its value each."""
    arguments = command_line(settings_from(text), parts, rows or [])
    joined = " ".join(arguments)
    return [f"-{one.strip()}" for one in f" {joined}".split(" -")[1:]]


def test_the_defaults_are_those_that_templates_rely_on() -> None:
    assert pairs("") == [
        "-name packer-web",
        "-machine type=pc,accel=kvm",
        "-m 512M",
        "-smp 1",
        "-netdev user,id=user.0,hostfwd=tcp:127.0.0.1:3000-:22",
        "-boot c",
        "-device virtio-net,netdev=user.0",
        "-drive file=out/packer-web,if=virtio,cache=writeback,discard=ignore,format=qcow2",
        "-vnc 127.0.0.1:7",
        "-display gtk",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('machine_type = "q35"', "-machine type=q35,accel=kvm"),
        ("memory = 2048", "-m 2048M"),
        ("memory = 9", "-m 512M"),
        ("cpus = 4", "-smp 4"),
        ("sockets = 2\ncores = 3", "-smp 6,sockets=2,cores=3"),
        ("cpus = 9\ncores = 2\nthreads = 2", "-smp 4,cores=2,threads=2"),
        ("cpus = 2\ncores = 4", "-smp 2,cores=4"),
        ('cpu_model = "host"', "-cpu host"),
        ('vga = "virtio"', "-vga virtio"),
        ('net_device = "e1000"', "-device e1000,netdev=user.0"),
        ('net_bridge = "br0"', "-netdev bridge,id=user.0,br=br0"),
        ('display = "sdl"', "-display sdl"),
        ('display = "none"', "-display none"),
        ('firmware = "bios.bin"', "-bios bios.bin"),
        (
            'firmware = "bios.bin"\nuse_pflash = true',
            "-drive file=bios.bin,if=pflash,format=raw,readonly=on",
        ),
        ("vnc_use_password = true", "-vnc 127.0.0.1:7,password=on"),
        ('vnc_bind_address = "0.0.0.0"', "-vnc 0.0.0.0:7"),
        (
            'disk_cache = "none"\ndisk_discard = "unmap"\ndisk_detect_zeroes = "unmap"',
            "-drive file=out/packer-web,if=virtio,cache=writeback,discard=unmap,format=qcow2,"
            "detect-zeroes=unmap",
        ),
        (
            'disk_interface = "ide"\nformat = "raw"',
            "-drive file=out/packer-web,if=ide,cache=writeback,discard=ignore,format=raw",
        ),
    ],
)
def test_an_option_becomes_its_flag(text: str, expected: str) -> None:
    assert expected in pairs(text)


@pytest.mark.parametrize(
    "text", ["headless = true", "use_default_display = true", 'headless = true\ndisplay = "sdl"']
)
def test_no_window_is_asked_for_unless_it_is_wanted(text: str) -> None:
    assert not [one for one in pairs(text) if one.startswith("-display")]


def test_without_a_screen_there_is_no_window() -> None:
    shown = pairs("", replace(PARTS, has_screen=False))

    assert not [one for one in shown if one.startswith("-display")]


def test_an_accelerator_of_none_leaves_it_to_qemu() -> None:
    assert "-machine type=pc" in pairs("", replace(PARTS, accelerator="none"))


def test_disks_on_virtio_scsi_share_one_controller() -> None:
    disks = (Path("out/a"), Path("out/a-1"))

    shown = pairs('disk_interface = "virtio-scsi"', replace(PARTS, disks=disks))

    options = "cache=writeback,discard=ignore,format=qcow2"
    assert [one for one in shown if one.startswith(("-device", "-drive"))] == [
        "-device virtio-net,netdev=user.0",
        "-device virtio-scsi-pci,id=scsi0",
        "-device scsi-hd,bus=scsi0.0,drive=drive0",
        "-device scsi-hd,bus=scsi0.0,drive=drive1",
        f"-drive file=out/a,if=none,{options},id=drive0",
        f"-drive file=out/a-1,if=none,{options},id=drive1",
    ]


@pytest.mark.parametrize(
    ("interface", "drive"),
    [
        ("", "file=cd.iso,media=cdrom"),
        ("ide", "file=cd.iso,if=ide,index=0,id=cdrom0,media=cdrom"),
        ("virtio-scsi", "file=cd.iso,if=none,index=0,id=cdrom0,media=cdrom"),
    ],
)
def test_a_cd_is_attached_as_told(interface: str, drive: str) -> None:
    shown = pairs(f'cdrom_interface = "{interface}"', replace(PARTS, discs=("cd.iso",)))

    assert f"-drive {drive}" in shown


def test_a_machine_that_starts_by_efi_has_two_flash_chips_and_no_boot_order() -> None:
    shown = pairs("", replace(PARTS, efi_code=Path("code.fd"), efi_vars=Path("vars.fd")))

    drives = [one for one in shown if "pflash" in one]
    assert drives == [
        "-drive file=code.fd,if=pflash,unit=0,format=raw,readonly=on",
        "-drive file=vars.fd,if=pflash,unit=1,format=raw",
    ]
    assert not [one for one in shown if one.startswith("-boot")]


def test_a_security_chip_is_attached_through_its_socket() -> None:
    shown = pairs('tpm_device_type = "tpm-crb"', replace(PARTS, tpm_socket=Path("vtpm.sock")))

    assert "-chardev socket,id=vtpm,path=vtpm.sock" in shown
    assert "-tpmdev emulator,id=tpm0,chardev=vtpm" in shown
    assert "-device tpm-crb,tpmdev=tpm0" in shown


def test_a_machine_that_is_not_connected_to_has_no_way_in() -> None:
    assert "-netdev user,id=user.0" in pairs("", replace(PARTS, host_port=None))


def test_a_comma_in_a_path_separates_nothing() -> None:
    shown = pairs("", replace(PARTS, disks=(Path("a,b/disk"),)))

    assert any("file=a,,b/disk,if=virtio" in one for one in shown)


def test_a_flag_of_the_user_replaces_all_values_of_that_flag() -> None:
    shown = pairs("", rows=[["-m", "2", "G"], ["-smp", "8"], ["-no-acpi"], ["-drive", "file=x"]])

    assert "-m 2G" in shown
    assert "-smp 8" in shown
    assert "-no-acpi" in shown
    assert [one for one in shown if one.startswith("-drive")] == ["-drive file=x"]


def test_repeated_rows_add_values() -> None:
    shown = pairs("", rows=[["-device", "virtio-net,netdev=user.0"], ["-device", "usb-ehci"]])

    assert [one for one in shown if one.startswith("-device")] == [
        "-device virtio-net,netdev=user.0",
        "-device usb-ehci",
    ]


def test_devices_of_the_user_do_not_lose_the_network_card() -> None:
    shown = pairs("", rows=[["-device", "usb-ehci"]])

    assert [one for one in shown if one.startswith("-device")] == [
        "-device usb-ehci",
        "-device virtio-net,netdev=user.0",
    ]
