"""Mends what is outdated in a legacy JSON template."""

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import PurePath

from goldsmith.catalog import Catalog
from goldsmith.lang.syntax import Object, Text
from goldsmith.planning import Inputs, decode
from goldsmith.planning.legacy import LegacyPlanning
from goldsmith.record import record
from goldsmith.upgrade.document import Settings, plain, written
from goldsmith.upgrade.fix import Step, fix


@record
class Fixed:
    """A template before and after, and the fixers that did something."""

    steps: tuple[Step, ...]
    text: str
    """The whole result, with a newline at its end."""


def fix_template(tree: Object) -> Fixed:
    """What the fixers make of a template."""
    before: Settings = {
        item.key.text: plain(item.value) for item in tree.items if isinstance(item.key, Text)
    }
    steps = fix(before)
    after = steps[-1].after if steps else before
    return Fixed(steps, f"{written(after)}\n")


def changes(fixed: Fixed, path: str) -> Iterator[str]:
    """Lines that show, fixer by fixer, what it is for and what it has changed."""
    for step in fixed.steps:
        yield f"# {step.fixer.name}: {step.fixer.summary}"
        yield from unified_diff(
            written(step.before).splitlines(),
            written(step.after).splitlines(),
            f"old/{path}",
            f"new/{path}",
            lineterm="",
        )


def check_fixed(fixed: Fixed, path: PurePath) -> None:
    """Raise `TemplateError` where the result is no template; `path` is for messages."""
    file = decode(path, fixed.text.encode())
    LegacyPlanning(Inputs(str(path)), Catalog.load(), file).check_syntax()
