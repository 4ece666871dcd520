"""Files are laid out in the usual way, and only blanks change."""

from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.diagnostics import SourceFile, TemplateError
from goldsmith.lang.syntax import parse
from goldsmith.lang.syntax.format import format_source
from goldsmith.lang.syntax.graphemes import columns
from goldsmith.lang.syntax.lexer import lex

FOLDER = Path(__file__).parents[3] / "language" / "format"
PIECES = [
    *'"{}()[]=,.:?*+-!<>%$#/~ \t\n',
    *("a", "b-c", "if", "for", "in", "1", "2.5", "\u00e9", "\u0301", "\ufeff", "\r\n", "=>", "..."),
    *("${", "%{ if a }", "~}", "%{ endif }", "$${", "<<E\n", "<<-E\n", "E\n", "/* c */", "// d\n"),
    *("a = ", 'b "c" {\n', "}\n", '"x"', "[1, 2]", "{ a = 1 }", "f(a)", "a = 1\n", "# e\n"),
]
LEAVES = [
    "1",
    "name",
    "in",
    '"s"',
    '""',
    '"\u00e9"',
    "a@.@b",
    "a@[@0@]",
    "a.*.b",
    '"x${@b@}%{if c}d%{@endif@~}"',
]
WRAPPINGS = [
    "[@X@,@X@]",
    "[@\n@X@,@# c\n@X@,@\n@]",
    "{@k@=@X@,@l@:@X@}",
    "{@\n@k@=@X@\n@long@=@X@# d\n@}",
    "f(@X@,@X@...@)",
    "(@X@-@X@)",
    "(@X@\n@*@-@X@)",
    "(!@X@)",
    "(@X@?@X@:@X@)",
    "[for k@,@v in @X@:@X@if@(@X@)@]",
    "{for k in [@X@]@:@k@=>@X@}",
    '"a${@X@}b${@{@k@=@X@}@}"',
    "(@X@/* e */@==@X@)",
    "[@<<E\n text ${@X@}\n  E\n@,@X@]",
]


def source(text: str) -> SourceFile:
    return SourceFile(PurePath("test.pkr.hcl"), text)


def laid_out(text: str) -> str:
    return format_source(source(text))


def written(text: str) -> str:
    """Everything in a text but the blanks between its tokens."""
    file = source(text)
    tokens = lex(file)
    spans = [*zip(tokens.starts, tokens.ends, strict=True), *tokens.comments]
    return "".join(text[start:end] for start, end in sorted(spans))


def filled(text: str, blanks: list[str]) -> str:
    """The text with something between its tokens wherever it has an @."""
    parts = text.split("@")
    between = [blanks[at % len(blanks)] for at in range(len(parts) - 1)]
    return parts[0] + "".join(map(str.__add__, between, parts[1:]))


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions made of others."""
    return st.builds(
        lambda outer, one, two: outer.replace("X", one, 1).replace("X", two),
        st.sampled_from(WRAPPINGS),
        inner,
        inner,
    )


EXPRESSIONS = st.recursive(st.sampled_from(LEAVES), grown, max_leaves=8)
ARGUMENTS = st.builds(
    "@a{}@=@{}@{}\n".format, st.integers(0, 10**6), EXPRESSIONS, st.sampled_from(["", "# t"])
)
OTHER_LINES = st.sampled_from(
    ["\n", "@# alone  \n", "@/* c */@\n", "@b@{@}\n", '@b "l"@{@a@=@1@}\n']
)
LINES = st.lists(st.one_of(ARGUMENTS, OTHER_LINES), max_size=6).map("".join)
BODIES = st.recursive(
    LINES, lambda inner: st.builds('{}@b "l"@{{@\n{}@}}\n{}'.format, LINES, inner, LINES)
)
BLANKS = st.lists(st.sampled_from([" ", " ", "   ", "\t"]), min_size=1, max_size=20)


@given(BODIES, BLANKS)
def test_only_blanks_change(body: str, blanks: list[str]) -> None:
    text = filled(body, blanks)
    if parse(source(text))[1]:
        return

    result = laid_out(text)

    assert written(result) == written(text)
    assert result.count("\n") == text.count("\n")


@given(BODIES, BLANKS, BLANKS)
def test_how_a_file_was_laid_out_before_does_not_matter(
    body: str, some: list[str], other: list[str]
) -> None:
    if parse(source(filled(body, some)))[1]:
        return

    assert laid_out(filled(body, some)) == laid_out(filled(body, other))


@given(BODIES, BLANKS)
def test_a_file_that_is_laid_out_stays_so(body: str, blanks: list[str]) -> None:
    text = filled(body, blanks)
    if parse(source(text))[1]:
        return

    once = laid_out(text)

    assert laid_out(once) == once


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_laid_out_for_good_or_refused(text: str) -> None:
    if parse(source(text))[1]:
        with pytest.raises(TemplateError):
            laid_out(text)
        return

    once = laid_out(text)

    assert written(once) == written(text)
    assert laid_out(once) == once


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.hcl")), ids=lambda path: path.name)
def test_a_file_becomes_what_stands_beside_it(path: Path) -> None:
    expected = path.with_suffix(".formatted").read_bytes().decode()

    assert laid_out(path.read_bytes().decode()) == expected
    assert laid_out(expected) == expected


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", ""),
        ("  \n\t\n", "\n\n"),
        ("\ufeff  a=1\n", "a = 1\n"),
        ("\ufeff", ""),
        ("a=1", "a = 1"),
        ("a=1 \t", "a = 1  "),
        ("a=1\n \t", "a = 1\n  "),
        ("a=1/* c */", "a = 1 /* c */"),
        ("a=1\r\nbb=2# c\r\n", "a  = 1\r\nbb = 2 # c\r\n"),
        ("# c \t \nb=1 // d  \n", "# c \t \nb = 1 // d  \n"),
        ("a = <<E\n  b\n\tE \t\nccc=1\n", "a   = <<E\n  b\n\tE \t\nccc = 1\n"),
        ("a = <<E\n${\nb\n}\nE\nc=1\n", "a = <<E\n${\nb\n}\nE\nc = 1\n"),
    ],
)
def test_the_ends_of_lines_and_files_stay(text: str, result: str) -> None:
    assert laid_out(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("-1", "-1"),
        ("- 1", "-1"),
        ("a-1", "a-1"),
        ("a -1", "a - 1"),
        ("(a)-1", "(a) - 1"),
        ("[- 1,- 2]", "[-1, -2]"),
        ("a? - 1: - 2", "a ? -1 : -2"),
        ("a==- 1", "a == -1"),
        ("a&&- 1", "a && -1"),
        ("1 - - 1", "1 - -1"),
        ("- - a", "--a"),
        ("! a", "!a"),
        ("! ! a", "!!a"),
        ('"${-1}"', '"${- 1}"'),
        ("{for k in a:k=>-1}", "{ for k in a : k => - 1 }"),
    ],
)
def test_a_sign_stands_beside_its_operand(text: str, result: str) -> None:
    assert laid_out(f"x={text}\n") == f"x = {result}\n"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("[for a in [1]:a]", "[for a in [1] : a]"),
        ("[for in in in[0]:in]", "[for in in in [0] : in]"),
        ("in [0]", "in[0]"),
        ("f ( a , b ... )", "f(a, b...)"),
        ("a :: b (1)", "a::b(1)"),
        ("[1,2,]", "[1, 2, ]"),
        ("{ }", "{}"),
        ("{a=1,b:2}", "{ a = 1, b : 2 }"),
        ("a . b [0] [*] . c", "a.b[0][*].c"),
        ("f(1) [0]", "f(1)[0]"),
        ('"a" [0]', '"a" [0]'),
        ('"${ a }%{ if b }c%{ endif }${~ d ~}"', '"${a}%{if b}c%{endif}${~d~}"'),
        ('"${{a=1}}"', '"${ { a = 1 } }"'),
        ("[ /* c */ 1 ]", "[/* c */ 1]"),
    ],
)
def test_blanks_follow_the_tokens(text: str, result: str) -> None:
    assert laid_out(f"x={text}\n") == f"x = {result}\n"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("\r\n", 1),
        ("\u00e9\r\n", 2),
        ("e\u0301", 1),
        ('"\u0301"', 3),
        ("\u65e5\u672c", 2),
        ("\u0e19\u0e33", 1),
        ("\ud55c\uae00", 2),
        ("\u1112\u1161\u11ab", 1),
        ("\uac00\u11a8\u11a8", 1),
        ("\uac01\u1161", 2),
        ("\U0001f469\u200d\U0001f680", 1),
        ("\U0001f44d\U0001f3fd", 1),
        ("a\u200d\U0001f680", 2),
        ("\U0001f469\u0301\u200d\U0001f680\U0001f680", 2),
        ("\u2764\ufe0f\u200d\U0001f525", 1),
        ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\U0001f1e9", 3),
        ("\u0600a", 1),
        ("\u0600\u2028", 2),
        ("\u2028\u0301", 2),
    ],
)
def test_what_people_see_as_one_character_takes_one_column(text: str, width: int) -> None:
    assert columns(text) == width


def test_a_file_that_cannot_be_parsed_is_refused_with_all_its_problems() -> None:
    text = "a = (\n)\nb = ]\n"

    with pytest.raises(TemplateError) as refusal:
        laid_out(text)

    said = [problem.summary for problem in refusal.value.diagnostics]
    assert said == [problem.summary for problem in parse(source(text))[1]]
    assert len(said) == 2


def test_lines_that_would_fill_the_memory_are_refused() -> None:
    lines = "".join(f"a{number}=1\n" for number in range(5_000))

    with pytest.raises(TemplateError) as refusal:
        laid_out(f"{'x' * 10_000}=1\n{lines}")

    (problem,) = refusal.value.diagnostics
    assert problem.span is not None
    assert problem.span.text == "="
    assert problem.summary == "The lines are too long to be laid out"
