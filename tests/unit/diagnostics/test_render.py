"""Diagnostics are shown where they stand."""

from pathlib import PurePath
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists, text, tuples

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
from goldsmith.diagnostics.columns import columns

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


def shown(text: str, start: int, end: int, *labels: tuple[int, int, str], note: str = "") -> str:
    """How a problem at `start` to `end` of a file is shown, below its first line."""
    file = SourceFile(PurePath("a.hcl"), text)
    problem = Diagnostic(
        "Odd",
        span=file.span(start, end),
        labels=tuple(Label(file.span(*span), what) for *span, what in labels),
        note=note,
    )
    return render(problem, width=60).removeprefix("error: Odd\n") + "\n"


def test_a_second_place_is_shown_with_its_note() -> None:
    text = "a = 1\nb = 2\na = 3\n"

    assert shown(text, 12, 13, (0, 1, "first set here"), note="again") == dedent(
        """\
         --> a.hcl:3:1
        1 | a = 1
          | - first set here
        2 | b = 2
        3 | a = 3
          | ^ again
        """
    )


def test_what_lies_far_between_two_places_is_left_out() -> None:
    text = "a = 1\n" + "b = 2\n" * 9 + "a = 3\n"

    assert shown(text, 60, 61, (0, 1, "first set here")) == dedent(
        """\
          --> a.hcl:11:1
         1 | a = 1
           | - first set here
         …
        11 | a = 3
           | ^
        """
    )


def test_places_in_one_line_share_the_marks_below_where_they_fit() -> None:
    text = "x = f(a, b)\n"

    assert shown(text, 4, 5, (9, 10, "this is b"), (6, 7, "this is a")) == dedent(
        """\
         --> a.hcl:1:5
        1 | x = f(a, b)
          |     ^ - this is a
          |          - this is b
        """
    )


def test_a_place_inside_another_is_marked_below_it() -> None:
    assert shown("x = f(a)\n", 4, 8, (6, 7, "this is null")) == dedent(
        """\
         --> a.hcl:1:5
        1 | x = f(a)
          |     ^^^^
          |       - this is null
        """
    )


def test_a_place_in_another_file_is_shown_below_its_path() -> None:
    problem = Diagnostic(
        "Twice",
        span=FILE.span(0, 11),
        labels=(Label(SourceFile(PurePath("b.hcl"), "\n" * 9 + "x").span(9, 10), "here"),),
    )

    assert render(problem) == dedent(
        """\
        error: Twice
          --> web.hcl:1:1
         1 | provisioner "shell" {
           | ^^^^^^^^^^^
          --> b.hcl:10:1
        10 | x
           | - here"""
    )


def test_a_place_over_a_few_lines_is_marked_at_both_ends() -> None:
    assert shown("a = [\n  1,\n  2,\n  ]\n", 4, 19, note="a tuple") == dedent(
        """\
         --> a.hcl:1:5
        1 | a = [
          |     ^
        2 |   1,
        3 |   2,
        4 |   ]
          |   ^ a tuple
        """
    )


def test_a_place_over_many_lines_is_cut_in_the_middle() -> None:
    assert shown("a {\n" + "  b = 1\n" * 5 + "}\n", 0, 45) == dedent(
        """\
         --> a.hcl:1:1
        1 | a {
          | ^^^
        …
        7 | }
          | ^
        """
    )


def test_tabs_become_blanks_and_marks_follow() -> None:
    assert shown("\ta\t= b\n", 5, 6) == " --> a.hcl:1:6\n1 |     a    = b\n  |            ^\n"


@pytest.mark.parametrize(
    ("line", "column", "carets"),
    [
        ("日本 = x", 7, 1),
        ("e\u0301 = x", 4, 1),
        ("👩 = x", 5, 1),
        ("한 = 日本", 5, 4),
        ("\u202ea = b", 0, 1),
        ("µ = x", 4, 1),
    ],
)
def test_marks_stand_below_wide_and_combining_letters(line: str, column: int, carets: int) -> None:
    start = 0 if column == 0 else line.index("=") + 2

    last = shown(line, start, len(line) if column else 1).splitlines()[-1]

    assert last == f"  | {' ' * column}{'^' * carets}"


def test_a_mark_in_a_long_line_is_cut_with_it() -> None:
    long = shown("x" * 30 + "[" + "y" * 300 + "]" + "z" * 30, 30, 332).splitlines()

    assert long[1:] == [f"1 | …[{'y' * 53}…", f"  |  {'^' * 54}"]


def test_places_far_apart_in_a_long_line_are_shown_one_by_one() -> None:
    text = "a" + "x" * 500 + "b"

    lines = shown(text, 501, 502, (0, 1, "first")).splitlines()

    assert lines[1].endswith("xb")
    assert lines[2].endswith("^")
    assert lines[3].startswith("1 | axx")
    assert lines[4] == "  | - first"


def test_the_end_of_a_line_that_is_cut_on_the_left_can_be_marked() -> None:
    lines = shown("日" * 200 + "!", 200, 201).splitlines()

    assert lines[1].startswith("1 | …日")
    assert lines[1].endswith("日!")
    assert len(lines[2]) - 1 == len("1 | ") + 2 * lines[1].count("日") + 1


def test_an_empty_file_has_a_place_too() -> None:
    assert shown("", 0, 0) == " --> a.hcl:1:1\n1 |\n  | ^\n"


def test_the_end_of_a_file_has_a_place() -> None:
    assert shown("a {\n", 4, 4) == " --> a.hcl:2:1\n2 |\n  | ^\n"
    assert shown("a {", 3, 3) == " --> a.hcl:1:4\n1 | a {\n  |    ^\n"


def test_line_ends_of_windows_are_no_part_of_a_line() -> None:
    assert shown("a = 1\r\nb = 2\r\n", 7, 8) == " --> a.hcl:2:1\n2 | b = 2\n  | ^\n"
    assert shown("a\rb = 1\r\n", 2, 3) == " --> a.hcl:1:3\n1 | a␍b = 1\n  |   ^\n"


@given(
    text(alphabet='ab\t\n\r "{}日\u0301👩\x1b', max_size=300),
    lists(tuples(integers(0, 300), integers(0, 300)), min_size=1, max_size=4),
    integers(20, 100),
)
def test_any_places_in_any_text_can_be_shown(
    content: str, places: list[tuple[int, int]], width: int
) -> None:
    file = SourceFile(PurePath("a.hcl"), content)
    spans = [
        file.span(*sorted((min(start, len(content)), min(end, len(content)))))
        for start, end in places
    ]
    first, *others = spans

    lines = render(
        Diagnostic("Odd", span=first, labels=tuple(Label(one, "") for one in others)), width=width
    ).splitlines()

    assert any("^" in line for line in lines)
    assert "\x1b" not in "".join(lines)
    assert all(columns(line) <= max(width, 30) for line in lines)


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

    drawn = render(Diagnostic('"\x1b[2J" is odd', "No \x7f.", file.span(4, 9)))

    assert drawn == dedent(
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
