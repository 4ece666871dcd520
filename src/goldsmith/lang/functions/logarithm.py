"""The natural logarithm to the very last bit as Packer calculates it.

Libraries differ there, and `ceil(log(9, 3))` shows it. This is the classic way: take the power of
two out, and bring the rest, between √½ and √2, to a series of s = f / (2 + f).
"""

import math
from typing import Final

_ODD: Final = (
    6.666666666666735130e-01,
    2.857142874366239149e-01,
    1.818357216161805012e-01,
    1.479819860511658591e-01,
)
_EVEN: Final = (3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01)
_LN2_HIGH: Final = 6.93147180369123816490e-01
_LN2_LOW: Final = 1.90821492927058770002e-10
"""The natural logarithm of two is the sum of both."""


def natural_logarithm(value: float) -> float:
    """The logarithm of a positive, finite number."""
    mantissa, power = math.frexp(value)
    if mantissa < math.sqrt(0.5):
        mantissa *= 2
        power -= 1
    rest = mantissa - 1
    s = rest / (2 + rest)
    square = s * s
    fourth = square * square
    series = square * _polynomial(fourth, _ODD) + fourth * _polynomial(fourth, _EVEN)
    half = 0.5 * rest * rest
    return power * _LN2_HIGH - ((half - (s * (half + series) + power * _LN2_LOW)) - rest)


def _polynomial(x: float, coefficients: tuple[float, ...]) -> float:
    total = 0.0
    for coefficient in reversed(coefficients):
        total = coefficient + x * total
    return total
