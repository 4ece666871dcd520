"""What holds for every text, however wrong."""

import sys
from collections.abc import Callable
from itertools import chain
from pathlib import PurePath
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from goldsmith.diagnostics import Diagnostic, SourceFile, Span, TemplateError, render
from goldsmith.lang.syntax import Expression, Text, parse, parse_expression, parse_template
from goldsmith.lang.syntax.lexer import Tokens, lex, lex_template
from goldsmith.record import fields_of

PIECES = [
    *"\"{}()[]=,.:?*+-!<>&|%$\\'#/~@;^` \t\n\r",
    *(
        "a",
        "b-c",
        "if",
        "else",
        "for",
        "in",
        "endif",
        "endfor",
        "true",
        "null",
        "1",
        "2.5",
        "\u00e9",
    ),
    *("${", "${~", "%{", "~}", "$${", "%%{", "<<E\n", "<<-E\n", "E\n", "/*", "*/", "//", "..."),
    *("a = ", 'b "c" {\n', "}\n", "[*]", ".*", "::", "=>", "==", '"x"', "\r\n", "\u0301", "\ufeff"),
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


def file(text: str) -> SourceFile:
    return SourceFile(PurePath("law.pkr.hcl"), text)


def joined(tokens: Tokens) -> str:
    """Tokens and what lies between, which must be blanks and comments only."""
    parts = [(start, end) for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    at, text = 0, ""
    for start, end in sorted(parts + tokens.comments):
        gap = tokens.file.text[at:start]
        assert start >= at
        assert gap.strip(" \t") in ("", "\ufeff")
        text += gap + tokens.file.text[start:end]
        at = end
    return text


def spans(node: object) -> list[Span]:
    """All spans in a tree."""
    found: list[Span] = []
    nodes = [node] if node is not None else []
    while nodes:
        one = nodes.pop()
        values = [getattr(one, name) for name in fields_of(type(one))]
        found.extend(value for value in values if isinstance(value, Span))
        tuples = chain.from_iterable(value for value in values if isinstance(value, tuple))
        single = (value for value in values if not isinstance(value, Span))
        nodes += [value for value in chain(tuples, single) if hasattr(type(value), "__fields__")]
    return found


def check(problems: tuple[Diagnostic, ...], text: str) -> None:
    for problem in problems:
        assert problem.span is not None
        for span in (problem.span, *(label.span for label in problem.labels)):
            assert 0 <= span.start <= span.end <= len(text)
        assert not problem.summary.endswith(".")
        assert problem.detail
        render(problem)


@given(TEXTS)
def test_tokens_join_up_to_their_source(text: str) -> None:
    assert joined(lex(file(text))) == text
    assert joined(lex_template(file(text))) == text


@given(TEXTS)
def test_any_text_becomes_a_tree_and_problems(text: str) -> None:
    body, problems = parse(file(text))

    for span in spans(body):
        assert 0 <= span.start <= span.end <= len(text)
    check(problems, text)
    starts = [problem.span.start for problem in problems if problem.span]
    assert starts == sorted(starts)


@given(TEXTS)
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    for read in (parse_expression, parse_template):
        tree, problems = attempt(read, text)

        assert (tree is None) == bool(problems)
        check(problems, text)
        assert all(0 <= span.start <= span.end <= len(text) for span in spans(tree))


def attempt(
    read: Callable[[SourceFile], Expression], text: str
) -> tuple[Expression | None, tuple[Diagnostic, ...]]:
    try:
        return read(file(text)), ()
    except TemplateError as refusal:
        return None, refusal.diagnostics


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_string_may_be_written_by_the_numbers_of_its_characters(text: str) -> None:
    numbers = "".join(f"\\U{ord(character):08X}" for character in text)

    tree = parse_expression(file(f'"{numbers}"'))

    assert isinstance(tree, Text)
    assert tree.text == normalize("NFC", text)


@given(
    st.sampled_from(
        ["(", "[", "{a = ", "f(", '"${', "x ? y : ", "b {\n", "x[", "!", "<<E\n${", "%{ if "]
    )
)
def test_deep_nesting_never_exhausts_the_stack(opening: str) -> None:
    limit = sys.getrecursionlimit()

    for prefix in ("", "a = "):
        parse(file(prefix + opening * limit))
