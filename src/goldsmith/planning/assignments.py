"""Values for variables: from the environment, from files, from the command line."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from goldsmith.diagnostics import (
    Diagnostic,
    Severity,
    SourceFile,
    Span,
    TemplateError,
    did_you_mean,
)
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.syntax import Argument, Block, Name, parse_expression
from goldsmith.lang.values import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ListOf,
    SetOf,
    TupleOf,
    Value,
    text,
    unknown,
)
from goldsmith.planning.dialects import parse_variable_file
from goldsmith.planning.files import read
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.problems import Problems
from goldsmith.planning.reading import kind_of, literals
from goldsmith.planning.variables import OWN, Assignment, Variable, fitted
from goldsmith.record import record, replace

PREFIX = "PKR_VAR_"
_AS_TEXT = (STRING, NUMBER, ANY)
"""Types whose values are given as plain text; all others as expressions."""


@record
class Setting:
    """One line of a variable file: a name and its value."""

    name: Name
    value: Value
    place: Span
    """Where the value is written."""


class Assignments:
    """The winning value of each variable; a later assignment replaces an earlier one."""

    __slots__ = ("known", "problems", "warn_undeclared", "winning")

    def __init__(
        self, known: Mapping[str, Variable], problems: Problems, *, warn_undeclared: bool
    ) -> None:
        self.known = known
        self.problems = problems
        self.warn_undeclared = warn_undeclared
        self.winning: dict[str, Assignment] = {
            name: Assignment(_own(one, one.default), OWN, one.default_span)
            for name, one in known.items()
            if one.default is not None
        }

    def environment(self, environment: Mapping[str, str]) -> None:
        """Take every `PKR_VAR_name` of a declared variable."""
        for name, variable in self.known.items():
            given = environment.get(PREFIX + name)
            if given is not None:
                origin = f"the environment variable {PREFIX}{name}"
                self._text(variable, given, origin, PurePath(PREFIX + name))

    def file(self, file: SourceFile) -> None:
        """Take every value of a variable file."""
        origin = f"the variable file {file.path}"
        for one in self._settings(file):
            name = one.name.text
            if name in self.known:
                self._assign(self.known[name], one.value, origin, one.place)
            elif self.warn_undeclared:
                self.problems.missing(undeclared_in_file(one.name, self.known))

    def command_line(self, name: str, given: str) -> None:
        """Take one `-var name=given`."""
        variable = self.known.get(name)
        if variable is None:
            self.problems.missing(undeclared(name, self.known))
            return
        self._text(variable, given, f"-var {name}", PurePath(f"-var {name}"))

    def _settings(self, file: SourceFile) -> Iterable[Setting]:
        body, diagnostics = parse_variable_file(file)
        self.problems.extend(diagnostics)
        found: list[Setting] = []
        for item in body.items:
            if isinstance(item, Block):
                self.problems.add(block_in_file(item))
            elif isinstance(item, Argument):
                with self.problems.collecting():
                    value = evaluate(item.value, literals())
                    found.append(Setting(item.name, value, item.value.span))
        return found

    def _text(self, variable: Variable, given: str, origin: str, label: PurePath) -> None:
        if variable.constraint.type in _AS_TEXT:
            self._assign(variable, text(given), origin, None)
            return
        file = SourceFile(label, given)
        try:
            value = evaluate(parse_expression(file), literals())
        except TemplateError as error:
            self.problems.extend(no_expression(variable, one) for one in error.diagnostics)
            value = unknown(variable.constraint.type)
        self._assign(variable, value, origin, file.span(0, len(given)))

    def _assign(self, variable: Variable, value: Value, origin: str, span: Span | None) -> None:
        converted = fitted(variable, value, span, origin, self.problems)
        if converted is None:
            converted = unknown(variable.constraint.type)  # it is set, if wrongly
        self.winning[variable.name.text] = Assignment(converted, origin, span)


def assign(
    known: Mapping[str, Variable],
    inputs: Inputs,
    automatic: Iterable[SourceFile],
    problems: Problems,
) -> Mapping[str, Assignment]:
    """The winning value of each variable that has one."""
    made = Assignments(known, problems, warn_undeclared=inputs.warn_undeclared)
    made.environment(inputs.environment)
    for file in automatic:
        made.file(file)
    for named in inputs.variable_files:
        path = PurePath(named)
        if path.suffix not in {".hcl", ".json"}:
            problems.add(odd_variable_file(named))
            continue
        with problems.collecting():
            file = read(path, inputs.working_directory, inputs.texts)
            problems.files.append(file)
            made.file(file)
    for name, given in inputs.variables:
        made.command_line(name, given)
    return made.winning


def _own(variable: Variable, default: Value) -> Value:
    return Value(default.type, default.data, sensitive=variable.sensitive)


def undeclared(name: str, known: Iterable[str]) -> Diagnostic:
    """`-var` names a variable that the template does not declare."""
    hint = did_you_mean(name, known) or f'Declare it in the template: variable "{name}" {{}}'
    return Diagnostic(f'-var sets "{name}", which is not a variable of this template', hint)


def undeclared_in_file(name: Name, known: Iterable[str]) -> Diagnostic:
    """A variable file has a value for a variable that the template does not declare."""
    hint = did_you_mean(name.text, known)
    if not hint:
        hint = f'Declare it in the template if it is needed: variable "{name.text}" {{}}'
    return Diagnostic(
        f'"{name.text}" is not a variable of this template', hint, name.span, Severity.WARNING
    )


def no_expression(variable: Variable, problem: Diagnostic) -> Diagnostic:
    """The text given for a variable of a type that is written as an expression is none."""
    name = variable.name.text
    if variable.constraint.type == BOOL:
        return replace(problem, detail=f"{name} is true or false.")
    hint = (
        f"{name} is {kind_of(variable.constraint.type)}, so its value is written as in a template."
    )
    if isinstance(variable.constraint.type, ListOf | SetOf | TupleOf):
        hint = f"""{hint} As in {name}='["a", "b"]'."""
    return replace(problem, detail="\n".join(one for one in (problem.detail, hint) if one))


def block_in_file(block: Block) -> Diagnostic:
    """A variable file has a block."""
    hint = "It holds lines of the form name = value only."
    if block.type.text == "variable":
        hint = f"Declare variables in a *.pkr.hcl file. {hint}"
    return Diagnostic("A variable file cannot hold blocks", hint, block.header)


def odd_variable_file(path: str) -> Diagnostic:
    """The name of a variable file does not say what it is written in."""
    return Diagnostic(
        f"{path} cannot be read as a variable file",
        "The name of a variable file ends with .hcl or .json.",
    )
