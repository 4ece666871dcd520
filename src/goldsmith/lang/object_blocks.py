"""Blocks that are written as objects: by JSON, by overrides, by legacy templates."""

from collections.abc import Iterator

from goldsmith.diagnostics import Diagnostic, TemplateError
from goldsmith.lang import setting_problems as wording
from goldsmith.lang.dynamic import ScopedBody, expand, without_dynamic
from goldsmith.lang.given import NestedBlock, SetArgument
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax.tree import (
    Argument,
    Body,
    Expression,
    Name,
    Object,
    Property,
    Text,
    Tuple,
    without_parentheses,
)


def blocks_of_property(
    one: Property, scope: Scope, problems: list[Diagnostic]
) -> Iterator[NestedBlock]:
    """The blocks that JSON writes as an object or a list of objects; what is wrong is added."""
    problems += one.block_faults
    if one.blocks is None:
        problems.append(wording.value_for_block(one.name, one.value.span))
    for block in one.blocks or ():
        body = block.body
        try:
            body = expand(body, scope)
        except TemplateError as error:
            problems += error.diagnostics
            left = without_dynamic(body).items
            body = ScopedBody(left, body.file, body.end, {}, certain=False)
        yield NestedBlock(one.name, (), block.header, body, scope)


def blocks_of_argument(argument: SetArgument) -> tuple[NestedBlock, ...] | None:
    """The blocks that an argument would be; None where it is no object or list of objects."""
    value = without_parentheses(argument.value)
    written = value.items if isinstance(value, Tuple) else (value,)
    found: list[NestedBlock] = []
    for one in written:
        body = _body_of(one)
        if body is None:
            return None
        name = argument.name
        found.append(NestedBlock(name, (), name.span, body, argument.scope))
    return tuple(found)


def _body_of(expression: Expression) -> Body | None:
    """The body that an object constructor stands for."""
    value = without_parentheses(expression)
    if not isinstance(value, Object):
        return None
    items: list[Argument] = []
    for item in value.items:
        if not isinstance(item.key, Text):
            return None
        name = Name(item.key.text, item.key.span)
        items.append(Argument(name, item.value, item.key.span.to(item.value.span)))
    return Body(tuple(items), value.span.file, value.span)
