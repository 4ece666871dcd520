"""Text becomes tokens, whatever the text."""

from pathlib import PurePath

import pytest

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax.lexer import Tokens, lex, lex_template


def tokens_of(text: str) -> list[tuple[str, str]]:
    return pairs(lex(SourceFile(PurePath("x"), text)))


def pairs(tokens: Tokens) -> list[tuple[str, str]]:
    text = tokens.file.text
    return [
        (kind, text[start:end])
        for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True)
    ]


@pytest.mark.parametrize(
    "operator",
    [
        "+",
        "-",
        "*",
        "/",
        "%",
        "==",
        "!=",
        "<",
        ">",
        "<=",
        ">=",
        "&&",
        "||",
        "!",
        "?",
        ":",
        "=>",
        "=",
        ".",
        ",",
        "...",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "::",
    ],
)
def test_the_kind_of_an_operator_is_its_text(operator: str) -> None:
    assert tokens_of(operator) == [(operator, operator), ("end", "")]


@pytest.mark.parametrize("character", ["&", "|", "^", "~", ";", "`", "'", "**", "\r", "\\", "@"])
def test_what_means_nothing_is_a_bad_token(character: str) -> None:
    assert tokens_of(character) == [("bad", character), ("end", "")]


def test_a_quoted_string_without_specials_is_one_token() -> None:
    assert tokens_of('"a b"') == [("string", '"a b"'), ("end", "")]


def test_any_other_string_is_its_parts() -> None:
    assert tokens_of('"a\\n${ b ~}%"') == [
        ("string-start", '"'),
        ("literal", "a\\n"),
        ("${", "${"),
        ("name", "b"),
        ("template-end", "~}"),
        ("literal", "%"),
        ("string-end", '"'),
        ("end", ""),
    ]


def test_a_heredoc_is_a_literal_for_each_line() -> None:
    assert tokens_of("<<-E\n a\n  b ${c}\n E\n") == [
        ("heredoc-start", "<<-E\n"),
        ("literal", " a\n"),
        ("literal", "  b "),
        ("${", "${"),
        ("name", "c"),
        ("template-end", "}"),
        ("literal", "\n"),
        ("heredoc-end", " E"),
        ("newline", "\n"),
        ("end", ""),
    ]


def test_comments_are_kept_beside_the_tokens() -> None:
    tokens = lex(SourceFile(PurePath("x"), "# a\r\nb // c\n/* d\n*/ e #"))

    assert [tokens.file.text[start:end] for start, end in tokens.comments] == [
        "# a",
        "// c",
        "/* d\n*/",
        "#",
    ]
    assert [kind for kind, _ in pairs(tokens)] == ["newline", "name", "newline", "name", "end"]


def test_a_string_ends_with_its_line_and_takes_with_it_what_is_open_inside() -> None:
    assert [kind for kind, _ in tokens_of('"${ "a\n}')] == [
        "string-start",
        "${",
        "string-start",
        "literal",
        "unclosed",
        "newline",
        "}",
        "end",
    ]


def test_a_string_without_end_inside_a_heredoc_leaves_the_heredoc_whole() -> None:
    assert [kind for kind, _ in tokens_of('<<E\n${ "a\nE\n')] == [
        "heredoc-start",
        "${",
        "string-start",
        "literal",
        "unclosed",
        "literal",
        "heredoc-end",
        "newline",
        "end",
    ]


def test_a_literal_is_one_token_however_many_specials_it_holds() -> None:
    literal = "\\n$" * 2000

    assert tokens_of(f'"{literal}"')[1] == ("literal", literal)
    assert tokens_of(f"<<E\n{literal}\nE\n")[1] == ("literal", f"{literal}\n")


def test_the_end_of_a_bad_heredoc_is_looked_for_a_few_times_only() -> None:
    kinds = [kind for kind, _ in tokens_of("".join(f"<< E{at}\n" for at in range(50)) + "E49\n")]

    assert kinds.count("<<") == 50
    assert "bad-heredoc" in [kind for kind, _ in tokens_of("<< E\nx\nE\n")]


def test_a_template_file_is_literals_too() -> None:
    tokens = lex_template(SourceFile(PurePath("x"), 'a "b"\n%{ if c }'))

    assert [kind for kind, _ in pairs(tokens)] == [
        "literal",
        "%{",
        "name",
        "name",
        "template-end",
        "end",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.", ["1", "."]),
        ("1...", ["1", "..."]),
        ("42.*", ["42", ".", "*"]),
        ("1e3.x", ["1e3", ".", "x"]),
        ("10.0.0.1", ["10.0.0.1"]),
        ("1..2", ["1..2"]),
        ("1.e5", ["1.e5"]),
        ("1e+5e", ["1e+5", "e"]),
        ("1e", ["1", "e"]),
    ],
)
def test_all_that_may_be_one_number_is_one_word(text: str, words: list[str]) -> None:
    assert [word for _, word in tokens_of(text)] == [*words, ""]
