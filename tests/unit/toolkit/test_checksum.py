"""Checksums in all the ways that they are written."""

from hashlib import sha256
from pathlib import Path

import pytest

from goldsmith.sdk.testing import FakeRun
from goldsmith.toolkit.checksum import Checksum, ChecksumWrong, check, find_in_list, parse_checksum

A = "a" * 64
B = "b" * 64


@pytest.mark.parametrize(
    ("written", "kind"),
    [("0" * 32, "md5"), ("0" * 40, "sha1"), ("0" * 64, "sha256"), ("0" * 128, "sha512")],
)
def test_the_length_of_a_bare_checksum_tells_its_kind(written: str, kind: str) -> None:
    assert parse_checksum(written) == Checksum(kind, written)


def test_a_checksum_may_name_its_kind_in_any_case() -> None:
    assert parse_checksum(f"SHA256:{A.upper()}") == Checksum("sha256", A)


@pytest.mark.parametrize(
    "text",
    [
        f"{B}  other.iso\n{A}  disk.iso\n",
        f"{B} *other.iso\n{A} *disk.iso",
        f"{A}  ./images/disk.iso\n",
        f"SHA256 (other.iso) = {B}\nSHA256 (disk.iso) = {A}\n",
        f"# a list\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{A}  disk.iso\n",
        f"{A}\n",
        f"{A.upper()}  disk.iso",
    ],
)
def test_a_list_gives_the_checksum_of_the_file(text: str) -> None:
    assert find_in_list(text, "disk.iso") == Checksum("sha256", A)


def test_a_list_of_other_files_gives_none() -> None:
    assert find_in_list(f"{A}  other.iso\n", "disk.iso") is None


async def test_a_file_is_what_it_hashes_to(tmp_path: Path) -> None:
    file = tmp_path / "disk.iso"
    file.write_bytes(b"content")

    async with FakeRun() as run:
        await check(run, file, Checksum("sha256", sha256(b"content").hexdigest()))
        with pytest.raises(ChecksumWrong, match=f"the template expects {A}"):
            await check(run, file, Checksum("sha256", A))

    assert run.bars[0].done == len(b"content")
