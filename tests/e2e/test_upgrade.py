"""`goldsmith fix` and `goldsmith hcl2_upgrade`, as people call them."""

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.e2e.program import Program

OUTDATED = '{"builders":[{"type":"qemu","disk_size":5,"iso_md5":"<a>&"}]}'
FIXED = """\
{
  "builders": [
    {
      "disk_size": "5M",
      "iso_checksum": "md5:<a>\\u0026",
      "type": "qemu"
    }
  ]
}
"""
TEMPLATE = """
{
  "variables": {"greeting": "hello", "where": "{{env `WHERE`}}"},
  "builders": [
    {"type": "file", "name": "a", "content": "{{user `greeting`}} ${x}", "target": "a.txt"},
    {"type": "null", "communicator": "none"}
  ],
  "provisioners": [
    {"type": "shell-local", "inline": "echo {{user `where`}}", "only": ["null"]}
  ],
  "post-processors": ["manifest"]
}
"""


def run(
    program: Program, *words: str, given: str | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "goldsmith", *words],
        cwd=program.work,
        env=program.environment(),
        input=given or "",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def outdated(program: Program) -> Path:
    path = program.work / "old.json"
    path.write_text(OUTDATED)
    path.chmod(0o640)
    return path


@pytest.fixture
def legacy(program: Program) -> Path:
    path = program.work / "template.json"
    path.write_text(TEMPLATE)
    return path


def test_fix_prints_the_mended_template_and_nothing_else(program: Program, outdated: Path) -> None:
    done = run(program, "fix", "old.json")

    assert (done.returncode, done.stdout, done.stderr) == (0, FIXED, "")
    assert outdated.read_text() == OUTDATED


def test_fix_reads_standard_input(program: Program) -> None:
    done = run(program, "fix", "-", given=OUTDATED)

    assert (done.returncode, done.stdout) == (0, FIXED)


def test_fix_can_put_the_result_in_place(program: Program, outdated: Path) -> None:
    done = run(program, "fix", "-write", "old.json")

    assert done.returncode == 0
    names = "iso-md5, qemu-disk-size, iso-checksum-type-and-url"
    assert done.stdout == f"old.json: fixed by {names}\n"
    assert outdated.read_text() == FIXED
    assert stat.S_IMODE(outdated.stat().st_mode) == 0o640
    assert [path.name for path in program.work.iterdir()] == ["old.json"]


def test_fix_tells_people_what_it_did_beside_the_template(program: Program, outdated: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "goldsmith", "fix", outdated.name],
            cwd=program.work,
            env=program.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
            timeout=60,
            check=True,
        )
        told = os.read(ours, 1000)
    finally:
        os.close(ours)
        os.close(theirs)

    assert done.stdout == FIXED
    assert told.startswith(b"fixed by iso-md5, ")


def test_fix_leaves_the_layout_of_what_needs_no_mending(program: Program, legacy: Path) -> None:
    done = run(program, "fix", "-write", "template.json")

    assert done.stdout == "template.json: nothing needs to be fixed\n"
    assert legacy.read_text() == TEMPLATE


def test_fix_shows_what_each_fixer_changes(program: Program, outdated: Path) -> None:
    done = run(program, "fix", "-diff", "old.json")

    heads = [line for line in done.stdout.splitlines() if line.startswith("# ")]
    assert [head.split(":")[0] for head in heads] == [
        "# iso-md5",
        "# qemu-disk-size",
        "# iso-checksum-type-and-url",
    ]
    assert '-      "disk_size": 5,\n+      "disk_size": "5M",\n' in done.stdout
    assert outdated.read_text() == OUTDATED


def test_fix_shows_no_difference_where_there_is_none(program: Program, legacy: Path) -> None:
    assert run(program, "fix", "-diff", legacy.name).stdout == ""


@pytest.mark.parametrize("words", [(), ("-diff",), ("-write",)])
def test_fix_refuses_what_is_no_template_even_then(
    program: Program, words: tuple[str, ...]
) -> None:
    path = program.work / "old.json"
    path.write_text('{"builder": [{"type": "qemu", "disk_size": 5}]}')

    done = run(program, "fix", *words, "old.json")

    assert done.returncode == 1
    assert 'Did you mean "builders"?' in done.stderr
    assert "error" not in done.stdout
    assert path.read_text().startswith('{"builder"')


def test_fix_can_go_without_checking(program: Program) -> None:
    done = run(program, "fix", "-validate=false", "-", given='{"builder": []}')

    assert (done.returncode, done.stdout) == (0, '{\n  "builder": []\n}\n')


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["fix", "a.pkr.hcl"], "not a legacy JSON template"),
        (["fix", "a.pkr.json"], "not a legacy JSON template"),
        (["fix", "."], "not a legacy JSON template"),
        (["fix", "missing.json"], "There is no file or folder missing.json"),
        (["fix", "-write", "-"], "-write needs a file"),
        (["fix", "broken.json"], "broken.json:1:"),
        (["fix", "twice.json"], 'The key "a" stands twice'),
        (["hcl2_upgrade", "a.pkr.hcl"], "not a legacy JSON template"),
        (["hcl2_upgrade", "missing.json"], "There is no file or folder missing.json"),
        (["hcl2_upgrade", "broken.json"], "broken.json:1:"),
        (["hcl2_upgrade", "-output-file=no/such/folder.hcl", "empty.json"], "cannot be written"),
        (["hcl2_upgrade", "-output-file=.", "empty.json"], "stays as it is"),
        (["hcl2_upgrade"], "The path of a template is missing."),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    program: Program, words: list[str], text: str
) -> None:
    (program.work / "broken.json").write_text('{"a": }')
    (program.work / "twice.json").write_text('{"a": 1, "a": 2}')
    (program.work / "empty.json").write_text("{}")

    done = run(program, *words)

    assert (done.returncode, text in done.stdout) == (1, True), done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_an_upgraded_template_validates_with_the_same_builds(
    program: Program, legacy: Path
) -> None:
    done = run(program, "hcl2_upgrade", legacy.name)

    assert (done.returncode, done.stdout) == (0, "template.json.pkr.hcl is written.\n")
    checked = run(program, "validate", "template.json.pkr.hcl")
    assert checked.returncode == 0, checked.stdout
    built = run(program, "build", "template.json.pkr.hcl")
    assert built.returncode == 0, built.stdout
    assert (program.work / "a.txt").read_text() == "hello ${x}"
    for name in ("file.a", "null.autogenerated_2"):
        assert name in built.stdout


def test_an_upgrade_says_that_it_replaces_a_file(program: Program, legacy: Path) -> None:
    target = program.work / "new.pkr.hcl"
    target.write_text("old")
    target.chmod(0o600)

    done = run(program, "hcl2_upgrade", "-output-file=new.pkr.hcl", legacy.name)

    assert done.stdout == "new.pkr.hcl was there already; it is replaced.\n"
    assert target.read_text().startswith("variable")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_new_file_has_the_usual_mode(program: Program, legacy: Path) -> None:
    run(program, "hcl2_upgrade", legacy.name)

    made = program.work / "template.json.pkr.hcl"
    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE(legacy.stat().st_mode)


def test_an_unknown_builder_is_an_error_and_the_file_is_written(program: Program) -> None:
    (program.work / "a.json").write_text('{"builders": [{"type": "unheard-of", "a": {"b": "c"}}]}')

    done = run(program, "hcl2_upgrade", "a.json")

    assert done.returncode == 1
    assert "error: There is no builder unheard-of here\n" in done.stdout
    assert 'source "unheard-of"' in (program.work / "a.json.pkr.hcl").read_text()


def test_an_upgrade_tells_what_needs_a_look_and_what_to_fix_first(program: Program) -> None:
    (program.work / "a.json").write_text(
        '{"variables": {"now": "{{timestamp}}"},\n'
        '"builders": [{"type": "null", "communicator": "none", "ssh_key_path": "a"}]}'
    )

    done = run(program, "hcl2_upgrade", "a.json")

    assert done.returncode == 0
    assert "warning: A local value now: now" in done.stdout
    assert "Run `goldsmith fix -write a.json` first" in done.stdout


def test_an_upgrade_can_be_a_filter(program: Program) -> None:
    done = run(program, "hcl2_upgrade", "-", given='{"variables": {"now": "{{timestamp}}"}}')

    assert done.returncode == 0
    assert done.stdout.startswith("locals {\n")
    assert "warning: A local value now: now" in done.stderr
    assert list(program.work.iterdir()) == []


def test_annotations_are_asked_for(program: Program, legacy: Path) -> None:
    run(program, "hcl2_upgrade", "-with-annotations", legacy.name)

    assert "# This template was made from" in (program.work / "template.json.pkr.hcl").read_text()


def test_a_json_file_that_is_no_utf8_is_told_of(program: Program) -> None:
    (program.work / "a.json").write_bytes(json.dumps("é", ensure_ascii=False).encode("latin-1"))

    done = run(program, "fix", "a.json")

    assert (done.returncode, "is not valid UTF-8" in done.stdout) == (1, True)


def test_programs_are_told_in_json_what_needs_a_look(program: Program) -> None:
    (program.work / "t.json").write_text(
        '{"builders": [{"type": "unheard-of", "ssh_wait_timeout": "1m"}]}'
    )

    done = program.run("hcl2_upgrade", "-json", "t.json")

    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [one["severity"] for one in told] == ["warning", "error"]
    assert "ssh-wait-timeout" in told[0]["detail"]
