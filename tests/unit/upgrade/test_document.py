"""Fixed templates as text."""

import json
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax.json import read_json
from goldsmith.upgrade.document import plain, quoted, written


def rewritten(text: str) -> str:
    tree, problems = read_json(SourceFile(PurePath("a.json"), text))
    assert not problems
    assert tree is not None
    return written(plain(tree))


def test_keys_are_sorted_and_levels_are_two_blanks() -> None:
    assert rewritten('{"b": [1, {"d": null}], "a": {}, "c": [], "B": true}') == (
        '{\n  "B": true,\n  "a": {},\n  "b": [\n    1,\n    {\n      "d": null\n    }\n  ],\n'
        '  "c": []\n}'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a>", '"<a>"'),
        ("a & b", '"a \\u0026 b"'),
        ('"\\/', '"\\"\\\\/"'),
        ("\n\r\t\b\f\x01\x7f", '"\\n\\r\\t\\b\\f\\u0001\x7f"'),
        ("é\u2028", '"é\\u2028"'),
    ],
)
def test_only_what_must_be_is_escaped(text: str, expected: str) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1", "1"),
        ("-0", "-0"),
        ("1.50", "1.5"),
        ("100E-2", "1"),
        ("1e20", "100000000000000000000"),
        ("1e21", "1e+21"),
        ("0.000001", "0.000001"),
        ("0.00000012", "1.2e-7"),
        ("12345678901234567890", "12345678901234567890"),
        ("0.1000000000000000000001", "0.1000000000000000000001"),
        ("1e400", "1e400"),
        ("1e-99999999999999999999", "1e-99999999999999999999"),
    ],
)
def test_a_number_is_written_shortly_and_never_becomes_another(number: str, expected: str) -> None:
    assert rewritten(f"[{number}]") == f"[\n  {expected}\n]"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_what_is_written_means_what_was_read(value: object) -> None:
    assert json.loads(rewritten(json.dumps([value]))) == [value]
