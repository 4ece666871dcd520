"""What templates may say of a QEMU machine."""

from pathlib import Path

import pytest

from goldsmith.plugins.qemu.tests.settings_from import problems_of, settings_from
from goldsmith.sdk import ByteSize


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('format = "vmdk"', "format"),
        ('accelerator = "fast"', "accelerator"),
        ('disk_interface = "nvme"', "disk_interface"),
        ('disk_cache = "some"', "disk_cache"),
        ('disk_discard = "perhaps"', "disk_discard"),
        ('disk_detect_zeroes = "yes"', "disk_detect_zeroes"),
        ('disk_size = "large"', "disk_size"),
        ("cpus = -1", "cpus"),
        ("use_backing_file = true\ndisk_image = false", "disk_image"),
        ('use_backing_file = true\nformat = "raw"', "backing file"),
        ("host_port_min = 5000", "host_port_max"),
        ("vnc_port_min = 5899", "vnc_port_min"),
        ("vnc_port_min = 6001", "vnc_port_max"),
        ('boot_command = ["a"]\nboot_steps = [["b", "c"]]', "boot_command and boot_steps"),
        ('iso_urls = ["other"]', "iso_url and iso_urls"),
        ('vnc_password = "123456789"', "8 characters"),
        ('cd_files = ["/no/such/file"]', "/no/such/file"),
        ('http_directory = "."\nhttp_content = { "a" = "b" }', "http_content"),
        ("qemuargs = [[]]", "flag"),
        ('boot_key_interval = "-1s"', "negative"),
    ],
)
def test_what_cannot_be_is_refused(text: str, part: str) -> None:
    lines = text.splitlines()
    names = {line.partition(" ")[0] for line in lines}
    around = "\n".join(
        line
        for line in ("disk_image = true", 'iso_url = "base.qcow2"', 'iso_checksum = "none"')
        if line.partition(" ")[0] not in names
    )

    found = problems_of(text, around=around)

    assert len(found) == 1
    assert part in found[0]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "checksum of the image is not given"),
        ('iso_checksum = "https://example.com/debian.iso"', "names a disc"),
        ('iso_checksum = "sha256:123"', "64 hexadecimal digits"),
        ('iso_checksum = "crc:123"', "not a kind of checksum"),
        ('iso_checksum = "1234"', "the length of no checksum"),
        (f'iso_checksum = "md5:{"z" * 32}"', "not hexadecimal"),
    ],
)
def test_a_checksum_that_cannot_be_is_refused(text: str, part: str) -> None:
    found = problems_of(text, around='disk_image = true\niso_url = "base.qcow2"')

    assert len(found) == 1
    assert part in found[0]


@pytest.mark.parametrize(
    "checksum",
    ["none", "a" * 32, "b" * 40, "C" * 64, "d" * 128, f"sha256:{'0' * 64}", "file:SHA256SUMS"],
)
def test_every_way_to_write_a_checksum_is_taken(checksum: str) -> None:
    around = f'disk_image = true\niso_url = "base.qcow2"\niso_checksum = "{checksum}"'

    assert problems_of("", around=around) == []


def test_without_a_download_no_checksum_is_needed() -> None:
    assert (
        problems_of("iso_skip_cache = true", around='iso_url = "https://example.com/a.iso"') == []
    )


def test_a_bare_disk_size_counts_megabytes() -> None:
    assert settings_from("disk_size = 5120").disk.disk_size == ByteSize(5 << 30)


def test_the_old_port_options_count() -> None:
    settings = settings_from("ssh_host_port_min = 2300\nssh_host_port_max = 2302")

    assert list(settings.host_ports) == [2300, 2301, 2302]


def test_names_come_from_the_source_unless_given() -> None:
    assert settings_from("").name("web") == "packer-web"
    assert settings_from("").output("web") == Path("output-web")
    assert settings_from('vm_name = "a.qcow2"\noutput_directory = "b"').name("web") == "a.qcow2"


@pytest.mark.parametrize(
    ("text", "rewrites"),
    [
        ("", True),
        ("skip_compaction = true", False),
        ("skip_compaction = true\ndisk_compression = true", True),
        ("use_backing_file = true", False),
        ('format = "raw"', False),
    ],
)
def test_the_image_is_written_anew_where_that_makes_it_smaller(text: str, rewrites: bool) -> None:
    assert settings_from(text).disk.rewrites_image is rewrites


def test_options_of_an_installation_are_accepted() -> None:
    text = """
      boot_command   = ["<enter><wait>", "url=http://{{ .HTTPIP }}:{{ .HTTPPort }}/answers<enter>"]
      boot_wait      = "5s"
      http_directory = "http"
    """
    around = f'iso_url = "https://example.com/a.iso"\niso_checksum = "{"a" * 64}"'

    assert problems_of(text, around=around) == []
