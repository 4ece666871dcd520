"""Files beside the open ones."""

import os
from pathlib import Path

from tests.unit.lsp.desks import MANUALS

from goldsmith.lsp.desk import Desk
from goldsmith.lsp.view import View


def look(desk: Desk, folder: Path) -> View:
    desk.documents.open(folder / "a.pkr.hcl", "locals {}\n", 1)
    view = desk.view(folder / "a.pkr.hcl")
    assert view is not None
    return view


def names(view: View) -> set[str]:
    return {one.reference for one in view.declared.values()}


def test_saved_files_are_read_as_they_are_now(tmp_path: Path) -> None:
    desk = Desk(MANUALS)
    beside = tmp_path / "b.pkr.hcl"
    beside.write_text('\ufeffvariable "one" {}\n')
    first = names(look(desk, tmp_path))
    beside.write_text('variable "one" {}\nvariable "other" {}\n')
    second = names(look(desk, tmp_path))
    beside.unlink()
    third = names(look(desk, tmp_path))

    assert first == {"var.one"}
    assert second == {"var.one", "var.other"}
    assert third == set()


def test_a_saved_file_that_has_not_changed_is_read_once(tmp_path: Path) -> None:
    desk = Desk(MANUALS)
    (tmp_path / "b.pkr.hcl").write_text("locals {}\n")

    first, second = (look(desk, tmp_path).others[tmp_path / "b.pkr.hcl"] for _ in range(2))

    assert first is second


def test_an_open_text_counts_more_than_the_file(tmp_path: Path) -> None:
    desk = Desk(MANUALS)
    (tmp_path / "b.pkr.hcl").write_text('variable "saved" {}\n')
    desk.documents.open(tmp_path / "b.pkr.hcl", 'variable "open" {}\n', 1)

    assert names(look(desk, tmp_path)) == {"var.open"}


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    desk = Desk(MANUALS)
    (tmp_path / "folder.pkr.hcl").mkdir()
    (tmp_path / "loop.pkr.hcl").symlink_to("loop.pkr.hcl")
    os.mkfifo(tmp_path / "pipe.pkr.hcl")
    (tmp_path / "bytes.pkr.hcl").write_bytes(b'variable "one" {}\n\xff\xfe')
    with (tmp_path / "huge.pkr.hcl").open("wb") as huge:
        huge.truncate(10_000_000)

    view = look(desk, tmp_path)

    assert {path.name for path in view.others} == {"a.pkr.hcl", "bytes.pkr.hcl"}
    assert names(view) == {"var.one"}


def test_only_open_files_in_hcl_are_looked_at(tmp_path: Path) -> None:
    desk = Desk(MANUALS)
    desk.documents.open(tmp_path / "a.pkr.json", "{}", 1)
    desk.documents.open(tmp_path / "long.pkr.hcl", "#" * 1_000_001, 1)

    assert desk.view(tmp_path / "a.pkr.json") is None
    assert desk.view(tmp_path / "long.pkr.hcl") is None
    assert desk.view(tmp_path / "closed.pkr.hcl") is None
