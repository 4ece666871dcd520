"""One mistake gives one problem, and what follows is read as if it were not there."""

from collections.abc import Callable

import pytest

Summaries = Callable[[str], list[str]]

AFTER = '\nlater "x" {\n  y = "${z}"\n}\nlast = +\n'
"""Right, but for its last line: the problem there shows that reading went on."""

MISTAKES = [
    "a = ",
    'a = "x',
    'a = "x\n  y"',
    'a = ["x\n  y z",\n"x"]',
    'a = f(["x\n  y z"])',
    'a = {\n  b = "x\ny\nz"\n  c = [1]\n}',
    'a = "x ${y',
    'a = "x ${y"',
    'a = "${f("x}"',
    'a = "${[1, 2}"',
    'a = ["x, "y"]',
    "a = (1",
    "a = f(1, 2",
    "a = [1, 2",
    "a = [1, {b = 2]",
    "a = x[0",
    "a = 'x'",
    "a = {\n  b = 1 2\n  c = (\n}",
    "a = [\n  1\n  2\n]",
    "a = [\n  1 2,\n  {\n    b = 1\n  },\n]",
    "a = )",
    "a = }",
    "}",
    "= 1",
    '"a" = 1',
    "a: 1",
    "a",
    "a.b = 1",
    "a = 1, b = 2",
    "b { a = 1, c = 2 }",
    "b { a = 1\n  c = 2\n}",
    "b { c {} }",
    'b "x" 1 {\n  a = 1\n}',
    'b "x" = {\n  a = 1\n}',
    'b "${x}" {\n  a = 1\n}',
    'b "x {\n  a = 1\n}',
    "b\n{\n  a = 1\n}",
    "b {\n  a = 1 }",
    "b {\n} c",
    'a = "%{ if x }"',
    'a = "%{ endif }"',
    'a = "%{ for x }y%{ endfor }"',
    "a = <<E\n  %{ if }\nE",
    "a = <<E\n${\nE",
    'a = <<"E"\nx = 1\nE',
    "a = << E\nx {\nE",
    "a = <<E x\n\nE",
    "a = [for x in y]",
    "a = {for x in y : x}",
    "a = x.0.1",
    "a = 1.",
    "a = 0x1",
    "a = @",
    "a = 1 & 2",
    "a = b::c",
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_once_and_reading_goes_on(summaries: Summaries, mistake: str) -> None:
    found = summaries(mistake + AFTER)

    last = mistake.count("\n") + 5
    assert len(found) == 2, found
    assert found[1] == f'{last}:8 Expected a value, found "+"'


@pytest.mark.parametrize("mistake", [one for one in MISTAKES if one != "}"])
def test_a_mistake_in_a_block_leaves_the_block_whole(summaries: Summaries, mistake: str) -> None:
    indented = "\n".join(line if line == "E" else f"  {line}" for line in mistake.split("\n"))

    found = summaries("outer {\n" + indented + "\n  more = 1\n}" + AFTER)

    last = mistake.count("\n") + 8
    expected = 2
    assert len(found) == expected, found
    assert found[-1] == f'{last}:8 Expected a value, found "+"'


def test_the_block_with_the_crooked_brace_is_blamed(summaries: Summaries) -> None:
    text = "a {\n  b {\n    c = 1\n  d = 2\n}\ne {\n}\n"

    assert summaries(text) == ['2:5 This "{" is not closed']


def test_without_a_crooked_brace_the_innermost_open_block_is_blamed(summaries: Summaries) -> None:
    assert summaries("a {\n  b {\n") == ['2:5 This "{" is not closed']


def test_two_strings_without_end_are_two_mistakes(summaries: Summaries) -> None:
    assert summaries('a = "x\nb "y z\nc = ["v\nd = "w"\n') == [
        "1:5 This string is not closed",
        "2:3 This string is not closed",
        "3:6 This string is not closed",
    ]


def test_a_string_over_several_lines_ends_at_a_quote_that_ends_a_line(summaries: Summaries) -> None:
    assert summaries('a = "x\ny\nz")\nb = 1\n') == ["1:5 This string is not closed"]


def test_reading_stops_after_two_hundred_problems(summaries: Summaries) -> None:
    found = summaries("a = )\n" * 1000)

    assert len(found) == 201
    assert found[-1] == "200:5 Too many problems; the rest of the file was not read"


def test_duplicates_are_counted_too(summaries: Summaries) -> None:
    assert len(summaries("a = 1\n" * 1000)) == 200


@pytest.mark.parametrize("depth", [99, 101])
@pytest.mark.parametrize(
    ("opening", "middle", "closing"),
    [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{a = ", "1", "}"),
        ("f(", "1", ")"),
        ("x[", "1", "]"),
        ('"${', "x", '}"'),
        ("x ? y : ", "z", ""),
        ("[for x in ", "y", " : x]"),
        ("", "x", "[*]"),
    ],
)
def test_nesting_has_a_limit_that_is_told(
    summaries: Summaries, opening: str, middle: str, closing: str, depth: int
) -> None:
    found = summaries(f"a = {opening * depth}{middle}{closing * depth}\n")

    assert [one.partition(" ")[2] for one in found] == (
        ["This is nested too deeply"] if depth > 100 else []
    )


@pytest.mark.parametrize("depth", [99, 101])
def test_blocks_have_the_same_limit(summaries: Summaries, depth: int) -> None:
    found = summaries("b {\n" * depth + "}\n" * depth)

    assert found == (["101:3 This is nested too deeply"] if depth > 100 else [])


@pytest.mark.parametrize(
    "text",
    [
        "1" + " + 1" * 300,
        "x" + ".y" * 300,
        "x" + "[0]" * 300,
        "-" * 300 + "1",
        '"' + "%{ if x }" * 300 + "%{ endif }" * 300 + '"',
    ],
)
def test_a_tree_that_is_too_tall_is_refused(summaries: Summaries, text: str) -> None:
    assert summaries(f"a = {text}\n") == ["1:5 This expression is too complex"]


def test_a_long_expression_need_not_be_tall(summaries: Summaries) -> None:
    assert summaries(f"a = [{'1 + 2, ' * 1000}]\n") == []


def test_reading_again_costs_no_more_than_twice_the_file(summaries: Summaries) -> None:
    mistake = 'a = "${[x\n'
    padding = "# comment\n" * 150_000

    found = summaries(mistake * 5 + padding)

    assert found[-1].endswith("Too many problems; the rest of the file was not read")
