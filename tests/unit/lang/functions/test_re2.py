import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldsmith.lang.functions.re2 import UnsupportedPattern, translate


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("a.c", "abc", "ac"),
        (r"\d\w\s", "1_ ", "1é "),
        (r"\D\W\S", "éé1", "1éé"),
        (r"\bab\b", "ab", "xabx"),
        (r"a\Bb", "ab", "a b"),
        (r"\Aab\z", "ab", "xab"),
        ("a$", "a", "a\n"),
        ("(?m)a$\nb", "a\nb", "a b"),
        ("(?i)aB", "Ab", "ac"),
        ("a(?i)b|c", "aB", "AB"),
        ("a(?i)b|c", "C", "B"),
        ("(a(?i)b)c", "aBc", "aBC"),
        ("(?i:a)b", "Ab", "AB"),
        ("(?i-s:a)b", "Ab", "AB"),
        ("(?s)a.b", "a\nb", "ab"),
        ("(?P<x>a)(?<y>b)(?:c)", "abc", "ab"),
        ("[[:alpha:][:digit:]_]", "a", "-"),
        ("[^[:space:]]", "a", " "),
        ("[]a]", "]", "b"),
        ("[^]a]", "b", "]"),
        (r"[\d\.\]a]", "]", "b"),
        (r"[\D]", "a", "1"),
        (r"[a&&b]", "&", "c"),
        (r"\Qa.b\E+", "a.bb", "axb"),
        (r"\Qa.b", "a.b", "axb"),
        (r"\x41\x{42}\0", "AB\0", "AB0"),
        (r"\*+", "**", "*a"),
        ("a{2}b??", "aa", "a"),
        (r"[\x{41}-\x{43}]", "B", "D"),
        ("a|b", "b", "c"),
        (r"\pL\p{Lu}\PN\p{^N}", "éÀxx", "ééxx"),
        (r"[\pN_]+", "٣_1", "a"),
        (r"[^\pL]", "1", "é"),
        ("[[:^alpha:]]", "é", "a"),
        (r"[\D]", "٣", "3"),
        (r"\x{e9}+\p{Ll}*", "éé", "e"),
        (r"^??a(?:$)*", "a", "b"),
        ("a{,2}", "a{,2}", "aa"),
        ("[--/]+", "-./", ","),
        ("[^--/]", ",", "."),
        ("[+--]+", "+,-", "."),
        ("a{x}{", "a{x}{", "a"),
    ],
)
def test_a_pattern_matches_as_in_re2(pattern: str, matching: str, other: str) -> None:
    compiled = re.compile(translate(pattern))

    assert compiled.fullmatch(matching)
    assert not compiled.fullmatch(other)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("a++", "repeats a repetition"),
        ("(?=a)", "not supported"),
        ("(?<=a)", "not supported"),
        ("(?>a)", "not supported"),
        (r"(a)\1", "means nothing"),
        (r"\p{Greek}", r"class \\p\{Greek\} is not known"),
        (r"\p{", "not known"),
        (r"\é", "leave out the backslash"),
        ("a{1001}", "more than 1000 times"),
        ("a{2}*", "repeats a repetition"),
        ("a*?*", "repeats a repetition"),
        (r"\x{zz}", "no character"),
        ("\\", "means nothing"),
        ("[a", "never closed"),
        ("[[:nope:]]", "no class"),
    ],
)
def test_what_re2_refuses_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(UnsupportedPattern, match=message):
        translate(pattern)


@given(some.text())
def test_text_between_quotes_matches_itself(content: str) -> None:
    if "\\E" not in content:
        assert re.fullmatch(translate(f"\\Q{content}\\E"), content)


def test_a_group_too_many_is_left_to_python() -> None:
    with pytest.raises(re.error):
        re.compile(translate("a)"))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("(?U)a+", "a"), ("(?U)a+?", "aaa"), ("(?U:a+)a*", "aaa"), ("(?U)(?-U:a+)", "aaa")],
)
def test_repetitions_are_lazy_where_the_pattern_says_so(pattern: str, expected: str) -> None:
    found = re.search(translate(pattern), "aaa")

    assert found
    assert found.group() == expected
