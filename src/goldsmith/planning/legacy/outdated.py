"""What legacy templates had once and have otherwise now; loaded when there is need to know."""

from collections.abc import Iterator

from goldsmith.diagnostics import Diagnostic, Label, Severity, Span
from goldsmith.lang.syntax import Expression, Object, Text, Tuple
from goldsmith.planning.legacy.nodes import members
from goldsmith.upgrade import Fixer, Part, fixes_for
from goldsmith.upgrade.document import plain
from goldsmith.upgrade.fix import fix

_PARTS = {
    "builder": Part.BUILDERS,
    "provisioner": Part.PROVISIONERS,
    "post-processor": Part.POST_PROCESSORS,
}


def hint(kind: str, component: str, name: str) -> str:
    """What to do about the option `name` if a fixer knows it."""
    if not fixes_for(name, component, _PARTS[kind]):
        return ""
    return "It is outdated. `goldsmith fix` brings the template up to date."


def warnings(root: Object) -> Iterator[Diagnostic]:
    """What fixers would change in a template that is fine otherwise."""
    before = {one.key.text: plain(one.value) for one in root.items if isinstance(one.key, Text)}
    for step in fix(before):
        places = list(_places(step.fixer, root))
        start = root.span.file.span(root.span.start, root.span.start + 1)
        yield outdated(step.fixer.summary, places or [start])


def _places(fixer: Fixer, root: Object) -> Iterator[Span]:
    """Where the options stand that a fixer looks for."""
    for component in _components(members(root).get(fixer.part.value)):
        kind = members(component).get("type")
        if isinstance(kind, Text) and fixer.concerns(kind.text):
            for item in component.items:
                if isinstance(item.key, Text) and item.key.text in fixer.keys:
                    yield item.key.span


def _components(value: Expression | None) -> Iterator[Object]:
    match value:
        case Object():
            yield value
        case Tuple(items):
            for one in items:
                yield from _components(one)
        case _:
            pass


def outdated(summary: str, places: list[Span]) -> Diagnostic:
    """A fixer would change something."""
    first, *others = places
    return Diagnostic(
        "This is outdated",
        f"`goldsmith fix` {summary}.",
        first,
        Severity.WARNING,
        labels=tuple(Label(one, "and this") for one in others),
    )
