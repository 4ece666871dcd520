"""What is sensitive is nowhere: not in outputs, logs, journals, events or errors."""

import base64
import json
import urllib.parse
from pathlib import Path

import pytest
from tests.e2e.program import Program
from tests.e2e.terminal import terminal

SECRET = 'Tr0ub4dor "&" 3/4+x\nsecond-line:hunter2\n'
TEMPLATE = r"""
variable "token" {
  type      = string
  sensitive = true
}

local "login" {
  expression = "user:${trimspace(var.token)}"
  sensitive  = true
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  provisioner "shell-local" {
    name   = "login as ${trimspace(var.token)}"
    env    = { TOKEN = var.token, LOGIN = local.login }
    inline = ["printf '%s\\n' \"$TOKEN\" \"$LOGIN\" >&2"]
  }

  provisioner "shell-local" {
    env    = { TOKEN = var.token }
    inline = ["python3 -c '${local.forms}'"]
  }

  provisioner "shell-local" {
    inline = ["echo ${jsonencode(trimspace(var.token))}; exit 7"]
  }
}

locals {
  forms = join("; ", [
    "import base64,json,os,urllib.parse as u",
    "t = os.environ[\"TOKEN\"]",
    "print(json.dumps(t), u.quote(t), u.quote_plus(t))",
    "print(base64.b64encode(t.encode()).decode())",
    "print(base64.b64encode(b\"ab\" + t.encode()).decode())",
  ])
}
"""


def forms_of(secret: str) -> set[str]:
    """Every text that gives the secret away; leading bytes of base64 depend on what is before."""
    lines = [line for line in secret.splitlines() if line]
    encoded = base64.b64encode(secret.encode()).decode().rstrip("=")
    shifted = base64.b64encode(b"ab" + secret.encode()).decode().rstrip("=")
    return {
        *lines,
        json.dumps(lines[0])[1:-1],
        *(urllib.parse.quote(line) for line in lines),
        *(urllib.parse.quote_plus(line) for line in lines),
        encoded[:20],
        shifted[4:24],
    }


def written_below(folder: Path) -> str:
    return "\n".join(
        path.read_text(errors="replace") for path in sorted(folder.rglob("*")) if path.is_file()
    )


@pytest.fixture
def program(tmp_path: Path) -> Program:
    extra = {
        "PKR_VAR_token": SECRET,
        "PACKER_LOG": "1",
        "PACKER_LOG_PATH": str(tmp_path / "state" / "debug.log"),
    }
    made = Program(tmp_path, extra)
    (made.work / "a.pkr.hcl").write_text(TEMPLATE)
    return made


def assert_hidden(program: Program, shown: str) -> None:
    assert "<sensitive>" in shown
    assert "exit code 7" in shown
    seen = shown + written_below(program.state)
    assert [form for form in forms_of(SECRET) if form in seen] == []


@pytest.mark.parametrize("flags", [[], ["-json"], ["-machine-readable"], ["-timestamp-ui"]])
def test_a_sensitive_variable_is_shown_nowhere(program: Program, flags: list[str]) -> None:
    done = program.run("build", *flags, "a.pkr.hcl")

    assert done.returncode == 1
    assert_hidden(program, done.stdout)


def test_a_sensitive_variable_is_not_shown_in_a_terminal(program: Program) -> None:
    with terminal(program, "build", "a.pkr.hcl", columns=200) as seen:
        code = seen.end()

    assert code == 1
    assert_hidden(program, seen.shown)


def test_a_debug_log_on_standard_error_does_not_show_it(program: Program) -> None:
    del program.extra["PACKER_LOG_PATH"]

    done = program.run("build", "a.pkr.hcl")

    assert "step_started" in done.stdout
    assert_hidden(program, done.stdout)


def test_names_of_files_and_artifacts_do_not_show_it(program: Program) -> None:
    (program.work / "a.pkr.hcl").write_text(
        """
        variable "token" {
          type      = string
          sensitive = true
        }
        locals {
          word = split(":", trimspace(var.token))[1]
        }
        source "file" "a" {
          content = "x"
          target  = "made-by-${local.word}.txt"
        }
        build {
          sources = ["file.a"]
          provisioner "shell-local" {
            script = "missing-${local.word}.sh"
          }
          post-processor "checksum" {
            output = "sums-${local.word}"
          }
        }
        """
    )

    wrong = program.run("build", "a.pkr.hcl")
    script = program.work / "missing-hunter2.sh"
    script.write_text('#!/bin/sh\necho "$0"; exit 7\n')
    script.chmod(0o755)
    failed = program.run("build", "a.pkr.hcl")
    script.write_text('#!/bin/sh\necho "$0"\n')
    made = program.run("build", "a.pkr.hcl")

    assert (wrong.returncode, failed.returncode, made.returncode) == (1, 1, 0)
    assert (program.work / "made-by-hunter2.txt").exists()
    seen = wrong.stdout + failed.stdout + made.stdout + written_below(program.state)
    assert "hunter2" not in seen.replace(str(program.root), "")


def test_inspect_does_not_show_it(tmp_path: Path) -> None:
    program = Program(tmp_path, {"PKR_VAR_token": SECRET})
    (program.work / "a.pkr.hcl").write_text(TEMPLATE)

    done = program.run("inspect", "a.pkr.hcl")

    assert done.returncode == 0
    assert [form for form in forms_of(SECRET) if form in done.stdout] == []


def test_an_error_of_the_template_does_not_show_it(tmp_path: Path) -> None:
    program = Program(tmp_path, {"PKR_VAR_token": SECRET})
    wrong = TEMPLATE.replace("env    = { TOKEN = var.token }", "valid_exit_codes = [var.token]")
    (program.work / "a.pkr.hcl").write_text(wrong)

    done = program.run("validate", "a.pkr.hcl")

    assert done.returncode == 1
    assert "valid_exit_codes" in done.stdout
    assert [form for form in forms_of(SECRET) if form in done.stdout] == []


def test_a_password_of_the_way_in_is_shown_nowhere(tmp_path: Path) -> None:
    program = Program(tmp_path)
    (program.work / "a.pkr.hcl").write_text(
        """
        source "null" "a" {
          ssh_host     = "127.0.0.1"
          ssh_port     = 1
          ssh_username = "root"
          ssh_password = "correct-horse-battery"
          ssh_timeout  = "1s"
        }
        build {
          sources = ["null.a"]
          error-cleanup-provisioner "shell-local" {
            inline = ["echo ${build.Password}"]
          }
        }
        """
    )

    done = program.run("build", "a.pkr.hcl")

    assert done.returncode == 1
    assert "correct-horse-battery" not in done.stdout + written_below(program.state)
