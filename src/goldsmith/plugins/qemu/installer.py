"""What this version of the builder cannot do yet, said before anything is made."""

from collections.abc import Iterator

from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.sdk import GoldsmithError


def refuse_installation(settings: QemuSettings) -> None:
    """Refuse a machine that would have to be installed from a disc, naming what asks for it."""
    wanted = list(_not_carried_out(settings))
    if not wanted:
        return
    raise GoldsmithError(
        "This version of goldsmith starts QEMU machines from disk images only; installing one from "
        f"a disc comes later. It cannot carry out: {', '.join(wanted)}."
    )


def _not_carried_out(settings: QemuSettings) -> Iterator[str]:
    if not settings.disk.disk_image:
        yield "a build without disk_image = true"
    options = {
        "boot_command": settings.boot.boot_command,
        "boot_steps": settings.boot_steps,
        "http_directory": settings.http.http_directory,
        "http_content": settings.http.http_content,
        "floppy_files": settings.floppy.floppy_files,
        "floppy_dirs": settings.floppy.floppy_dirs,
        "floppy_content": settings.floppy.floppy_content,
        "iso_skip_cache": settings.iso.iso_skip_cache,
        "net_bridge": settings.net_bridge,
    }
    yield from (option for option, value in options.items() if value)
