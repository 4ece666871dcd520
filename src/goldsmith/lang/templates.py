"""Templates to values: interpolations and directives."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, assert_never

from goldsmith.diagnostics import Diagnostic, TemplateError
from goldsmith.lang import problems
from goldsmith.lang.comprehensions import each_scope, source_of
from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.operators import OperandError, bool_operand
from goldsmith.lang.scope import Scope
from goldsmith.lang.size import LONGEST_TEXT
from goldsmith.lang.syntax.tree import (
    Expression,
    ForDirective,
    IfDirective,
    Interpolation,
    TemplatePart,
    Text,
)
from goldsmith.lang.values import STRING, Value, mark, text, unknown

Evaluate: TypeAlias = Callable[[Expression, Scope], Value]


def evaluate_template(parts: Sequence[TemplatePart], scope: Scope, evaluate: Evaluate) -> Value:
    """The value of a template: text, unless it is one interpolation and nothing else."""
    match parts:
        case (Interpolation(expression),):
            return evaluate(expression, scope)
        case _:
            return _joined(parts, scope, evaluate)


def _joined(parts: Sequence[TemplatePart], scope: Scope, evaluate: Evaluate) -> Value:
    """The texts of all parts, one after the other."""
    pieces: list[str] = []
    found: list[Diagnostic] = []
    known, secret = True, False
    length = 0
    for part in parts:
        if isinstance(part, Text):
            pieces.append(part.text)
            continue
        try:
            value = _part(part, scope, evaluate)
        except TemplateError as error:
            found += error.diagnostics
            continue
        secret = secret or value.sensitive
        if isinstance(value.data, str):
            pieces.append(value.data)
            length = _grown(length, value.data, part)
        else:
            known = False
    if found:
        raise TemplateError(found)
    result = text("".join(pieces)) if known else unknown(STRING)
    return mark(result) if secret else result


def _part(
    part: Interpolation | IfDirective | ForDirective, scope: Scope, evaluate: Evaluate
) -> Value:
    match part:
        case Interpolation(expression):
            return _interpolation(expression, scope, evaluate)
        case IfDirective():
            return _if(part, scope, evaluate)
        case ForDirective():
            return _for(part, scope, evaluate)
        case _:
            assert_never(part)


def _interpolation(expression: Expression, scope: Scope, evaluate: Evaluate) -> Value:
    value = evaluate(expression, scope)
    if value.is_null:
        raise TemplateError([problems.null_in_template(expression, scope)])
    try:
        return convert(value, STRING)
    except ConversionError:
        raise TemplateError([problems.no_text(value, expression, scope)]) from None


def _if(part: IfDirective, scope: Scope, evaluate: Evaluate) -> Value:
    condition = evaluate(part.condition, scope)
    try:
        truth = bool_operand(condition, None)
    except OperandError as error:
        raise TemplateError([problems.bad_condition(error, part.condition, scope)]) from None
    if truth is None:
        result = unknown(STRING)
    else:
        result = _joined(part.then if truth else part.otherwise, scope, evaluate)
    return mark(result) if condition.sensitive else result


def _for(part: ForDirective, scope: Scope, evaluate: Evaluate) -> Value:
    source = source_of(part.collection, scope, evaluate)
    pieces: list[str] = []
    known, secret = source.is_known, source.sensitive
    length = 0
    for inner in each_scope(part.key, part.value, source, scope):
        piece = _joined(part.body, inner, evaluate)
        secret = secret or piece.sensitive
        known = known and piece.is_known
        pieces.append(str(piece.data))
        length = _grown(length, pieces[-1], part)
    result = text("".join(pieces)) if known else unknown(STRING)
    return mark(result) if secret else result


def _grown(length: int, piece: str, part: TemplatePart) -> int:
    """The length of what has been made so far, with one more piece."""
    length += len(piece)
    if length > LONGEST_TEXT:
        raise TemplateError([problems.too_large(part)])
    return length
