"""A template to look at and to try expressions in."""

from collections.abc import Collection, Mapping

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang.renderer import Renderer
from goldsmith.lang.scope import Scope
from goldsmith.lang.values import Value
from goldsmith.plan import Plan
from goldsmith.planning.builds import BuildTemplate, SourceUse
from goldsmith.planning.template import Template
from goldsmith.planning.variables import Variable
from goldsmith.record import record


@record
class Exploration:
    """What expressions see of a template, and what of it could not be settled."""

    scope: Scope
    plan: Plan
    problems: tuple[Diagnostic, ...]


@record
class LegacyExploration:
    """What Go templates see of a legacy template, and what of it could not be settled."""

    renderer: Renderer
    names: tuple[str, ...]
    """Of variables."""
    plan: Plan
    problems: tuple[Diagnostic, ...]


@record
class Examination:
    """What is wrong with a template, and what is known of it all the same."""

    problems: tuple[Diagnostic, ...]
    scope: Scope | None = None
    """What expressions see; None where it could not be read, and of a legacy template."""
    plan: Plan | None = None


@record
class Described:
    """What a template declares, with values as far as they are known."""

    template: Template
    variables: tuple[Variable, ...]
    values: Mapping[str, Value]
    """Of variables; what is not set is unknown."""
    locals: Mapping[str, Value]
    hidden: Collection[str]
    """The names of locals that are sensitive."""
    builds: tuple[BuildTemplate, ...]
    secrets: Collection[str]
    is_legacy: bool = False
    description: str = ""
    """Only of a legacy template."""

    def build_name(self, build: BuildTemplate, use: SourceUse) -> str:
        """How `-only` selects the build from `use`."""
        return use.name if self.is_legacy else build.full_name(use)
