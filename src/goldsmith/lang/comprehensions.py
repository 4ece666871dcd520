"""`for` expressions and splats: a value for each element of a collection."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from goldsmith.diagnostics import Diagnostic, TemplateError
from goldsmith.lang import problems
from goldsmith.lang.access import is_collection, pairs
from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.operators import OperandError, bool_operand
from goldsmith.lang.scope import CURRENT_ITEM, Scope
from goldsmith.lang.size import MOST_PARTS, size_of
from goldsmith.lang.syntax.tree import Expression, ForObject, ForTuple, Name, Splat
from goldsmith.lang.values import (
    ANY,
    BOOL,
    STRING,
    TRUE,
    ListOf,
    SetOf,
    TupleOf,
    Value,
    boolean,
    list_of,
    mark,
    marked,
    object_of,
    tuple_of,
    unknown,
)

Evaluate: TypeAlias = Callable[[Expression, Scope], Value]


def source_of(collection: Expression, scope: Scope, evaluate: Evaluate) -> Value:
    """What a `for` goes through; it may be unknown, but not null or without elements."""
    source = evaluate(collection, scope)
    if source.is_null or not (is_collection(source.type) or source.type is ANY):
        raise TemplateError([problems.nothing_to_iterate(source, collection, scope)])
    return source


def each_scope(key: Name | None, value: Name, source: Value, scope: Scope) -> Iterator[Scope]:
    """A scope for each element of `source`, with the names that a `for` binds."""
    for index, item in pairs(source):
        names = {value.text: marked(item, source)}
        if key is not None:
            names[key.text] = marked(index, source)
        yield scope.child(names)


def check_condition(
    expression: ForTuple | ForObject, source: Value, scope: Scope, evaluate: Evaluate
) -> None:
    """Refuse a condition that could be none, although there is no element to meet it."""
    if expression.condition is not None and source.is_known and not source.parts:
        names = [expression.value, *([expression.key] if expression.key else [])]
        inner = scope.child({name.text: unknown() for name in names})
        _condition(expression.condition, inner, evaluate)


def evaluate_for_tuple(expression: ForTuple, scope: Scope, evaluate: Evaluate) -> Value:
    """`[for …]`."""
    source = source_of(expression.collection, scope, evaluate)
    check_condition(expression, source, scope, evaluate)
    items: list[Value] = []
    known, secret = source.is_known, source.sensitive
    size = 0
    for inner in each_scope(expression.key, expression.value, source, scope):
        wanted = _condition(expression.condition, inner, evaluate)
        secret = secret or wanted.sensitive
        known = known and wanted.is_known
        if wanted.data is not False:
            items.append(evaluate(expression.item, inner))
            size = _grown(size, items[-1], expression)
    result = tuple_of(items) if known else unknown()
    return mark(result) if secret else result


def evaluate_for_object(expression: ForObject, scope: Scope, evaluate: Evaluate) -> Value:
    """`{for …}`."""
    source = source_of(expression.collection, scope, evaluate)
    check_condition(expression, source, scope, evaluate)
    groups: dict[str, list[Value]] = {}
    known, secret = source.is_known, source.sensitive
    size = 0
    for inner in each_scope(expression.key, expression.value, source, scope):
        wanted = _condition(expression.condition, inner, evaluate)
        secret = secret or wanted.sensitive
        known = known and wanted.is_known
        if wanted.data is False:
            continue
        key, item = _pair(expression, inner, evaluate)
        size = _grown(size, item, expression)
        secret = secret or key.sensitive
        if not isinstance(key.data, str):
            known = False
        elif key.data in groups and not expression.grouped:
            raise TemplateError([problems.repeated_key(key, expression.item_key)])
        else:
            groups.setdefault(key.data, []).append(item)
    if not known:
        result = unknown()
    elif expression.grouped:
        result = object_of({name: tuple_of(items) for name, items in groups.items()})
    else:
        result = object_of({name: items[0] for name, items in groups.items()})
    return mark(result) if secret else result


def _grown(size: int, item: Value, expression: Expression) -> int:
    """The size of what has been made so far, with one more element."""
    size += size_of(item, {})[0] if item.parts or isinstance(item.data, str) else 1
    if size > MOST_PARTS:
        raise TemplateError([problems.too_large(expression)])
    return size


def evaluate_splat(expression: Splat, scope: Scope, evaluate: Evaluate) -> Value:
    """`source[*]…` or `source.*…`."""
    source = evaluate(expression.source, scope)
    if isinstance(source.type, ListOf | SetOf | TupleOf):
        if source.is_null:
            raise TemplateError([problems.null_splat(expression, scope)])
        items = source.sequence
    elif source.is_null:
        return tuple_of(())
    else:
        items = (source,)
    if not source.is_known and (source.type is ANY or items == ()):
        result = unknown()
    else:
        results = [evaluate(expression.each, scope.child({CURRENT_ITEM: item})) for item in items]
        result = _like(source, results)
    return mark(result) if source.sensitive else result


def _like(source: Value, results: list[Value]) -> Value:
    """The results as a list where the source was one of equal things, otherwise as a tuple."""
    if isinstance(source.type, ListOf | SetOf):
        types = [one.type for one in results]
        if all(one == types[0] for one in types):
            return list_of(results, types[0] if types else ANY)
    return tuple_of(results)


def _condition(condition: Expression | None, scope: Scope, evaluate: Evaluate) -> Value:
    """Whether the current element is wanted, as a bool that may be unknown."""
    if condition is None:
        return TRUE
    value = evaluate(condition, scope)
    try:
        truth = bool_operand(value, None)
    except OperandError as error:
        raise TemplateError([problems.bad_condition(error, condition, scope)]) from None
    return marked(unknown(BOOL) if truth is None else boolean(truth), value)


def _pair(expression: ForObject, scope: Scope, evaluate: Evaluate) -> tuple[Value, Value]:
    """Key and value for the current element, the key as a string that may be unknown."""
    found: list[Diagnostic] = []
    values: list[Value] = []
    for one in (expression.item_key, expression.item):
        try:
            values.append(evaluate(one, scope))
        except TemplateError as error:
            found += error.diagnostics
    if found:
        raise TemplateError(found)
    key, item = values
    try:
        key = convert(key, STRING)
    except ConversionError as error:
        raise TemplateError([problems.bad_key(str(error), expression.item_key.span)]) from None
    if key.is_null:
        raise TemplateError([problems.bad_key("It is null.", expression.item_key.span)])
    return key, item
