"""Input variables: what is declared, where values come from, which one wins."""

from collections.abc import Mapping

from goldsmith.diagnostics import Diagnostic, Label, Span, TemplateError
from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.evidence import short
from goldsmith.lang.functions import FUNCTIONS, function
from goldsmith.lang.references import references
from goldsmith.lang.schema import BlockSchema, Schema, content
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax import Argument, Block, Expression, Name, Text
from goldsmith.lang.types import ANYTHING, Constraint, constraint
from goldsmith.lang.values import ANY, BOOL, Value, mark, unknown
from goldsmith.planning.problems import Problems
from goldsmith.planning.reading import Reader, kind_of, literals
from goldsmith.planning.template import Template, check_name, twice
from goldsmith.record import record, replace

VARIABLE = Schema(
    arguments=("default", "type", "description", "sensitive"), blocks=(BlockSchema("validation"),)
)
VALIDATION = Schema(
    arguments=("condition", "error_message"), required=("condition", "error_message")
)
OWN = "its default"
LITERALS = (
    "A default is a literal value; the one function it can call is env. "
    "What is made of other values goes into a locals block."
)


@record
class Validation:
    """A condition that the value of a variable must meet."""

    condition: Expression
    message: str


@record
class Variable:
    """An input variable as declared."""

    name: Name
    constraint: Constraint
    default: Value | None
    default_span: Span | None
    sensitive: bool
    validations: tuple[Validation, ...]
    span: Span
    description: str = ""
    type_span: Span | None = None


@record
class Assignment:
    """A value for a variable, and where it comes from."""

    value: Value
    origin: str
    span: Span | None


def declared(
    template: Template, environment: Mapping[str, str], problems: Problems
) -> Mapping[str, Variable]:
    """Every variable of the template; defaults may read `environment`."""

    @function
    def env(name: str) -> str:
        """The environment variable `name`, empty where it is not set."""
        return environment.get(name, "")

    defaults = literals({"env": env.describe("env")})
    found: dict[str, Variable] = {}
    blocks = [_read_block(block, defaults, problems) for block in template.variables]
    plain = [_read_plain(argument, defaults, problems) for argument in template.plain_variables]
    for variable in blocks + plain:
        check_name("variable", variable.name, problems)
        other = found.setdefault(variable.name.text, variable)
        if other is not variable:
            problems.add(twice(f"The variable {variable.name.text}", variable.span, other.span))
    return found


def validate(variable: Variable, assigned: Assignment, scope: Scope, problems: Problems) -> None:
    """Report every validation of `variable` that its winning value does not meet."""
    for validation in variable.validations:
        with problems.collecting():
            met = _met(evaluate(validation.condition, scope), validation.condition)
            if not met:
                problems.add(invalid(variable, assigned, validation))


def fitted(
    variable: Variable, value: Value, span: Span | None, origin: str, problems: Problems
) -> Value | None:
    """`value` in the type of `variable`; a problem where it does not fit."""
    try:
        converted = variable.constraint.apply(value)
    except ConversionError as error:
        problems.add(misfit(variable, error, span, origin))
        return None
    return mark(converted) if variable.sensitive else converted


def _read_block(block: Block, scope: Scope, problems: Problems) -> Variable:
    inside, diagnostics = content(block.body, VARIABLE, "A variable block")
    problems.extend(diagnostics)
    arguments = inside.arguments
    reader = Reader(arguments, literals(), problems)
    description = reader.text("description") or ""
    name = block.labels[0]
    wanted = _constraint(arguments.get("type"), problems)
    default, default_span = _default(arguments.get("default"), scope, problems)
    sensitive = bool(reader.flag("sensitive"))
    validations = [
        found
        for one in inside.blocks
        if (found := _validation(one, name.text, problems)) is not None
    ]
    variable = Variable(
        name,
        wanted or _constraint_of(default),
        default,
        default_span,
        sensitive,
        tuple(validations),
        block.header,
        description,
        type_span=arguments["type"].value.span if "type" in arguments else None,
    )
    if default is None or wanted is None:
        return variable
    fitting = fitted(variable, default, default_span, OWN, problems)
    return replace(variable, default=unknown(wanted.type) if fitting is None else fitting)


def _read_plain(argument: Argument, scope: Scope, problems: Problems) -> Variable:
    default, span = _default(argument, scope, problems)
    wanted = _constraint_of(default)
    return Variable(argument.name, wanted, default, span, False, (), argument.name.span)


def _constraint(argument: Argument | None, problems: Problems) -> Constraint | None:
    if argument is None:
        return None
    try:
        return constraint(argument.value)
    except TemplateError as error:
        problems.extend(error.diagnostics)
        return ANYTHING


def _constraint_of(default: Value | None) -> Constraint:
    """Without a type, a variable has that of its default; `[]` and `{}` leave it open."""
    if default is None or default.is_null or default.type is ANY:
        return ANYTHING
    if default.data in ((), {}):
        return ANYTHING
    return Constraint(default.type)


def _default(
    argument: Argument | None, scope: Scope, problems: Problems
) -> tuple[Value | None, Span | None]:
    if argument is None:
        return None, None
    span = argument.value.span
    others = references(argument.value)
    if others:
        written = span.text
        if _is_bare_text(written):
            problems.add(not_quoted(written, span))
        else:
            for one in others:
                problems.error("A default cannot refer to other values", one.span, LITERALS)
        return unknown(), span
    try:
        return evaluate(argument.value, scope), span
    except TemplateError as error:
        problems.extend(_of_default(one) for one in error.diagnostics)
        return unknown(), span


def _of_default(problem: Diagnostic) -> Diagnostic:
    """A problem with a default, where hardly any function can be called."""
    call = problem.span.text if problem.span else ""
    if call not in FUNCTIONS or f'"{call}"' not in problem.summary:
        return problem
    return replace(problem, summary=f"A default cannot call {call}", detail=LITERALS)


def _is_bare_text(written: str) -> bool:
    """Whether it looks like a text without its quotes, such as `eu-west-1`."""
    return written.replace("-", "").replace("_", "").isalnum()


def _validation(block: Block, name: str, problems: Problems) -> Validation | None:
    inside, diagnostics = content(block.body, VALIDATION, "A validation block")
    problems.extend(diagnostics)
    reader = Reader(inside.arguments, literals(), problems)
    message = reader.text("error_message")
    if message is not None and _unfit(message):
        span = inside.arguments["error_message"].value.span
        problems.add(no_sentence(message, span))
    condition = inside.arguments.get("condition")
    if condition is None or not _refers_only_to(name, condition.value, problems):
        return None
    return Validation(condition.value, message or "")


def _unfit(message: str) -> bool:
    first = message[:1]
    return not message or (first.isalpha() and not first.isupper()) or message[-1] not in ".?!"


def _refers_only_to(name: str, condition: Expression, problems: Problems) -> bool:
    found = references(condition)
    good = True
    for one in found:
        if one.root != "var" or one.path[:1] != (name,):
            problems.error(
                "A validation can refer only to the variable it belongs to",
                one.span,
                f"That is var.{name}.",
            )
            good = False
    if not found:
        detail = "Its condition must refer to the variable it belongs to."
        if isinstance(condition, Text) and f"var.{name}" in condition.text:
            detail += ' In a text, write it inside "${…}".'
        problems.error(f"This validation does not look at var.{name}", condition.span, detail)
    return good and bool(found)


def _met(value: Value, condition: Expression) -> bool:
    """Whether a condition says yes; one that is not known yet is taken as met."""
    try:
        answer = convert(value, BOOL)
    except ConversionError as error:
        raise TemplateError([undecided(str(error), condition.span)]) from None
    if answer.is_null:
        raise TemplateError([undecided("It is null.", condition.span)])
    return answer.data is not False


def not_quoted(written: str, span: Span) -> Diagnostic:
    """A default that is a name."""
    return Diagnostic(
        f"{written} is not a value",
        f'If it is a text, put it in quotes: "{written}". A default cannot refer to other values.',
        span,
    )


def undecided(reason: str, span: Span) -> Diagnostic:
    """A condition that is neither true nor false."""
    return Diagnostic("This condition is neither true nor false", reason, span)


def invalid(variable: Variable, assigned: Assignment, validation: Validation) -> Diagnostic:
    """The winning value of a variable does not meet a condition."""
    span, origin = place(variable, assigned.span, assigned.origin)
    shown = "" if span is assigned.span else f"It is {short(assigned.value)}, from {origin}."
    return Diagnostic(
        f"The value of var.{variable.name.text} is not valid",
        "\n".join(part for part in (validation.message, shown) if part),
        span,
        labels=(Label(validation.condition.span, "this is what it must meet"),),
    )


def misfit(
    variable: Variable, error: ConversionError, span: Span | None, origin: str
) -> Diagnostic:
    """A value for a variable has the wrong type."""
    where, came_from = place(variable, span, origin)
    reason = "" if variable.sensitive else f"{error}"
    # What stands in a file shows where it comes from.
    source = "" if where is span else f"The value comes from {came_from}."
    label = Label(variable.type_span, "the type is declared here") if variable.type_span else None
    return Diagnostic(
        f"var.{variable.name.text} must be {kind_of(variable.constraint.type)}",
        f"{reason} {source}".strip(),
        where,
        labels=(label,) if label is not None else (),
    )


def origin(variable: Variable, assigned: Assignment | None) -> Label:
    """Where the value of a variable comes from, or where it is declared."""
    name = f"var.{variable.name.text}"
    if assigned is None or assigned.span is None or variable.sensitive:
        return Label(variable.span, f"{name} is declared here")
    return Label(assigned.span, f"{name} is set here")


def place(variable: Variable, span: Span | None, origin: str) -> tuple[Span, str]:
    """Where to point for a value of `variable`; never at a secret itself."""
    if span is None or variable.sensitive:
        return variable.span, origin
    return span, origin


def no_sentence(message: str, span: Span) -> Diagnostic:
    """An error message that would not read well."""
    return Diagnostic(
        "This error message is not a sentence" if message else "This error message is empty",
        "It starts with an upper-case letter and ends with a full stop, ? or !.",
        span,
    )
