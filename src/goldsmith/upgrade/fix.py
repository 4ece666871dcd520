"""Runs the fixers over a template."""

from collections.abc import Callable, Iterable

from goldsmith.loading import load
from goldsmith.record import record
from goldsmith.upgrade.document import Settings
from goldsmith.upgrade.fixers import FIXERS, Fixer, Part
from goldsmith.upgrade.walk import builders, copied, post_processors, provisioners

_WALKS: dict[Part, Callable[[Settings], list[Settings]]] = {
    Part.BUILDERS: builders,
    Part.PROVISIONERS: provisioners,
    Part.POST_PROCESSORS: post_processors,
}


@record
class Step:
    """What one fixer has done."""

    fixer: Fixer
    before: Settings
    after: Settings


def fix(template: Settings, fixers: Iterable[Fixer] = FIXERS) -> tuple[Step, ...]:
    """Every fixer that changes something, in order; the template itself stays as it is."""
    steps: list[Step] = []
    for fixer in fixers:
        changed = copied(template)
        _apply(fixer, changed)
        if changed != template:
            steps.append(Step(fixer, template, changed))
            template = changed
    return tuple(steps)


def _apply(fixer: Fixer, template: Settings) -> None:
    change = _change(fixer)
    if fixer.part is Part.WHOLE:
        change(template)
        return
    for component in _WALKS[fixer.part](template):
        kind = component.get("type")
        if fixer.concerns(kind if isinstance(kind, str) else ""):
            change(component)


def _change(fixer: Fixer) -> Callable[[Settings], None]:
    found = load(fixer.change)
    if not callable(found):
        raise TypeError(fixer.change)
    # A place of the table names a function of this kind; a test calls each of them.
    change: Callable[[Settings], None] = found
    return change
