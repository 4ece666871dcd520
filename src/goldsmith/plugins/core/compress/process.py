"""The compress post-processor at work."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event
from typing import BinaryIO

from goldsmith.plugins.core.compress.blocks import BlockFormat, ParallelCompressor, Sink
from goldsmith.plugins.core.compress.detection import Packing
from goldsmith.plugins.core.compress.formats import format_of
from goldsmith.plugins.core.compress.settings import CompressSettings
from goldsmith.plugins.core.compress.tar import CHUNK, write_tar
from goldsmith.plugins.core.compress.zip import write_zip
from goldsmith.sdk import Artifact, GoldsmithError, OnProgress, Run
from goldsmith.toolkit.outputs import replacing, with_progress


async def process(settings: CompressSettings, run: Run, artifact: Artifact) -> Artifact:
    """Make one compressed file of the artifact's files."""
    data = {"BuildName": run.source_name, "BuilderType": run.builder_type}
    target = Path(run.render(settings.output, data))
    packing = settings.packing
    total = _check(artifact.files, target, packing)
    level = settings.compression_level
    async with run.step(f"{'Compressing' if packing.algorithm else 'Packing'} to {target}"):
        async with replacing(run, target) as written:
            work = partial(_pack, artifact.files, written, packing, level)
            await with_progress(run, f"Compressing {target.name}", total, work)
        size = target.stat().st_size  # noqa: ASYNC240 - one short call
        if size < total:
            run.say(f"{target} has {100 * size / total:.0f} % of the size of what is in it.")

    async def destroy() -> None:
        target.unlink(missing_ok=True)  # noqa: ASYNC240 - one short call

    return Artifact(
        builder_id="packer.post-processor.compress",
        id="",
        description=f"compressed artifacts in: {target}",
        files=(target,),
        destroy=destroy,
        facts=artifact.facts,
    )


def _check(files: Sequence[Path], target: Path, packing: Packing) -> int:
    """The size of all files, if they can be packed."""
    if packing.archive is None and len(files) != 1:
        raise GoldsmithError(
            f"{target} can hold one file, and the artifact has {len(files)}. "
            "Put .tar before the last extension, or name the output .zip."
        )
    total = 0
    for path in files:
        try:
            size = path.stat().st_size
        except OSError as error:
            raise GoldsmithError(f"{path} cannot be read: {error.strerror}.") from error
        if path.is_dir():
            raise GoldsmithError(f"{path} is a folder; only files can be compressed.")
        if target.exists() and target.samefile(path):
            raise GoldsmithError(f"{target} is one of the files to compress. Set another output.")
        total += size
    return total


def _pack(
    files: Sequence[Path],
    target: Path,
    packing: Packing,
    level: int,
    on_progress: OnProgress,
) -> None:
    stop = Event()
    form = format_of(packing.algorithm, level, stop) if packing.algorithm else None
    workers = _workers(form)
    with target.open("wb") as output, ThreadPoolExecutor(workers) as pool:
        try:
            if packing.archive == "zip":
                write_zip(files, output, pool, workers, on_progress)
                return
            compressor = ParallelCompressor(output, form, pool, workers) if form else None
            _write(files, compressor or output, packing, on_progress)
            if compressor is not None:
                compressor.finish()
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


def _write(
    files: Sequence[Path],
    output: Sink | BinaryIO,
    packing: Packing,
    on_progress: OnProgress,
) -> None:
    if packing.archive == "tar":
        write_tar(files, output, on_progress)
        return
    with files[0].open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            output.write(chunk)
            on_progress(len(chunk))


def _workers(form: BlockFormat | None) -> int:
    """A thread for each processor, fewer where their memory would not fit."""
    processors = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    workers = processors or 1
    if form is None or not form.memory:
        return workers
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # a system that does not tell
        return min(workers, 4)
    return max(1, min(workers, free // 2 // (form.memory + 2 * form.block_size)))
