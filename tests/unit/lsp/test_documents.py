"""Open texts and the changes that editors make to them."""

from pathlib import Path

from hypothesis import given
from hypothesis.strategies import integers, text

from goldsmith.lsp.documents import Change, Documents
from goldsmith.lsp.positions import Place, Ruler

PATH = Path("/a/x.pkr.hcl")
TEXTS = text(alphabet="ab\n😀", max_size=30)


def changed(before: str, *changes: Change) -> str:
    documents = Documents()
    documents.open(PATH, before, 1)
    documents.change(PATH, list(changes), 2)
    found = documents.get(PATH)
    assert found is not None
    assert found.version == 2
    return found.text


@given(TEXTS, TEXTS, integers(0, 30), integers(0, 30))
def test_a_change_replaces_what_is_between_its_places(
    before: str, new: str, one: int, other: int
) -> None:
    start, end = sorted(min(at, len(before)) for at in (one, other))
    ruler = Ruler(before)

    after = changed(before, Change(new, ruler.place(start), ruler.place(end)))

    assert after == before[:start] + new + before[end:]


def test_each_change_is_made_to_what_the_one_before_left() -> None:
    first = Change("1\n", Place(0, 0), Place(0, 0))
    second = Change("2", Place(1, 0), Place(1, 1))

    assert changed("ab", first, second) == "1\n2b"


def test_a_change_without_places_is_the_whole_text() -> None:
    assert changed("ab", Change("new")) == "new"


def test_places_the_wrong_way_round_do_no_harm() -> None:
    assert changed("ab", Change("x", Place(0, 2), Place(0, 1))) == "abx"


def test_a_change_of_a_file_that_was_never_opened_begins_with_nothing() -> None:
    documents = Documents()

    documents.change(PATH, [Change("x", Place(0, 0), Place(0, 0))], 1)

    assert documents.texts() == {PATH: "x"}
