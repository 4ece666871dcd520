"""The machine for slow patterns finds what `re` finds, and soon."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.lang.functions.automaton import _Machine, _tree, matches

_LETTERS = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", "(?i:B)", "(?i:[^B])", r"\d", "(?s:.)", "[a-c-]", "-"]
)
_ATOMS = st.one_of(_LETTERS, st.sampled_from([r"\b", "^", "$"]))


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeated = st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{2,}"])
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        inner.map(lambda one: f"({one})"),
        st.tuples(_ATOMS.filter(lambda one: one not in "^$" and one != r"\b"), repeated).map(
            "".join
        ),
        st.tuples(inner, repeated).map(lambda two: f"(?:x{two[0]}){two[1]}"),
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.recursive(_ATOMS, _grown, max_leaves=6), st.text("abxB1-\n", max_size=12))
def test_it_finds_first_what_re_finds_first(pattern: str, text: str) -> None:
    compiled = re.compile(pattern.replace("$", r"\Z"))
    expected = compiled.search(text)

    found = _Machine(compiled, _tree(compiled)).search(text, 0)

    assert (found and (found.start(), found.end())) == (expected and expected.span())
    assert (found and found.groups()) == (expected and expected.groups())


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^([a-z0-9]+-?)+$", "a-very-long-image-name-with-an_underscore" * 10),
        (r"^(([a-zA-Z]+)*)*\Z", "a" * 1000 + "!"),
        (r"(a|aa)+\Z", "a" * 1000 + "!"),
        (r"\s+\Z", " " * 20_000 + "x"),
        ("(.*)(.*)(.*)(.*)(.*)[0-9]", "x" * 1000),
        ("((a{0,10}){0,10}){0,10}b", "a" * 40),
        ("(a|a){10}(a|a){10}(a|a){10}b", "a" * 30),
    ],
)
def test_a_pattern_with_many_ways_takes_no_longer(pattern: str, text: str) -> None:
    start = time.process_time()

    assert next(matches(re.compile(pattern), text), None) is None

    assert time.process_time() - start < 2


def test_an_empty_match_does_not_stop_the_search() -> None:
    compiled = re.compile("(?:x?y?)*")

    found = [one.group() for one in matches(compiled, "xy-zy")]

    assert found == ["xy", "", "y"]


def test_an_ordinary_pattern_is_fast_in_a_long_text() -> None:
    text = "".join(f"line {number} has the value {number * 7}.{number}\n" for number in range(4000))
    start = time.process_time()

    assert len(list(matches(re.compile(r"[0-9]+\.[0-9]+"), text))) == 4000

    assert time.process_time() - start < 3
