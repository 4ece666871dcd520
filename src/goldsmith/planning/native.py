"""A template in HCL and inputs to a plan."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import Diagnostic
from goldsmith.lang.secrets import MASK, masked, occurring, secrets_of, without
from goldsmith.lang.syntax import Body
from goldsmith.lang.values import Value, object_of, show, unknown
from goldsmith.plan import Build, BuildBlock, InputVariable, Plan
from goldsmith.planning.assignments import assign
from goldsmith.planning.builds import BuildReader, BuildTemplate
from goldsmith.planning.context import Context
from goldsmith.planning.dialects import parse_template_file
from goldsmith.planning.exploration import Described, Examination, Exploration
from goldsmith.planning.files import TemplateFiles, find
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.lookup import Lookup
from goldsmith.planning.overrides import check_overrides
from goldsmith.planning.preparing import Preparer
from goldsmith.planning.problems import Problems
from goldsmith.planning.rendering import native
from goldsmith.planning.requirements import check_plugins, check_version
from goldsmith.planning.selection import Selection
from goldsmith.planning.template import Template, collect
from goldsmith.planning.values import Settling
from goldsmith.planning.variables import Assignment, Variable, declared, origin, validate
from goldsmith.record import record, replace


@record
class Loaded:
    """The files of a template, and what they declare."""

    files: TemplateFiles
    template: Template


def nothing() -> Loaded:
    """A template without files, which declares nothing."""
    return Loaded(TemplateFiles(PurePath(), (), ()), Template())


class NativePlanning:
    """One template in HCL, or HCL in JSON, on its way to a plan."""

    def __init__(self, inputs: Inputs, catalog: Catalog, loaded: Loaded | None = None) -> None:
        self.inputs = inputs
        self.catalog = catalog
        self.problems = Problems()
        loaded = loaded or load_template(inputs, self.problems)
        self.template = loaded.template
        self.variable_files = loaded.files.variable_files
        damaged = self.problems.damaged
        self.context = Context(loaded.files.root, inputs, damaged=damaged)
        self.known: Mapping[str, Variable] = {}
        self.secrets = self.context.secrets

    def check_syntax(self) -> None:
        """Read everything, and raise what is wrong before values are settled."""
        known = declared(self.template, self.inputs.environment, self.problems)
        assign(known, self.inputs, self.variable_files, self.problems)
        self.problems.raise_errors()

    def plan(self) -> Plan:
        """Everything, checked; or `TemplateError`."""
        builds, templates, settling = self._check(complete=True)
        self.problems.raise_errors(self.secrets)
        return self._plan(builds, templates, settling.sensitive)

    def examine(self) -> Examination:
        """Everything, checked, with all that is wrong beside it."""
        builds, templates, settling = self._check(complete=False)
        plan = self._plan(builds, templates, settling.sensitive)
        problems = tuple(without(self.secrets, one) for one in self.problems.everything())
        return Examination(problems, self.context.scope(), plan)

    def _check(
        self, *, complete: bool
    ) -> tuple[tuple[Build, ...], tuple[BuildTemplate, ...], Settling]:
        """All stages; without `complete` a variable may have no value."""
        accessors = check_plugins(self.template.required_plugins, self.catalog, self.problems)
        lookup = Lookup(self.catalog, accessors, self.problems)
        self._settle_variables(validating=True, complete=complete)
        settling = self._settle_values(lookup, self.problems)
        templates = self._build_templates(self.problems)
        if not self.template.builds:
            self.problems.missing(no_build())
        return self._prepare(templates, lookup), templates, settling

    def survey(self) -> Plan:
        """What is known; problems with values leave them unknown."""
        return self._survey(Problems())

    def explore(self) -> Exploration:
        """What expressions see; problems with values are kept beside it."""
        found = Problems()
        found.files += self.problems.files
        plan = self._survey(found)
        problems = tuple(without(self.secrets, one) for one in found.everything())
        return Exploration(self.context.scope(), plan, problems)

    def describe(self) -> Described:
        """What is declared, with what is known; problems with values are ignored."""
        plan = self._survey(Problems())
        return Described(
            self.template,
            tuple(self.known.values()),
            self.context.variables.mapping,
            self.context.locals,
            {one.name for one in plan.local_values if one.sensitive},
            self._build_templates(Problems()),
            plan.secrets,
        )

    def _survey(self, ignored: Problems) -> Plan:
        self._settle_variables(validating=False, complete=False)
        self.problems.raise_errors(self.secrets)
        settling = self._settle_values(Lookup(self.catalog, {}, ignored), ignored)
        templates = self._build_templates(ignored)
        return self._plan((), templates, settling.sensitive)

    def _settle_variables(self, *, validating: bool, complete: bool) -> None:
        """Give every variable its value; unless they shall be `complete` it may have none."""
        self.known = declared(self.template, self.inputs.environment, self.problems)
        winning = assign(self.known, self.inputs, self.variable_files, self.problems)
        values: dict[str, Value] = {}
        for name, variable in self.known.items():
            assigned = winning.get(name)
            self.context.places[f"var.{name}"] = origin(variable, assigned)
            if assigned is not None:
                values[name] = assigned.value
                if variable.sensitive:
                    self.secrets.update(secrets_of(assigned.value))
                if validating:
                    self._validate(variable, assigned)
                continue
            values[name] = unknown(variable.constraint.type)
            if complete:
                self.problems.add(unset(variable))
            else:
                self.problems.incomplete = True
        self.context.variables = object_of(values)

    def _validate(self, variable: Variable, assigned: Assignment) -> None:
        base = self.context.base
        own = {"var": object_of({variable.name.text: assigned.value})}
        scope = replace(base, names=own, base_directory=base.working_directory)
        validate(variable, assigned, scope, self.problems)

    def _settle_values(self, lookup: Lookup, problems: Problems) -> Settling:
        settling = Settling(self.template, self.context, self.inputs, lookup, problems)
        settling.run()
        self.secrets |= settling.secrets
        for name in settling.sensitive:
            self.secrets.update(secrets_of(self.context.locals[name]))
        return settling

    def _build_templates(self, problems: Problems) -> tuple[BuildTemplate, ...]:
        reader = BuildReader(self.template, self.context.scope(), problems)
        return tuple(reader.read(block) for block in self.template.builds)

    def _prepare(self, templates: Iterable[BuildTemplate], lookup: Lookup) -> tuple[Build, ...]:
        selection = Selection(self.inputs.only, self.inputs.excluded)
        found = [(template, use) for template in templates for use in template.uses]
        names = [template.full_name(use) for template, use in found]
        steps = (one for template in templates for chain in template.chains for one in chain)
        if not self.problems.damaged:  # what cannot be read may well be what is meant
            selection.check(names, {one.name or one.type.text for one in steps}, self.problems)
        manner = native(self.inputs)
        preparer = Preparer(manner, self.context.scope(), lookup, selection, self.problems)
        builds: list[Build] = []
        for (template, use), name in zip(found, names, strict=True):
            if selection.wants(name):
                build = preparer.prepare(template, use)
                if build is not None:
                    builds.append(build)
        for template in templates:
            if not template.uses:
                preparer.check_steps(template)
            check_overrides(template, self.problems)
        self.secrets |= preparer.secrets
        return tuple(builds)

    def _plan(
        self, builds: tuple[Build, ...], templates: Iterable[BuildTemplate], hidden: set[str]
    ) -> Plan:
        values = self.context.variables.mapping
        return Plan(
            builds,
            tuple(
                self._shown(name, values[name], hide=variable.sensitive)
                for name, variable in self.known.items()
            ),
            tuple(
                self._shown(name, value, hide=name in hidden)
                for name, value in self.context.locals.items()
            ),
            tuple(self._as_written(one) for one in templates),
            frozenset(self.secrets),
            self.problems.warnings(self.secrets),
            later_secrets=self.secrets,
        )

    def _as_written(self, template: BuildTemplate) -> BuildBlock:
        def shown(texts: Iterable[str]) -> tuple[str, ...]:
            written = tuple(texts)
            secrets = occurring(self.secrets, "\n".join(written))
            return tuple(masked(text, secrets) for text in written)

        name, description = shown((template.name, template.description))
        return BuildBlock(
            name,
            description,
            shown(f"{use.type}.{use.name}" for use in template.uses),
            shown(one.label for one in template.provisioners),
            tuple(shown(one.label for one in chain) for chain in template.chains),
        )

    def _shown(self, name: str, value: Value, *, hide: bool) -> InputVariable:
        hide = hide or value.is_sensitive
        text = MASK if hide and value.is_wholly_known else masked(show(value), self.secrets)
        return InputVariable(name, text, hide)


def load_template(inputs: Inputs, problems: Problems) -> Loaded:
    """The template as declared; `TemplateError` where that cannot be told."""
    files = find(inputs, problems)
    problems.files += (*files.templates, *files.variable_files)
    parsed = [parse_template_file(file) for file in files.templates]
    versions = Problems()
    check_version([body for body, _ in parsed], versions)
    versions.raise_errors()
    for _, diagnostics in parsed:
        problems.extend(diagnostics)
    problems.damaged = problems.failed
    return Loaded(files, collect((_undamaged(*one) for one in parsed), problems))


def _undamaged(body: Body, diagnostics: Sequence[Diagnostic]) -> Body:
    """What is left of a file without the items that have syntax errors."""
    if not diagnostics:
        return body
    spans = [one.span for one in diagnostics if one.span is not None]
    items = tuple(
        item
        for item in body.items
        if not any(item.span.start <= span.start <= item.span.end for span in spans)
    )
    return Body(items, body.file, body.end)


def no_build() -> Diagnostic:
    """The template makes nothing."""
    return Diagnostic(
        "The template has no build block",
        'Write one that says what to start from: build {\n  sources = ["source.TYPE.NAME"]\n}',
    )


def unset(variable: Variable) -> Diagnostic:
    """A variable that nothing gives a value."""
    name = variable.name.text
    return Diagnostic(
        f"The variable {name} has no value",
        f"Give it a default, or set it with -var {name}=…, with -var-file, "
        f"or with the environment variable PKR_VAR_{name}.",
        variable.span,
    )
