"""Functions that look at an expression rather than at its value."""

from goldsmith.diagnostics import TemplateError
from goldsmith.lang.convert import ConversionError
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.scope import Deferred
from goldsmith.lang.types import constraint
from goldsmith.lang.values import ANY, BOOL, Value, boolean, null, unknown


@function(structural=True)
def try_(*expressions: Deferred) -> Value:
    """The value of the first expression that has one.

    try(missing.name, "none") == "none"
    """
    reasons: list[str] = []
    for one in expressions:
        try:
            return evaluate(one.expression, one.scope)
        except TemplateError as error:
            reasons += [f"{problem.summary}." for problem in error.diagnostics]
    if not reasons:
        raise ArgumentError(None, "At least one expression is needed.")
    raise ArgumentError(None, "\n".join(["None of the expressions has a value:", *reasons]))


@function(structural=True)
def can(expression: Deferred) -> Value:
    """Whether the expression has a value.

    can(missing.name) == false
    """
    try:
        value = evaluate(expression.expression, expression.scope)
    except TemplateError:
        return boolean(False)
    if value.type is ANY and not value.is_known:
        return unknown(BOOL)
    return boolean(True)


@function(structural=True)
def convert(value: Value | None, type_: Deferred) -> Value:
    """The value, converted to a type.

    convert("5", number) == 5
    """
    wanted = constraint(type_.expression)
    try:
        return wanted.apply(value or null())
    except ConversionError as error:
        raise ArgumentError("value", str(error)) from None
