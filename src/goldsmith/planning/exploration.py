"""A template to try expressions in."""

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang.scope import Scope
from goldsmith.plan import Plan
from goldsmith.record import record


@record
class Exploration:
    """What expressions see of a template, and what of it could not be settled."""

    scope: Scope
    plan: Plan
    problems: tuple[Diagnostic, ...]
