"""Expressions become the trees that their precedence says."""

from collections.abc import Callable
from pathlib import PurePath

import pytest

from goldsmith.diagnostics import SourceFile, TemplateError
from goldsmith.lang.syntax import (
    Attribute,
    Binary,
    Call,
    Conditional,
    ForTuple,
    Index,
    Parentheses,
    Splat,
    parse_expression,
)

Outline = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", "(1+(2*3))"),
        ("1 * 2 + 3", "((1*2)+3)"),
        ("1 - 2 - 3", "((1-2)-3)"),
        ("8 / 4 % 3", "((8/4)%3)"),
        ("a || b && c == d < e + f * g", "(a||(b&&(c==(d<(e+(f*g))))))"),
        ("a * b + c < d == e && f || g", "((((((a*b)+c)<d)==e)&&f)||g)"),
        ("a == b != c", "((a==b)!=c)"),
        ("a <= b >= c > d", "(((a<=b)>=c)>d)"),
        ("-a + !b", "((-a)+(!b))"),
        ("--a", "(-(-a))"),
        ("!-a.b[0]", "(!(-a.b[0]))"),
        ("-1 * 2", "((-1)*2)"),
        ("a ? b : c ? d : e", "(a?b:(c?d:e))"),
        ("a ? b ? c : d : e", "(a?(b?c:d):e)"),
        ("a || b ? c : d + 1", "((a||b)?c:(d+1))"),
        ("(1 + 2) * 3", "(p(1+2)*3)"),
        ("a-b", "a-b"),
        ("a - b", "(a-b)"),
        ("a -b", "(a-b)"),
        ("1-b", "(1-b)"),
    ],
)
def test_operators_bind_by_their_strength(expression: Outline, text: str, tree: str) -> None:
    assert expression(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("true", "True"),
        ("false", "False"),
        ("null", "None"),
        ("for", "for"),
        ("true(1)", "true(1)"),
        ("true.a", "True.a"),
        ("010", "010"),
        ("1.50", "1.50"),
        ("1e5", "1e5"),
        ("1.5E-10", "1.5E-10"),
        ("2e+3", "2e+3"),
        ("\u00e4-o\u0308_1", "\u00e4-\u00f6_1"),
        ("x\u00e9", "x\u00e9"),
        ("_x", "_x"),
    ],
)
def test_single_words_and_numbers(expression: Outline, text: str, tree: str) -> None:
    assert expression(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a.b.c", "a.b.c"),
        ('a["b"][c.d]', "a['b'][c.d]"),
        ("a.0", "a[0]"),
        ("a.0.b", "a[0].b"),
        ("a.*", "a*(@)"),
        ("a.*.b.c", "a*(@.b.c)"),
        ("a.*.0.b", "a*(@[0].b)"),
        ("a.*.b[0].c", "a*(@.b)[0].c"),
        ("a[*]", "a*(@)"),
        ("a[*].b[0].c", "a*(@.b[0].c)"),
        ("a[*].b[*].c", "a*(@.b*(@.c))"),
        ("a[ * ].b", "a*(@.b)"),
        ("a.*.b[*].c", "a*(@.b)*(@.c)"),
        ("f(1)[0].a", "f(1)[0].a"),
        ('"x"[0]', "'x'[0]"),
        ("[1][0]", "[1][0]"),
        ("{a = 1}.a", "{'a': 1}.a"),
        ("(a).b", "(a).b"),
        ("a[\n0\n]", "a[0]"),
    ],
)
def test_steps_behind_a_term(expression: Outline, text: str, tree: str) -> None:
    assert expression(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("f()", "f()"),
        ("f(1, 2,)", "f(1, 2)"),
        ("f(\n1,\n2\n)", "f(1, 2)"),
        ("f(a...)", "f(a...)"),
        ("f(1, a ...)", "f(1, a...)"),
        ("f(1...)", "f(1...)"),
        ("a::b::c(1)", "a::b::c(1)"),
        ("a :: b (1)", "a::b(1)"),
    ],
)
def test_calls(expression: Outline, text: str, tree: str) -> None:
    assert expression(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("[]", "[]"),
        ("[1, 2,]", "[1, 2]"),
        ("[\n1\n,\n2\n]", "[1, 2]"),
        ("[a # one\n, b // two\n]", "[a, b]"),
        ("[a /* one */, b]", "[a, b]"),
        ("{}", "{}"),
        ("{\n}", "{}"),
        ("{a = 1, b : 2}", "{'a': 1, 'b': 2}"),
        ("{\na = 1\n\nb = 2,\nc = 3\n}", "{'a': 1, 'b': 2, 'c': 3}"),
        ("{a = 1 # one\nb = 2}", "{'a': 1, 'b': 2}"),
        ("{true = 1, null = 2, if = 3}", "{'true': 1, 'null': 2, 'if': 3}"),
        ("{a = 1, for = 2}", "{'a': 1, 'for': 2}"),
        ('{"a b" = 1, "${c}" = 2}', "{'a b': 1, <c>: 2}"),
        ("{(a) = 1, (b.c) = 2}", "{(a): 1, (b.c): 2}"),
        ("{1 = 1, f(x) = 2, a[b] = 3, a.*.b = 4}", "{1: 1, f(x): 2, a[b]: 3, a*(@.b): 4}"),
        ("{a = (\n1\n)}", "{'a': (1)}"),
        ("{a = [\n1,\n2\n]}", "{'a': [1, 2]}"),
        ("{a = {\nb = 1\n}\n}", "{'a': {'b': 1}}"),
        ("{a = 1, a = 2}", "{'a': 1, 'a': 2}"),
    ],
)
def test_tuples_and_objects(expression: Outline, text: str, tree: str) -> None:
    assert expression(text) == tree


@pytest.mark.parametrize("text", ["{a\n= 1}", "{a =\n1}", "{a = 1\n+ 2}", "{a = 1\n, b = 2}"])
def test_newlines_end_the_items_of_an_object(expression: Outline, text: str) -> None:
    with pytest.raises(TemplateError):
        expression(text)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("[for v in c : v]", "[for v in c: v]"),
        ("[for k, v in c : k if v > 1]", "[for k,v in c: k if (v>1)]"),
        ("[\nfor v\nin c\n:\nv\nif v\n]", "[for v in c: v if v]"),
        ("{for k, v in c : k => v}", "{for k,v in c: k=>v}"),
        ("{for v in c : v.a => v... if v.b}", "{for v in c: v.a=>v... if v.b}"),
        ("{\n  for v in c :\n  v\n  =>\n  v\n}", "{for v in c: v=>v}"),
        ("[for v in [for w in c : w] : {a = v}]", "[for v in [for w in c: w]: {'a': v}]"),
        ("[for v in a ? b : c : v]", "[for v in (a?b:c): v]"),
        ("[for if in for : if if if]", "[for if in for: if if if]"),
    ],
)
def test_for_expressions(expression: Outline, text: str, tree: str) -> None:
    assert expression(text) == tree


def test_newlines_mean_nothing_in_an_expression_of_its_own(expression: Outline) -> None:
    assert expression("\n1\n+\n2\n") == "(1+2)"


def test_a_colon_pair_and_a_namespace_are_told_apart(expression: Outline) -> None:
    assert expression("a ? b : c") == "(a?b:c)"
    assert expression("{a : b}") == "{'a': b}"


def test_every_node_spans_what_was_written_for_it() -> None:
    text = "a.b ? f(x[1]) : [for v in (y) : v.*.z]"

    tree = parse_expression(SourceFile(PurePath("x"), text))

    assert isinstance(tree, Conditional)
    assert tree.span.text == text
    assert isinstance(tree.condition, Attribute)
    assert tree.condition.span.text == "a.b"
    assert tree.condition.target.span.text == "a"
    assert tree.condition.name.span.text == "b"
    assert isinstance(tree.then, Call)
    assert tree.then.span.text == "f(x[1])"
    assert isinstance(tree.then.arguments[0], Index)
    assert tree.then.arguments[0].span.text == "x[1]"
    assert isinstance(tree.otherwise, ForTuple)
    assert tree.otherwise.span.text == "[for v in (y) : v.*.z]"
    assert tree.otherwise.value.span.text == "v"
    assert isinstance(tree.otherwise.collection, Parentheses)
    assert tree.otherwise.collection.span.text == "(y)"
    assert isinstance(tree.otherwise.item, Splat)
    assert tree.otherwise.item.span.text == "v.*.z"
    assert tree.otherwise.item.each.span.text == ".*.z"


def test_spans_end_with_the_last_token_not_with_the_blanks_behind() -> None:
    tree = parse_expression(SourceFile(PurePath("x"), "  1 +  2  # three\n"))

    assert isinstance(tree, Binary)
    assert tree.span.text == "1 +  2"


@pytest.mark.parametrize("text", ["", "1 2", "a b", "1,", "(", '"a" "b"', "}", "\\"])
def test_what_is_no_single_expression_is_refused(text: str) -> None:
    with pytest.raises(TemplateError):
        parse_expression(SourceFile(PurePath("x"), text))


def test_every_bad_escape_of_an_expression_is_told() -> None:
    with pytest.raises(TemplateError) as refusal:
        parse_expression(SourceFile(PurePath("x"), r'"\a${"\b"}\c"'))

    assert [one.span.start for one in refusal.value.diagnostics if one.span] == [1, 6, 10]


def test_an_expression_of_its_own_must_not_be_too_tall_either() -> None:
    with pytest.raises(TemplateError, match="too complex"):
        parse_expression(SourceFile(PurePath("x"), "1" + " + 1" * 300))


def test_bad_escapes_alone_are_enough_to_refuse() -> None:
    with pytest.raises(TemplateError, match="Unknown escape"):
        parse_expression(SourceFile(PurePath("x"), r'"\a"'))
