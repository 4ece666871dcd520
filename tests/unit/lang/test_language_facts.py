"""Facts of the language that no other test has a place for."""

from collections.abc import Callable
from pathlib import PurePath

import pytest

from goldsmith.diagnostics import Diagnostic, SourceFile
from goldsmith.lang import Value, from_python, show
from goldsmith.lang.equality import set_of
from goldsmith.lang.syntax import parse
from goldsmith.lang.values import STRING, map_of, text

Evaluated = Callable[..., Value]
Problems = Callable[..., list[Diagnostic]]

LETTERS = map_of({"b": text("B"), "B": text("bb"), "é": text("e")}, STRING)


def summaries(source: str) -> list[str]:
    """What is wrong with the syntax of a file."""
    return [one.summary for one in parse(SourceFile(PurePath("x.hcl"), source))[1]]


def test_block_comments_do_not_nest_and_are_no_newline() -> None:
    assert summaries("a = /* /* */ 1\n") == []
    assert summaries("a = 1 /* over\ntwo lines */ b = 2\n") != []


def test_a_name_is_the_same_however_its_letters_are_composed(evaluated: Evaluated) -> None:
    assert show(evaluated("{ e\u0301 = 1 }.\u00e9")) == "1"
    assert show(evaluated("e\u0301.x", é={"x": 1})) == "1"
    assert summaries("e\u0301 = 1\n\u00e9 = 2\n") == ['"\u00e9" is given twice']


def test_what_functions_give_is_normalised(evaluated: Evaluated) -> None:
    assert show(evaluated('join("", ["e", "\u0301"]) == "\u00e9"')) == "true"
    assert show(evaluated('"${"e"}${"\u0301"}" == "\u00e9"')) == "true"


def test_the_condition_of_a_directive_is_a_bool(evaluated: Evaluated, problems: Problems) -> None:
    assert show(evaluated('"%{ if "true" }yes%{ endif }"')) == "yes"
    assert problems('"%{ if null }yes%{ endif }"')[0].summary == (
        "This condition is neither true nor false"
    )
    assert problems('"%{ if 1 }yes%{ endif }"')


def test_a_comma_cannot_follow_the_marker_on_its_line() -> None:
    assert summaries("a = [<<E\nx\nE\n, 1]\n") == []
    assert summaries("a = [<<E\nx\nE, 1]\n") != []


def test_a_for_goes_through_keys_by_their_bytes(evaluated: Evaluated) -> None:
    assert show(evaluated('join("", [for k, v in m : k])', m=LETTERS)) == "Bb\u00e9"
    assert show(evaluated('join("", [for k, v in { b = 1, "10" = 2, "9" = 3 } : k])')) == "109b"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('m["b"]', "B"),
        ('["a", "b"]["1"]', "b"),
        ('["a", "b"][1.0]', "b"),
        ('{ "1" = "x" }[1]', "x"),
        ('{ "true" = "x" }[true]', "x"),
    ],
)
def test_an_index_is_converted(evaluated: Evaluated, written: str, expected: str) -> None:
    assert show(evaluated(written, m=LETTERS)) == expected


def test_an_attribute_of_a_map_is_its_key(evaluated: Evaluated, problems: Problems) -> None:
    assert show(evaluated("m.b", m=LETTERS)) == "B"
    assert problems("m.c", m=LETTERS)
    assert problems('m["c"]', m=LETTERS)


def test_a_list_tuple_or_set_may_be_spread(evaluated: Evaluated) -> None:
    numbers = set_of([text("3"), text("7")], STRING)

    assert show(evaluated("max(n...)", n=numbers)) == "7"
    assert show(evaluated("max(convert([1, 2], list(number))...)")) == "2"
    assert show(evaluated("max(5, [1, 2]...)")) == "5"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('join(",", convert(["b", "a", "B"], set(string)))', "B,a,b"),
        ('join(",", convert(convert([10, 9, 10], set(number)), list(string)))', "9,10"),
    ],
)
def test_a_set_becomes_a_sorted_list(evaluated: Evaluated, written: str, expected: str) -> None:
    assert show(evaluated(written)) == expected


def test_a_map_becomes_an_object_that_needs_its_keys(
    evaluated: Evaluated, problems: Problems
) -> None:
    assert show(evaluated("convert(m, object({ b = string })).b", m=LETTERS)) == "B"
    assert problems("convert(m, object({ x = string }))", m=LETTERS)
    assert show(evaluated("convert(m, object({ x = optional(string) })).x", m=LETTERS)) == "null"


def test_python_data_is_what_the_language_makes_of_its_literals(evaluated: Evaluated) -> None:
    assert evaluated('[1, "a", { b = null }]') == from_python([1, "a", {"b": None}])


@pytest.mark.parametrize(
    "name", ["tostring", "tolist", "toset", "tomap", "one", "setsubtract", "matchkeys", "sensitive"]
)
def test_functions_of_terraform_alone_are_not_there(problems: Problems, name: str) -> None:
    assert problems(f"{name}(1)")[0].summary == f'There is no function "{name}"'


def test_a_condition_must_be_one_even_if_there_is_no_element(
    evaluated: Evaluated, problems: Problems
) -> None:
    assert show(evaluated("[for v in [] : v if v > 1]")) == "[]"
    assert show(evaluated("{ for k, v in {} : k => v if v.a.b == 1 }")) == "{}"
    for condition in ("5", "[]", "null", '"maybe"', "v && 5"):
        assert problems(f"[for v in [] : v if {condition}]"), condition
        assert problems(f"{{ for v in [] : v => v if {condition} }}"), condition
