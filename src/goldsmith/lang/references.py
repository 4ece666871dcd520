"""Which names an expression or body refers to."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from goldsmith.diagnostics import Span
from goldsmith.lang.syntax.tree import (
    Argument,
    Attribute,
    Binary,
    Block,
    Body,
    Boolean,
    Call,
    Conditional,
    Expression,
    ForDirective,
    ForObject,
    ForTuple,
    IfDirective,
    Index,
    Interpolation,
    Name,
    Null,
    Number,
    Object,
    Parentheses,
    Splat,
    SplatItem,
    Template,
    TemplatePart,
    Text,
    Tuple,
    Unary,
    Variable,
)
from goldsmith.record import record

Bound: TypeAlias = frozenset[str]


@record
class Reference:
    """A root name and the constant steps that follow it, such as `local` and `("x",)`."""

    root: str
    path: tuple[str, ...]
    span: Span


def references(node: Expression | Body | Block | Argument) -> tuple[Reference, ...]:
    """Every reference below `node` in source order, names bound by `for` left out."""
    return tuple(_below(node, frozenset()))


def as_reference(expression: Expression) -> Reference | None:
    """The reference that `expression` is as a whole, if it is one."""
    path: list[str] = []
    at = expression
    while True:
        match at:
            case Variable(name):
                return Reference(name, tuple(reversed(path)), expression.span)
            case Attribute(target, name):
                path.append(name.text)
                at = target
            case Index(target, Text(text) | Number(text)):
                path.append(text)
                at = target
            case _:
                return None


def _below(node: Expression | Body | Block | Argument, bound: Bound) -> Iterator[Reference]:
    match node:
        case Body(items):
            for item in items:
                yield from _below(item, bound)
        case Block():
            yield from _below(node.body, bound)
        case Argument():
            yield from _in_expression(node.value, bound)
        case _:
            yield from _in_expression(node, bound)


def _in_expression(node: Expression, bound: Bound) -> Iterator[Reference]:
    match node:
        case Number() | Text() | Boolean() | Null() | SplatItem():
            return
        case Template(parts):
            yield from _in_parts(parts, bound)
        case Variable() | Attribute() | Index():
            yield from _in_traversal(node, bound)
        case ForTuple() | ForObject():
            yield from _in_for(node, bound)
        case (
            Tuple() | Object() | Splat() | Call() | Unary() | Binary() | Conditional()
            | Parentheses()
        ):  # fmt: skip
            for child in _children(node):
                yield from _in_expression(child, bound)
        case _:
            assert_never(node)


def _children(
    node: Tuple | Object | Splat | Call | Unary | Binary | Conditional | Parentheses,
) -> Iterator[Expression]:
    match node:
        case Tuple(items):
            yield from items
        case Object(pairs):
            for pair in pairs:
                yield pair.key
                yield pair.value
        case Splat(source, each):
            yield source
            yield each
        case Call(name, arguments):
            # The second argument of `convert` is a type, and its words are not names of values.
            yield from arguments[:1] if name.text == "convert" else arguments
        case Unary(_, operand):
            yield operand
        case Binary(_, left, right):
            yield left
            yield right
        case Conditional(condition, then, otherwise):
            yield condition
            yield then
            yield otherwise
        case Parentheses(inner):
            yield inner


def _in_traversal(node: Variable | Attribute | Index, bound: Bound) -> Iterator[Reference]:
    """The longest constant reference at the bottom of `node`, then those in its keys."""
    keys: list[Expression] = []
    at: Expression = node
    while True:
        found = as_reference(at)
        if found:
            if found.root not in bound:
                yield found
            break
        if isinstance(at, Attribute):
            at = at.target
        elif isinstance(at, Index):
            keys.append(at.key)
            at = at.target
        else:
            yield from _in_expression(at, bound)
            break
    for key in reversed(keys):
        yield from _in_expression(key, bound)


def _in_for(node: ForTuple | ForObject, bound: Bound) -> Iterator[Reference]:
    yield from _in_expression(node.collection, bound)
    inner = bound | _names(node.key, node.value)
    if isinstance(node, ForObject):
        yield from _in_expression(node.item_key, inner)
    yield from _in_expression(node.item, inner)
    if node.condition:
        yield from _in_expression(node.condition, inner)


def _in_parts(parts: tuple[TemplatePart, ...], bound: Bound) -> Iterator[Reference]:
    for part in parts:
        match part:
            case Text():
                pass
            case Interpolation(expression):
                yield from _in_expression(expression, bound)
            case IfDirective(condition, then, otherwise):
                yield from _in_expression(condition, bound)
                yield from _in_parts(then, bound)
                yield from _in_parts(otherwise, bound)
            case ForDirective(key, value, collection, body):
                yield from _in_expression(collection, bound)
                yield from _in_parts(body, bound | _names(key, value))


def _names(key: Name | None, value: Name) -> Bound:
    return frozenset({value.text} if key is None else {key.text, value.text})
