"""Diagnostics are shown where they stand."""

from pathlib import PurePath
from textwrap import dedent

from goldsmith.diagnostics import (
    Diagnostic,
    Label,
    Severity,
    SourceFile,
    TemplateError,
    did_you_mean,
    render,
    render_all,
)

FILE = SourceFile(PurePath("web.hcl"), 'provisioner "shell" {\n  inlin = ["true"]\n}\n')


def test_a_problem_is_shown_with_its_line_and_a_caret() -> None:
    problem = Diagnostic(
        'The shell provisioner has no setting "inlin"',
        'Did you mean "inline"?',
        FILE.span(24, 29),
    )

    assert render(problem) == dedent(
        """\
        error: The shell provisioner has no setting "inlin"
         --> web.hcl:2:3
        2 |   inlin = ["true"]
          |   ^^^^^
        Did you mean "inline"?"""
    )


def test_a_second_place_is_shown_with_its_note() -> None:
    problem = Diagnostic(
        "Twice", span=FILE.span(24, 29), labels=(Label(FILE.span(0, 11), "first given here"),)
    )

    assert render(problem).splitlines()[-1] == "  | ----------- first given here"


def test_a_problem_without_a_place_is_one_line() -> None:
    assert render(Diagnostic("There is no template.")) == "error: There is no template."


def test_a_warning_says_that_it_is_one() -> None:
    assert render(Diagnostic("Old", severity=Severity.WARNING)) == "warning: Old"


def test_a_place_at_the_end_of_a_line_still_has_a_caret() -> None:
    problem = Diagnostic("More was expected", span=FILE.span(21, 21))

    assert render(problem).splitlines()[-1].endswith("^")


def test_a_very_long_line_is_cut_around_the_place() -> None:
    file = SourceFile(PurePath("min.hcl"), "x" * 5000 + "bad" + "y" * 5000)

    excerpt = render(Diagnostic("Odd", span=file.span(5000, 5003))).splitlines()

    assert len(excerpt[2]) < 200
    assert excerpt[2][excerpt[3].index("^") :].startswith("bad")


def test_a_template_cannot_steer_the_terminal() -> None:
    file = SourceFile(PurePath("a\x07.hcl"), 'x = "\x1b[2J\x9b2J"')

    text = render(Diagnostic('"\x1b[2J" is odd', "No \x7f.", file.span(4, 9)))

    assert text == dedent(
        """\
        error: "␛[2J" is odd
         --> a␇.hcl:1:5
        1 | x = "␛[2J�2J"
          |     ^^^^^
        No ␡."""
    )


def test_colours_are_used_only_when_asked_for() -> None:
    problem = Diagnostic("Odd", span=FILE.span(0, 3))

    assert "\x1b[" not in render(problem)
    assert "\x1b[" in render(problem, color=True)


def test_several_problems_stand_apart() -> None:
    assert render_all([Diagnostic("A"), Diagnostic("B")]) == "error: A\n\nerror: B"


def test_a_template_error_carries_every_problem() -> None:
    error = TemplateError([Diagnostic("A"), Diagnostic("B")])

    assert [one.summary for one in error.diagnostics] == ["A", "B"]
    assert str(error) == "A\nB"


def test_positions_count_from_one() -> None:
    position = FILE.span(24, 29).position

    assert (position.line, position.column) == (2, 3)


def test_a_span_can_reach_to_another() -> None:
    assert FILE.span(0, 11).to(FILE.span(12, 19)).text == 'provisioner "shell"'


def test_a_far_name_gets_no_suggestion() -> None:
    assert did_you_mean("inlin", ["inline"]) == 'Did you mean "inline"?'
    assert did_you_mean("zzz", ["inline"]) == ""
