"""The tree of a Go template."""

from collections.abc import Mapping
from typing import TypeAlias

from goldsmith.record import record


class GoTemplateError(Exception):
    """A Go template that is malformed or does not fit its data; `offset` is a place in its text."""

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        self.message = message
        self.offset = offset
        self.hint = hint
        super().__init__(message)


@record
class Constant:
    """A string, character, number, boolean or `nil`."""

    value: str | int | float | bool | None
    offset: int


@record
class Dot:
    """`.`"""

    offset: int


@record
class Field:
    """`.A.B`."""

    names: tuple[str, ...]
    offset: int


@record
class Reference:
    """`$x.A`; plain `$` is the data that the whole template was given."""

    name: str
    names: tuple[str, ...]
    offset: int


@record
class Function:
    """The name of a function."""

    name: str
    offset: int


@record
class Chain:
    """`(pipeline).A`."""

    operand: "Operand"
    names: tuple[str, ...]
    offset: int


@record
class Command:
    """An operand, or a function with its arguments."""

    words: "tuple[Operand, ...]"
    offset: int


@record
class Pipeline:
    """`$x := first | second`; `declares` tells `:=` from `=`."""

    variables: tuple[str, ...]
    declares: bool
    commands: tuple[Command, ...]
    offset: int


Operand: TypeAlias = Constant | Dot | Field | Reference | Function | Chain | Pipeline


@record
class Literal:
    """Text outside of actions."""

    text: str


@record
class Print:
    """`{{ pipeline }}`."""

    pipeline: Pipeline


@record
class If:
    """`{{ if }}…{{ else }}…{{ end }}`; `else if` is an `If` inside `otherwise`."""

    pipeline: Pipeline
    body: "tuple[Node, ...]"
    otherwise: "tuple[Node, ...]"


@record
class With:
    """`{{ with }}…{{ else }}…{{ end }}`."""

    pipeline: Pipeline
    body: "tuple[Node, ...]"
    otherwise: "tuple[Node, ...]"


@record
class Range:
    """`{{ range }}…{{ else }}…{{ end }}`."""

    pipeline: Pipeline
    body: "tuple[Node, ...]"
    otherwise: "tuple[Node, ...]"


@record
class Include:
    """`{{ template "name" pipeline }}`."""

    name: str
    pipeline: Pipeline | None
    offset: int


@record
class Leave:
    """`{{ break }}`, or `{{ continue }}` where `again`."""

    again: bool


Node: TypeAlias = Literal | Print | If | With | Range | Include | Leave


@record
class GoTemplate:
    """A parsed template, those that it defines by name, and the names used as `{{ .Name }}`."""

    nodes: tuple[Node, ...]
    defined: Mapping[str, tuple[Node, ...]]
    fields: frozenset[str]
