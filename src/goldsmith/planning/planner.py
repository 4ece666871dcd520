"""Templates and inputs to a plan, whatever language they are in."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Protocol, TypeAlias, cast

from goldsmith.catalog import Catalog
from goldsmith.collector import WithoutCollector
from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError
from goldsmith.loading import load
from goldsmith.plan import Plan
from goldsmith.planning.exploration import Described, Examination, Exploration, LegacyExploration
from goldsmith.planning.files import find_legacy
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.native import NativePlanning, load_template, nothing
from goldsmith.planning.problems import Problems
from goldsmith.planning.requirements import Requirement, requirements


def plan(inputs: Inputs, catalog: Catalog) -> Plan:
    """What shall be built; raises `TemplateError` with everything that is wrong."""
    with WithoutCollector():
        return _planning(inputs, catalog).plan()


def check_syntax(inputs: Inputs) -> None:
    """Read all files; raises `TemplateError` with what is wrong before values are settled."""
    with WithoutCollector():
        _planning(inputs, Catalog(())).check_syntax()


def survey(inputs: Inputs, catalog: Catalog) -> Plan:
    """Variables, locals and builds as far as they are known; nothing is prepared."""
    with WithoutCollector():
        return _planning(inputs, catalog, may_be_empty=True).survey()


def explore(inputs: Inputs, catalog: Catalog) -> Exploration | LegacyExploration:
    """What expressions see of a template; without a path, of one that declares nothing."""
    with WithoutCollector():
        return _planning(inputs, catalog, may_be_empty=True).explore()


def examine(inputs: Inputs, catalog: Catalog) -> Examination:
    """What a check would say of a template, and what is known of it however much is wrong.

    A variable without a value is no mistake here: it will have one when the template is built.
    """
    with WithoutCollector():
        try:
            return _planning(inputs, catalog).examine()
        except TemplateError as error:
            return Examination(error.diagnostics)


def describe(inputs: Inputs, catalog: Catalog) -> Described:
    """What a template declares, with values as far as they are known."""
    with WithoutCollector():
        return _planning(inputs, catalog, may_be_empty=True).describe()


def required_plugins(inputs: Inputs, catalog: Catalog) -> tuple[Requirement, ...]:
    """The plugins that a template asks for; `TemplateError` where that cannot be told."""
    legacy = find_legacy(inputs)
    if legacy is not None:
        raise TemplateError([asks_for_nothing(legacy.path)])
    problems = Problems()
    template = load_template(inputs, problems).template
    found = tuple(requirements(template.required_plugins, catalog, problems))
    problems.raise_errors()
    return found


class Planning(Protocol):
    """A template on its way to a plan, whatever language it is in."""

    def check_syntax(self) -> None:
        """Raise `TemplateError` with what is wrong before values are settled."""
        ...

    def plan(self) -> Plan:
        """Everything, checked; or `TemplateError`."""
        ...

    def examine(self) -> Examination:
        """Everything, checked, with all that is wrong beside it; variables may have no value."""
        ...

    def survey(self) -> Plan:
        """What is known; nothing is prepared."""
        ...

    def explore(self) -> Exploration | LegacyExploration:
        """What can be tried out in it."""
        ...

    def describe(self) -> Described:
        """What is declared, with what is known."""
        ...


_EMPTY = '{"builders": [{"type": "null", "communicator": "none"}]}'
"""What is looked at where no template is named, and nobody says that it is in HCL."""

Legacy: TypeAlias = Callable[[Inputs, Catalog, SourceFile], Planning]


def _planning(inputs: Inputs, catalog: Catalog, *, may_be_empty: bool = False) -> Planning:
    empty = may_be_empty and not inputs.path
    file = find_legacy(inputs)
    if empty and not inputs.other_files_are_hcl:
        file = SourceFile(PurePath("the empty template"), _EMPTY)
    if file is None:
        return NativePlanning(inputs, catalog, nothing() if empty else None)
    # Loaded for those alone who need it; `LegacyPlanning` is made like this.
    return cast("Legacy", load("goldsmith.planning.legacy:LegacyPlanning"))(inputs, catalog, file)


def asks_for_nothing(path: PurePath) -> Diagnostic:
    """A legacy template is asked what plugins it needs."""
    return Diagnostic(
        f"{path} is a legacy JSON template, which cannot ask for plugins",
        "`goldsmith plugins installed` lists what is here. `goldsmith hcl2_upgrade` turns it into "
        "a template that names what it needs.",
    )
