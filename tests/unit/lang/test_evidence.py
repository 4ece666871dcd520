"""Values that an error shows are short, and no secrets."""

from pathlib import Path, PurePath

import pytest

from goldsmith.diagnostics import Diagnostic, Label, SourceFile
from goldsmith.lang.evidence import origins, short, shown_values, with_evidence
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax import parse_expression
from goldsmith.lang.values import Value, from_python, mark, object_of, text, unknown

FILE = SourceFile(PurePath("a.pkr.hcl"), "variable x")
PLACES = {
    "var.x": Label(FILE.span(0, 8), "var.x is set here"),
    "data.http.a": Label(FILE.span(9, 10), "data.http.a is declared here"),
}


def scope(**values: Value) -> Scope:
    data = object_of({"http": object_of({"a": from_python({"body": "b"})})})
    names = {"var": object_of(values), "data": data}
    return Scope(names, {}, Path(), places=PLACES)


def expression(written: str) -> "SourceFile":
    return SourceFile(PurePath("x.hcl"), written)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("x", '"x"'),
        ("x" * 99, f'"{"x" * 60}…"'),
        ('a"\n', '"a\\"\\n"'),
        (3, "3"),
        (None, "null"),
        ([], "[]"),
        ({}, "{}"),
        (["a", 1], '["a", 1]'),
        ({"a": 1, "b c": [True]}, '{ a = 1, "b c" = [true] }'),
        (list(range(100)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, …]"),
        ([[[[[["deep"]]]]]], "[[[[[…]]]]]"),
    ],
)
def test_a_value_is_shown_on_one_line(value: object, shown: str) -> None:
    assert short(from_python(value)) == shown


def test_secrets_inside_a_value_are_masked() -> None:
    assert short(object_of({"a": mark(text("hunter2"))})) == "{ a = <sensitive> }"


def test_the_values_in_an_expression_are_told_once_each() -> None:
    written = parse_expression(expression("var.x + var.y + var.x + var.z + data.http.a.body"))
    values = {"x": from_python(1), "y": mark(text("s")), "z": unknown()}

    assert shown_values(written, scope(**values)).splitlines() == [
        "var.x is 1.",
        "var.y is <sensitive>.",
        'data.http.a.body is "b".',
    ]


def test_what_was_told_already_is_not_told_again() -> None:
    written = parse_expression(expression("var.x"))

    assert shown_values(written, scope(x=text("a")), told='Not "a".') == ""
    assert shown_values(written, scope(x=text("a")), told="Not so.") == 'var.x is "a".'


def test_a_name_that_leads_nowhere_has_no_value() -> None:
    written = parse_expression(expression("var.x.y + nothing.z"))

    assert shown_values(written, scope(x=text("a"))) == ""


def test_where_values_are_set_is_shown_with_the_problem() -> None:
    written = parse_expression(expression("[var.x, data.http.a.body, var.x]"))

    problem = with_evidence(Diagnostic("Odd", "Why."), written, scope(x=from_python(1)))

    assert problem.labels == tuple(PLACES.values())
    assert problem.detail == 'Why.\nvar.x is 1.\ndata.http.a.body is "b".'
    assert origins(parse_expression(expression("1")), scope()) == ()
