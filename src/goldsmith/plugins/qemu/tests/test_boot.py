"""What is refused before anything is made."""

from pathlib import Path

import pytest

from goldsmith.plugins.qemu.boot import boot
from goldsmith.plugins.qemu.disks import wanted_size
from goldsmith.plugins.qemu.qemu_img import Image
from goldsmith.plugins.qemu.tests.settings_from import settings_from
from goldsmith.sdk import ByteSize, GoldsmithError
from goldsmith.sdk.testing import FakeRun

SMALL = Image(Path("base.qcow2"), "qcow2", ByteSize(1 << 30))
LARGE = Image(Path("base.qcow2"), "qcow2", ByteSize(64 << 30))


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ('boot_command = ["<enter>"]', "boot_command"),
        ('boot_steps = [["<enter>", "go"]]', "boot_steps"),
        ('http_directory = "."', "http_directory"),
        ('http_content = { "a" = "b" }', "http_content"),
        ('floppy_content = { "a" = "b" }', "floppy_content"),
        ("iso_skip_cache = true", "iso_skip_cache"),
        ('net_bridge = "br0"', "net_bridge"),
    ],
)
async def test_what_comes_later_is_refused_by_name(
    text: str, option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async with FakeRun() as run:
        with pytest.raises(GoldsmithError, match=option):
            await boot(settings_from(text), run)
        assert run.acquired == []


async def test_a_machine_to_be_installed_is_refused() -> None:
    around = 'iso_url = "a.iso"\niso_checksum = "none"'

    async with FakeRun() as run:
        with pytest.raises(GoldsmithError, match="disk_image = true"):
            await boot(settings_from("", around=around), run)


async def test_a_qemu_that_is_not_installed_is_named() -> None:
    async with FakeRun() as run:
        with pytest.raises(GoldsmithError, match="`qemu-system-none` was not found"):
            await boot(settings_from('qemu_binary = "qemu-system-none"'), run)


@pytest.mark.parametrize(
    ("text", "image", "size"),
    [
        ("", SMALL, 40 << 30),
        ("", LARGE, 64 << 30),
        ('disk_size = "2G"', SMALL, 2 << 30),
        ("disk_size = 0", SMALL, 40 << 30),
        ("skip_resize_disk = true", SMALL, 1 << 30),
    ],
)
def test_the_disk_is_never_smaller_than_its_image(text: str, image: Image, size: int) -> None:
    assert wanted_size(settings_from(text), image) == size


def test_shrinking_is_refused_unless_qemu_img_is_told_to() -> None:
    with pytest.raises(GoldsmithError, match="cannot become smaller"):
        wanted_size(settings_from('disk_size = "512M"'), SMALL)

    allowed = settings_from('disk_size = "512M"\nqemu_img_args {\n resize = ["--shrink"]\n}')
    assert wanted_size(allowed, SMALL) == 512 << 20
