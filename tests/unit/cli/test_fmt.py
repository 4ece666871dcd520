"""`goldsmith fmt` lays out what it is told to, and destroys nothing."""

import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from goldsmith.cli.main import run

UGLY = "a=1\n"
NICE = "a = 1\n"
BROKEN = "a=(\n"

Fmt = Callable[..., tuple[int, str]]


@pytest.fixture
def fmt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Fmt:
    """Run the command in the temporary folder: its exit code and what it prints."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str]:
        code = run(["fmt", *words], {})
        sys.stdout.flush()
        return code, capfdbinary.readouterr().out.decode()

    return call


def write(folder: Path, **files: str) -> None:
    """Templates by the first part of their name."""
    for name, text in files.items():
        (folder / f"{name}.pkr.hcl").write_text(text)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read(path: Path) -> str:
    return path.read_bytes().decode()


def test_a_file_is_laid_out_and_named(fmt: Fmt, tmp_path: Path) -> None:
    write(tmp_path, a=UGLY)

    assert fmt("a.pkr.hcl") == (0, "a.pkr.hcl\n")
    assert read(tmp_path / "a.pkr.hcl") == NICE


def test_a_file_that_is_laid_out_is_neither_named_nor_touched(fmt: Fmt, tmp_path: Path) -> None:
    write(tmp_path, a=NICE)
    before = (tmp_path / "a.pkr.hcl").stat()

    assert fmt("a.pkr.hcl") == (0, "")
    assert (tmp_path / "a.pkr.hcl").stat() == before


def test_a_folder_stands_for_its_templates_and_files_with_variables(
    fmt: Fmt, tmp_path: Path
) -> None:
    names = ["b.pkr.hcl", "a.pkrvars.hcl", "c.auto.pkrvars.hcl"]
    others = ["d.hcl", "e.pkr.json", ".f.pkr.hcl", "#g.pkr.hcl#", "h.pkr.hcl~", "README.md"]
    for name in names + others:
        (tmp_path / name).write_text(UGLY)
    (tmp_path / "folder.pkr.hcl").mkdir()
    (tmp_path / "folder.pkr.hcl" / "i.pkr.hcl").write_text(UGLY)

    assert fmt(".") == (0, "a.pkrvars.hcl\nb.pkr.hcl\nc.auto.pkrvars.hcl\n")
    assert {read(tmp_path / name) for name in names} == {NICE}
    assert {read(tmp_path / name) for name in others} == {UGLY}


def test_recursive_descends_but_not_into_hidden_or_linked_folders(fmt: Fmt, tmp_path: Path) -> None:
    for folder in ("m", "m/deep", ".hidden", "old~"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, x=UGLY)
    write(tmp_path, a=UGLY, z=UGLY)
    (tmp_path / "link").symlink_to(tmp_path)

    code, output = fmt("-recursive", ".")

    assert (code, output.split()) == (
        0,
        ["a.pkr.hcl", "m/deep/x.pkr.hcl", "m/x.pkr.hcl", "z.pkr.hcl"],
    )


def test_check_writes_nothing_and_says_so_by_its_exit_code(fmt: Fmt, tmp_path: Path) -> None:
    write(tmp_path, a=UGLY, b=NICE)

    assert fmt("-check", ".") == (3, "a.pkr.hcl\n")
    assert fmt("-check", "-write=true", "a.pkr.hcl") == (3, "a.pkr.hcl\n")
    assert fmt("-check", "b.pkr.hcl") == (0, "")
    assert read(tmp_path / "a.pkr.hcl") == UGLY


def test_without_write_files_are_named_only(fmt: Fmt, tmp_path: Path) -> None:
    write(tmp_path, a=UGLY)

    assert fmt("-write=false", ".") == (0, "a.pkr.hcl\n")
    assert read(tmp_path / "a.pkr.hcl") == UGLY


def test_a_difference_follows_the_name(fmt: Fmt, tmp_path: Path) -> None:
    write(tmp_path, a=UGLY)

    code, output = fmt("-diff", "-check", "a.pkr.hcl")

    assert code == 3
    assert output == (
        "a.pkr.hcl\n--- old/a.pkr.hcl\n+++ new/a.pkr.hcl\n@@ -1 +1 @@\n-a=1\n+a = 1\n"
    )


def test_a_file_that_cannot_be_parsed_stays_and_the_others_go_on(fmt: Fmt, tmp_path: Path) -> None:
    write(tmp_path, a=BROKEN, b=UGLY)
    (tmp_path / "c.pkr.hcl").write_bytes(b"a=1 # \xff\n")

    code, output = fmt(".", "missing.pkr.hcl", "b.pkr.hcl")

    assert code == 1
    assert "--> a.pkr.hcl:1:3" in output
    assert "\nb.pkr.hcl\n" in output
    assert "c.pkr.hcl is not valid UTF-8" in output
    assert "There is no file or folder missing.pkr.hcl" in output
    assert read(tmp_path / "a.pkr.hcl") == BROKEN
    assert read(tmp_path / "b.pkr.hcl") == NICE


def test_an_error_counts_more_than_a_change(fmt: Fmt, tmp_path: Path) -> None:
    write(tmp_path, a=BROKEN, b=UGLY)

    assert fmt("-check", ".")[0] == 1


@pytest.mark.parametrize("name", ["a.pkr.json", "a.hcl", "a.txt"])
def test_other_files_are_refused(fmt: Fmt, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(UGLY)

    code, output = fmt(name)

    assert code == 1
    assert f"{name} cannot be laid out" in output


def test_a_pipe_with_the_name_of_a_template_is_refused(fmt: Fmt, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pkr.hcl")
    (tmp_path / "b.pkr.hcl").symlink_to("nowhere")

    code, output = fmt(".")

    assert code == 1
    assert "a.pkr.hcl is not a file" in output
    assert "\n\nerror: b.pkr.hcl is a broken link" in output


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_mode_and_links_stay(fmt: Fmt, tmp_path: Path, mode: int) -> None:
    write(tmp_path, a=UGLY)
    (tmp_path / "a.pkr.hcl").chmod(mode)
    (tmp_path / "link.pkr.hcl").symlink_to("a.pkr.hcl")

    assert fmt("link.pkr.hcl")[0] == 0

    assert (tmp_path / "link.pkr.hcl").is_symlink()
    assert stat.S_IMODE((tmp_path / "a.pkr.hcl").stat().st_mode) == mode
    assert read(tmp_path / "a.pkr.hcl") == NICE
    assert names_in(tmp_path) == ["a.pkr.hcl", "link.pkr.hcl"]


def test_a_file_that_may_not_be_written_stays(
    fmt: Fmt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a=UGLY)
    # Root may write everything, so the answer of the system is given here.
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert fmt(".") == (1, "error: a.pkr.hcl stays as it is, because it may not be written.\n")
    assert read(tmp_path / "a.pkr.hcl") == UGLY


def test_a_disk_that_is_full_costs_nothing(
    fmt: Fmt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    write(tmp_path, a=UGLY)
    monkeypatch.setattr(os, "fsync", full)

    assert fmt(".") == (1, "error: a.pkr.hcl stays as it is: No space left on device.\n")
    assert read(tmp_path / "a.pkr.hcl") == UGLY
    assert names_in(tmp_path) == ["a.pkr.hcl"]


def test_a_folder_that_cannot_be_read_is_told(
    fmt: Fmt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", locked)

    code, output = fmt(".")

    assert code == 1
    assert "cannot be read" in output


@pytest.mark.parametrize(
    ("words", "given", "expected"),
    [
        ([], UGLY, (0, NICE)),
        ([], NICE, (0, NICE)),
        (["-diff"], UGLY, (0, NICE)),
        (["-check"], UGLY, (3, "")),
        (["-check"], NICE, (0, "")),
        ([], "a=1\r\n\n  ", (0, "a = 1\r\n\n  ")),
    ],
)
def test_standard_input_goes_to_standard_output(
    fmt: Fmt,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    given: str,
    expected: tuple[int, str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))

    assert fmt(*words, "-") == expected


def test_standard_input_that_cannot_be_parsed_is_told(
    fmt: Fmt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BROKEN.encode())))

    code, output = fmt("-")

    assert code == 1
    assert "--> standard input:1:3" in output


def test_a_byte_order_mark_is_taken_away(fmt: Fmt, tmp_path: Path) -> None:
    (tmp_path / "a.pkr.hcl").write_bytes(b"\xef\xbb\xbf" + NICE.encode())

    assert fmt(".") == (0, "a.pkr.hcl\n")
    assert read(tmp_path / "a.pkr.hcl") == NICE


def test_no_path_is_a_wrong_use(fmt: Fmt) -> None:
    code, output = fmt()

    assert code == 1
    assert "Usage: goldsmith fmt" in output


def test_the_flags_of_every_command_have_no_effect(fmt: Fmt, tmp_path: Path) -> None:
    write(tmp_path, a=UGLY)

    assert fmt("-var", "x=1", "-only=a", "a.pkr.hcl") == (0, "a.pkr.hcl\n")
