"""A legacy JSON template and inputs to a plan."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from goldsmith.catalog import Catalog, load_function
from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError
from goldsmith.lang.secrets import MASK, masked, without
from goldsmith.lang.syntax import Object, Text
from goldsmith.lang.values import quote
from goldsmith.plan import Build, InputVariable, Outline, Plan
from goldsmith.planning.builds import BuildTemplate
from goldsmith.planning.exploration import Described, Examination, LegacyExploration
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.legacy import problems as wording
from goldsmith.planning.legacy.builds import LegacyBuilds
from goldsmith.planning.legacy.description import described
from goldsmith.planning.legacy.hiding import hidden
from goldsmith.planning.legacy.rendering import manner
from goldsmith.planning.legacy.template import LegacyTemplate, read_template
from goldsmith.planning.legacy.undeclared import undeclared
from goldsmith.planning.legacy.variables import Values, check_required, given, settle
from goldsmith.planning.lookup import Lookup
from goldsmith.planning.preparing import Preparer
from goldsmith.planning.problems import Problems
from goldsmith.planning.reading import literals
from goldsmith.planning.rendering import Manner
from goldsmith.planning.selection import Selection
from goldsmith.planning.versions import PACKER_VERSION, is_older, parse_version

_OUTDATED = "goldsmith.planning.legacy.outdated:warnings"
_LONGEST_FIXED = 1_000_000
"""Characters; every fixer copies the whole template."""


class LegacyPlanning:
    """One legacy template on its way to a plan."""

    def __init__(self, inputs: Inputs, catalog: Catalog, file: SourceFile) -> None:
        self.inputs = inputs
        self.catalog = catalog
        self.problems = Problems()
        self.problems.files.append(file)
        self.template = read_template(file, self.problems)
        self.texts = given(self.template, inputs, self.problems)
        self.problems.damaged = self.problems.failed
        self.values = Values({}, frozenset())
        self.secrets: set[str] = set()

    def check_syntax(self) -> None:
        """Raise `TemplateError` with what is wrong before values are settled."""
        self._raise_errors()

    def plan(self) -> Plan:
        """Everything, checked; or `TemplateError`."""
        builds = self._check(complete=True)
        self._raise_errors()
        self._warn_of_outdated()
        return self._plan(builds)

    def examine(self) -> Examination:
        """Everything, checked, with all that is wrong beside it; variables may have no value."""
        builds = self._check(complete=False)
        found = (without(self.secrets, one) for one in self.problems.everything())
        problems = tuple(self._hidden(found))
        return Examination(problems, plan=self._plan(builds))

    def _check(self, *, complete: bool) -> tuple[Build, ...]:
        """All stages; without `complete` a variable may have no value."""
        self._check_version()
        if complete:
            check_required(self.template, self.texts, self.problems)
        if not self.template.builders:
            self.problems.missing(wording.no_builders(self.template.start))
        self._settle(self.problems)
        self.problems.extend(undeclared(self.template, self.values.known))
        how = self._manner()
        return self._prepare(self._build(how, self.problems), how)

    def survey(self) -> Plan:
        """What is written, as it is written."""
        self._raise_errors()
        self._settle(Problems())
        return self._plan(())

    def explore(self) -> LegacyExploration:
        """What Go templates see."""
        plan = self.survey()
        renderer = self._manner().renderer("", "")
        return LegacyExploration(renderer, tuple(self.template.variables), plan, ())

    def describe(self) -> Described:
        """What is written, in the words of templates in HCL."""
        plan = self.survey()
        build = self._build(self._manner(), Problems())
        return described(self.template, self.values.known, build, plan.secrets)

    def _raise_errors(self) -> None:
        try:
            self.problems.raise_errors(self.secrets)
        except TemplateError as error:
            raise TemplateError(self._hidden(error.diagnostics)) from None

    def _hidden(self, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """The same, with nothing to be read where the values of sensitive variables stand."""
        template = self.template
        texts = [self.texts.get(one.text) for one in template.sensitive]
        texts += [
            variable.default
            for one in template.sensitive
            if (variable := template.variables.get(one.text)) is not None
        ]
        return hidden(problems, {one.span for one in texts if one is not None})

    def _warn_of_outdated(self) -> None:
        if self.template.root is None or len(self.template.file.text) > _LONGEST_FIXED:
            return
        # Loaded when all else is well; the catalog loads by name.
        find = cast("Callable[[Object], Iterable[Diagnostic]]", load_function(_OUTDATED))
        self.problems.extend(find(self.template.root))

    def _check_version(self) -> None:
        wanted = self.template.min_version
        if wanted is None:
            return
        try:
            old = is_older(parse_version(PACKER_VERSION), parse_version(wanted.text))
        except ValueError as error:
            self.problems.add(wording.bad_version(str(error), wanted.span))
            return
        if old:
            self.problems.add(wording.too_old(wanted.text, PACKER_VERSION, wanted.span))
            self._raise_errors()

    def _folder(self) -> str:
        """The absolute folder of the template; for standard input, where we are."""
        path = self.inputs.working_directory / self.template.file.path
        # As a text, without asking the file system what links stand for.
        return Path(os.path.normpath(path)).parent.as_posix()

    def _settle(self, problems: Problems) -> None:
        """Give variables their values as far as they have any."""
        folder = self._folder()
        self.values = settle(self.template, self.texts, self.inputs, folder, problems)
        self.secrets |= self.values.secrets

    def _manner(self) -> Manner:
        """How settings are read, with the values that variables have by now."""
        return manner(self.inputs, self._folder(), self.values.known)

    def _build(self, how: Manner, problems: Problems) -> BuildTemplate:
        return LegacyBuilds(self.template, how.renderer("", ""), problems).read()

    def _prepare(self, template: BuildTemplate, how: Manner) -> tuple[Build, ...]:
        selection = Selection(self.inputs.only, self.inputs.excluded, exact=True)
        if not self.problems.damaged:
            steps = {one.name or one.type.text for chain in template.chains for one in chain}
            selection.check([use.name for use in template.uses], steps, self.problems)
        lookup = Lookup(self.catalog, {}, self.problems)
        preparer = Preparer(how, literals(), lookup, selection, self.problems)
        builds: list[Build] = []
        for use in template.uses:
            if selection.wants(use.name):
                build = preparer.prepare(template, use)
                if build is not None:
                    builds.append(build)
        if not template.uses:
            preparer.check_steps(template)
        self.secrets |= preparer.secrets
        return tuple(builds)

    def _plan(self, builds: tuple[Build, ...]) -> Plan:
        hidden = {one.text for one in self.template.sensitive}
        return Plan(
            builds,
            tuple(
                self._shown(name, value, hide=name in hidden)
                for name, value in self.values.known.items()
            ),
            (),
            (),
            frozenset(self.secrets),
            tuple(self._hidden(self.problems.warnings(self.secrets))),
            _outline(self.template),
        )

    def _shown(self, name: str, value: object, *, hide: bool) -> InputVariable:
        if not isinstance(value, str):
            return InputVariable(name, "<unknown>", hide)
        return InputVariable(name, MASK if hide else quote(masked(value, self.secrets)), hide)


def _outline(template: LegacyTemplate) -> Outline:
    hidden = {one.text for one in template.sensitive}
    names = sorted(template.variables)
    defaults: Mapping[str, Text | None] = {name: template.variables[name].default for name in names}
    return Outline(
        template.description,
        tuple(name for name in names if defaults[name] is None),
        tuple(
            (name, MASK if name in hidden else default.text)
            for name, default in defaults.items()
            if default is not None
        ),
        tuple(sorted((one.name.text, one.type.text) for one in template.builders)),
        tuple(one.type.text for one in template.provisioners),
    )
