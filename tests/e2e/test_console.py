"""The console, in a terminal and in a pipe."""

import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.e2e.program import Program
from tests.e2e.terminal import Terminal, terminal

TEMPLATE = """
variable "name" { default = "x" }
variable "nothing" { type = string }
variable "password" {
  default   = "hunter2"
  sensitive = true
}
data "null" "given" { input = "from afar" }
locals {
  greeting = "hello ${var.name}"
  secret   = base64encode(var.password)
  nested   = { deep = { value = 1 } }
}
"""


@pytest.fixture
def template(program: Program) -> Program:
    (program.work / "a.pkr.hcl").write_text(TEMPLATE)
    return program


def piped(program: Program, text: str, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "goldsmith", "console", *words],
        cwd=program.work,
        env=program.environment(),
        input=text.encode(errors="surrogateescape"),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode()


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("var.name\n", 0, "x\n"),
        ("var.name", 0, "x\n"),
        ("1 + 1\nlocal.greeting\n", 0, "hello x\n"),
        ("1 + 1\n\n", 0, "\n"),
        ("", 0, "\n"),
        ("1 + 1\nexit\n2\n", 0, "\n"),
        ("var.nothing\n", 0, "<unknown>\n"),
        ("var.password\n", 0, "<sensitive>\n"),
        ("local.secret\n", 0, "<sensitive>\n"),
        ("[local.secret, 1]\n", 0, '[\n  "<sensitive>",\n  1,\n]\n'),
        ("data.null.given.output\n", 0, "from afar\n"),
        ("[\n1,\n2\n]\n", 0, "[\n  1,\n  2,\n]\n"),
        ("<<E\na\nb\nE\n", 0, "a\nb\n\n"),
        ("1e20\n", 0, "1e+20\n"),
        ("<<E-1\na b\nE-1\n", 0, "a b\n\n"),
        ("[ # )\n1 /* ]\n*/\n]\n", 0, "[\n  1,\n]\n"),
        ('["a\\tb"]\n', 0, '[\n  "a\\tb",\n]\n'),
    ],
)
def test_a_pipe_gets_the_last_result(template: Program, text: str, code: int, shown: str) -> None:
    assert piped(template, text, "a.pkr.hcl") == (code, shown)


def test_a_pipe_gets_every_error_where_it_stands_and_goes_on(template: Program) -> None:
    code, shown = piped(template, "1 +\nvar.nam\nvar.name\n", "a.pkr.hcl")

    assert code == 1
    assert "--> standard input:1:4" in shown
    assert "--> standard input:2:5\n2 | var.nam\n" in shown
    assert 'Did you mean "name"?' in shown
    assert shown.endswith("\nx\n")


@pytest.mark.parametrize("text", ["\udcff\udcfe\n", "\x00\n", "((((", '"${', "<<E\n", "/*", ")\n"])
def test_a_pipe_may_hold_anything(template: Program, text: str) -> None:
    code, shown = piped(template, text, "a.pkr.hcl")

    assert (code, "error: " in shown) == (1, True)


def test_a_long_text_is_taken_in_at_once(template: Program) -> None:
    lines = "".join(f"line {number} of a long text\n" for number in range(20_000))
    began = time.monotonic()

    code, shown = piped(template, f"length(<<E\n{lines}E\n)\n", "a.pkr.hcl")

    assert (code, shown) == (0, f"{len(lines)}\n")
    assert time.monotonic() - began < 20


def test_variables_can_be_given(template: Program) -> None:
    assert piped(template, "var.name", "-var", "name=y", "a.pkr.hcl") == (0, "y\n")


def test_the_variables_are_listed_without_secrets(template: Program) -> None:
    code, shown = piped(template, "variables\n", "a.pkr.hcl")

    assert code == 0
    assert 'var.name: "x"' in shown
    assert 'local.secret: "<sensitive>"' in shown
    assert "hunter2" not in shown


def test_an_input_that_is_closed_holds_nothing(template: Program) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m goldsmith console a.pkr.hcl <&-"],
        cwd=template.work,
        env=template.environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"\n", b"")


LEGACY = """
{
  "variables": {"name": "x", "unset": null, "password": "hunter2"},
  "sensitive-variables": ["password"],
  "builders": [{"type": "null", "communicator": "none"}]
}
"""


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("{{user `name`}}\n", 0, "x\n"),
        ("a {{upper `b`}}\n{{user `name`}} {\n", 0, "x {\n"),
        ("{{user `password`}}\n", 0, "<sensitive>\n"),
        ("variables\n", 0, 'name: "x"\npassword: <sensitive>\nunset: <unknown>\n'),
    ],
)
def test_go_templates_are_rendered_for_a_legacy_template(
    program: Program, text: str, code: int, shown: str
) -> None:
    (program.work / "a.json").write_text(LEGACY)

    assert piped(program, text, "a.json") == (code, shown)


def test_what_is_wrong_with_a_go_template_is_shown_where_it_stands(program: Program) -> None:
    (program.work / "a.json").write_text(LEGACY)

    code, shown = piped(program, "x {{nowhere}}\n", "a.json")

    assert code == 1
    assert "--> standard input:1:5" in shown


def test_without_a_template_the_language_can_be_chosen(program: Program) -> None:
    assert piped(program, "1 + 1\n") == (0, "1 + 1\n")
    assert piped(program, "1 + 1\n", "-config-type=hcl2") == (0, "2\n")


def asked(console: Terminal, keys: str, answer: str, prompt: str = "> ") -> None:
    """Type something, and wait for the answer and the prompt after it."""
    console.shown = ""
    console.type(keys)
    console.until(answer)
    console.shown = console.shown.partition(answer)[2]
    console.until(prompt)


def pause() -> None:
    """A signal that comes while Python starts to wait for a key is only seen with the next one."""
    time.sleep(0.3)


def history(program: Program) -> Path:
    return program.state / "goldsmith" / "console-history"


def test_a_terminal_answers_each_expression_until_control_d(template: Program) -> None:
    with terminal(template, "console", "a.pkr.hcl") as console:
        console.until("> ")
        asked(console, "upper(local.greeting)\r", "HELLO X\r\n")
        asked(console, "[\r1,\r2]\r", "  2,\r\n]\r\n")
        asked(console, "var.nam\r", 'Did you mean "name"?')
        asked(console, "help\r", "Tab completes names")
        console.type("\x04")
        assert console.end() == 0


def test_control_c_takes_back_what_was_typed(template: Program) -> None:
    with terminal(template, "console", "a.pkr.hcl") as console:
        console.until("> ")
        asked(console, "upper(\r", "upper(", ". ")
        pause()
        asked(console, "\x03", "\r\n")
        asked(console, "1 + 41\r", "42\r\n")
        console.type("exit\r")
        assert console.end() == 0


def test_an_endless_expression_can_be_stopped(template: Program) -> None:
    endless = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]\r"
    with terminal(template, "console", "a.pkr.hcl") as console:
        console.until("> ")
        asked(console, endless, "c]]]\r\n", "")
        pause()
        asked(console, "\x03", "\r\n")
        asked(console, "1 + 41\r", "42\r\n")
        console.type("\x04")
        assert console.end() == 0


@pytest.mark.parametrize(
    ("keys", "completed"),
    [
        ("var.na\t", "var.name"),
        ("local.nested.\t", "local.nested.deep"),
        ("upper(loc\t", "upper(local"),
        ("vari\t", "variables"),
        ("strre\t", "strrev("),
        ("data.null.g\t", "data.null.given"),
    ],
)
def test_tab_completes_names(template: Program, keys: str, completed: str) -> None:
    with terminal(template, "console", "a.pkr.hcl") as console:
        console.until("> ")
        asked(console, keys, completed, "")


def test_what_was_typed_is_there_the_next_time(template: Program) -> None:
    with terminal(template, "console", "a.pkr.hcl") as console:
        console.until("> ")
        asked(console, "40 + 2\r", "42\r\n")
        asked(console, "[\r1]\r", "]\r\n")
        console.type("\x04")
        console.end()

    with terminal(template, "console", "a.pkr.hcl") as console:
        console.until("> ")
        asked(console, "\x1b[A\r", "[ 1]\r\n[\r\n  1,\r\n]")
        asked(console, "\x1b[A\x1b[A\r", "40 + 2\r\n42\r\n")


def test_the_history_is_for_its_owner_alone_and_holds_no_secret(template: Program) -> None:
    with terminal(template, "console", "a.pkr.hcl") as console:
        console.until("> ")
        asked(console, "var.name\r", "x\r\n")
        asked(console, 'var.password == "hunter2"\r', "<sensitive>\r\n")
        asked(console, " 1 + 41\r", "42\r\n")
        console.type("\x04")
        console.end()

    assert history(template).read_text() == "var.name\n"
    assert stat.S_IMODE(history(template).stat().st_mode) == 0o600


def test_what_an_expression_gives_does_not_steer_the_terminal(template: Program) -> None:
    with terminal(template, "console", "a.pkr.hcl") as console:
        console.until("> ")
        asked(console, '"a\\u001b[31mb"\r', "ab\r\n")
