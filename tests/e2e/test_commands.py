"""The commands, as scripts and people call them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.e2e.program import Program
from tests.engines.base_disk import BaseDisk

WRONG = Path(__file__).with_name("wrong.pkr.hcl")
EXAMPLES = Path(__file__).parents[2] / "examples"
TEMPLATE = """
variable "text" {
  default = "hello"
}

source "file" "a" {
  content = var.text
  target  = "a.txt"
}

source "null" "b" {
  communicator = "none"
}

build {
  name    = "both"
  sources = ["file.a", "null.b"]

  provisioner "shell-local" {
    only   = ["null.b"]
    inline = ["echo $PACKER_BUILD_NAME of $PACKER_BUILDER_TYPE"]
  }

  post-processor "manifest" {}
}
"""


@pytest.fixture
def template(program: Program) -> Program:
    (program.work / "a.pkr.hcl").write_text(TEMPLATE)
    return program


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        ([], 127, "Usage: goldsmith"),
        (["-h"], 0, "Every day:"),
        (["help", "build"], 0, "-parallel-builds=N"),
        (["help", "plugins", "install"], 0, "-dry-run"),
        (["plugins"], 1, "Usage: goldsmith plugins"),
        (["plugins", "-h"], 0, "plugins remove"),
        (["plugin", "installed"], 0, "part of goldsmith"),
        (["plugins", "instaled"], 1, 'Did you mean "installed"?'),
        (["inspect", "-machine-readable"], 0, "template-builder"),
        (["buidl"], 127, 'Did you mean "build"?'),
        (["build", "-h"], 0, "-parallel-builds=N"),
        (["build"], 1, "The path of a template is missing."),
        (["build", "a", "b"], 1, "One path is enough"),
        (["build", "-forse", "a.pkr.hcl"], 1, "Did you mean -force?"),
        (["build", "-var", "x", "a.pkr.hcl"], 1, "-var takes NAME=VALUE"),
        (["build", "-var", "a.pkr.hcl"], 1, '-var takes NAME=VALUE, not "a.pkr.hcl".'),
        (["validate", "missing.pkr.hcl"], 1, "missing.pkr.hcl"),
        (["validate", "a.pkr.hcl"], 0, "The configuration is valid."),
        (["validate", "-syntax-only", "a.pkr.hcl"], 0, "Syntax-only check passed"),
        (["validate", "-var", "txt=1", "a.pkr.hcl"], 1, '"text"'),
        (["build", "-only=nothing.*", "a.pkr.hcl"], 1, "both.file.a"),
        (["inspect", "a.pkr.hcl"], 0, 'var.text: "hello"'),
        (["sweep"], 0, "Nothing is left behind."),
        (["completion"], 1, "Name one shell: bash, zsh, fish."),
        (["completion", "bash", "zsh"], 1, "Name one shell"),
        (["version"], 0, "Goldsmith v"),
        (["-version"], 0, "Goldsmith v"),
    ],
)
def test_a_command_answers_with_its_exit_code(
    template: Program, words: list[str], code: int, text: str
) -> None:
    done = template.run(*words)

    assert (done.returncode, text in done.stdout) == (code, True), done.stdout


def test_the_version_names_the_folders(program: Program) -> None:
    told = json.loads(program.run("version", "-json").stdout)

    assert told["folders"] == {
        "state": str(program.state / "goldsmith"),
        "cache": str(program.cache / "goldsmith"),
        "temporary": str(program.temporary),
    }


def test_a_build_makes_what_the_template_says_and_nothing_else(template: Program) -> None:
    done = template.run("build", "-var", "text=bye", "a.pkr.hcl")

    assert done.returncode == 0, done.stdout
    assert (template.work / "a.txt").read_text() == "bye"
    assert "    both.null.b: b of null" in done.stdout
    made = {path.name for path in template.work.iterdir()}
    assert made == {"a.pkr.hcl", "a.txt", "packer-manifest.json"}
    assert template.leftovers() == []


def test_builds_can_be_chosen(template: Program) -> None:
    done = template.run("build", "-only=both.null.*", "a.pkr.hcl")

    assert done.returncode == 0
    assert not (template.work / "a.txt").exists()


def test_json_output_is_json_and_nothing_else(template: Program) -> None:
    done = template.run("build", "-json", "a.pkr.hcl")

    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"build_started", "artifact_made", "run_ended"} <= {one["event"] for one in told}


def test_machine_readable_lines_begin_with_a_time(template: Program) -> None:
    done = template.run("build", "a.pkr.hcl", "-machine-readable")

    assert done.returncode == 0
    assert all(line.split(",", 1)[0].isdigit() for line in done.stdout.splitlines())
    assert "both.file.a,artifact,0,builder-id,packer.file" in done.stdout


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["validate", "a.pkr.hcl"], "say,The configuration is valid."),
        (["validate", "missing.pkr.hcl"], "error,error: There is no file"),
        (["build", "-var=a=b", "a.pkr.hcl"], "error,error: -var sets"),
        (["build", "-forse", "a.pkr.hcl"], "error,error: There is no flag -forse."),
        (["inspect", "a.pkr.hcl"], "say,Packer Inspect: HCL2 mode"),
        (["init", "a.pkr.hcl"], "say,The template asks for no plugins."),
        (["sweep"], "say,Nothing is left behind."),
        (["fmt", "-h"], "say,Usage: goldsmith fmt"),
    ],
)
def test_every_command_talks_in_machine_readable_lines(
    template: Program, words: list[str], kind: str
) -> None:
    done = template.run("-machine-readable", *words)

    assert f",,ui,{kind}" in done.stdout
    assert all(line.split(",", 1)[0].isdigit() for line in done.stdout.splitlines())


@pytest.mark.parametrize("command", ["fmt", "fix", "hcl2_upgrade", "validate", "lsp"])
def test_an_input_that_is_closed_is_an_empty_one(program: Program, command: str) -> None:
    path = "" if command == "lsp" else "-"
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m goldsmith {command} {path} <&-', sys.executable],
        cwd=program.work,
        env=program.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [["validate"], ["build", "-forse", "a.pkr.hcl"], ["fmt", "gone"], ["explain", "gone"]],
)
def test_every_command_tells_what_is_wrong_in_json(template: Program, words: list[str]) -> None:
    done = template.run("-json", *words)

    assert done.returncode == 1
    assert [json.loads(line)["severity"] for line in done.stdout.splitlines()] == ["error"]


def test_a_folder_that_is_gone_is_told(program: Program) -> None:
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$PWD"; exec "$0" -m goldsmith validate .', sys.executable],
        cwd=program.work,
        env=program.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, "")
    assert "is not there any more" in done.stdout


def test_a_full_log_of_each_build_is_kept(template: Program) -> None:
    template.run("build", "a.pkr.hcl")

    (log,) = template.state.rglob("both.null.b.log")
    assert "b of null" in log.read_text()


INSPECTED = """\
Packer Inspect: HCL2 mode

> input-variables:

var.text: "hello"

> local-variables:


> builds:

  > both:

    sources:

      file.a

      null.b

    provisioners:

      shell-local

    post-processors:

      0:
        manifest

"""


def test_inspect_prints_what_packer_prints(template: Program) -> None:
    assert template.run("inspect", "a.pkr.hcl").stdout == INSPECTED


@pytest.mark.parametrize("command", ["validate", "build"])
def test_everything_wrong_is_told_in_one_run_and_nothing_is_begun(
    program: Program, command: str
) -> None:
    shutil.copy(WRONG, program.work / "wrong.pkr.hcl")

    done = program.run(command, "wrong.pkr.hcl")

    assert (done.returncode, done.stdout) == (1, WRONG.with_name("wrong.errors").read_text())
    assert program.leftovers() == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_example_is_valid(program: Program, path: Path) -> None:
    shutil.copytree(path, program.work / "example")
    key = program.work / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    values = ["-var", "base_image=base.qcow2", "-var", f"private_key={key}"]

    done = program.run("validate", *values, "example")

    assert done.returncode == 0, done.stdout


def test_machine_lines_tell_what_was_made_and_what_failed(template: Program) -> None:
    text = TEMPLATE.replace("echo $PACKER_BUILD_NAME of", "exit 3 #")
    (template.work / "a.pkr.hcl").write_text(text)

    done = template.run("-machine-readable", "build", "a.pkr.hcl")

    assert done.returncode == 1
    told = [line.split(",", 1)[1] for line in done.stdout.splitlines()]
    results = [line for line in told if not line.startswith(",ui,")]
    assert results[0] == ",error-count,1"
    assert results[1].startswith("both.null.b,error,`exit 3")
    assert results[2:8] == [
        "both.file.a,artifact-count,2",
        "both.file.a,artifact,0,builder-id,packer.file",
        "both.file.a,artifact,0,id,File",
        "both.file.a,artifact,0,string,Stored file: a.txt",
        "both.file.a,artifact,0,files-count,1",
        "both.file.a,artifact,0,file,0,a.txt",
    ]


@pytest.mark.parametrize("choice", ["cleanup", "abort", "ask", "run-cleanup-provisioner"])
def test_what_happens_on_an_error_can_be_chosen(program: Program, choice: str) -> None:
    (program.work / "a.pkr.hcl").write_text(
        'source "null" "a" {\n communicator = "none"\n}\n'
        'build {\n sources = ["null.a"]\n'
        ' provisioner "shell-local" {\n inline = ["exit 3", ""]\n }\n'
        ' error-cleanup-provisioner "shell-local" {\n inline = ["echo tidying up"]\n }\n}\n'
    )

    done = program.run("build", f"-on-error={choice}", "a.pkr.hcl")

    assert done.returncode == 1
    assert ("tidying up" in done.stdout) == (choice != "abort")
    is_left = choice in {"abort", "run-cleanup-provisioner"}
    assert ("Left for you to look at" in done.stdout) == is_left
    assert (program.leftovers() != []) == is_left
    assert program.run("sweep").returncode == 0
    assert program.leftovers() == []


def test_a_template_that_asks_for_nothing_needs_nothing(template: Program) -> None:
    done = template.run("init", ".")

    assert (done.returncode, "Nothing needs to be installed." in done.stdout) == (0, True)


@pytest.mark.slow
@pytest.mark.engine("qemu", "ssh")
def test_the_quickstart_makes_an_image(program: Program, base_disk: BaseDisk) -> None:
    shutil.copytree(EXAMPLES / "quickstart", program.work / "quickstart")
    values = ["-var", f"base_image={base_disk.path}", "-var", f"private_key={base_disk.key}"]

    done = program.run("build", *values, "quickstart")

    assert done.returncode == 0, done.stdout
    (image,) = (program.work / "output-quickstart").glob("*.qcow2")
    sums = (program.work / "output-quickstart" / "sha256sums").read_text()
    assert image.name in sums
    assert program.leftovers() == []
