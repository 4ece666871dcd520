"""The disks of a machine: made from the image it starts from, and written out at the end."""

from pathlib import Path

from goldsmith.plugins.qemu import qemu_img
from goldsmith.plugins.qemu.copying import copy_file
from goldsmith.plugins.qemu.qemu_img import Image
from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.record import record
from goldsmith.sdk import ByteSize, GoldsmithError, Run

_DEFAULT_SIZE = ByteSize(40960 << 20)


@record
class Disks:
    """What the machine has got."""

    paths: tuple[Path, ...]
    """The first is the image."""

    size: int
    """How many bytes of the first the machine sees."""

    source: str = ""
    """The identity of the image that the first one still rests on; empty if it stands alone."""


async def make_disks(run: Run, settings: QemuSettings, source: Path, output: Path) -> Disks:
    """Make the disks of a machine that starts from the disk image `source`."""
    disk = output / settings.name(run.source_name)
    image = await qemu_img.inspect_image(run, source)
    size = wanted_size(settings, image)
    more = settings.qemu_img_args
    resting = settings.disk.use_backing_file or settings.disk.rewrites_image
    if resting:
        # The image is written anew at the end in any case (unless it shall rest on its source), so
        # that nothing is gained by a copy of what will be read only once.
        await qemu_img.create_overlay(run, disk, image, image.size if more.resize else size)
    else:
        await _copy(run, settings, image, disk)
    if not settings.disk.skip_resize_disk and (more.resize or (not resting and size != image.size)):
        await qemu_img.resize(run, disk, settings.disk.image_format, size, more.resize)
    others = await _make_additional_disks(run, settings, disk)
    return Disks((disk, *others), size, identity(source) if resting else "")


async def rewrite_image(run: Run, settings: QemuSettings, disk: Path, source: Path | None) -> None:
    """Write the image anew: without what the machine no longer uses, resting on nothing.

    `source` is the image that it rests on so far, if there is one.
    """
    compress = settings.disk.disk_compression
    options = [*(["-c"] if compress else []), *settings.qemu_img_args.convert]
    draft = disk.with_name(f"{disk.name}.convert")
    title = "Compressing the image" if compress else "Compacting the image"
    total = _occupied(disk) + (_occupied(source) if source else 0)
    await qemu_img.convert(
        run, disk, draft, settings.disk.image_format, options, title=title, total=total
    )
    draft.replace(disk)


def wanted_size(settings: QemuSettings, image: Image) -> int:
    """How large the machine's disk shall be; refuses to cut off a part of the image."""
    if settings.disk.skip_resize_disk:
        return image.size
    given = settings.disk.disk_size
    if not given:
        return max(image.size, _DEFAULT_SIZE)
    if given < image.size and "--shrink" not in settings.qemu_img_args.resize:
        raise GoldsmithError(
            f"disk_size is {given}, and {image.path} has {ByteSize(image.size)}: a disk cannot "
            "become smaller than the image it starts from. Raise disk_size, or leave the disk as "
            "it is with skip_resize_disk = true."
        )
    return given


def identity(path: Path) -> str:
    """What changes when a file is replaced or written to."""
    status = path.stat()
    return f"{status.st_dev}:{status.st_ino}:{status.st_size}:{status.st_mtime_ns}"


async def _copy(run: Run, settings: QemuSettings, image: Image, disk: Path) -> None:
    image_format = settings.disk.image_format
    more = settings.qemu_img_args.convert
    if image.format != image_format or more:
        title = "Converting the image"
        total = _occupied(image.path)
        await qemu_img.convert(run, image.path, disk, image_format, more, title=title, total=total)
        return
    with run.progress("Copying the image", image.path.stat().st_size) as progress:
        try:
            async for amount in copy_file(image.path, disk):
                progress.advance(amount)
        except OSError as error:
            raise GoldsmithError(
                f"{image.path} cannot be copied to {disk}: {error.strerror}."
            ) from error


async def _make_additional_disks(run: Run, settings: QemuSettings, disk: Path) -> tuple[Path, ...]:
    made: list[Path] = []
    for number, size in enumerate(settings.disk.disk_additional_size, start=1):
        path = disk.with_name(f"{disk.name}-{number}")
        arguments = settings.qemu_img_args.create
        await qemu_img.create(run, path, settings.disk.image_format, size, arguments)
        made.append(path)
    return tuple(made)


def _occupied(path: Path) -> int:
    return path.stat().st_blocks * 512
