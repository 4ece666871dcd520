"""Tuples, objects and for-expressions: what stands in brackets and braces."""

from goldsmith.diagnostics import Diagnostic, Span
from goldsmith.lang.syntax import problems
from goldsmith.lang.syntax.cursor import Cursor, Parse
from goldsmith.lang.syntax.tree import (
    Attribute,
    Expression,
    ForObject,
    ForTuple,
    Index,
    Name,
    Number,
    Object,
    ObjectItem,
    Text,
    Tuple,
    Variable,
)


def parse_brackets(cursor: Cursor, parse: Parse) -> Expression:
    """`[...]`: a tuple, or a for-expression that makes one."""
    opening = cursor.span
    outer = cursor.enter(free=True)
    if cursor.at_name("for"):
        key, value, collection = parse_for(cursor, parse)
        _colon(cursor, opening)
        item = parse(cursor)
        if cursor.kind == "=>":
            cursor.fail(problems.arrow_in_tuple(cursor.span, opening))
        if cursor.kind == "...":
            cursor.fail(problems.spread_in_tuple(cursor.span, opening))
        condition = _condition(cursor, parse)
        _closing(cursor, "]", opening)
        span = opening.to(cursor.span)
        cursor.leave(outer)
        return ForTuple(key, value, collection, item, condition, span)
    items: list[Expression] = []
    while cursor.kind != "]":
        cursor.check_inside(opening, "]")
        items.append(parse(cursor))
        if cursor.kind == ",":
            cursor.advance()
        elif cursor.kind != "]":
            cursor.fail_between(opening, "items", "]")
    span = opening.to(cursor.span)
    cursor.leave(outer)
    return Tuple(tuple(items), span)


def parse_braces(cursor: Cursor, parse: Parse) -> Expression:
    """`{...}`: an object, or a for-expression that makes one."""
    opening = cursor.span
    outer = cursor.enter(free=False)
    cursor.skip_newlines()
    if cursor.at_name("for"):
        return _for_object(cursor, parse, opening, outer)
    items: list[ObjectItem] = []
    while cursor.kind != "}":
        key = _key(cursor, parse, opening)
        if cursor.kind not in ("=", ":"):
            cursor.fail(problems.no_item_value(cursor.span, cursor.kind, key))
        cursor.advance()
        items.append(ObjectItem(key, parse(cursor)))
        if cursor.kind == ",":
            cursor.advance()
        elif cursor.kind not in ("newline", "}"):
            cursor.fail(_behind_item(cursor, opening))
        cursor.skip_newlines()
    cursor.suspect_brace(opening)
    span = opening.to(cursor.span)
    cursor.leave(outer)
    return Object(tuple(items), span)


def _behind_item(cursor: Cursor, opening: Span) -> Diagnostic:
    if cursor.kind in ("end", ")", "]", "template-end"):
        return problems.unclosed(cursor.span, cursor.kind, opening, "}")
    return problems.no_separator(cursor.span, cursor.kind, opening)


def _key(cursor: Cursor, parse: Parse, opening: Span) -> Expression:
    if cursor.kind == "name" and cursor.following() in ("=", ":"):
        name = cursor.name()
        return Text(name.text, name.span)
    if cursor.kind in ("end", ")", "]", "template-end"):
        cursor.fail(problems.unclosed(cursor.span, cursor.kind, opening, "}"))
    if cursor.kind in (",", "=", ":"):
        cursor.fail(problems.no_key(cursor.span, cursor.kind))
    key = parse(cursor)
    if isinstance(key, Variable):
        return Text(key.name, key.span)
    if _is_reference(key):
        cursor.fail(problems.ambiguous_key(key.span))
    return key


def _is_reference(expression: Expression) -> bool:
    while isinstance(expression, Attribute | Index):
        if isinstance(expression, Index) and not isinstance(expression.key, Number | Text):
            return False
        expression = expression.target
    return isinstance(expression, Variable)


def _for_object(cursor: Cursor, parse: Parse, opening: Span, outer: bool) -> Expression:
    cursor.free = True
    key, value, collection = parse_for(cursor, parse)
    _colon(cursor, opening)
    item_key = parse(cursor)
    if cursor.kind != "=>":
        cursor.fail(problems.no_arrow(cursor.span, cursor.kind, opening))
    cursor.advance()
    item = parse(cursor)
    grouped = cursor.kind == "..."
    if grouped:
        cursor.advance()
    condition = _condition(cursor, parse)
    _closing(cursor, "}", opening)
    span = opening.to(cursor.span)
    cursor.leave(outer)
    return ForObject(key, value, collection, item_key, item, grouped, condition, span)


def parse_for(cursor: Cursor, parse: Parse) -> tuple[Name | None, Name, Expression]:
    """`for key, value in collection`: the names, the first of which may be missing."""
    cursor.advance()
    names: list[Name] = []
    while True:
        if cursor.kind != "name":
            cursor.fail(problems.no_for_name(cursor.span, cursor.kind))
        names.append(cursor.name())
        if cursor.kind != "," or len(names) == 2:
            break
        cursor.advance()
    if not cursor.at_name("in"):
        cursor.fail(problems.no_in(cursor.span, cursor.kind))
    cursor.advance()
    collection = parse(cursor)
    return (names[0] if len(names) == 2 else None), names[-1], collection


def _colon(cursor: Cursor, opening: Span) -> None:
    if cursor.kind != ":":
        cursor.fail(problems.no_colon(cursor.span, cursor.kind, opening))
    cursor.advance()


def _condition(cursor: Cursor, parse: Parse) -> Expression | None:
    if not cursor.at_name("if"):
        return None
    cursor.advance()
    return parse(cursor)


def _closing(cursor: Cursor, bracket: str, opening: Span) -> None:
    if cursor.kind != bracket:
        cursor.fail(problems.unclosed(cursor.span, cursor.kind, opening, bracket))
