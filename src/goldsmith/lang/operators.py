"""What the operators do with values."""

from collections.abc import Callable, Mapping
from typing import Final

from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.equality import equal
from goldsmith.lang.number import (
    Number,
    NumberProblem,
    Real,
    add,
    compare,
    divide,
    multiply,
    negate,
    remainder,
    subtract,
)
from goldsmith.lang.values import BOOL, NUMBER, Value, boolean, mark, number, unknown

_ARITHMETIC: Final[Mapping[str, Callable[[Number, Number], Number]]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
}

LEFT: Final = 0
RIGHT: Final = 1


class OperandError(ValueError):
    """An operator cannot be applied; `operand` says which side is to blame, if one is."""

    def __init__(self, message: str, operand: int | None = None) -> None:
        self.operand = operand
        super().__init__(message)


def apply(operator: str, left: Value, right: Value) -> Value:
    """`left operator right` for arithmetic and comparisons."""
    result = _apply(operator, left, right)
    return mark(result) if left.is_sensitive or right.is_sensitive else result


def apply_unary(operator: str, operand: Value) -> Value:
    """`-operand` or `!operand`."""
    if operator == "!":
        truth = bool_operand(operand, None)
        result = unknown(BOOL) if truth is None else boolean(not truth)
    else:
        value = _number_operand(operand, None)
        result = unknown(NUMBER) if value is None else number(negate(value))
    return mark(result) if operand.sensitive else result


def bool_operand(value: Value, operand: int | None) -> bool | None:
    """The truth of `value`, `None` while it is not known."""
    try:
        data = convert(value, BOOL).data
    except ConversionError as error:
        raise OperandError(str(error), operand) from None
    if data is None:
        raise OperandError("A bool is needed, not null.", operand)
    return data if isinstance(data, bool) else None


def _apply(operator: str, left: Value, right: Value) -> Value:
    if operator in {"==", "!="}:
        same = equal(left, right)
        return unknown(BOOL) if same is None else boolean(same == (operator == "=="))
    one = _number_operand(left, LEFT)
    other = _number_operand(right, RIGHT)
    calculate = _ARITHMETIC.get(operator)
    if one is None or other is None:
        return unknown(NUMBER if calculate else BOOL)
    if calculate is None:
        return boolean(_compares(operator, compare(one, other)))
    try:
        return number(calculate(one, other))
    except NumberProblem as problem:
        message = str(problem)
        raise OperandError(f"{message[:1].upper()}{message[1:]}.") from None


def _compares(operator: str, order: int) -> bool:
    match operator:
        case "<":
            return order < 0
        case "<=":
            return order <= 0
        case ">":
            return order > 0
        case _:
            return order >= 0


def _number_operand(value: Value, operand: int | None) -> Number | None:
    """The number that `value` is, `None` while it is not known."""
    try:
        data = convert(value, NUMBER).data
    except ConversionError as error:
        raise OperandError(str(error), operand) from None
    if data is None:
        raise OperandError("A number is needed, not null.", operand)
    return data if isinstance(data, int | Real) else None
