from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from goldsmith.lang.number import (
    INFINITY,
    NEGATIVE_INFINITY,
    PRECISION,
    Number,
    NumberProblem,
    Real,
    add,
    ceiling,
    compare,
    divide,
    floor,
    from_float,
    multiply,
    negate,
    parse,
    remainder,
    rounded_to,
    short_text,
    shortest,
    sign,
    subtract,
    text_of,
    to_float,
)

THIRD = "0.33333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335"  # noqa: E501 - every digit counts


def exact(number: Number) -> Fraction:
    if isinstance(number, int):
        return Fraction(number)
    assert number.exponent is not None
    return Fraction(number.mantissa) * Fraction(2) ** number.exponent


def numbers() -> some.SearchStrategy[Number]:
    decimals = some.tuples(some.integers(-(10**170), 10**170), some.integers(-400, 400))
    return decimals.map(lambda pair: parse(f"{pair[0]}e{pair[1]}")) | some.integers(-1000, 1000)


@given(numbers())
def test_text_of_a_number_reads_back_as_the_same_number(number: Number) -> None:
    assert parse(text_of(number)) == number


@given(numbers(), numbers())
def test_arithmetic_is_exact_where_512_bits_suffice(left: Number, right: Number) -> None:
    for calculate, truth in (
        (add, exact(left) + exact(right)),
        (subtract, exact(left) - exact(right)),
        (multiply, exact(left) * exact(right)),
    ):
        error = abs(exact(calculate(left, right)) - truth)

        assert error <= abs(truth) / 2**PRECISION


@given(numbers(), numbers().filter(lambda number: number != 0))
def test_division_is_off_by_less_than_the_last_bit(left: Number, right: Number) -> None:
    truth = exact(left) / exact(right)

    assert abs(exact(divide(left, right)) - truth) <= abs(truth) / 2**PRECISION


@given(numbers(), numbers())
def test_numbers_compare_like_fractions(left: Number, right: Number) -> None:
    expected = (exact(left) > exact(right)) - (exact(left) < exact(right))

    assert (compare(left, right) > 0) - (compare(left, right) < 0) == expected


@given(numbers())
def test_floor_and_ceiling_are_the_whole_numbers_around(number: Number) -> None:
    assert exact(floor(number)) <= exact(number) <= exact(ceiling(number))
    assert exact(ceiling(number)) - exact(floor(number)) in {0, 1}


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_kept_exactly(value: float) -> None:
    assert to_float(from_float(value)) == value
    assert float(short_text(value)) == value


@example(-0.0)
@given(some.floats(allow_nan=False, allow_subnormal=False))
def test_short_text_agrees_with_six_digits_of_percent_g(value: float) -> None:
    rounded = float(f"{value:.3g}")

    assert short_text(rounded) == f"{rounded:g}".replace("inf", "+Inf").replace("-+", "-")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("010", "10"),
        ("+5", "5"),
        ("-5", "-5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("1E-2", "0.01"),
        ("1p3", "8"),
        ("1p-1", "0.5"),
        ("Inf", "+Inf"),
        ("-Inf", "-Inf"),
        ("1e20", "100000000000000000000"),
        ("0.1", "0.1"),
        ("0.000000000000000000001", "0.000000000000000000001"),
        ("9.99e-1", "0.999"),
        ("1" * 200, "1" * 155 + "0" * 45),
        ("0" * 5000 + "7", "7"),
    ],
)
def test_text_is_read_as_a_number(text: str, expected: str) -> None:
    assert text_of(parse(text)) == expected


def test_a_third_shows_all_the_digits_there_are() -> None:
    assert text_of(divide(1, 3)) == THIRD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".",
        "1e",
        "1e+",
        "0x1",
        "1_0",
        " 1",
        "1 ",
        "e5",
        "--1",
        "+",
        "1.2.3",
        "١",
        "9" * 20000,
    ],
)
def test_other_text_is_not_a_number(text: str) -> None:
    with pytest.raises(NumberProblem, match="is not a number"):
        parse(text)


@pytest.mark.parametrize("text", ["1e99999999999", "1e9999", "1e-9999", "1p99999", "1e3100"])
def test_numbers_without_measure_are_refused(text: str) -> None:
    with pytest.raises(NumberProblem, match="too large or too close"):
        parse(text)


def test_rounding_is_half_to_even() -> None:
    half = 1 << PRECISION

    assert add(half, 1) == half
    assert add(half, 3) == half + 4
    assert rounded_to(parse("2.5"), 0) == 2
    assert rounded_to(parse("3.5"), 0) == 4
    assert rounded_to(parse("-3.5"), 0) == -4
    assert rounded_to(1250, -2) == 12
    assert rounded_to(parse("0.76"), 1) == 8


def test_infinity_counts_on() -> None:
    assert add(INFINITY, 1) == INFINITY
    assert add(1, NEGATIVE_INFINITY) == NEGATIVE_INFINITY
    assert add(INFINITY, INFINITY) == INFINITY
    assert multiply(INFINITY, -2) == NEGATIVE_INFINITY
    assert divide(1, 0) == INFINITY
    assert divide(-1, 0) == NEGATIVE_INFINITY
    assert divide(INFINITY, -1) == NEGATIVE_INFINITY
    assert divide(5, INFINITY) == 0
    assert remainder(INFINITY, 2) == INFINITY
    assert negate(INFINITY) == NEGATIVE_INFINITY
    assert compare(INFINITY, 5) > 0 > compare(NEGATIVE_INFINITY, 5)
    assert compare(INFINITY, INFINITY) == 0
    assert floor(INFINITY) == INFINITY
    assert sign(NEGATIVE_INFINITY) == -1
    assert to_float(NEGATIVE_INFINITY) == float("-inf")
    assert from_float(float("inf")) == INFINITY
    assert from_float(float("-inf")) == NEGATIVE_INFINITY


def test_what_has_no_value_says_so() -> None:
    with pytest.raises(NumberProblem, match="infinity minus infinity"):
        subtract(INFINITY, INFINITY)
    with pytest.raises(NumberProblem, match="zero times infinity"):
        multiply(0, INFINITY)
    with pytest.raises(NumberProblem, match="divided by infinity"):
        divide(INFINITY, INFINITY)
    with pytest.raises(NumberProblem, match="zero divided by zero"):
        divide(0, 0)
    with pytest.raises(NumberProblem, match="not a number"):
        from_float(float("nan"))
    with pytest.raises(NumberProblem, match="too large"):
        multiply(parse("1e3000"), parse("1e3000"))


def test_the_remainder_has_the_sign_of_the_dividend() -> None:
    assert remainder(5, -3) == 2
    assert remainder(-5, 3) == -2
    assert remainder(parse("5.5"), 2) == parse("1.5")
    assert remainder(5, 0) == 5


def test_a_number_beyond_64_bits_of_float_is_infinite_there() -> None:
    assert to_float(10**400) == float("inf")
    assert to_float(-(10**400)) == float("-inf")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1e20, "1e+20"),
        (1000000.0, "1e+06"),
        (100000.0, "100000"),
        (123456789.0, "1.23456789e+08"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (-1.5e-7, "-1.5e-07"),
        (0.0, "0"),
        (1 / 3, "0.3333333333333333"),
        (float("-inf"), "-Inf"),
    ],
)
def test_short_text_is_what_a_console_prints(value: float, expected: str) -> None:
    assert short_text(value) == expected


def test_shortest_digits_tell_where_the_point_is() -> None:
    assert shortest(1200) == ("12", 4)
    assert shortest(parse("0.012")) == ("12", -1)
    assert shortest(0) == ("0", 1)
    assert shortest(1 << 600)[1] == 181


def test_a_power_of_two_is_shortened_no_further_than_its_lower_neighbour_allows() -> None:
    for exponent in (-600, -513, -100, 700):
        number = parse(f"1p{exponent}")

        assert parse(text_of(number)) == number


def test_whole_results_are_plain_ints() -> None:
    assert isinstance(add(parse("0.5"), parse("0.5")), int)
    assert isinstance(parse("0.5"), Real)
