"""Numbers of the template language: binary floats of 512 bits, rounded half to even.

A whole number is a plain `int`; `Real` stands for all others, so the common case costs nothing.
Every function returns the simplest form: a whole result is never a `Real`.
"""

from typing import Final, TypeAlias

from goldsmith.record import record

PRECISION: Final = 512
_LARGEST_EXPONENT: Final = 10_000
"""Beyond two to this power nothing is meant; digits would take megabytes."""
_MOST_DIGITS: Final = 3_000
_LONGEST_LITERAL: Final = 10_000
_ALWAYS_ENOUGH: Final = 156
"""Decimal digits that tell any two numbers of 512 bits apart."""


@record
class Real:
    """`mantissa` × 2^`exponent`: never whole, or infinite when the exponent is `None`."""

    mantissa: int
    exponent: int | None


Number: TypeAlias = int | Real

INFINITY: Final = Real(1, None)
NEGATIVE_INFINITY: Final = Real(-1, None)


class NumberProblem(ValueError):
    """Text that is no number, or a calculation without a sensible result; the text says why."""


def parse(text: str) -> Number:
    """The number written as decimal `text`, as the conversion from string reads it."""
    if text.isdigit() and text.isascii() and len(text) < 150:
        return int(text)
    sign = -1 if text.startswith("-") else 1
    digits = text[1:] if text[:1] in {"-", "+"} else text
    if digits in {"Inf", "inf"}:
        return Real(sign, None)
    decimal, binary, shift = _split_exponent(digits)
    whole, _, fraction = decimal.partition(".")
    both = whole + fraction
    if not (both.isdigit() and both.isascii()) or len(both) > _LONGEST_LITERAL:
        raise NumberProblem(f'"{_shorten(text)}" is not a number')
    value = sign * _digits(both)
    tens = (0 if binary else shift) - len(fraction)
    twos = shift if binary else 0
    if abs(tens) > _MOST_DIGITS + len(both) or abs(twos) > _LARGEST_EXPONENT:
        raise _out_of_range()
    if tens >= 0:
        return _rounded(value * 10**tens, twos)
    return _ratio(value, 10**-tens, twos)


def text_of(number: Number) -> str:
    """The shortest decimal that reads back as the same number, without an exponent."""
    if isinstance(number, int) and number.bit_length() <= PRECISION:
        return str(number)
    if _infinite(number):
        return "+Inf" if sign(number) > 0 else "-Inf"
    return f"{'-' if sign(number) < 0 else ''}{_plain(*shortest(number))}"


def shortest(number: Number) -> tuple[str, int]:
    """The fewest digits that read back as the finite `number`, and how many stand before the point.

    The point may lie outside the digits: ("12", 4) is 1200, ("12", -1) is 0.012.
    """
    if number == 0:
        return "0", 1
    mantissa, exponent = _parts(number)
    if exponent == 0 and abs(mantissa).bit_length() <= PRECISION:
        digits = str(abs(mantissa))
        return digits.rstrip("0"), len(digits)
    return _shortest_digits(abs(mantissa), exponent)


def rounded_to(number: Number, places: int) -> int:
    """The finite `number` times 10^`places`, rounded to a whole number, half to even."""
    mantissa, exponent = _parts(number)
    numerator = mantissa * _ten_to(max(places, 0))
    denominator = _ten_to(max(-places, 0)) << -exponent
    whole, rest = divmod(abs(numerator), denominator)
    if rest * 2 > denominator or (rest * 2 == denominator and whole & 1):
        whole += 1
    return whole if numerator >= 0 else -whole


def from_float(value: float) -> Number:
    """The number that a 64-bit float is written as; NaN has none.

    A fraction is the shortest one that means this float and no other, a whole number is exact.
    """
    if value != value:  # noqa: PLR0124 - NaN is the only value that differs from itself
        raise NumberProblem("the result is not a number")
    if value in (float("inf"), float("-inf")):
        return INFINITY if value > 0 else NEGATIVE_INFINITY
    return int(value) if value.is_integer() else parse(repr(value))


def to_float(number: Number) -> float:
    """The nearest 64-bit float, infinite when `number` is too large for one."""
    if isinstance(number, Real):
        if number.exponent is None:
            return number.mantissa * float("inf")
        return number.mantissa / (1 << -number.exponent)
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def compare(left: Number, right: Number) -> int:
    """Negative, zero or positive as `left` is less than, equal to or greater than `right`."""
    if isinstance(left, int) and isinstance(right, int):
        return (left > right) - (left < right)
    if _infinite(left) or _infinite(right):
        return _rank(left) - _rank(right)
    one, other, _ = _aligned(left, right)
    return (one > other) - (one < other)


def negate(number: Number) -> Number:
    """`-number`."""
    if isinstance(number, int):
        return -number
    return Real(-number.mantissa, number.exponent)


def add(left: Number, right: Number) -> Number:
    """`left + right`."""
    if _infinite(left) or _infinite(right):
        if _rank(left) + _rank(right) == 0:
            raise NumberProblem("infinity minus infinity has no value")
        return left if _infinite(left) else right
    one, other, exponent = _aligned(left, right)
    return _rounded(one + other, exponent)


def subtract(left: Number, right: Number) -> Number:
    """`left - right`."""
    return add(left, negate(right))


def multiply(left: Number, right: Number) -> Number:
    """`left * right`."""
    if _infinite(left) or _infinite(right):
        direction = sign(left) * sign(right)
        if direction == 0:
            raise NumberProblem("zero times infinity has no value")
        return Real(direction, None)
    one, first = _parts(left)
    other, second = _parts(right)
    return _rounded(one * other, first + second)


def divide(left: Number, right: Number) -> Number:
    """`left / right`; a number divided by zero is infinite."""
    if _infinite(left) and _infinite(right):
        raise NumberProblem("infinity divided by infinity has no value")
    if right == 0:
        if left == 0:
            raise NumberProblem("zero divided by zero has no value")
        return Real(sign(left), None)
    if _infinite(left):
        return Real(sign(left) * sign(right), None)
    if _infinite(right):
        return 0
    one, first = _parts(left)
    other, second = _parts(right)
    return _ratio(one if other > 0 else -one, abs(other), first - second)


def remainder(left: Number, right: Number) -> Number:
    """What division toward zero leaves over; it has the sign of `left`."""
    if _infinite(left) or _infinite(right):
        return multiply(left, right)
    if right == 0:
        return left
    one, other, exponent = _aligned(left, right)
    rest = abs(one) % abs(other)
    return _rounded(rest if one >= 0 else -rest, exponent)


def sign(number: Number) -> int:
    """-1, 0 or 1."""
    magnitude = number if isinstance(number, int) else number.mantissa
    return (magnitude > 0) - (magnitude < 0)


def floor(number: Number) -> Number:
    """The largest whole number that is not larger; infinity stays."""
    if isinstance(number, int) or number.exponent is None:
        return number
    return number.mantissa >> -number.exponent


def ceiling(number: Number) -> Number:
    """The smallest whole number that is not smaller; infinity stays."""
    return negate(floor(negate(number)))


def short_text(value: float) -> str:
    """`value` as `%g` with the fewest digits that read back, an exponent from a million on."""
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    sign = "-" if f"{value!r}".startswith("-") else ""  # there is a zero below zero, too
    mantissa, _, written = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    both = (whole + fraction).rstrip("0")
    digits = both.lstrip("0")
    point = len(whole) + int(written or 0) - (len(both) - len(digits))
    return f"{sign}{general(digits or '0', point if digits else 1)}"


def general(digits: str, point: int, precision: int = 6) -> str:
    """Digits as `%g` writes them: plain, or with an exponent when that would be long."""
    exponent = point - 1
    return scientific(digits, exponent) if not -4 <= exponent < precision else _plain(digits, point)


def scientific(digits: str, exponent: int) -> str:
    """Digits as `%e` writes them, the point behind the first."""
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _plain(digits: str, point: int) -> str:
    if point <= 0:
        return f"0.{'0' * -point}{digits}"
    if point >= len(digits):
        return f"{digits}{'0' * (point - len(digits))}"
    return f"{digits[:point]}.{digits[point:]}"


def _split_exponent(digits: str) -> tuple[str, bool, int]:
    for letter in ("e", "E", "p", "P"):
        decimal, found, power = digits.partition(letter)
        if found:
            bare = power[1:] if power[:1] in {"-", "+"} else power
            if not (bare.isdigit() and bare.isascii()):
                raise NumberProblem(f'"{_shorten(digits)}" is not a number')
            if len(bare) > 9:
                raise _out_of_range()
            return decimal, letter in "pP", int(power)
    return digits, False, 0


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


def _out_of_range() -> NumberProblem:
    return NumberProblem("the number is too large or too close to zero")


def _digits(text: str) -> int:
    """`int(text)`, in pieces: Python refuses to read thousands of digits at once."""
    value = 0
    for start in range(0, len(text), 4000):
        piece = text[start : start + 4000]
        value = value * 10 ** len(piece) + int(piece)
    return value


def _infinite(number: Number) -> bool:
    return isinstance(number, Real) and number.exponent is None


def _rank(number: Number) -> int:
    return sign(number) if _infinite(number) else 0


def _parts(number: Number) -> tuple[int, int]:
    return (number, 0) if isinstance(number, int) else (number.mantissa, number.exponent or 0)


def _aligned(left: Number, right: Number) -> tuple[int, int, int]:
    """Both mantissas over the smaller of the two exponents."""
    one, first = _parts(left)
    other, second = _parts(right)
    exponent = min(first, second)
    return one << (first - exponent), other << (second - exponent), exponent


def _ratio(numerator: int, denominator: int, exponent: int) -> Number:
    """`numerator` / `denominator` × 2^`exponent`, rounded once."""
    missing = PRECISION + 2 + denominator.bit_length() - abs(numerator).bit_length()
    shift = max(0, missing)
    quotient, rest = divmod(abs(numerator) << shift, denominator)
    # The last bit tells the rounding that something smaller follows.
    magnitude = (quotient << 1) | (rest != 0)
    return _rounded(magnitude if numerator >= 0 else -magnitude, exponent - shift - 1)


def _rounded(mantissa: int, exponent: int) -> Number:
    """`mantissa` × 2^`exponent` with 512 bits, half to even, in the simplest form."""
    if mantissa == 0:
        return 0
    magnitude = abs(mantissa)
    surplus = magnitude.bit_length() - PRECISION
    if surplus > 0:
        half = 1 << (surplus - 1)
        rest = magnitude & ((1 << surplus) - 1)
        magnitude >>= surplus
        exponent += surplus
        if rest > half or (rest == half and magnitude & 1):
            magnitude += 1
    if abs(exponent + magnitude.bit_length()) > _LARGEST_EXPONENT:
        raise _out_of_range()
    if exponent < 0:
        zeros = min((magnitude & -magnitude).bit_length() - 1, -exponent)
        magnitude >>= zeros
        exponent += zeros
    signed = magnitude if mantissa > 0 else -magnitude
    return signed << exponent if exponent >= 0 else Real(signed, exponent)


def _shortest_digits(mantissa: int, exponent: int) -> tuple[str, int]:
    """The fewest decimal digits that round back to the number, and where the point stands."""
    width = PRECISION - mantissa.bit_length()
    # In units of a quarter of the last binary place, so that the bounds are whole.
    value = mantissa << (width + 2) if width >= 0 else mantissa >> -width << 2
    scale = exponent - width - 2
    power_of_two = value >> 2 == 1 << (PRECISION - 1)
    low, high = value - (1 if power_of_two else 2), value + 2
    numerator, denominator = (1 << scale, 1) if scale >= 0 else (1, 1 << -scale)
    even = not (value >> 2) & 1
    point = _decimal_point(value * numerator, denominator)
    bounds = low * numerator, value * numerator, high * numerator
    fewest, most = 1, _ALWAYS_ENOUGH
    while fewest < most:
        count = (fewest + most) // 2
        if _within(bounds, denominator, count - point, even) is None:
            fewest = count + 1
        else:
            most = count
    digits = _within(bounds, denominator, fewest - point, even) or ""
    # Rounding up 9.99 gives a digit more than was asked for.
    return digits.rstrip("0"), point + len(digits) - fewest


def _decimal_point(numerator: int, denominator: int) -> int:
    """How many digits stand before the point (zero or negative for small fractions)."""
    bits = numerator.bit_length() - denominator.bit_length()
    guess = bits * 30103 // 100000 - 1
    while _power_of_ten_at_most(guess + 1, numerator, denominator):
        guess += 1
    return guess + 1


def _power_of_ten_at_most(power: int, numerator: int, denominator: int) -> bool:
    if power >= 0:
        return _ten_to(power) * denominator <= numerator
    return denominator <= numerator * _ten_to(-power)


def _ten_to(power: int) -> int:
    """The whole number with `power` zeros; mypy takes `10**power` for a fraction."""
    result: int = 10**power
    return result


def _within(
    bounds: tuple[int, int, int], denominator: int, places: int, inclusive: bool
) -> str | None:
    """A decimal with `places` after the point between the outer bounds, nearest to the middle."""
    if places >= 0:
        low, value, high = (bound * 10**places for bound in bounds)
    else:
        low, value, high = bounds
        denominator *= 10**-places
    down, rest = divmod(value, denominator)
    nearest_first = (down, down + 1) if rest * 2 <= denominator else (down + 1, down)
    for candidate in nearest_first:
        scaled = candidate * denominator
        if low < scaled < high or (inclusive and scaled in (low, high)):
            return str(candidate)
    return None
