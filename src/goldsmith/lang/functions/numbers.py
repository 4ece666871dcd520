"""Functions of numbers."""

import math
from collections.abc import Sequence
from functools import cmp_to_key, reduce

from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.logarithm import natural_logarithm
from goldsmith.lang.number import Number, add, ceiling, compare, negate, sign
from goldsmith.lang.number import floor as rounded_down
from goldsmith.lang.values import Value, noun, quote

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_ITEMS = 1024
_LIMIT = 1 << 63


@function
def abs_(value: Number) -> Number:
    """The number without its sign.

    abs(-3) == 3
    """
    return negate(value) if sign(value) < 0 else value


@function
def ceil(value: Number) -> Number:
    """The smallest whole number that is not smaller.

    ceil(-1.5) == -1
    """
    return ceiling(value)


@function
def floor(value: Number) -> Number:
    """The largest whole number that is not larger.

    floor(-1.5) == -2
    """
    return rounded_down(value)


@function
def log(value: float, base: float) -> float:
    """The logarithm of a number to a base.

    log(8, 2) == 3
    """
    above = _natural_logarithm("value", value)
    below = _natural_logarithm("base", base)
    if below:
        return above / below
    return math.copysign(math.inf, above) if above else math.nan


@function
def max_(*numbers: Number) -> Number:
    """The largest of the numbers.

    max(3, 12, 9) == 12
    """
    return max(_some(numbers), key=cmp_to_key(compare))


@function
def min_(*numbers: Number) -> Number:
    """The smallest of the numbers.

    min(3, 12, 9) == 3
    """
    return min(_some(numbers), key=cmp_to_key(compare))


@function
def parseint(text: Value, base: int) -> int:
    """The whole number that a text stands for in a base from 2 to 62.

    parseint("ff", 16) == 255
    """
    if not isinstance(text.data, str):
        raise ArgumentError("text", f"A string is needed, not {noun(text.type)}.")
    if not 2 <= base <= 62:
        raise ArgumentError("base", "The base must be between 2 and 62.")
    digits = (
        text.data.removeprefix("-") if text.data.startswith("-") else text.data.removeprefix("+")
    )
    # Up to base 36 the case of letters does not matter.
    values = [_DIGITS.find(one.lower() if base <= 36 else one) for one in digits]
    if not digits or any(not 0 <= value < base for value in values) or len(digits) > 2000:
        raise ArgumentError("text", f"{quote(text.data)} is not a whole number in base {base}.")
    result = reduce(lambda sum_, value: sum_ * base + value, values, 0)
    return -result if text.data.startswith("-") else result


@function
def pow_(value: float, power: float) -> float:
    """A number raised to a power.

    pow(2, 10) == 1024
    """
    try:
        return math.pow(value, power)
    except OverflowError:
        return math.inf if value > 0 or power % 2 == 0 else -math.inf
    except ValueError:
        if value == 0:
            return math.inf
        reason = "A negative number has no power that is not whole."
        raise ArgumentError("power", reason) from None


@function
def range_(*limits: Number) -> list[Number]:
    """The numbers from the first limit up to the second, without it, in steps of the third.

    With one limit they start at 0; without a step they count down when the second limit is smaller.

    range(1, 4) == [1, 2, 3] || convert(range(1, 4), list(number)) == range(1, 4)
    """
    if not 1 <= len(limits) <= 3:
        raise ArgumentError(None, "It takes a limit, or a start and a limit, or these and a step.")
    if len(limits) > 1 and compare(limits[0], limits[1]) == 0:
        return []
    start: Number = limits[0] if len(limits) > 1 else 0
    limit = limits[1] if len(limits) > 1 else limits[0]
    down = compare(start, limit) > 0
    step: Number = limits[2] if len(limits) == 3 else (-1 if down else 1)
    if sign(step) != (-1 if down else 1):
        direction = "negative" if down else "positive"
        raise ArgumentError("limits", f"The step must be {direction} here.", 2)
    items: list[Number] = []
    at = start
    while compare(at, limit) * (-1 if down else 1) < 0:
        if len(items) == _MOST_ITEMS:
            raise ArgumentError(None, f"This is more than {_MOST_ITEMS} numbers.")
        items.append(at)
        at = add(at, step)
    return items


@function
def signum(value: int) -> int:
    """-1, 0 or 1: the sign of a whole number of 64 bits.

    signum(-13) == -1
    """
    if not -_LIMIT <= value < _LIMIT:
        raise ArgumentError("value", "It must fit in 64 bits.")
    return sign(value)


@function
def sum_(numbers: Sequence[Number]) -> Number:
    """The sum of all numbers of a list, set or tuple.

    sum([1, 2.5, "3"]) == 6.5
    """
    if not numbers:
        raise ArgumentError("numbers", "An empty list has no sum.")
    return reduce(add, numbers)


def _some(numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    if not numbers:
        raise ArgumentError(None, "At least one number is needed.")
    return numbers


def _natural_logarithm(parameter: str, value: float) -> float:
    if value == 0:
        return -math.inf
    if value < 0:
        raise ArgumentError(parameter, "A negative number has no logarithm.")
    return natural_logarithm(value) if value < math.inf else math.inf
