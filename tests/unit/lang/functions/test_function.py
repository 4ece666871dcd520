from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from goldsmith.lang import (
    NUMBER,
    STRING,
    Function,
    Scope,
    Value,
    from_python,
    mark,
    number,
    text,
    unknown,
)
from goldsmith.lang.functions import ArgumentError, function
from goldsmith.lang.functions.library import Library
from goldsmith.lang.number import Number, NumberProblem, parse
from goldsmith.lang.values import list_of, null


class Describable(Protocol):
    """Any template function."""

    def describe(self, name: str) -> Function: ...


SCOPE = Scope({}, {}, Path("templates"))


@function
def plain(word: str, times: int = 2, loud: bool | None = None) -> str:
    """A word several times."""
    return (word.upper() if loud else word) * times


@function
def halves(*values: float) -> list[float]:
    """Half of each number."""
    return [value / 2 for value in values]


@function
def where(scope: Scope, name: Value | None) -> str:
    """Where something is."""
    return f"{scope.base_directory}/{'none' if name is None else name.data}"


@function(structural=True)
def first(items: Sequence[Value], more: Mapping[str, Value]) -> Value:
    """The first element."""
    return items[0] if items else more["default"]


@function
def total(numbers: Sequence[Number], extra: Number | None) -> Number:
    """The sum of whole numbers."""
    return sum(one for one in [*numbers, extra or 0] if isinstance(one, int))


@function
def maybe(flags: Sequence[bool | None]) -> int:
    """How many flags are null."""
    return sum(one is None for one in flags)


@function
def picky(word: str) -> str:
    """Nothing."""
    raise ArgumentError("word", f"{word} is not good.")


@function
def impossible() -> int:
    """A number that there is none of."""
    raise NumberProblem("there is none")


def call(one: Describable, *arguments: Value) -> Value:
    return one.describe("it").call(arguments, SCOPE)


def test_a_template_function_is_a_python_function_too() -> None:
    assert plain("a", 3) == "aaa"


def test_arguments_are_converted_as_the_signature_says() -> None:
    assert call(plain, number(5)) == text("55")
    assert call(plain, text("a"), text("3"), text("true")) == text("AAA")
    assert call(halves, number(1), text("3")) == list_of(
        [number(parse("0.5")), number(parse("1.5"))], NUMBER
    )
    assert call(where, text("x")) == text("templates/x")
    assert call(where, null()) == text("templates/none")
    assert call(first, from_python(["a"]), from_python({})) == text("a")
    assert call(first, from_python([]), from_python({"default": 1})) == number(1)
    assert call(total, from_python([1, "2"]), null()) == number(3)
    assert call(maybe, from_python([None, True, "false"])) == number(1)


def test_parameters_are_described() -> None:
    described = plain.describe("plain")

    assert described.usage == "plain(word, [times], [loud])"
    assert described.documentation == "A word several times."
    assert described.parameter(3) is None
    assert where.describe("where").usage == "where(name)"
    last = halves.describe("halves").parameter(7)
    assert last
    assert last.repeated


def test_an_unknown_argument_gives_an_unknown_result_of_the_right_type() -> None:
    assert call(plain, unknown(), number(1)) == unknown(STRING)
    assert call(total, from_python([unknown()]), null()) == unknown(NUMBER)
    assert not call(first, unknown(), from_python({})).is_known


def test_a_structural_function_sees_unknown_parts() -> None:
    assert call(first, from_python([1, unknown()]), from_python({"a": unknown()})) == number(1)


def test_an_error_of_a_known_argument_beside_an_unknown_one_is_found() -> None:
    with pytest.raises(ArgumentError, match="A number is needed"):
        call(plain, unknown(), text("x"))


def test_a_secret_argument_gives_a_secret_result() -> None:
    assert call(plain, mark(text("a"))).sensitive
    assert call(total, from_python([mark(number(1))]), null()).sensitive
    assert call(plain, mark(unknown())) == mark(unknown(STRING))


def test_a_structural_function_keeps_secrets_where_they_are() -> None:
    assert not call(first, from_python([1, mark(number(2))]), from_python({})).is_sensitive
    assert call(first, mark(from_python([1])), from_python({})).sensitive


@pytest.mark.parametrize(
    ("one", "arguments", "parameter", "message"),
    [
        (plain, [null()], "word", "It must not be null."),
        (plain, [from_python([])], "word", "A string is needed, not a tuple."),
        (plain, [text("a"), number(parse("0.5"))], "times", "A whole number is needed."),
        (
            first,
            [text("a"), from_python({})],
            "items",
            "A list, tuple or set is needed, not a string.",
        ),
        (first, [from_python([]), text("a")], "more", "A map or object is needed, not a string."),
        (total, [from_python([1, None]), null()], "numbers", "Element 1 must not be null."),
        (picky, [text("x")], "word", "x is not good."),
        (
            picky,
            [mark(text("x"))],
            "word",
            "The reason is not shown, because the call has sensitive arguments.",
        ),
        (impossible, [], None, "There is none."),
    ],
)
def test_a_refused_argument_is_named(
    one: Describable, arguments: list[Value], parameter: str, message: str
) -> None:
    with pytest.raises(ArgumentError) as refusal:
        call(one, *arguments)

    assert refusal.value.parameter == parameter
    assert str(refusal.value) == message


def test_the_position_of_a_repeated_argument_is_told() -> None:
    with pytest.raises(ArgumentError) as refusal:
        call(halves, number(1), number(2), text("x"))

    assert refusal.value.index == 2


def test_a_signature_without_meaning_for_templates_is_a_bug() -> None:
    def takes_bytes(data: bytes) -> str:
        return data.decode()

    def gives_bytes(data: str) -> bytes:
        return data.encode()

    with pytest.raises(TypeError, match="parameter"):
        function(takes_bytes).describe("x")
    with pytest.raises(TypeError, match="result"):
        function(gives_bytes).describe("x")


def test_a_listed_name_that_is_no_function_is_a_bug() -> None:
    with pytest.raises(TypeError, match="not a template function"):
        Library({"numbers": "math"})["math"]


def test_a_function_with_a_default_works_from_a_template(evaluated: Callable[..., Value]) -> None:
    assert evaluated('legacy_isotime("2006")') == text("2018")
    assert evaluated("legacy_isotime()") == text("2018-01-02T23:12:01Z")
