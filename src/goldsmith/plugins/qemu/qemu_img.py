"""Disk images by way of qemu-img: what they are, making, growing and rewriting them."""

import json
from collections.abc import Sequence
from pathlib import Path

from goldsmith.record import record
from goldsmith.sdk import CommandFailed, GoldsmithError, Progress, Run, Stream
from goldsmith.toolkit.process import run_command

PROGRAM = "qemu-img"


@record
class Image:
    """What qemu-img knows of an image."""

    path: Path
    format: str
    size: int
    """How many bytes the machine sees."""


async def inspect_image(run: Run, path: Path) -> Image:
    """Look at an image."""
    lines: list[str] = []

    def keep(stream: Stream, line: str) -> None:
        if stream == "stdout":
            lines.append(line)

    result = await run_command(
        run, [PROGRAM, "info", "--force-share", "--output=json", str(path)], on_line=keep
    )
    if result.exit_code != 0:
        raise CommandFailed(result)
    found = json.loads("\n".join(lines))
    return Image(path, str(found["format"]), int(found["virtual-size"]))


async def create(run: Run, path: Path, image_format: str, size: str, more: Sequence[str]) -> None:
    """Make an empty image."""
    await _qemu_img(run, ["create", "-q", "-f", image_format, *more, str(path), size])


async def create_overlay(run: Run, path: Path, backing: Image, size: int) -> None:
    """Make an image that holds what will differ from `backing`."""
    base = ["-b", str(backing.path), "-F", backing.format]
    await _qemu_img(run, ["create", "-q", "-f", "qcow2", *base, str(path), str(size)])


async def resize(run: Run, path: Path, image_format: str, size: int, more: Sequence[str]) -> None:
    """Let the machine see `size` bytes."""
    await _qemu_img(run, ["resize", "-q", "-f", image_format, *more, str(path), str(size)])


async def convert(
    run: Run,
    source: Path,
    destination: Path,
    image_format: str,
    more: Sequence[str],
    *,
    title: str,
    total: int,
) -> None:
    """Write `source` anew as `destination`; it holds about `total` bytes."""
    with run.progress(title, total) as progress:
        watch = _PercentReader(progress, total)
        arguments = ["convert", "-p", *more, "-O", image_format, str(source), str(destination)]
        await _qemu_img(run, arguments, watch)


class _PercentReader:
    """Reads `    (12.34/100%)`, as qemu-img shows how far it is."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def reads(self, line: str) -> bool:
        """Take a line; whether it told how far the work is."""
        written = line.strip()
        if not (written.startswith("(") and written.endswith("/100%)")):
            return False
        done = round(float(written[1:-6]) * self._total / 100)
        if done > self._done:
            self._progress.advance(done - self._done)
            self._done = done
        return True


async def _qemu_img(
    run: Run, arguments: Sequence[str], watch: _PercentReader | None = None
) -> None:
    messages: list[str] = []

    def take(_stream: Stream, line: str) -> None:
        if line.strip() and (watch is None or not watch.reads(line)):
            messages.append(line)
            run.debug_log(f"qemu-img: {line}")

    run.debug_log(f"qemu-img {' '.join(arguments)}")
    result = await run_command(run, [PROGRAM, *arguments], on_line=take)
    if result.exit_code != 0:
        said = "".join(f"\n  {line}" for line in messages[-5:])
        raise GoldsmithError(
            f"`qemu-img {arguments[0]}` ended with exit code {result.exit_code}.{said}"
        )
