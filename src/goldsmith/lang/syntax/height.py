"""How tall the tree of an expression is: those who walk it by recursion must not fall off."""

from goldsmith.diagnostics import TemplateError
from goldsmith.lang.syntax import problems
from goldsmith.lang.syntax.tree import Expression
from goldsmith.record import fields_of

HIGHEST = 200
"""How many operators, steps and brackets may build on each other."""


def check_height(expression: Expression, highest: int = HIGHEST) -> None:
    """Refuse an expression that is taller than `highest`; looks at every node."""
    level: list[object] = [expression]
    height = 0
    while level:
        height += 1
        if height > highest:
            raise TemplateError([problems.too_long(expression.span, highest)])
        level = [child for node in level for child in _children(node)]


def _children(node: object) -> list[object]:
    found: list[object] = []
    for name in fields_of(type(node)):
        value = getattr(node, name) if name != "span" else None
        if isinstance(value, tuple):
            found.extend(value)
        elif hasattr(type(value), "__fields__"):
            found.append(value)
    return found
