"""The shells complete command lines with the scripts that `completion` prints."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.e2e.program import Program

TEMPLATE = """
variable "colour" { default = "red" }
variable "size" {}
data "http" "never" { url = "http://192.0.2.1/" }
source "null" "one" { communicator = "none" }
source "null" "two" { communicator = "none" }
build {
  name    = "all"
  sources = ["null.one", "null.two"]
  post-processor "manifest" {}
}
"""

Complete = Callable[[str], set[str]]


@pytest.fixture
def workplace(program: Program) -> Program:
    """A folder with a template in it, and goldsmith on the path."""
    folder = program.root / "bin"
    folder.mkdir()
    starter = folder / "goldsmith"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m goldsmith "$@"\n')
    starter.chmod(0o755)
    work = program.work
    (work / "a.pkr.hcl").write_text(TEMPLATE)
    (work / "b.json").write_text("{}")
    (work / "c.txt").write_text("")
    (work / "d.pkrvars.hcl").write_text("")
    (work / "e f.pkr.hcl").write_text("")
    (work / "sub").mkdir()
    (work / "sub" / "g.pkr.hcl").write_text(TEMPLATE)
    return program


def surroundings(program: Program) -> dict[str, str]:
    """The environment of a shell that finds goldsmith."""
    found = {**program.environment(), "TERM": "dumb"}
    return {**found, "PATH": f"{program.root / 'bin'}:{found['PATH']}"}


def answer(program: Program, *command: str) -> list[str]:
    done = subprocess.run(
        command,
        cwd=program.work,
        env=surroundings(program),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def script(program: Program, shell: str) -> Path:
    path = program.root / f"completion.{shell}"
    path.write_text(program.run("completion", shell).stdout)
    return path


IN_BASH = r"""
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_goldsmith "${COMP_WORDS[0]}" 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
"""
IN_FISH = r"""
source $argv[1]
complete -C $argv[2]
"""
IN_ZSH = r"""
PS1= PROMPT= RPROMPT=
autoload -Uz compinit
compinit -u -D
source {script}
compadd() {{
    local -a hits
    if (( ! ${{@[(I)-[ODA]]}} )); then
        builtin compadd -O hits "$@"
        print -rl -- $hits >>{found}
    fi
    builtin compadd "$@"
}}
finish() {{ exit }}
zle -N finish
bindkey '^I' complete-word
bindkey '^X' finish
"""


def in_bash(program: Program, line: str) -> set[str]:
    words = [word for one in line.split(" ") for word in one.replace("=", " = ").split(" ")]
    path = script(program, "bash")
    found = answer(program, "bash", "-c", IN_BASH, "bash", str(path), *words)
    return {one for one in found if one}


def in_fish(program: Program, line: str) -> set[str]:
    path = script(program, "fish")
    found = answer(program, "fish", "--no-config", "-c", IN_FISH, str(path), line)
    return {one.partition("\t")[0].rpartition("=")[2] or one.partition("\t")[0] for one in found}


def in_zsh(program: Program, line: str) -> set[str]:
    """What zsh offers; only a terminal makes it complete anything."""
    found = program.root / "found"
    found.write_text("")
    start = IN_ZSH.format(script=script(program, "zsh"), found=found)
    (program.root / ".zshrc").write_text(start)
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        ["zsh", "-d", "-i"],
        cwd=program.work,
        env={**surroundings(program), "ZDOTDIR": str(program.root)},
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
    )
    os.close(inner)
    try:
        os.write(outer, f"{line}\t\x18".encode())
        with suppress(OSError):  # the terminal ends with the shell
            while os.read(outer, 65536):
                pass
        process.wait(20)
    finally:
        process.kill()
        process.wait()
        os.close(outer)
    return {one for one in found.read_text().splitlines() if one}


SHELLS: dict[str, Callable[[Program, str], set[str]]] = {
    "bash": in_bash,
    "zsh": in_zsh,
    "fish": in_fish,
}


@pytest.fixture(params=[pytest.param(one, marks=pytest.mark.engine(one)) for one in SHELLS])
def complete(request: pytest.FixtureRequest, workplace: Program) -> Complete:
    """What a shell offers for a line; files without the slash of folders."""
    shell: str = request.param

    def offered(line: str) -> set[str]:
        found = SHELLS[shell](workplace, line)
        return {one.removesuffix("/").removesuffix("=").replace("\\", "") for one in found}

    return offered


def test_commands_are_offered(complete: Complete) -> None:
    assert {"build", "validate", "plugins"} <= complete("goldsmith ")
    assert complete("goldsmith in") == {"init", "inspect"}
    assert complete("goldsmith plugins in") == {"install", "installed"}


def test_flags_are_offered_where_they_belong(complete: Complete) -> None:
    assert {"-only", "-except", "-on-error", "-force"} <= complete("goldsmith build -")
    assert complete("goldsmith validate -sy") == {"-syntax-only"}
    assert complete("goldsmith plugins install -d") == {"-dry-run"}


@pytest.mark.parametrize("line", ["goldsmith build -on-error=c", "goldsmith build -on-error c"])
def test_the_values_of_a_flag_are_offered(complete: Complete, line: str) -> None:
    assert "cleanup" in complete(line)


def test_templates_and_folders_are_offered(complete: Complete) -> None:
    found = complete("goldsmith build ")

    assert {"a.pkr.hcl", "b.json", "sub"} <= found
    assert "c.txt" not in found
    assert any(one.startswith("e") for one in found)


def test_files_in_folders_are_offered(complete: Complete) -> None:
    assert any(one.endswith("g.pkr.hcl") for one in complete("goldsmith build sub/"))


@pytest.mark.parametrize("form", ["-var-file ", "-var-file="])
def test_files_of_variables_are_offered(complete: Complete, form: str) -> None:
    found = complete(f"goldsmith build {form}")

    assert "d.pkrvars.hcl" in found
    assert "c.txt" not in found


@pytest.mark.parametrize("form", ["-only ", "-only="])
def test_the_builds_of_the_template_are_offered(complete: Complete, form: str) -> None:
    assert {"all.null.one", "all.null.two"} <= complete(f"goldsmith build {form}")


def test_several_builds_are_offered_one_after_another(complete: Complete) -> None:
    found = complete("goldsmith build -only=all.null.one,all.null.tw")

    assert found in ({"all.null.two"}, {"all.null.one,all.null.two"})


def test_post_processors_can_be_left_out(complete: Complete) -> None:
    assert complete("goldsmith build -except=man") == {"manifest"}


def test_variables_are_offered(complete: Complete) -> None:
    assert complete("goldsmith build -var col") == {"colour"}


def test_shells_are_offered(complete: Complete) -> None:
    assert complete("goldsmith completion ") == {"bash", "zsh", "fish"}


def test_pages_of_the_manual_are_offered(complete: Complete) -> None:
    assert "shell-local" in complete("goldsmith explain shell-")
    assert complete("goldsmith explain shell-local.inline_") == {"shell-local.inline_shebang"}


def test_nothing_is_offered_for_what_has_no_names(complete: Complete) -> None:
    assert complete("goldsmith build -parallel-builds=") == set()
    assert complete("goldsmith version x") == set()


def test_a_damaged_template_offers_nothing(workplace: Program) -> None:
    (workplace.work / "broken.pkr.hcl").write_text("{{{")

    done = workplace.run("completion", "only", "broken.pkr.hcl")

    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("shell", ["bash"])
@pytest.mark.engine("bash")
def test_the_script_for_bash_has_no_faults(workplace: Program, shell: str) -> None:
    checker = shutil.which("shellcheck")
    if checker is None:
        pytest.skip("shellcheck is not here.")

    assert answer(workplace, checker, "-s", "bash", str(script(workplace, shell))) == []


@pytest.mark.parametrize(
    ("words", "text"),
    [(["powershell"], "There are bash, zsh, fish."), (["bahs"], 'Did you mean "bash"?')],
)
def test_other_shells_are_refused(program: Program, words: list[str], text: str) -> None:
    done = program.run("completion", *words)

    assert (done.returncode, text in done.stdout) == (1, True)
