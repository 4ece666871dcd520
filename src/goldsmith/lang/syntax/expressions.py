"""Expressions: operators, terms, and what may follow a term."""

from collections.abc import Callable

from goldsmith.lang.syntax import problems
from goldsmith.lang.syntax.collections import parse_braces, parse_brackets
from goldsmith.lang.syntax.cursor import Cursor, Parse
from goldsmith.lang.syntax.literals import normal
from goldsmith.lang.syntax.templates import parse_heredoc, parse_string
from goldsmith.lang.syntax.tree import (
    Attribute,
    Binary,
    Boolean,
    Call,
    Conditional,
    Expression,
    Index,
    Name,
    Null,
    Number,
    Parentheses,
    Splat,
    SplatItem,
    Text,
    Unary,
    Variable,
)

_STRENGTH = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}


def parse_operation(cursor: Cursor) -> Expression:
    """A whole expression, as far as it goes."""
    start = cursor.start
    left = _term(cursor)
    if cursor.kind in _STRENGTH:
        left = _binary(cursor, left)
    if cursor.kind != "?":
        return left
    question = cursor.span
    cursor.deepen()
    cursor.advance()
    then = parse_operation(cursor)
    if cursor.kind != ":":
        cursor.fail(problems.half_conditional(cursor.span, question))
    cursor.advance()
    otherwise = parse_operation(cursor)
    cursor.depth -= 1
    return Conditional(left, then, otherwise, cursor.since(start))


def _binary(cursor: Cursor, first: Expression) -> Expression:
    """Operators by strength, without recursion: the weaker wait on a stack."""
    operands = [first]
    waiting: list[str] = []

    def join() -> None:
        right = operands.pop()
        left = operands.pop()
        operands.append(Binary(waiting.pop(), left, right, left.span.to(right.span)))

    while cursor.kind in _STRENGTH:
        strength = _STRENGTH[cursor.kind]
        while waiting and _STRENGTH[waiting[-1]] >= strength:
            join()
        waiting.append(cursor.kind)
        cursor.advance()
        operands.append(_term(cursor))
    while waiting:
        join()
    return operands[0]


def _term(cursor: Cursor) -> Expression:
    """An operand with the signs before it and the steps behind it."""
    if cursor.kind in ("-", "!"):
        return _signed(cursor)
    parse = _TERMS.get(cursor.kind)
    if parse is None:
        cursor.fail(problems.no_expression(cursor.span, cursor.kind))
    value = parse(cursor, parse_operation)
    return _steps(cursor, value) if cursor.kind in _STEPS else value


def _signed(cursor: Cursor) -> Expression:
    signs = []
    while cursor.kind in ("-", "!"):
        signs.append((cursor.kind, cursor.span))
        cursor.advance()
    value = _term(cursor)
    for sign, span in reversed(signs):
        value = Unary(sign, value, span.to(value.span))
    return value


def _string(cursor: Cursor, _parse: Parse) -> Expression:
    raw = cursor.word[1:-1]
    value = Text(normal(raw), cursor.span)
    cursor.advance()
    return value


def _number(cursor: Cursor, _parse: Parse) -> Expression:
    value = Number(cursor.word, cursor.span)
    cursor.advance()
    if not _is_number(value.text):
        cursor.fail(problems.bad_number(value.span))
    touching = cursor.start == value.span.end
    bare_dot = cursor.kind == "." and cursor.following() not in ("name", "number", "*")
    if touching and (cursor.kind == "name" or bare_dot):
        cursor.fail(problems.bad_number(value.span.to(cursor.span)))
    return value


def _is_number(word: str) -> bool:
    """Whether a word of digits, dots and exponents has at most one of each, in order."""
    digits, _, exponent = word.replace("E", "e").partition("e")
    return digits.count(".") <= 1 and "." not in exponent and "e" not in exponent


def _name(cursor: Cursor, _parse: Parse) -> Expression:
    name = cursor.name()
    if cursor.kind in ("(", "::"):
        return _call(cursor, name)
    match name.text:
        case "true" | "false":
            return Boolean(name.text == "true", name.span)
        case "null":
            return Null(name.span)
        case _:
            return Variable(name.text, name.span)


def _parentheses(cursor: Cursor, parse: Parse) -> Expression:
    opening = cursor.span
    outer = cursor.enter(free=True)
    cursor.check_inside(opening, ")")
    inner = parse(cursor)
    if cursor.kind != ")":
        cursor.fail(problems.unclosed(cursor.span, cursor.kind, opening, ")"))
    span = opening.to(cursor.span)
    cursor.leave(outer)
    return Parentheses(inner, span)


def _call(cursor: Cursor, name: Name) -> Expression:
    while cursor.kind == "::":
        cursor.advance()
        if cursor.kind != "name":
            cursor.fail(problems.half_function_name(cursor.span, cursor.kind))
        part = cursor.name()
        name = Name(f"{name.text}::{part.text}", name.span.to(part.span))
    if cursor.kind != "(":
        cursor.fail(problems.no_call(cursor.span, cursor.kind, name))
    opening = cursor.span
    outer = cursor.enter(free=True)
    arguments: list[Expression] = []
    spread = False
    while cursor.kind != ")":
        cursor.check_inside(opening, ")")
        arguments.append(parse_operation(cursor))
        if cursor.kind == "...":
            spread = True
            cursor.advance()
            if cursor.kind != ")":
                cursor.fail(problems.after_spread(cursor.span, cursor.kind))
        elif cursor.kind == ",":
            cursor.advance()
        elif cursor.kind != ")":
            cursor.fail_between(opening, "arguments", ")")
    span = name.span.to(cursor.span)
    cursor.leave(outer)
    return Call(name, tuple(arguments), spread, span)


def _steps(cursor: Cursor, value: Expression) -> Expression:
    """Everything that follows a term: `.name`, `.0`, `[key]`, `.*`, `[*]`."""
    while True:
        if cursor.kind == ".":
            if cursor.following() == "*":
                value = _attribute_splat(cursor, value)
            else:
                value = _attribute(cursor, value)
        elif cursor.kind == "[":
            if cursor.following() == "*" and cursor.following(2) == "]":
                value = _full_splat(cursor, value)
            else:
                value = _index(cursor, value)
        else:
            return value


def _attribute(cursor: Cursor, target: Expression) -> Expression:
    cursor.advance()
    if cursor.kind == "name":
        name = cursor.name()
        return Attribute(target, name, target.span.to(name.span))
    if cursor.kind != "number":
        cursor.fail(problems.no_attribute(cursor.span, cursor.kind))
    if "." in cursor.word or not _is_number(cursor.word):
        cursor.fail(problems.bad_legacy_index(cursor.span))
    key = Number(cursor.word, cursor.span)
    cursor.advance()
    return Index(target, key, target.span.to(key.span))


def _index(cursor: Cursor, target: Expression) -> Expression:
    opening = cursor.span
    outer = cursor.enter(free=True)
    if cursor.kind == "]":
        cursor.fail(problems.no_index(opening.to(cursor.span)))
    cursor.check_inside(opening, "]")
    key = parse_operation(cursor)
    if cursor.kind != "]":
        cursor.fail(problems.unclosed(cursor.span, cursor.kind, opening, "]"))
    span = target.span.to(cursor.span)
    cursor.leave(outer)
    return Index(target, key, span)


def _attribute_splat(cursor: Cursor, source: Expression) -> Expression:
    dot = cursor.span
    cursor.advance()
    each: Expression = SplatItem(dot.to(cursor.span))
    cursor.advance()
    while cursor.kind == ".":
        if cursor.following() == "*":
            cursor.fail(problems.splat_in_splat(cursor.span))
        each = _attribute(cursor, each)
    return Splat(source, each, source.span.to(each.span))


def _full_splat(cursor: Cursor, source: Expression) -> Expression:
    opening = cursor.span
    cursor.deepen()
    cursor.advance()
    cursor.advance()
    item = SplatItem(opening.to(cursor.span))
    cursor.advance()
    each = _steps(cursor, item)
    cursor.depth -= 1
    return Splat(source, each, source.span.to(each.span))


_STEPS = (".", "[")

_TERMS: dict[str, Callable[[Cursor, Parse], Expression]] = {
    "string": _string,
    "name": _name,
    "number": _number,
    "string-start": parse_string,
    "heredoc-start": parse_heredoc,
    "(": _parentheses,
    "[": parse_brackets,
    "{": parse_braces,
}
