import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldsmith.lang import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Value,
    boolean,
    describe,
    from_python,
    mark,
    noun,
    null,
    number,
    object_of,
    quote,
    show,
    string_leaves,
    text,
    to_python,
    tuple_of,
    unknown,
)
from goldsmith.lang.equality import equal, set_of
from goldsmith.lang.number import Real, divide, parse
from goldsmith.lang.values import UNKNOWN, has_any, list_of, map_of

plain = some.recursive(
    some.none() | some.booleans() | some.integers(-(10**20), 10**20) | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


@given(plain)
def test_python_data_survives_the_way_through_values(data: object) -> None:
    value = from_python(data)

    assert from_python(to_python(value)) == value


def test_numbers_become_int_or_float() -> None:
    assert to_python(from_python(1.5)) == 1.5
    assert to_python(from_python(2.0)) == 2
    assert to_python(number(divide(1, 3))) == 1 / 3
    assert from_python(Real(1, -1)) == from_python(0.5)


def test_an_unknown_value_has_no_python_data() -> None:
    with pytest.raises(ValueError, match="unknown"):
        to_python(tuple_of([unknown()]))


def test_what_templates_do_not_know_has_no_value() -> None:
    with pytest.raises(TypeError, match="bytearray"):
        from_python({"a": bytearray()})


def test_a_value_is_taken_as_it_is() -> None:
    secret = mark(text("x"))

    assert from_python([secret]).sequence[0] is secret


def test_strings_are_composed() -> None:
    assert text("e\u0301") == text("é")


def test_known_and_wholly_known_differ() -> None:
    half = object_of({"a": text("x"), "b": unknown(STRING)})

    assert half.is_known
    assert not half.is_wholly_known
    assert tuple_of([text("a")]).is_wholly_known
    assert not unknown().is_known
    assert null().is_null
    assert null().is_wholly_known


def test_sensitivity_is_seen_from_outside() -> None:
    outer = tuple_of([object_of({"a": mark(text("x"))})])

    assert outer.is_sensitive
    assert not outer.sensitive
    assert mark(outer).sensitive
    assert mark(mark(outer)) == mark(outer)


def test_parts_of_a_text_are_none() -> None:
    assert list(text("a").parts) == []
    assert text("a").sequence == ()
    assert text("a").mapping == {}


def test_string_leaves_are_found_at_any_depth() -> None:
    value = from_python({"a": ["x", {"b": "y"}], "c": 1, "d": "z"})

    assert list(string_leaves(value)) == ["x", "y", "z"]


def test_objects_and_maps_are_in_the_order_of_their_keys() -> None:
    assert list(object_of({"b": null(), "a": null()}).mapping) == ["a", "b"]
    assert list(map_of({"b": text("1"), "a": text("2")}, STRING).mapping) == ["a", "b"]


def test_a_set_has_every_element_once_and_in_order() -> None:
    numbers = set_of(
        [number(10), number(9), number(10), number(parse("0.5")), null(NUMBER)], NUMBER
    )
    texts = set_of([text("b"), text("a"), text("b")], STRING)
    others = set_of([tuple_of([boolean(True)]), tuple_of([boolean(True)])], TupleOf((BOOL,)))
    pairs = set_of([object_of({"a": text("x")}), object_of({"a": text("x")})], ANY)

    assert [one.data for one in numbers.sequence] == [parse("0.5"), 9, 10, None]
    assert [one.data for one in texts.sequence] == ["a", "b"]
    assert len(others.sequence) == 1
    assert len(pairs.sequence) == 1


def test_unknown_members_of_a_set_stay_apart() -> None:
    unsure = set_of([unknown(STRING), unknown(STRING), text("a")], STRING)
    mixed = set_of([number(2), number(2), boolean(True)], ANY)

    assert len(unsure.sequence) == 3
    assert len(mixed.sequence) == 2


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (text("1"), number(1), False),
        (number(1), number(1), True),
        (boolean(True), number(1), False),
        (null(), null(STRING), True),
        (null(), text("a"), False),
        (null(), unknown(), None),
        (unknown(STRING), text("a"), None),
        (unknown(STRING), number(1), False),
        (unknown(), number(1), None),
        (from_python([1, 2]), from_python([1, 2]), True),
        (from_python([1, 2]), from_python([1, 3]), False),
        (from_python([1]), list_of([number(1)], NUMBER), False),
        (list_of([], NUMBER), list_of([], STRING), False),
        (list_of([number(1)], NUMBER), list_of([], NUMBER), False),
        (from_python({"a": 1}), from_python({"a": 1}), True),
        (from_python({"a": 1}), from_python({"a": 2}), False),
        (from_python({"a": None}), from_python({"b": None}), False),
        (from_python({"a": None}), from_python({"a": "x"}), False),
        (from_python([None]), list_of([null()], ANY), False),
        (tuple_of([unknown(), number(1)]), from_python([1, 1]), None),
        (tuple_of([unknown(), number(1)]), from_python([1, 2]), False),
        (mark(text("a")), text("a"), True),
    ],
)
def test_equality_needs_the_same_type(left: Value, right: Value, expected: bool | None) -> None:
    assert equal(left, right) is expected
    assert equal(right, left) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (text('a "b"\n'), 'a "b"\n'),
        (number(12), "12"),
        (number(10**20), "1e+20"),
        (number(divide(1, 3)), "0.3333333333333333"),
        (boolean(True), "true"),
        (boolean(False), "false"),
        (null(), "null"),
        (from_python([]), "[]"),
        (from_python({}), "{}"),
        (from_python([1, "a\n"]), '[\n  1,\n  "a\\n",\n]'),
        (from_python({"b": 1, "a": [True]}), '{\n  "a" = [\n    true,\n  ]\n  "b" = 1\n}'),
        (unknown(), "<unknown>"),
        (tuple_of([text("a"), unknown()]), "<unknown>"),
    ],
)
def test_values_are_shown_as_the_console_prints_them(value: Value, expected: str) -> None:
    assert show(value) == expected


def test_quoted_text_has_no_unprintable_letters() -> None:
    assert quote("é") == '"é"'
    assert quote('"\\\t\0\u200b\U000e0001') == '"\\"\\\\\\t\\x00\\u200b\\U000e0001"'
    assert quote('é"') == '"é\\""'


@pytest.mark.parametrize(
    ("type_", "described", "named"),
    [
        (STRING, "string", "a string"),
        (ANY, "any", "a value"),
        (ListOf(STRING), "list(string)", "a list of strings"),
        (ListOf(ANY), "list(any)", "a list"),
        (SetOf(NUMBER), "set(number)", "a set of numbers"),
        (MapOf(ListOf(BOOL)), "map(list(bool))", "a map of list(bool)"),
        (TupleOf((STRING, NUMBER)), "tuple([string, number])", "a tuple"),
        (
            ObjectOf({"a": STRING, "b": BOOL}, frozenset({"b"})),
            "object({a = string, b = optional(bool)})",
            "an object",
        ),
    ],
)
def test_types_are_described_as_they_are_written(type_: Value, described: str, named: str) -> None:
    assert describe(type_) == described  # type: ignore[arg-type]  # the union of all types is long
    assert noun(type_) == named  # type: ignore[arg-type]  # as above


def test_openness_is_found_at_any_depth() -> None:
    assert has_any(MapOf(TupleOf((STRING, ANY))))
    assert has_any(ObjectOf({"a": SetOf(ANY)}))
    assert not has_any(ObjectOf({"a": ListOf(STRING)}))


def test_unknown_says_what_it_is() -> None:
    assert repr(UNKNOWN) == "UNKNOWN"
