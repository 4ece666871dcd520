"""The tree that both dialects of the template language become; every node knows its place."""

from typing import TypeAlias

from goldsmith.diagnostics import Diagnostic, SourceFile, Span
from goldsmith.record import record


@record
class Name:
    """An identifier or label as written."""

    text: str
    span: Span


# Expressions


@record
class Number:
    """A number literal; `text` is its digits as written."""

    text: str
    span: Span


@record
class Text:
    """A string without interpolations, escapes resolved."""

    text: str
    span: Span


@record
class Boolean:
    """`true` or `false`."""

    value: bool
    span: Span


@record
class Null:
    """`null`."""

    span: Span


@record
class Template:
    """A quoted string or heredoc with interpolations or directives.

    Trim marks and heredoc dedenting are already applied. A template that is exactly one
    interpolation hands on that value with its type untouched.
    """

    parts: "tuple[TemplatePart, ...]"
    span: Span


@record
class Interpolation:
    """`${expression}` inside a template."""

    expression: "Expression"
    span: Span


@record
class IfDirective:
    """`%{ if condition }then%{ else }otherwise%{ endif }`."""

    condition: "Expression"
    then: "tuple[TemplatePart, ...]"
    otherwise: "tuple[TemplatePart, ...]"
    span: Span


@record
class ForDirective:
    """`%{ for key, value in collection }body%{ endfor }`; `key` is None with one name."""

    key: Name | None
    value: Name
    collection: "Expression"
    body: "tuple[TemplatePart, ...]"
    span: Span


@record
class Tuple:
    """`[a, b]`."""

    items: "tuple[Expression, ...]"
    span: Span


@record
class ObjectItem:
    """`key = value`; a bare identifier as key is a `Text`."""

    key: "Expression"
    value: "Expression"


@record
class Object:
    """`{ key = value }`."""

    items: tuple[ObjectItem, ...]
    span: Span


@record
class Variable:
    """The first name of a reference, such as `var`."""

    name: str
    span: Span


@record
class Attribute:
    """`target.name`; `span` covers the whole, `name.span` the name alone."""

    target: "Expression"
    name: Name
    span: Span


@record
class Index:
    """`target[key]`, also the legacy `target.0`."""

    target: "Expression"
    key: "Expression"
    span: Span


@record
class SplatItem:
    """Stands for the current element inside the `each` of a `Splat`."""

    span: Span


@record
class Splat:
    """`source[*].a` or `source.*.a`: `each` is evaluated with `SplatItem` as each element."""

    source: "Expression"
    each: "Expression"
    span: Span


@record
class Call:
    """`name(arguments)`; `spread` says that the last argument is followed by `...`."""

    name: Name
    arguments: "tuple[Expression, ...]"
    spread: bool
    span: Span


@record
class Unary:
    """`-operand` or `!operand`."""

    operator: str
    operand: "Expression"
    span: Span


@record
class Binary:
    """`left operator right`."""

    operator: str
    left: "Expression"
    right: "Expression"
    span: Span


@record
class Conditional:
    """`condition ? then : otherwise`."""

    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"
    span: Span


@record
class ForTuple:
    """`[for key, value in collection : item if condition]`."""

    key: Name | None
    value: Name
    collection: "Expression"
    item: "Expression"
    condition: "Expression | None"
    span: Span


@record
class ForObject:
    """`{for key, value in collection : item_key => item if condition}`; `grouped` with `...`."""

    key: Name | None
    value: Name
    collection: "Expression"
    item_key: "Expression"
    item: "Expression"
    grouped: bool
    condition: "Expression | None"
    span: Span


@record
class Parentheses:
    """`(inner)`."""

    inner: "Expression"
    span: Span


Expression: TypeAlias = (
    Number
    | Text
    | Boolean
    | Null
    | Template
    | Tuple
    | Object
    | Variable
    | Attribute
    | Index
    | SplatItem
    | Splat
    | Call
    | Unary
    | Binary
    | Conditional
    | ForTuple
    | ForObject
    | Parentheses
)

TemplatePart: TypeAlias = Text | Interpolation | IfDirective | ForDirective


# Bodies


@record
class Argument:
    """`name = value` in a body."""

    name: Name
    value: Expression
    span: Span


@record
class Property(Argument):
    """`"name": value` in the JSON body of a component, which may be an argument or blocks.

    The settings of the component know. `value` and `value_faults` count if it is an argument,
    `blocks` and `block_faults` if it is not; `blocks` is None where the value cannot be blocks.
    """

    blocks: "tuple[Block, ...] | None"
    value_faults: tuple[Diagnostic, ...] = ()
    block_faults: tuple[Diagnostic, ...] = ()


@record
class Block:
    """`type "label" { body }`; `header` spans type and labels."""

    type: Name
    labels: tuple[Name, ...]
    body: "Body"
    header: Span
    span: Span


@record
class Body:
    """What stands between the braces of a block, or in a whole file; `end` is its closing place."""

    items: tuple[Argument | Block, ...]
    file: SourceFile
    end: Span


def without_parentheses(expression: Expression) -> Expression:
    """`expression` without the parentheses around it."""
    while isinstance(expression, Parentheses):
        expression = expression.inner
    return expression
