import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldsmith.lang import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ConversionError,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
    Value,
    boolean,
    convert,
    from_python,
    mark,
    null,
    number,
    show,
    text,
    unify,
    unknown,
)
from goldsmith.lang.equality import set_of
from goldsmith.lang.number import parse
from goldsmith.lang.values import list_of, map_of

OPTIONAL = ObjectOf({"a": STRING, "b": NUMBER}, frozenset({"b"}))


@given(some.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_number_survives_being_a_string(value: object) -> None:
    original = number(parse(str(f"{value:f}")))

    assert convert(convert(original, STRING), NUMBER) == original


@given(some.booleans())
def test_a_bool_survives_being_a_string(value: bool) -> None:
    assert convert(convert(boolean(value), STRING), BOOL) == boolean(value)


@given(some.sets(some.text()))
def test_a_set_of_strings_survives_being_a_list(texts: set[str]) -> None:
    original = set_of(map(text, texts), STRING)

    assert convert(convert(original, ListOf(STRING)), SetOf(STRING)) == original


@given(some.dictionaries(some.text(), some.integers()))
def test_conversion_happens_once(data: dict[str, int]) -> None:
    once = convert(from_python(data), MapOf(STRING))

    assert convert(once, MapOf(STRING)) == once


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        (number(5), STRING, text("5")),
        (boolean(True), STRING, text("true")),
        (boolean(False), STRING, text("false")),
        (text("1"), BOOL, boolean(True)),
        (text("0"), BOOL, boolean(False)),
        (text("1e3"), NUMBER, number(1000)),
        (text("x"), ANY, text("x")),
        (null(), STRING, null(STRING)),
        (null(STRING), NUMBER, null(NUMBER)),
        (unknown(), ListOf(STRING), unknown(ListOf(STRING))),
        (unknown(STRING), NUMBER, unknown(NUMBER)),
        (from_python([]), ListOf(STRING), list_of([], STRING)),
        (from_python([]), ListOf(ANY), list_of([], ANY)),
        (
            from_python([1, "a", True]),
            ListOf(STRING),
            list_of(map(text, ["1", "a", "true"]), STRING),
        ),
        (from_python([1, "a"]), ListOf(ANY), list_of([text("1"), text("a")], STRING)),
        (from_python([None, "a"]), ListOf(ANY), list_of([null(STRING), text("a")], STRING)),
        (from_python(["b", "a", "b"]), SetOf(STRING), set_of([text("a"), text("b")], STRING)),
        (set_of([number(2)], NUMBER), ListOf(STRING), list_of([text("2")], STRING)),
        (from_python({"a": 1}), MapOf(STRING), map_of({"a": text("1")}, STRING)),
        (map_of({"a": number(1)}, NUMBER), MapOf(STRING), map_of({"a": text("1")}, STRING)),
        (from_python([1, "2"]), TupleOf((STRING, NUMBER)), from_python(["1", 2])),
        (from_python({"a": 1, "x": 2}), ObjectOf({"a": STRING}), from_python({"a": "1"})),
        (map_of({"a": text("1")}, STRING), ObjectOf({"a": NUMBER}), from_python({"a": 1})),
    ],
)
def test_a_value_takes_another_type(value: Value, type_: Type, expected: Value) -> None:
    assert convert(value, type_) == expected


def test_a_missing_optional_attribute_is_null() -> None:
    converted = convert(from_python({"a": "x"}), OPTIONAL)

    assert converted.mapping["b"] == null(NUMBER)
    assert converted.type == ObjectOf({"a": STRING, "b": NUMBER})


def test_elements_become_one_type_even_inside() -> None:
    wanted = ListOf(ObjectOf({"a": ANY}))

    converted = convert(from_python([{"a": 1}, {"a": "x"}]), wanted)

    assert converted.type == ListOf(ObjectOf({"a": STRING}))


def test_unknown_parts_stay_unknown() -> None:
    converted = convert(from_python([unknown(), 1]), ListOf(STRING))

    assert converted.sequence == (unknown(STRING), text("1"))


def test_secrets_stay_secret() -> None:
    assert convert(mark(number(1)), STRING) == mark(text("1"))
    assert convert(from_python([mark(number(1))]), ListOf(STRING)).sequence[0].sensitive
    assert convert(mark(null()), STRING).sensitive


@pytest.mark.parametrize(
    ("value", "type_", "message"),
    [
        (text("abc"), NUMBER, 'A number is needed, not "abc".'),
        (boolean(True), NUMBER, "A number is needed, not a bool."),
        (number(1), BOOL, "A bool is needed, not a number."),
        (text("True"), BOOL, '"True" is no bool; write true.'),
        (text("x"), BOOL, 'A bool is needed, not "x".'),
        (text("x" * 100), NUMBER, "A number is needed, not a string."),
        (mark(text("abc")), NUMBER, "A number is needed, not a string."),
        (from_python([]), STRING, "A string is needed, not a tuple."),
        (text("a"), ListOf(STRING), 'A list of strings is needed, not "a".'),
        (list_of([], STRING), TupleOf(()), "A tuple is needed, not a list of strings."),
        (from_python({}), ListOf(STRING), "A list of strings is needed, not an object."),
        (from_python([]), MapOf(ANY), "A map is needed, not a tuple."),
        (from_python([1]), TupleOf(()), "0 elements are needed, not 1."),
        (
            from_python([1, True]),
            ListOf(ANY),
            "A list needs elements of one type, and these have none in common.",
        ),
        (from_python({}), OPTIONAL, 'The attribute "a" must be given.'),
        (from_python({}), ObjectOf({"a": ANY, "b": ANY}), 'The attributes "a", "b" must be given.'),
        (
            from_python([{"a": ["x"]}]),
            ListOf(MapOf(ListOf(NUMBER))),
            'In element 0: in attribute "a": in element 0: a number is needed, not "x".',
        ),
        (null(STRING), ListOf(STRING), "A list of strings is needed, not a string."),
        (unknown(TupleOf((BOOL,))), ListOf(NUMBER), "A list of numbers is needed, not a tuple."),
        (
            unknown(MapOf(STRING)),
            OPTIONAL.attributes["a"],
            "A string is needed, not a map of strings.",
        ),
    ],
)
def test_what_does_not_fit_says_where(value: Value, type_: Type, message: str) -> None:
    with pytest.raises(ConversionError) as refusal:
        convert(value, type_)

    assert str(refusal.value) == message


def test_a_secret_collection_hides_its_elements_from_errors() -> None:
    with pytest.raises(ConversionError) as refusal:
        convert(mark(from_python(["hunter2"])), ListOf(NUMBER))

    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (ListOf(NUMBER), SetOf(STRING)),
        (MapOf(NUMBER), MapOf(STRING)),
        (MapOf(NUMBER), OPTIONAL),
        (TupleOf((STRING,)), TupleOf((NUMBER,))),
        (TupleOf((STRING, BOOL)), ListOf(STRING)),
        (ObjectOf({"a": STRING}), MapOf(ANY)),
        (ObjectOf({"a": NUMBER}), OPTIONAL),
    ],
)
def test_unknown_values_take_any_type_they_could_have(source: Type, target: Type) -> None:
    assert not convert(unknown(source), target).is_known


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (BOOL, NUMBER),
        (TupleOf((STRING,)), TupleOf(())),
        (ObjectOf({}), OPTIONAL),
        (STRING, MapOf(STRING)),
    ],
)
def test_unknown_values_cannot_become_what_their_type_rules_out(source: Type, target: Type) -> None:
    with pytest.raises(ConversionError):
        convert(unknown(source), target)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ([], ANY),
        ([STRING], STRING),
        ([STRING, NUMBER], STRING),
        ([BOOL, STRING], STRING),
        ([NUMBER, BOOL], None),
        ([ANY, NUMBER], NUMBER),
        ([ListOf(STRING), ListOf(NUMBER)], ListOf(STRING)),
        ([SetOf(STRING), ListOf(NUMBER)], SetOf(STRING)),
        ([TupleOf((STRING,)), TupleOf((NUMBER,))], TupleOf((STRING,))),
        ([TupleOf((STRING,)), TupleOf(())], ListOf(STRING)),
        ([TupleOf((STRING, TupleOf(()))), TupleOf((NUMBER, STRING))], None),
        ([TupleOf((NUMBER,)), ListOf(STRING)], ListOf(STRING)),
        ([ObjectOf({"a": NUMBER}), ObjectOf({"a": STRING})], ObjectOf({"a": STRING})),
        ([ObjectOf({"a": NUMBER}), ObjectOf({"b": STRING})], MapOf(STRING)),
        ([ObjectOf({"a": NUMBER}), MapOf(STRING)], MapOf(STRING)),
        ([ObjectOf({"a": NUMBER}), ObjectOf({"a": BOOL})], None),
        ([MapOf(STRING), MapOf(NUMBER)], MapOf(STRING)),
        ([ObjectOf({}), TupleOf(())], None),
        ([STRING, ListOf(STRING)], None),
    ],
)
def test_types_have_a_type_in_common_or_none(types: list[Type], expected: Type | None) -> None:
    assert unify(types) == expected
    assert unify(reversed(types)) == expected


@given(some.lists(some.sampled_from(["1", 2, True, None]), max_size=4))
def test_what_unifies_converts(items: list[object]) -> None:
    values = [from_python(item) for item in items]
    common = unify(value.type for value in values)

    if common is not None:
        assert all(show(convert(value, common)) for value in values)
