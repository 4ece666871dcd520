"""Places in a text as editors count them."""

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from, text

from goldsmith.lsp.positions import UTF_8, UTF_16, UTF_32, Place, Ruler

ENCODINGS = (UTF_8, UTF_16, UTF_32)
TEXTS = text(alphabet="ab\r\n\té…\u2028😀", max_size=40)


@pytest.mark.parametrize(
    ("encoding", "unit"), [(UTF_8, 4 + 3 + 2 + 1), (UTF_16, 2 + 1 + 1 + 1), (UTF_32, 4)]
)
def test_a_character_takes_as_many_units_as_its_encoding_needs(encoding: str, unit: int) -> None:
    ruler = Ruler("first\n😀…éa!", encoding)

    assert ruler.place(10) == Place(1, unit)
    assert ruler.offset(Place(1, unit)) == 10


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_one(end: str) -> None:
    ruler = Ruler(f"a{end}b")

    assert ruler.place(1 + len(end)) == Place(1, 0)
    assert ruler.offset(Place(0, 9)) == 1


def test_other_separators_end_no_line() -> None:
    assert Ruler("a\u2028b\x0bc").place(4) == Place(0, 4)


def test_the_middle_of_a_character_is_its_beginning() -> None:
    assert Ruler("😀").offset(Place(0, 1)) == 0


def test_a_place_that_is_not_there_is_the_nearest_that_is() -> None:
    ruler = Ruler("ab\ncd")

    assert ruler.offset(Place(0, 7)) == 2
    assert ruler.offset(Place(7, 7)) == 5


@given(TEXTS, integers(0, 40), sampled_from(ENCODINGS))
def test_a_place_leads_back_to_its_character(text: str, at: int, encoding: str) -> None:
    ruler = Ruler(text, encoding)
    offset = min(at, len(text))
    inside_end = text[offset - 1 : offset + 1] == "\r\n"

    found = ruler.offset(ruler.place(offset))

    assert found == offset - 1 if inside_end else found == offset


@given(TEXTS)
def test_units_are_those_of_the_encoded_line(text: str) -> None:
    line = text.rpartition("\n")[2].rpartition("\r")[2]

    assert Ruler(text, UTF_16).place(len(text)).unit == len(line.encode("utf-16-le")) // 2
    assert Ruler(text, UTF_8).place(len(text)).unit == len(line.encode())
