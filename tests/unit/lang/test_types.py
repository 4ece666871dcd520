from pathlib import PurePath

import pytest

from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError
from goldsmith.lang import ANYTHING, Constraint, ConversionError, constraint, describe, from_python
from goldsmith.lang.equality import set_of
from goldsmith.lang.syntax import parse_expression
from goldsmith.lang.values import SetOf, Value, list_of, mark, null, text, to_python, unknown


def read(written: str) -> Constraint:
    return constraint(parse_expression(SourceFile(PurePath("x.hcl"), written)))


def problems(written: str) -> list[Diagnostic]:
    with pytest.raises(TemplateError) as refusal:
        read(written)
    return list(refusal.value.diagnostics)


@pytest.mark.parametrize(
    "written",
    [
        "string",
        "number",
        "bool",
        "any",
        "list(string)",
        "set(number)",
        "map(list(bool))",
        "tuple([string, number])",
        "object({a = string, b-c = optional(number)})",
    ],
)
def test_a_type_is_described_as_it_was_written(written: str) -> None:
    assert describe(read(written).type) == written


def test_parentheses_mean_nothing() -> None:
    assert read("(list((string)))") == read("list(string)")


def test_everything_fits_any() -> None:
    assert ANYTHING.apply(text("x")) == text("x")


@pytest.mark.parametrize(
    ("written", "data", "expected"),
    [
        ('object({a = optional(string, "x")})', {}, {"a": "x"}),
        ('object({a = optional(string, "x")})', {"a": None}, {"a": "x"}),
        ('object({a = optional(string, "x")})', {"a": "y"}, {"a": "y"}),
        ("object({a = optional(number)})", {}, {"a": None}),
        ("object({a = optional(string, 5)})", {}, {"a": "5"}),
        ("list(object({a = optional(number, 1)}))", [{}, {"a": 2}], [{"a": 1}, {"a": 2}]),
        ("map(object({a = optional(number, 1)}))", {"k": {}}, {"k": {"a": 1}}),
        ("tuple([string, object({a = optional(number, 1)})])", ["x", {}], ["x", {"a": 1}]),
        (
            "object({o = optional(object({a = optional(number, 1)}), {})})",
            {},
            {"o": {"a": 1}},
        ),
        ("object({o = object({a = optional(number, 1)})})", {"o": {}}, {"o": {"a": 1}}),
        ("object({o = object({a = optional(number, 1)})})", {"o": None}, {"o": None}),
        ("list(string)", [1], ["1"]),
    ],
)
def test_gaps_are_filled_before_conversion(written: str, data: object, expected: object) -> None:
    assert to_python(read(written).apply(from_python(data))) == expected


def test_elements_of_a_set_get_their_defaults() -> None:
    wanted = read("set(object({a = optional(number, 1)}))")
    given = set_of([from_python({})], from_python({}).type)

    assert isinstance(wanted.type, SetOf)
    assert to_python(wanted.apply(given)) == [{"a": 1}]


@pytest.mark.parametrize("value", [null(), unknown()])
def test_what_is_null_or_unknown_has_no_gaps(value: Value) -> None:
    assert read("object({a = optional(string, 1)})").apply(value).data is value.data


def test_a_secret_stays_one_when_its_gaps_are_filled() -> None:
    assert read("object({a = optional(string, 1)})").apply(mark(from_python({}))).sensitive


def test_a_list_is_no_tuple_even_with_defaults() -> None:
    wanted = read("tuple([object({a = optional(number, 1)})])")

    with pytest.raises(ConversionError, match="A tuple is needed"):
        wanted.apply(list_of([from_python({})], from_python({}).type))


def test_text_is_no_object_even_with_defaults() -> None:
    with pytest.raises(ConversionError, match="An object is needed"):
        read("object({a = optional(number, 1)})").apply(text("x"))


@pytest.mark.parametrize(
    ("written", "place", "summary"),
    [
        ("strng", "strng", '"strng" is not a type'),
        ("list", "list", 'The type "list" does not say what it holds'),
        ("list()", "list()", 'The type "list" does not say what it holds'),
        ("tuple(string)", "string", 'The type "tuple" does not say what it holds'),
        ("object(string)", "string", 'The type "object" does not say what it holds'),
        ("lst(string)", "lst", '"lst" is not a type'),
        ('"string"', '"string"', "A type is not a text"),
        ("5", "5", "This is not a type"),
        ("optional(string)", "optional", "Only an attribute of an object can be optional"),
        (
            "object({a = optional()})",
            "optional()",
            'The type "optional" does not say what it holds',
        ),
        ("object({(5) = string})", "(5)", "An attribute of an object type needs a plain name"),
        ('object({a = optional(number, "x")})', '"x"', "This default does not fit its type"),
    ],
)
def test_what_is_no_type_is_shown_where_it_stands(written: str, place: str, summary: str) -> None:
    (problem,) = problems(written)

    assert problem.summary == summary
    assert problem.span
    assert problem.span.text == place


def test_a_misspelt_type_gets_a_suggestion() -> None:
    assert problems("strng")[0].detail == 'Did you mean "string"?'


def test_all_mistakes_in_a_type_are_found_at_once() -> None:
    found = problems("object({a = x, b = tuple([y, z]), c = string, c = number})")

    assert [one.summary for one in found] == [
        '"x" is not a type',
        '"y" is not a type',
        '"z" is not a type',
        'The attribute "c" is there twice',
    ]
