"""Checksums as templates write them: a value, a kind and a value, or a list that holds it."""

import hashlib
import os
from pathlib import Path

import anyio.to_thread

from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import record
from goldsmith.sdk.run import Run
from goldsmith.toolkit.iso_settings import HASH_LENGTHS

_CHUNK = 8 << 20
_CHUNKS_AT_ONCE = 8


@record
class Checksum:
    """What a file must hash to."""

    kind: str
    digits: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.digits}"


def parse_checksum(written: str) -> Checksum:
    """A checksum with its kind, or one whose length tells it."""
    kind, colon, digits = written.partition(":")
    if not colon:
        digits = kind
        kind = HASH_LENGTHS.get(len(digits), "")
    return Checksum(kind.lower(), digits.lower())


def find_in_list(text: str, name: str) -> Checksum | None:
    """The checksum of the file `name` in a list: GNU style, BSD style, or one value alone."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    alone: Checksum | None = None
    for line in lines:
        if line.startswith(("#", "-----")):
            continue
        found = _read_line(line)
        if found is None:
            continue
        listed, checksum = found
        if listed and _is_same(listed, name):
            return checksum
        if not listed:
            alone = checksum
    return alone


async def check(run: Run, path: Path, expected: Checksum) -> None:
    """Raise where the file does not hash to what is expected."""
    found = await hash_file(run, path, expected.kind)
    if found != expected.digits:
        raise ChecksumWrong(
            f"{path} has the {expected.kind} {found}, and the template expects {expected.digits}."
        )


class ChecksumWrong(GoldsmithError):
    """A file is not what it should be."""


async def hash_file(run: Run, path: Path, kind: str) -> str:
    """The hash of a file, with a progress bar."""
    hasher = hashlib.new(kind, usedforsecurity=False)
    size = path.stat().st_size  # noqa: ASYNC240 - one short call
    with path.open("rb") as file, run.progress("Checking the image", size) as bar:

        def digest() -> int:
            """Some chunks at once: a change of threads for each would show."""
            done = 0
            for _ in range(_CHUNKS_AT_ONCE):
                chunk = file.read(_CHUNK)
                hasher.update(chunk)
                done += len(chunk)
            return done

        while amount := await anyio.to_thread.run_sync(digest):
            bar.advance(amount)
    return hasher.hexdigest()


def _read_line(line: str) -> tuple[str, Checksum] | None:
    """`HASH  [*]NAME`, `KIND (NAME) = HASH`, or `HASH`."""
    if line.endswith(tuple("0123456789abcdefABCDEF")) and ") = " in line and " (" in line:
        kind, _, rest = line.partition(" (")
        name, _, digits = rest.rpartition(") = ")
        return name, Checksum(kind.lower().replace("-", ""), digits.lower())
    digits, _, name = line.partition(" ")
    kind = HASH_LENGTHS.get(len(digits), "")
    if not kind or set(digits.lower()) - set("0123456789abcdef"):
        return None
    return name.strip().removeprefix("*"), Checksum(kind, digits.lower())


def _is_same(listed: str, name: str) -> bool:
    return os.path.normpath(listed) == name or listed.rpartition("/")[2] == name
