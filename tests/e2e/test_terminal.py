"""What a user sees in a terminal, and what the keys do."""

import re

import pytest
from tests.e2e.program import Program
from tests.e2e.terminal import terminal

LOCAL = """
source "null" "a" {{
  communicator = "none"
}}

build {{
  sources = ["null.a"]

  provisioner "shell-local" {{
    inline = [{lines}]
  }}
}}
"""
ALLOWED = re.compile(r"\x1b\[(?:[0-9;]*m|\?2026[hl]|\?7[hl]|K|J|[0-9]+A)")
"""What the program itself tells a terminal: colours, and where to draw."""


def write(program: Program, *lines: str) -> None:
    quoted = ", ".join('"' + line.replace("\\", "\\\\") + '"' for line in lines)
    (program.work / "a.pkr.hcl").write_text(LOCAL.format(lines=quoted))


def test_a_build_is_shown_while_it_runs_and_summed_up_at_the_end(program: Program) -> None:
    write(program, "echo nearly there", "sleep 0.5")

    with terminal(program, "build", "a.pkr.hcl") as seen:
        seen.until("nearly there")
        code = seen.end()

    assert code == 0
    assert "✓" in seen.shown
    assert seen.shown.index("succeeded") < seen.shown.index("Builds finished")
    assert program.leftovers() == []


def test_nothing_that_a_command_prints_steers_the_terminal(program: Program) -> None:
    write(
        program, r"printf 'a\033[2Jb\033]0;title\007\033[?1049h\033[31mred\n'", "sleep 0.3; false"
    )

    with terminal(program, "build", "a.pkr.hcl") as seen:
        code = seen.end()

    assert code == 1
    assert "abred" in ALLOWED.sub("", seen.shown)
    assert "\x1b" not in ALLOWED.sub("", seen.shown)


@pytest.mark.parametrize(("columns", "rows"), [(20, 4), (80, 24), (300, 100)])
def test_it_fits_into_any_window(program: Program, columns: int, rows: int) -> None:
    write(program, "echo 日本語 $(seq 1 200)", "sleep 0.4")

    with terminal(program, "build", "a.pkr.hcl", columns=columns, rows=rows) as seen:
        code = seen.end()

    assert code == 0
    drawn = [line for line in seen.shown.split("\r\n") if "null.a" in line and "⠋" in line]
    assert all(len(ALLOWED.sub("", line).strip("\r")) <= max(columns, 24) for line in drawn)


def test_ctrl_c_undoes_everything(program: Program) -> None:
    write(program, "echo begun", "sleep 60")

    with terminal(program, "build", "a.pkr.hcl") as seen:
        seen.until("begun")
        seen.type("\x03")
        code = seen.end()

    assert code == 1
    assert "SIGINT: undoing everything" in seen.shown
    assert "cancelled" in seen.shown
    assert program.leftovers() == []


def test_a_question_is_answered_with_a_key_and_enter(program: Program) -> None:
    write(program, "test -e again || { touch again; exit 3; }")

    with terminal(program, "build", "-on-error=ask", "a.pkr.hcl") as seen:
        seen.until("[r] retry:")
        seen.type("what?\n")
        seen.until("[r] retry: what?")
        seen.type("r\n")
        code = seen.end()

    assert code == 0
    assert "exit code 3" in seen.shown


def test_ctrl_c_works_at_a_question_too(program: Program) -> None:
    write(program, "exit 3")

    with terminal(program, "build", "-on-error=ask", "a.pkr.hcl") as seen:
        seen.until("[r] retry:")
        seen.type("\x03")
        code = seen.end(10)

    assert code == 1
    assert program.leftovers() == []


def test_debug_waits_for_enter(program: Program) -> None:
    write(program, "echo it runs")

    with terminal(program, "build", "-debug", "a.pkr.hcl") as seen:
        seen.until("Press Enter")
        assert "it runs" not in seen.shown
        seen.type("\n")
        code = seen.end()

    assert code == 0
    assert "it runs" in seen.shown


def test_colours_can_be_switched_off(program: Program) -> None:
    write(program, "true")

    with terminal(program, "build", "-color=false", "a.pkr.hcl") as seen:
        seen.end()

    assert re.search(r"\x1b\[[0-9;]*m", seen.shown) is None


def test_an_error_of_the_template_is_coloured_in_a_terminal(program: Program) -> None:
    (program.work / "a.pkr.hcl").write_text("bild {}\n")

    with terminal(program, "validate", "a.pkr.hcl") as seen:
        code = seen.end()

    assert code == 1
    assert "\x1b[1;31merror:" in seen.shown


def test_an_error_of_the_template_has_no_colour_where_that_is_not_wanted(program: Program) -> None:
    (program.work / "a.pkr.hcl").write_text("bild {}\n")

    with terminal(program, "build", "-color=false", "a.pkr.hcl") as seen:
        seen.end()

    assert seen.shown.startswith("error:")
