"""Which of many texts turn up in another."""

from hypothesis import given
from hypothesis.strategies import lists, text

from goldsmith.lang.occurrences import occurring

SHORT = text(alphabet="ab", max_size=4)


@given(lists(SHORT, max_size=60), text(alphabet="abc", max_size=20))
def test_what_turns_up_is_found_and_nothing_else(texts: list[str], within: str) -> None:
    assert occurring(texts, within) == {one for one in texts if one and one in within}
