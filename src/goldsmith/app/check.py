"""Planning alone: check a template, or look at it."""

from goldsmith import planning
from goldsmith.catalog import Catalog
from goldsmith.plan import Plan
from goldsmith.planning import Inputs


def check(inputs: Inputs) -> Plan:
    """The plan that a build would carry out; raises `TemplateError` with every problem."""
    return planning.plan(inputs, Catalog.load())


def check_syntax(inputs: Inputs) -> None:
    """Read the files only; raises `TemplateError` with every syntax error."""
    planning.check_syntax(inputs)


def survey(inputs: Inputs) -> Plan:
    """The plan as far as it is known; variables may be unset."""
    return planning.survey(inputs, Catalog.load())
