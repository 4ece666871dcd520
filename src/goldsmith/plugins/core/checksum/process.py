"""The checksum post-processor at work."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from goldsmith.plugins.core.checksum.settings import ChecksumSettings
from goldsmith.record import record
from goldsmith.sdk import Artifact, GoldsmithError, OnProgress, Run
from goldsmith.toolkit.outputs import replacing, with_progress

_CHUNK = 4 << 20


@record
class Line:
    """One line of a checksum file."""

    digest: str
    name: str

    @property
    def subject(self) -> tuple[str, int]:
        """What the line is about: which file, and which kind of checksum by its length."""
        return self.name, len(self.digest)


async def process(settings: ChecksumSettings, run: Run, artifact: Artifact) -> Artifact:
    """Write the checksums beside the artifact, which gains the files that are new."""
    types = tuple(dict.fromkeys(settings.checksum_types or ("md5",)))
    digests = {path: await _digests(run, path, types) for path in artifact.files}
    files = list(artifact.files)
    for target, lines in _by_output(settings, run, types, digests).items():
        async with replacing(run, target) as written:
            others = _other_lines(target, lines)
            _write(written, [*others, *lines])
        run.say(f"Wrote checksums to {target}.")
        if not others and target not in files:
            files.append(target)

    async def destroy() -> None:
        for path in files:
            path.unlink(missing_ok=True)

    return Artifact(
        builder_id="packer.post-processor.checksum",
        id="",
        description=f"Files and checksums: {', '.join(str(path) for path in files) or 'none'}",
        files=tuple(files),
        destroy=destroy,
        facts=artifact.facts,
    )


def _by_output(
    settings: ChecksumSettings,
    run: Run,
    types: Sequence[str],
    digests: Mapping[Path, Mapping[str, str]],
) -> Mapping[Path, Sequence[Line]]:
    found: dict[Path, list[Line]] = {}
    for kind in types:
        data = {
            "BuildName": run.source_name,
            "BuilderType": run.builder_type,
            "ChecksumType": kind,
        }
        target = Path(run.render(settings.output, data))
        for path, by_kind in digests.items():
            found.setdefault(target, []).append(Line(by_kind[kind], path.name))
    return found


async def _digests(run: Run, path: Path, types: Sequence[str]) -> Mapping[str, str]:
    try:
        size = path.stat().st_size  # noqa: ASYNC240 - one short call
        return await with_progress(
            run, f"Reading {path.name}", size, partial(_hash_file, path, types)
        )
    except OSError as error:
        raise GoldsmithError(f"{path} cannot be read: {error.strerror}.") from error


def _hash_file(path: Path, types: Sequence[str], on_progress: OnProgress) -> Mapping[str, str]:
    """All kinds in one pass; each is a thread, for hashing leaves the interpreter to others."""
    hashes = {kind: hashlib.new(kind, usedforsecurity=False) for kind in types}
    with path.open("rb", buffering=0) as file, ThreadPoolExecutor(len(types)) as pool:
        while chunk := file.read(_CHUNK):
            for done in [pool.submit(one.update, chunk) for one in hashes.values()]:
                done.result()
            on_progress(len(chunk))
    return {kind: one.hexdigest() for kind, one in hashes.items()}


def _other_lines(target: Path, lines: Iterable[Line]) -> Sequence[Line | str]:
    """What the file has already, less what is about to be written anew."""
    try:
        text = target.read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return []
    new = {one.subject for one in lines}
    kept: list[Line | str] = []
    for old in text.splitlines():
        digest, tab, name = old.partition("\t")
        if not tab or (name, len(digest)) not in new:
            kept.append(old)
    return kept


def _write(path: Path, lines: Iterable[Line | str]) -> None:
    text = "".join(
        f"{one}\n" if isinstance(one, str) else f"{one.digest}\t{one.name}\n" for one in lines
    )
    path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
