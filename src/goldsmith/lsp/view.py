"""What is known of a template folder while one of its files is looked at."""

from collections.abc import Mapping
from pathlib import Path

from goldsmith.lang import Value
from goldsmith.lsp.declarations import Declaration, Key, declared
from goldsmith.lsp.manuals import Manuals
from goldsmith.lsp.outline import Outline
from goldsmith.planning import Exploration
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

    known: Exploration | None = None
    """The last time that the template could be read as a whole; it may be older than the text."""

    @property
    def holds_values(self) -> bool:
        """Whether this is a file of values for variables."""
        return self.path.name.endswith(".pkrvars.hcl")

    def declared(self) -> Mapping[Key, Declaration]:
        """Everything that the template declares."""
        return declared(self.others.values())

    def value(self, root: str) -> Value | None:
        """What a root name of expressions stands for, as far as that is known."""
        return self.known.scope.find(root) if self.known is not None else None

    def shown(self, key: Key) -> str:
        """The value of a variable or local, for people; secrets are hidden."""
        if self.known is None or key[0] not in ("var", "local"):
            return ""
        plan = self.known.plan
        found = plan.variables if key[0] == "var" else plan.local_values
        return next((one.shown for one in found if one.name == key[1]), "")
