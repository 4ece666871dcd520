"""Records behave as frozen, slotted dataclasses do."""

import copy
import pickle
from collections.abc import Callable
from typing import ClassVar

import pytest

from goldsmith.record import field, fields_of, record, replace


@record
class Point:
    x: int
    y: int = 0
    tags: list[str] = field(factory=list)
    origin: ClassVar[str] = "corner"


@record
class Labelled(Point):
    label: str = ""


@record
class Range:
    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"{self.low} is above {self.high}.")


def test_fields_are_given_by_place_or_by_name_with_defaults() -> None:
    assert Point(1, y=2) == Point(x=1, y=2, tags=[])


def test_a_missing_field_is_a_type_error_that_names_it() -> None:
    with pytest.raises(TypeError, match="x"):
        Point()  # type: ignore[call-arg]


def test_a_record_cannot_be_changed() -> None:
    point = Point(1)

    with pytest.raises(AttributeError, match="Point is frozen"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="y cannot be changed"):
        del point.y


def test_a_record_has_no_room_for_other_attributes() -> None:
    assert not hasattr(Point(1), "__dict__")


def test_defaults_made_anew_are_not_shared() -> None:
    Point(1).tags.append("a")

    assert Point(1).tags == []


def test_records_are_equal_only_within_their_class() -> None:
    assert Point(1) != Labelled(1)
    same: object = (1, 0, [])
    assert Point(1) != same


def test_equal_records_have_equal_hashes() -> None:
    assert hash(Range(1, 2)) == hash(Range(1, 2))


def test_a_record_shows_its_fields() -> None:
    assert repr(Range(1, 2)) == "Range(low=1, high=2)"


def test_a_record_can_be_matched_by_place() -> None:
    match Range(1, 2):
        case Range(low, high):
            assert (low, high) == (1, 2)
        case _:
            pytest.fail("A record matches its own class.")


def test_a_record_that_extends_another_has_the_fields_of_both() -> None:
    assert list(fields_of(Labelled)) == ["x", "y", "tags", "label"]
    assert Labelled(1, 2, [], "here").label == "here"


def test_what_is_not_a_record_has_no_fields() -> None:
    with pytest.raises(TypeError, match="int is not a record"):
        fields_of(int)


def test_a_changed_copy_leaves_the_original_alone() -> None:
    before = Point(1, 2)

    assert replace(before, y=3) == Point(1, 3)
    assert before == Point(1, 2)


def test_a_check_after_construction_can_refuse() -> None:
    with pytest.raises(ValueError, match="3 is above 2"):
        Range(3, 2)


def test_records_can_be_pickled_and_copied() -> None:
    point = Point(1, 2, ["a"])

    assert pickle.loads(pickle.dumps(point)) == point  # noqa: S301 - made two words earlier
    assert copy.deepcopy(point) == point


@pytest.mark.parametrize(
    "make",
    [
        lambda cls: cls(),
        lambda cls: cls(1, 2, 3),
        lambda cls: cls(1, low=1),
        lambda cls: cls(1, 2, other=3),
    ],
    ids=["too few", "too many", "twice", "unknown"],
)
def test_wrong_arguments_are_refused_however_often_a_class_was_used(
    make: Callable[[type], object],
) -> None:
    for uses in range(6):

        @record
        class Pair:
            low: int
            high: int

        for number in range(uses):
            assert (Pair(number, high=2).low, Pair(number, 3).high) == (number, 3)
        with pytest.raises(TypeError, match=r"__init__\(\)"):
            make(Pair)


def test_a_class_checks_itself_from_the_first_instance_to_the_last() -> None:
    for _ in range(6):
        with pytest.raises(ValueError, match="2 is above 1"):
            Range(2, 1)
