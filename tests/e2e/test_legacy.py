"""Legacy JSON templates with the running program: checked, looked at and built."""

import json
import subprocess
import sys

import pytest
from tests.e2e.program import Program

TEMPLATE = r"""{
  "_comment": "Greets whom it is told to.",
  "description": "Two greetings",
  "min_packer_version": "1.4.0",
  "variables": {
    "who": "world",
    "greeting": "hello {{user `who`}}",
    "token": null,
    "codes": "0,3"
  },
  "sensitive-variables": ["token"],
  "builders": [
    {
      "type": "file",
      "name": "note-{{user `who`}}",
      "target": "out/{{build_name}}.txt",
      "content": "{{user `greeting`}}, ${not a reference}"
    },
    {"type": "null", "name": "shell", "communicator": "none"}
  ],
  "provisioners": [
    {
      "type": "shell-local",
      "inline": [
        "echo {{user `greeting` | upper}} from $PACKER_BUILD_NAME with $TOKEN",
        "exit 3"
      ],
      "environment_vars": "TOKEN={{user `token`}}",
      "valid_exit_codes": "{{user `codes`}}",
      "max_retries": "{{user `retries`}}",
      "only": ["shell"]
    },
    {
      "type": "shell-local",
      "inline": "echo id={{build `ID`}}",
      "override": {"note-{{user `who`}}": {"inline": "echo overridden"}}
    }
  ],
  "post-processors": [
    [
      {
        "type": "checksum",
        "checksum_types": "md5",
        "output": "out/{{.BuildName}}.{{.ChecksumType}}",
        "only": ["note-{{user `who`}}"],
        "keep_input_artifact": true
      },
      {"type": "manifest", "name": "list", "output": "out/list.json", "strip_path": "true"}
    ],
    {"type": "manifest", "except": ["shell"], "output": "out/other.json"}
  ]
}
"""
SECRET = "hunter2-and-more"


@pytest.fixture(autouse=True)
def _template(program: Program) -> None:
    (program.work / "old.json").write_text(TEMPLATE)
    (program.work / "secret").write_text(json.dumps({"token": SECRET}))


def listed(program: Program, name: str) -> list[str]:
    """The builds that a manifest names."""
    whole = json.loads((program.work / "out" / name).read_text())
    return sorted(one["name"] for one in whole["builds"])


@pytest.mark.parametrize("flags", [[], ["-json"], ["-machine-readable"]])
def test_a_template_is_built_and_its_secrets_are_hidden(program: Program, flags: list[str]) -> None:
    done = program.run("build", *flags, "-var-file=secret", "-var", "retries=1", "old.json")

    assert done.returncode == 0, done.stdout
    out = program.work / "out"
    assert (out / "note-world.txt").read_text() == "hello world, ${not a reference}"
    assert (out / "note-world.md5").is_file()
    assert listed(program, "list.json") == ["note-world", "shell"]
    assert listed(program, "other.json") == ["note-world"]
    assert "HELLO WORLD from shell with <sensitive>" in done.stdout
    assert "id=Null" in done.stdout
    assert "overridden" in done.stdout
    assert SECRET not in done.stdout
    assert program.leftovers() == []


def test_builds_are_named_by_type_and_name(program: Program) -> None:
    done = program.run("build", "-only=shell", "-except=list", "-var=token=t-o-k-e-n", "old.json")

    assert done.returncode == 0, done.stdout
    assert "Build 'null.shell' finished" in done.stdout
    assert "note" not in done.stdout
    assert not (program.work / "out").exists()


def test_what_is_missing_is_told_with_line_and_column(program: Program) -> None:
    done = program.run("validate", "old.json")

    assert done.returncode == 1
    assert "The variable token has no value" in done.stdout
    assert "old.json:8:5" in done.stdout


def test_only_takes_no_patterns(program: Program) -> None:
    done = program.run("validate", "-only=null.*", "-var", "token=x", "old.json")

    assert done.returncode == 1
    assert "No builds to run" in done.stdout


def test_a_template_can_come_from_standard_input(program: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "goldsmith", "validate", "-var=token=x", "-var=retries=1", "-"],
        cwd=program.work,
        env=program.environment(),
        input=TEMPLATE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "The configuration is valid.\n")


def test_another_name_can_stand_for_hcl(program: Program) -> None:
    (program.work / "x.txt").write_text('source "null" "a" {\n}\nbuild {\n  sources = []\n}\n')

    assert "This is not JSON" not in program.run("validate", "-config-type=hcl2", "x.txt").stdout
    assert program.run("validate", "x.txt").returncode == 1


def test_inspect_shows_what_is_written(program: Program) -> None:
    done = program.run("inspect", "old.json")

    assert done.returncode == 0
    assert done.stdout == (
        "Packer Inspect: JSON mode\n"
        "Description:\n\nTwo greetings\n\n"
        "Required variables:\n\n  token\n\n"
        "Optional variables and their defaults:\n\n"
        "  codes    = 0,3\n  greeting = hello {{user `who`}}\n  who      = world\n\n"
        "Builders:\n\n  note-{{user `who`}} (file)\n  shell               (null)\n\n"
        "Provisioners:\n\n  shell-local\n  shell-local\n\n"
        "Note: If your build names contain user variables or template\n"
        "functions such as 'timestamp', these are processed at build time,\n"
        "and therefore only show in their raw form here.\n"
    )


def test_inspect_tells_programs_what_is_written(program: Program) -> None:
    done = program.run("-machine-readable", "inspect", "old.json")

    told = [line.split(",", 1)[1] for line in done.stdout.splitlines() if ",template-" in line]
    assert told == [
        ",template-variable,token,,1",
        ",template-variable,codes,0%!(PACKER_COMMA)3,0",
        ",template-variable,greeting,hello {{user `who`}},0",
        ",template-variable,who,world,0",
        ",template-builder,note-{{user `who`}},file",
        ",template-builder,shell,null",
        ",template-provisioner,shell-local",
        ",template-provisioner,shell-local",
    ]


def test_what_is_outdated_is_a_warning(program: Program) -> None:
    access = {"ssh_host": "h", "ssh_username": "u", "ssh_password": "p", "ssh_wait_timeout": "5m"}
    builder = {"type": "null", **access}
    (program.work / "older.json").write_text(json.dumps({"builders": [builder]}))

    done = program.run("validate", "older.json")

    assert done.returncode == 0
    assert '`goldsmith fix` calls "ssh_wait_timeout" of builders "ssh_timeout".' in done.stdout


def test_a_setting_that_counts_in_nanoseconds_is_told(program: Program) -> None:
    steps = [{"type": "sleep", "duration": 10}, {"type": "sleep", "duration": 0}]
    builders = [{"type": "null", "communicator": "none"}]
    (program.work / "s.json").write_text(json.dumps({"builders": builders, "provisioners": steps}))

    done = program.run("validate", "s.json")

    assert done.returncode == 0
    assert done.stdout.count('"duration" counts in nanoseconds here') == 1
