from pathlib import PurePath

import pytest

from goldsmith.diagnostics import SourceFile
from goldsmith.lang import references
from goldsmith.lang.syntax import parse, parse_expression


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("var.x", ["var.x"]),
        ('local.a["b"][0].c', ["local.a.b.0.c"]),
        ("data.t.n.out", ["data.t.n.out"]),
        ("local.a[var.i].c", ["local.a", "var.i"]),
        ("local.a[*].b", ["local.a"]),
        ("f(var.x)[var.y].z", ["var.x", "var.y"]),
        (
            '"${var.x}%{ if var.c }${var.y}%{ else }${var.z}%{ endif }"',
            ["var.x", "var.c", "var.y", "var.z"],
        ),
        ('"%{ for v in var.l }${v}${var.x}%{ endfor }"', ["var.l", "var.x"]),
        ('"%{ for k, v in var.l }${k}${v}%{ endfor }"', ["var.l"]),
        ("[for v in var.l : v.x if local.c]", ["var.l", "local.c"]),
        ("{for k, v in var.l : k => v[local.i]}", ["var.l", "local.i"]),
        ("[var.a, { (var.b) = var.c }]", ["var.a", "var.b", "var.c"]),
        ("-var.a + (var.b) ? !var.c : null", ["var.a", "var.b", "var.c"]),
        ("f(1, true, var.a...)", ["var.a"]),
        ("convert(var.a, list(string))", ["var.a"]),
        ('"plain"', []),
    ],
)
def test_references_are_found_in_the_order_of_the_source(written: str, expected: list[str]) -> None:
    found = references(parse_expression(SourceFile(PurePath("x.hcl"), written)))

    assert [".".join((one.root, *one.path)) for one in found] == expected


def test_references_of_a_body_include_those_of_its_blocks() -> None:
    body, _ = parse(SourceFile(PurePath("x.hcl"), "a = var.a\nb {\n  c = var.c\n}\n"))

    assert [one.path for one in references(body)] == [("a",), ("c",)]
    assert [one.span.text for item in body.items for one in references(item)] == ["var.a", "var.c"]
