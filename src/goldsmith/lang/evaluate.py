"""Expressions to values."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from goldsmith.diagnostics import Diagnostic, TemplateError
from goldsmith.lang import problems
from goldsmith.lang.access import AccessError, attribute, element
from goldsmith.lang.comprehensions import evaluate_for_object, evaluate_for_tuple, evaluate_splat
from goldsmith.lang.convert import ConversionError, convert, unify
from goldsmith.lang.functions.function import ArgumentError
from goldsmith.lang.number import NumberProblem, parse
from goldsmith.lang.operators import OperandError, apply, apply_unary, bool_operand
from goldsmith.lang.scope import CURRENT_ITEM, Deferred, Function, Scope
from goldsmith.lang.syntax.tree import (
    Attribute,
    Binary,
    Boolean,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    Index,
    Null,
    Number,
    Object,
    Parentheses,
    Splat,
    SplatItem,
    Template,
    Text,
    Tuple,
    Unary,
    Variable,
)
from goldsmith.lang.templates import evaluate_template
from goldsmith.lang.values import (
    ANY,
    BOOL,
    STRING,
    ListOf,
    SetOf,
    TupleOf,
    Type,
    Value,
    boolean,
    mark,
    marked,
    null,
    number,
    object_of,
    text,
    tuple_of,
    unknown,
)


def evaluate(expression: Expression, scope: Scope) -> Value:  # noqa: C901, PLR0912 - a case each
    """The value of `expression`; a `TemplateError` holds the problems of all its parts."""
    match expression:
        case Text(content):
            return text(content)
        case Template(parts):
            return evaluate_template(parts, scope, evaluate)
        case Attribute():
            return _attribute(expression, scope)
        case Variable(name):
            return _variable(expression, name, scope)
        case Number(digits):
            return _number(expression, digits)
        case Boolean(value):
            return boolean(value)
        case Tuple(items):
            return tuple_of(evaluate_all(items, scope))
        case Object():
            return _object(expression, scope)
        case Call():
            return _call(expression, scope)
        case Binary():
            return _binary(expression, scope)
        case Conditional():
            return _conditional(expression, scope)
        case Index():
            return _index(expression, scope)
        case Null():
            return null()
        case Unary():
            return _unary(expression, scope)
        case Parentheses(inner):
            return evaluate(inner, scope)
        case ForTuple():
            return evaluate_for_tuple(expression, scope, evaluate)
        case ForObject():
            return evaluate_for_object(expression, scope, evaluate)
        case Splat():
            return evaluate_splat(expression, scope, evaluate)
        case SplatItem():
            return scope.find(CURRENT_ITEM) or null()
        case _:
            assert_never(expression)


def evaluate_all(expressions: Iterable[Expression], scope: Scope) -> list[Value]:
    """The values of several expressions; an error holds the problems of all of them."""
    values: list[Value] = []
    found: list[Diagnostic] = []
    for expression in expressions:
        try:
            values.append(evaluate(expression, scope))
        except TemplateError as error:
            found += error.diagnostics
    if found:
        raise TemplateError(found)
    return values


def _number(expression: Number, digits: str) -> Value:
    try:
        return number(parse(digits))
    except NumberProblem as problem:
        raise TemplateError([problems.bad_number(problem, expression.span)]) from None


def _variable(expression: Variable, name: str, scope: Scope) -> Value:
    found = scope.find(name)
    if found is None:
        raise TemplateError([problems.unknown_name(expression, scope)])
    return found


def _attribute(expression: Attribute, scope: Scope) -> Value:
    target = evaluate(expression.target, scope)
    name = expression.name
    try:
        return attribute(target, name.text, *problems.subject(expression.target, scope))
    except AccessError as error:
        raise TemplateError([problems.unreachable(error, expression, scope)]) from None


def _index(expression: Index, scope: Scope) -> Value:
    target, key = evaluate_all((expression.target, expression.key), scope)
    subject, _ = problems.subject(expression.target, scope)
    try:
        return element(target, key, subject)
    except AccessError as error:
        if key.is_sensitive:
            raise TemplateError([problems.secret_index(subject, expression.key.span)]) from None
        raise TemplateError([problems.unreachable(error, expression, scope)]) from None


def _object(expression: Object, scope: Scope) -> Value:
    attributes: dict[str, Value] = {}
    found: list[Diagnostic] = []
    known, secret = True, False
    for item in expression.items:
        try:
            key, value = evaluate_all((item.key, item.value), scope)
            name = object_key(key, item.key)
        except TemplateError as error:
            found += error.diagnostics
            continue
        secret = secret or key.sensitive
        if name is None:
            known = False
        else:
            attributes[name] = value
    if found:
        raise TemplateError(found)
    result = object_of(attributes) if known else unknown()
    return mark(result) if secret else result


def object_key(key: Value, written: Expression) -> str | None:
    """The text of an object's key, `None` while it is not known."""
    try:
        data = convert(key, STRING).data
    except ConversionError as error:
        raise TemplateError([problems.bad_key(str(error), written.span)]) from None
    if data is None:
        raise TemplateError([problems.bad_key("It is null.", written.span)])
    return data if isinstance(data, str) else None


def _unary(expression: Unary, scope: Scope) -> Value:
    operand = evaluate(expression.operand, scope)
    try:
        return apply_unary(expression.operator, operand)
    except OperandError as error:
        raise TemplateError([problems.bad_operand(error, expression, scope)]) from None


def _binary(expression: Binary, scope: Scope) -> Value:
    if expression.operator in {"&&", "||"}:
        return _logical(expression, scope)
    left, right = evaluate_all((expression.left, expression.right), scope)
    try:
        return apply(expression.operator, left, right)
    except OperandError as error:
        raise TemplateError([problems.bad_operand(error, expression, scope)]) from None


def _logical(expression: Binary, scope: Scope) -> Value:
    """`&&` or `||`: when one side alone decides, the problems of the other do not count."""
    decisive = expression.operator == "||"
    sides: list[bool | None] = []
    values: list[Value] = []
    found: list[Diagnostic] = []
    for side, operand in enumerate((expression.left, expression.right)):
        try:
            value = evaluate(operand, scope)
            sides.append(bool_operand(value, side))
            values.append(value)
        except TemplateError as error:
            found += error.diagnostics
        except OperandError as error:
            found.append(problems.bad_operand(error, expression, scope))
    if decisive in sides:
        return marked(boolean(decisive), *values)
    if found:
        raise TemplateError(found)
    return marked(unknown(BOOL) if None in sides else boolean(not decisive), *values)


def _conditional(expression: Conditional, scope: Scope) -> Value:
    condition = evaluate(expression.condition, scope)
    try:
        truth = bool_operand(condition, None)
    except OperandError as error:
        raise TemplateError([problems.bad_condition(error, expression.condition, scope)]) from None
    branches = [_tried(one, scope) for one in (expression.then, expression.otherwise)]
    known = [one for one in branches if isinstance(one, Value)]
    if truth is not None:
        taken = branches[0 if truth else 1]
        if isinstance(taken, TemplateError):
            raise taken
        if len(known) == 2:
            taken = _as_common(taken, known, expression)
        return marked(taken, condition)
    if len(known) < 2:
        return marked(unknown(), condition)
    return marked(unknown(_common_type(known, expression)), condition)


def _tried(expression: Expression, scope: Scope) -> Value | TemplateError:
    try:
        return evaluate(expression, scope)
    except TemplateError as error:
        return error


def _as_common(taken: Value, branches: Sequence[Value], expression: Conditional) -> Value:
    """The branch taken, as a value of the type that both branches can have."""
    then, otherwise = branches
    if then.type is otherwise.type:
        return taken
    common = _common_type(branches, expression)
    return taken if common is ANY else convert(taken, common)


def _common_type(branches: Sequence[Value], expression: Conditional) -> Type:
    if any(one.type is ANY and not one.is_null for one in branches):
        return ANY
    common = unify(one.type for one in branches)
    if common is None:
        raise TemplateError([problems.different_branches(expression, branches)])
    return common


def _call(expression: Call, scope: Scope) -> Value:
    function = scope.functions.get(expression.name.text)
    if function is None:
        found = [problems.unknown_function(expression.name, scope)]
        try:
            evaluate_all(expression.arguments, scope)
        except TemplateError as error:
            found += error.diagnostics
        raise TemplateError(found)
    arguments, sensitive = _arguments(expression, function, scope)
    if arguments is None:
        result = unknown()
    else:
        _check_count(expression, function, len(arguments))
        try:
            result = function.call(arguments, scope)
        except ArgumentError as error:
            raise TemplateError(
                [problems.refused_argument(error, expression, function, scope)]
            ) from None
    return mark(result) if sensitive else result


def _arguments(
    expression: Call, function: Function, scope: Scope
) -> tuple[list[Value | Deferred] | None, bool]:
    """The arguments of a call, and whether what was spread is sensitive; `None` if unknown."""
    arguments: list[Value | Deferred] = []
    found: list[Diagnostic] = []
    last: Value | None = None
    for index, written in enumerate(expression.arguments):
        parameter = function.parameter(index)
        if parameter and parameter.deferred:
            arguments.append(Deferred(written, scope))
            continue
        try:
            last = evaluate(written, scope)
            arguments.append(last)
        except TemplateError as error:
            found += error.diagnostics
    if found:
        raise TemplateError(found)
    if not expression.spread:
        return arguments, False
    rest = function.parameters[len(arguments) - 1 :]
    if last is None or last is not arguments[-1] or any(one.deferred for one in rest):
        raise TemplateError([problems.nothing_to_spread(expression)])
    return _spread(arguments, last, expression)


def _spread(
    arguments: list[Value | Deferred], last: Value, expression: Call
) -> tuple[list[Value | Deferred] | None, bool]:
    if last.is_null or not (isinstance(last.type, ListOf | SetOf | TupleOf) or last.type is ANY):
        raise TemplateError([problems.cannot_spread(last, expression.arguments[-1].span)])
    if not last.is_known:
        return None, last.sensitive
    return [*arguments[:-1], *last.sequence], last.sensitive


def _check_count(expression: Call, function: Function, count: int) -> None:
    required = [one for one in function.parameters if one.required]
    if count < len(required):
        raise TemplateError([problems.too_few_arguments(expression, function, count)])
    if count and function.parameter(count - 1) is None:
        raise TemplateError([problems.too_many_arguments(expression, function, count)])
