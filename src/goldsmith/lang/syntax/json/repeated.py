"""Keys that stand twice in one object."""

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang.syntax.json import problems
from goldsmith.lang.syntax.tree import Expression, Object, Text, Tuple


def repeated_keys(expression: Expression) -> tuple[Diagnostic, ...]:
    """An error for each key, in objects however deep, that has stood in its object before."""
    found: list[Diagnostic] = []
    waiting = [expression]
    while waiting:
        match waiting.pop():
            case Tuple(items):
                waiting.extend(reversed(items))
            case Object(pairs):
                first: dict[str, Text] = {}
                for pair in pairs:
                    if isinstance(pair.key, Text):
                        given = first.setdefault(pair.key.text, pair.key)
                        if given is not pair.key:
                            found.append(problems.repeated_key(pair.key, given))
                waiting.extend(pair.value for pair in reversed(pairs))
            case _:
                pass
    return tuple(sorted(found, key=lambda one: one.span.start if one.span else 0))
