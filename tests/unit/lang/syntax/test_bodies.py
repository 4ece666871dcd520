"""Bodies become arguments and blocks, each with its place."""

from collections.abc import Callable
from pathlib import PurePath

import pytest

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax import Argument, Block, parse

Outline = Callable[[str], str]
Summaries = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", ""),
        ("\n\n", ""),
        ("# only a comment", ""),
        ("a = 1", "a=1"),
        ("a = 1\n", "a=1"),
        ("\ufeffa = 1\n", "a=1"),
        ("a = 1\r\nb = 2\r\n", "a=1; b=2"),
        ("a = 1 # one\nb = 2 // two\nc = /* three */ 3", "a=1; b=2; c=3"),
        ("a = 1 # one\r\nb = 2", "a=1; b=2"),
        ("a = 1 /* over\nlines */\nb = 2", "a=1; b=2"),
        ("a-b = 1\n\u00fc = 2", "a-b=1; \u00fc=2"),
        ("b {}", "b {}"),
        ("b {\n}\n", "b {}"),
        ("b { a = 1 }\n", "b {a=1}"),
        ("b { a = [\n1\n] }\n", "b {a=[1]}"),
        ("b { # comment\n}\n", "b {}"),
        ('b x "y z" {\n  a = 1\n  c {}\n}', "b 'x' 'y z' {a=1; c {}}"),
        ('b "$${x}\\n" {}', "b '${x}\\n' {}"),
        ('b "e\u0301" {}', "b '\u00e9' {}"),
        ("if = 1\nfor {}\ntrue = null", "if=1; for {}; true=None"),
        ("a = 1\na {}\na {}", "a=1; a {}; a {}"),
        ("  a  =  1  \n\tb\t=\t2\t", "a=1; b=2"),
    ],
)
def test_what_a_body_holds(body: Outline, text: str, tree: str) -> None:
    assert body(text) == tree


def test_items_know_where_they_stand() -> None:
    text = 'top = 1\nsource "a" "b" {\n  x = [\n    1,\n  ]\n}\n'
    tree, problems = parse(SourceFile(PurePath("x"), text))

    first, block = tree.items
    assert problems == ()
    assert isinstance(first, Argument)
    assert first.span.text == "top = 1"
    assert isinstance(block, Block)
    assert block.type.span.text == "source"
    assert [label.span.text for label in block.labels] == ['"a"', '"b"']
    assert block.header.text == 'source "a" "b"'
    assert block.span.text == text[8:-1]
    assert block.body.end.text == "}"
    assert block.body.end.start == len(text) - 2
    assert tree.end.start == len(text)
    (inner,) = block.body.items
    assert isinstance(inner, Argument)
    assert inner.span.text == "x = [\n    1,\n  ]"


def test_an_argument_given_twice_is_kept_once() -> None:
    tree, problems = parse(SourceFile(PurePath("x"), "a = 1\na = 2\n"))

    assert len(tree.items) == 1
    assert problems[0].labels[0].text == "first given here"
    assert problems[0].labels[0].span.start == 0


def test_what_is_right_is_kept_beside_what_is_wrong() -> None:
    text = "a = 1\nb = (\nc {\n  d = 1\n  e = +\n}\nf = 2\n"

    tree, problems = parse(SourceFile(PurePath("x"), text))

    assert [item.span.text[0] for item in tree.items] == ["a", "c", "f"]
    assert len(problems) == 2


def test_problems_come_in_the_order_of_the_text(summaries: Summaries) -> None:
    text = 'a = "\\x" +\nb {\n  c = 1\n  c = "\\y"\n'

    found = summaries(text)

    assert found == [
        "1:6 Unknown escape in a string",
        "1:11 Expected a value, found the end of the line",
        '2:3 This "{" is not closed',
        '4:3 "c" is given twice',
        "4:8 Unknown escape in a string",
    ]
