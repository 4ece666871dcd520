"""What is known of a template folder while one of its files is looked at."""

from collections.abc import Mapping
from pathlib import Path

from goldsmith.lang import Value
from goldsmith.lsp.declarations import Declaration, Key
from goldsmith.lsp.manuals import Manuals
from goldsmith.lsp.outline import Outline
from goldsmith.planning import Examination
from goldsmith.record import field, record


@record
class View:
    """One file, the files around it, and what planning last found out about them."""

    path: Path
    outline: Outline
    manuals: Manuals
    others: Mapping[Path, Outline] = field(factory=dict)
    """Every template of the folder in native HCL, this file too."""

    values: Mapping[Path, Outline] = field(factory=dict)
    """Every file of values beside them."""

    known: Examination | None = None
    """The last time that the template could be read as a whole; it may be older than the text."""

    declared: Mapping[Key, Declaration] = field(factory=dict)
    """Everything that the template declares."""

    shown: Mapping[Key, str] = field(factory=dict)
    """The values of variables and locals, for people; secrets are hidden."""

    @property
    def holds_values(self) -> bool:
        """Whether this is a file of values for variables."""
        return self.path.name.endswith(".pkrvars.hcl")

    def value(self, root: str) -> Value | None:
        """What a root name of expressions stands for, as far as that is known."""
        scope = self.known.scope if self.known is not None else None
        return scope.find(root) if scope is not None else None


def shown_in(known: Examination | None) -> Mapping[Key, str]:
    """The values that planning has found, as it shows them."""
    plan = known.plan if known is not None else None
    if plan is None:
        return {}
    found: dict[Key, str] = {("var", one.name): one.shown for one in plan.variables}
    found.update({("local", one.name): one.shown for one in plan.local_values})
    return found
