"""Strings, heredocs and template files become literals, interpolations and directives."""

from collections.abc import Callable

import pytest

Outline = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('""', "''"),
        ('"abc"', "'abc'"),
        (r'"\n\r\t\"\\"', repr('\n\r\t"\\')),
        (r'"\u00e9\U0001F600"', repr("\u00e9\U0001f600")),
        ('"100%"', "'100%'"),
        ('"$x %y $"', "'$x %y $'"),
        ('"$${a}"', "'${a}'"),
        ('"%%{a}"', "'%{a}'"),
        ('"$$${1}"', "'$${1}'"),
        ('"$$$${1}"', "'$$${1}'"),
        ('"$%{ if a }b%{ endif }"', "<'$' (if a then 'b')>"),
        ('"$$"', "'$$'"),
        ('"{}"', "'{}'"),
        (r'"\\${a}"', r"<'\\' a>"),
        ('"e\u0301"', repr("\u00e9")),
        (r'"e\u0301"', repr("\u00e9")),
    ],
)
def test_strings_without_anything_to_evaluate(value: Outline, text: str, tree: str) -> None:
    assert value(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"${a}"', "<a>"),
        ('"${a}${b}"', "<a b>"),
        ('"x ${a.b} y"', "<'x ' a.b ' y'>"),
        ('"${"${"x"}"}"', "<<'x'>>"),
        ('"${\na\n}"', "<a>"),
        ('"${{a = 1}.a}"', "<{'a': 1}.a>"),
        ('"${f("}")}"', "<f('}')>"),
        ('"${"a"}"', "<'a'>"),
        ('"x${a /* } */ }y"', "<'x' a 'y'>"),
        ('"${<<E\nx\nE\n}"', "<'x\\n'>"),
    ],
)
def test_interpolations(value: Outline, text: str, tree: str) -> None:
    assert value(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"%{ if a }b%{ endif }"', "<(if a then 'b')>"),
        ('"%{ if a }b%{ else }c%{ endif }"', "<(if a then 'b' else 'c')>"),
        ('"%{if a}%{endif}"', "<(if a then )>"),
        ('"%{ for v in c }${v},%{ endfor }"', "<(for v in c: v ',')>"),
        ('"%{ for k, v in c }${k}%{ endfor }"', "<(for k,v in c: k)>"),
        (
            '"%{ for v in c }%{ if v }a%{ else }%{ if w }b%{ endif }%{ endif }%{ endfor }"',
            "<(for v in c: (if v then 'a' else (if w then 'b')))>",
        ),
        ('"%{\nif a\n}b%{\nendif\n}"', "<(if a then 'b')>"),
    ],
)
def test_directives(value: Outline, text: str, tree: str) -> None:
    assert value(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"a  ${~ b ~}  c"', "<'a' b 'c'>"),
        ('"a  ${~ b }  c"', "<'a' b '  c'>"),
        ('"a  ${ b ~}  c"', "<'a  ' b 'c'>"),
        ('"  ${~b~}  "', "<b>"),
        (r'"a \n ${~ b}"', "<'a' b>"),
        ('"${a ~}${~ b}"', "<a b>"),
        ('"${a ~} ${~ b}"', "<a b>"),
        ('"a %{~ if b ~} c %{~ endif ~} d"', "<'a' (if b then 'c') 'd'>"),
        ('"${~ a}"', "<a>"),
        ('" %{~ for x in y ~} ${x} %{~ endfor ~} "', "<(for x in y: x)>"),
        ('"${{a = 1} ~} b"', "<{'a': 1} 'b'>"),
    ],
)
def test_trim_marks_take_blanks_from_the_literal_beside_them(
    value: Outline, text: str, tree: str
) -> None:
    assert value(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("<<E\nE\n", "''"),
        ("<<E\na\n b\nE\n", "'a\\n b\\n'"),
        ("<<E\na\n  E\n", "'a\\n'"),
        ("<<E\r\na\r\nE\r\n", "'a\\r\\n'"),
        ("<<E\nEE\nE x\n${x}E\nE\n", "<'EE\\nE x\\n' x 'E\\n'>"),
        ('<<E\n\\n $${a} %%{b} "q" $ %\nE\n', "'\\\\n ${a} %{b} \"q\" $ %\\n'"),
        ("<<E\n${a}\nE\n", "<a '\\n'>"),
        ('<<E\n${"E"\n}\nE\n', "<'E' '\\n'>"),
        ("<<E\n%{ if a }\nb\n%{ endif }\nE\n", "<(if a then '\\nb\\n') '\\n'>"),
        ("<<\u00c4-1\na\n\u00c4-1\n", "'a\\n'"),
        ("<<E\ne\u0301\nE\n", "'\u00e9\\n'"),
    ],
)
def test_heredocs(value: Outline, text: str, tree: str) -> None:
    assert value(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("<<-E\n    a\n      b\n    c\n  E\n", "'a\\n  b\\nc\\n'"),
        ("<<-E\n\ta\n\t\tb\n\tE\n", "'a\\n\\tb\\n'"),
        ("<<-E\n\t a\n  b\nE\n", "'a\\nb\\n'"),
        ("<<-E\n  a\n\n \n  b\nE\n", "'a\\n\\n \\nb\\n'"),
        ("<<-E\n   \n  a\nE\n", "'   \\na\\n'"),
        ("<<-E\n  a\n${b}\nE\n", "<'  a\\n' b '\\n'>"),
        ("<<-E\n  a\n  ${b} c\nE\n", "<'a\\n' b ' c\\n'>"),
        ("<<-E\n  a ${b}   c\nE\n", "<'a ' b '   c\\n'>"),
        ("<<-E\n  ${~ b}\n  c\nE\n", "<b '\\n  c\\n'>"),
        ("<<-E\n\n\nE\n", "'\\n\\n'"),
        ("<<-E\r\n  a\r\n\r\n  b\r\nE\r\n", "'a\\r\\n\\r\\nb\\r\\n'"),
        ("<<-E\nE\n", "''"),
    ],
)
def test_heredocs_lose_the_indentation_that_all_lines_share(
    value: Outline, text: str, tree: str
) -> None:
    assert value(text) == tree


def test_a_trimmed_newline_keeps_the_line_behind_it_as_it_is(value: Outline) -> None:
    text = "<<-E\n    %{ for x in l ~}\n    - ${x}\n    %{ endfor ~}\n    E\n"

    assert value(text) == "<(for x in l: '    - ' x '\\n')>"


def test_a_trim_mark_takes_no_more_than_one_line_of_a_heredoc(value: Outline) -> None:
    assert value("<<E\n${a ~}\n\n  b\nE\n") == "<a '\\n  b\\n'>"
    assert value("<<E\na\n\n  ${~ b}\nE\n") == "<'a\\n\\n' b '\\n'>"


def test_a_heredoc_is_a_value_like_others(body: Outline) -> None:
    assert body("a = f(<<E\nx\nE\n, 1)\n") == "a=f('x\\n', 1)"
    assert body("a = [<<E\nx\nE\n, <<E\ny\nE\n]\n") == "a=['x\\n', 'y\\n']"
    assert body("a = {\nb = <<E\nx\nE\nc = 1\n}\n") == "a={'b': 'x\\n', 'c': 1}"
    assert body("a = <<E\nx\n \t E \nb = 1\n") == "a='x\\n'; b=1"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", "''"),
        ('a "b" \\n', "'a \"b\" \\\\n'"),
        ("a ${b}\nc", "<'a ' b '\\nc'>"),
        ("%{ for x in y ~}\n- ${x}\n%{ endfor ~}\nend\n", "<(for x in y: '- ' x '\\n') 'end\\n'>"),
        ("$${a} $", "'${a} $'"),
        ("${a}", "<a>"),
        ("\ufeffa", "'a'"),
    ],
)
def test_a_file_can_be_a_template(template: Outline, text: str, tree: str) -> None:
    assert template(text) == tree
