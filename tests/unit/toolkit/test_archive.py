"""Packing folders, and unpacking what a machine sends without trusting it."""

import io
import os
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.sdk import TransferFailed
from goldsmith.toolkit.archive import Unpacker, inside, pack


def unpacked(stream: bytes, root: Path, step: int = 1000) -> None:
    root.mkdir(exist_ok=True)
    unpacker = Unpacker(root, lambda _amount: None)
    try:
        for start in range(0, len(stream), step):
            unpacker.feed(stream[start : start + step])
    finally:
        unpacker.close()


def archive(
    *members: tarfile.TarInfo, content: bytes = b"", form: int = tarfile.GNU_FORMAT
) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as tar:
        for member in members:
            member.size = len(content) if member.isfile() else 0
            tar.addfile(member, io.BytesIO(content))
    return made.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type = kind
    made.linkname = link
    return made


def test_what_is_packed_is_what_tar_reads(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "folder" / "empty").mkdir(parents=True)
    (source / "folder" / ("long" * 60)).write_bytes(b"x" * 700)
    (source / "script").write_bytes(b"#!")
    (source / "script").chmod(0o755)

    stream = b"".join(piece for piece, _ in pack(source, with_folders=True))

    with tarfile.open(fileobj=io.BytesIO(stream)) as tar:
        names = {one.name: (one.isdir(), one.size, one.mode) for one in tar}
    assert names[f"folder/{'long' * 60}"][1] == 700
    assert names["script"][2] == 0o755
    assert names["folder/empty"][0]


@pytest.mark.parametrize(
    "name",
    ["n" * 99, "n" * 100, "n" * 101, "f/" * 150 + "n" * 200, " ", "-x", "a\nb", "ü", "\udcff"],
)
def test_any_name_arrives(tmp_path: Path, name: str) -> None:
    source = tmp_path / "source"
    (source / name).parent.mkdir(parents=True)
    (source / name).write_bytes(b"content")
    (tmp_path / "root").mkdir()

    subprocess.run(
        ["tar", "-x", "-f", "-", "-C", str(tmp_path / "root")],
        input=b"".join(piece for piece, _ in pack(source, with_folders=True)),
        check=True,
    )

    assert (tmp_path / "root" / name).read_bytes() == b"content"


def test_a_file_beyond_eight_gibibytes_has_its_size_in_the_header(tmp_path: Path) -> None:
    size = (9 << 30) + 5
    with (tmp_path / "disk").open("wb") as file:
        file.truncate(size)

    first, _ = next(pack(tmp_path, with_folders=True))

    assert tarfile.TarInfo.frombuf(first[:512], "utf-8", "strict").size == size


def test_a_file_that_grows_meanwhile_is_cut_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(1 << 20))
    (tmp_path / "log").write_bytes(b"one")
    stream = b""
    for piece, _ in pack(tmp_path, with_folders=True):
        stream += piece
        with (tmp_path / "a").open("ab") as file:
            file.write(b"more")

    with tarfile.open(fileobj=io.BytesIO(stream)) as tar:
        assert {one.name: one.size for one in tar} == {"a": 1 << 20, "log": 3}


def test_a_file_that_shrinks_meanwhile_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(1 << 20))
    pieces = pack(tmp_path, with_folders=True)
    next(pieces)
    os.truncate(tmp_path / "a", 1000)

    with pytest.raises(TransferFailed, match="became shorter"):
        list(pieces)


@pytest.mark.parametrize("step", [1, 511, 512, 100_000])
@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_what_tar_packs_is_unpacked_however_it_is_cut(tmp_path: Path, step: int, form: int) -> None:
    name = "folder/" + "n" * 90 + "/" + "m" * 90
    stream = archive(member(name), member("./short"), content=b"content", form=form)

    unpacked(stream, tmp_path / "root", step)

    assert (tmp_path / "root" / name).read_bytes() == b"content"
    assert (tmp_path / "root" / "short").read_bytes() == b"content"


def test_a_hard_link_becomes_a_copy(tmp_path: Path) -> None:
    stream = archive(member("one"), member("two", tarfile.LNKTYPE, "one"), content=b"content")

    unpacked(stream, tmp_path / "root")

    assert (tmp_path / "root" / "two").read_bytes() == b"content"


@pytest.mark.parametrize(
    "bad",
    [
        member("../evil"),
        member("/tmp/evil"),
        member("a/../../evil"),
        member("a/../evil"),
        member("..", tarfile.DIRTYPE),
        member("evil", tarfile.SYMTYPE, "/etc/passwd"),
        member("evil", tarfile.LNKTYPE, "../outside"),
        member("evil", tarfile.LNKTYPE, "/etc/hostname"),
        member("evil", tarfile.CHRTYPE),
        member("evil", tarfile.FIFOTYPE),
    ],
    ids=lambda one: f"{one.name} {one.linkname}",
)
def test_nothing_gets_out_of_the_folder(tmp_path: Path, bad: tarfile.TarInfo) -> None:
    (tmp_path / "outside").write_text("secret")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(TransferFailed):
        unpacked(archive(bad, content=b"evil"), tmp_path / "root")

    assert [path for path in sorted(tmp_path.rglob("*")) if path.name != "root"] == before


def test_a_link_that_is_there_already_is_not_followed_out(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "folder").symlink_to(outside)
    (root / "file").symlink_to(outside / "file")

    for name in ("folder/evil", "file"):
        with pytest.raises(TransferFailed):
            unpacked(archive(member(name), content=b"evil"), root)

    assert list(outside.iterdir()) == []


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TransferFailed, match="not a tar archive"):
        unpacked(b"Welcome to the machine!\n" * 50, tmp_path / "root")


@given(st.lists(st.sampled_from(["a", "b", ".", "..", "", " ", "c\\d"]), max_size=6))
def test_every_name_stays_inside_or_is_refused(parts: list[str]) -> None:
    root = Path("/root-folder")

    try:
        path = inside(root, "/".join(parts))
    except TransferFailed:
        return

    assert Path(os.path.normpath(path)).is_relative_to(root)


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_hard_link_to_a_long_name_becomes_a_copy(tmp_path: Path, form: int) -> None:
    name = "folder/" + "n" * 120
    link = member("two", tarfile.LNKTYPE, name)

    unpacked(archive(member(name), link, content=b"content", form=form), tmp_path / "root")

    assert (tmp_path / "root" / "two").read_bytes() == b"content"


@pytest.mark.parametrize(
    "attributes", [b"0 abc", b"99999 path=x\n", b"9" * 5000, b"a b=c\n", b"3 "]
)
def test_attributes_that_make_no_sense_are_no_archive(tmp_path: Path, attributes: bytes) -> None:
    header = member("x", tarfile.XHDTYPE)
    header.size = len(attributes)
    stream = header.tobuf() + attributes.ljust(-len(attributes) % 512 + len(attributes), b"\0")

    with pytest.raises(TransferFailed, match="not a tar archive"):
        unpacked(stream + archive(member("y")), tmp_path / "root")


def test_a_name_without_an_end_fills_no_memory(tmp_path: Path) -> None:
    header = member("x", tarfile.GNUTYPE_LONGNAME)
    header.size = 1 << 40

    with pytest.raises(TransferFailed, match="no end"):
        unpacked(header.tobuf(format=tarfile.GNU_FORMAT), tmp_path / "root")
