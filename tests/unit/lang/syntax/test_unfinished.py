"""Whether an expression goes on in the next line."""

import pytest
from hypothesis import given
from hypothesis.strategies import text

from goldsmith.lang.syntax.unfinished import is_unfinished


@pytest.mark.parametrize(
    "typed",
    [
        "(",
        "[1,",
        "{ a = 1",
        "upper(",
        '"a ${',
        '"a ${upper("b"',
        "<<E",
        "<<-E\n a",
        "/* a",
        "[ # ]",
    ],
)
def test_it_goes_on(typed: str) -> None:
    assert is_unfinished(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1",
        "1 +",
        "(1)",
        '"a',
        '"("',
        "(]",
        ")",
        "]]",
        "<<E\na\nE",
        "# (",
        '"${a}"',
        "[/* ( */]",
    ],
)
def test_it_ends(typed: str) -> None:
    assert not is_unfinished(typed)


@given(text(alphabet='()[]{}"$%<E\n#/* a~'))
def test_anything_may_be_typed(typed: str) -> None:
    assert is_unfinished(typed) in {True, False}
