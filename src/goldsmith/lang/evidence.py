"""What helps to understand a problem: the values that an expression had, and where they are set."""

from collections.abc import Iterator, Mapping

from goldsmith.diagnostics import Diagnostic, Label
from goldsmith.lang.access import AccessError, attribute
from goldsmith.lang.references import Reference, as_reference, references
from goldsmith.lang.scope import Scope
from goldsmith.lang.secrets import MASK
from goldsmith.lang.syntax.tree import Expression
from goldsmith.lang.values import Value, quote, show
from goldsmith.record import replace

_ROOM = 60
"""Letters that a value may take up."""
_LEAST = 8
_DEEPEST = 4
_MOST_SHOWN = 4


def with_evidence(problem: Diagnostic, expression: Expression, scope: Scope) -> Diagnostic:
    """`problem`, whose cause is `expression`, with the values in it and where they are set."""
    labels = {one.span: one for one in (*problem.labels, *origins(expression, scope))}
    values = shown_values(expression, scope, told=f"{problem.summary}\n{problem.detail}")
    detail = "\n".join(part for part in (problem.detail, values) if part)
    return replace(problem, detail=detail, labels=tuple(labels.values()))


def shown_values(expression: Expression, scope: Scope, told: str = "") -> str:
    """The values of what `expression` refers to; long ones cut, secrets masked.

    What was `told` already is not told again where the expression is nothing else.
    """
    lines: dict[str, None] = {}
    whole = as_reference(expression)
    for reference in references(expression):
        value = _resolve(reference, scope)
        if value is None or not (value.is_known or value.sensitive):
            continue
        shown = short(value)
        if whole is None or shown not in told:
            lines[f"{'.'.join((reference.root, *reference.path))} is {shown}."] = None
    return "\n".join(list(lines)[:_MOST_SHOWN])


def origins(expression: Expression, scope: Scope) -> tuple[Label, ...]:
    """Where what `expression` refers to is declared or set, as far as that is known."""
    found: dict[str, Label] = {}
    for reference in references(expression):
        for length in (1, 2):
            name = ".".join((reference.root, *reference.path[:length]))
            label = scope.places.get(name)
            if label is not None:
                found[name] = label
    return tuple(found.values())[:_MOST_SHOWN]


def short(value: Value, room: int = _ROOM, depth: int = 0) -> str:
    """A value on one line, in about `room` letters."""
    data = value.data
    if value.sensitive:
        return MASK
    if isinstance(data, str):
        return quote(data) if len(data) <= room else f'{quote(data[:room])[:-1]}…"'
    if isinstance(data, tuple):
        items = (short(one, max(_LEAST, room // 2), depth + 1) for one in data)
        return _joined(items, "[", "]", room if depth < _DEEPEST else 0)
    if isinstance(data, Mapping):
        items = (
            f"{name if name.isidentifier() else quote(name)} = "
            f"{short(one, max(_LEAST, room // 2), depth + 1)}"
            for name, one in data.items()
        )
        return _joined(items, "{ ", " }", room if depth < _DEEPEST else 0)
    return show(value)


def _joined(items: Iterator[str], opening: str, closing: str, room: int) -> str:
    shown: list[str] = []
    for item in items:
        if room <= 0:
            shown.append("…")
            break
        room -= len(item) + 2
        shown.append(item)
    if not shown:
        return (opening + closing).replace(" ", "")
    return f"{opening}{', '.join(shown)}{closing}"


def _resolve(reference: Reference, scope: Scope) -> Value | None:
    value = scope.find(reference.root)
    for name in reference.path:
        if value is None:
            return None
        try:
            value = attribute(value, name, "")
        except AccessError:
            return None
    return value
