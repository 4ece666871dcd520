"""What can be wrong with an expression, in words."""

from collections.abc import Mapping, Sequence

from goldsmith.diagnostics import Diagnostic, Span, did_you_mean
from goldsmith.lang.access import AccessError
from goldsmith.lang.evidence import origins, shown_values, with_evidence
from goldsmith.lang.functions.function import ArgumentError
from goldsmith.lang.number import NumberProblem
from goldsmith.lang.operators import OperandError
from goldsmith.lang.scope import Function, Scope
from goldsmith.lang.size import LONGEST_TEXT, MOST_PARTS
from goldsmith.lang.syntax.tree import (
    Attribute,
    Binary,
    Call,
    Conditional,
    Expression,
    Index,
    Name,
    Null,
    Splat,
    Template,
    TemplatePart,
    Unary,
    Variable,
    without_parentheses,
)
from goldsmith.lang.values import Value, noun, quote

_LONGEST_SUBJECT = 50


def subject(expression: Expression, scope: Scope) -> tuple[str, str]:
    """How an error calls the value of `expression`, and how its attributes."""
    written = expression.span.text
    short = len(written) <= _LONGEST_SUBJECT and "\n" not in written
    what = scope.noun(expression.name) if isinstance(expression, Variable) else ""
    return written if short else "This value", what


def unknown_name(expression: Variable, scope: Scope) -> Diagnostic:
    """A root name that nothing has."""
    name = expression.name
    visible = scope.visible()
    detail = did_you_mean(name, visible)
    if name in scope.functions:
        detail = f"There is a function of this name; a call of it needs parentheses: {name}()."
    elif name in _FOREIGN:
        detail = _FOREIGN[name]
    elif owners := [root for root in ("var", "local") if _has(scope, root, name)]:
        detail = f'Did you mean "{owners[0]}.{name}"?'
    elif not detail and _is_whole_interpolation(expression.span):
        detail = f"For a variable of the shell, write $${{{name}}} or ${name}."
    elif not detail:
        known = (
            f"The names here are {', '.join(visible)}." if visible else "No names are known here."
        )
        detail = f"If this is meant as text, put it in quotes. {known}"
    return Diagnostic(f'There is nothing called "{name}" here', detail, expression.span)


def _has(scope: Scope, root: str, name: str) -> bool:
    value = scope.find(root)
    return value is not None and isinstance(value.data, Mapping) and name in value.data


_FOREIGN_ATTRIBUTES: Mapping[str, str] = {
    "path.module": "Write path.root for the folder of the template.",
}
_FOREIGN: Mapping[str, str] = {
    "source": 'A build names its sources in quotes, as in "source.TYPE.NAME".',
    "each": 'In the content of dynamic "provisioner" { … }, write provisioner.key or .value.',
    "count": "There is no count; [for i in range(3) : …] makes a list of as many.",
    "self": "What is known of the machine is in build, as in build.Host.",
    "module": "There are no modules; all templates of one folder see the same values.",
    "env": 'Declare a variable with default = env("NAME"), and refer to it as var.NAME.',
}
"""What stands here for names of related languages, and of other places."""


def _is_whole_interpolation(span: Span) -> bool:
    text = span.file.text
    return text[span.start - 2 : span.start] == "${" and text[span.end : span.end + 1] == "}"


def unreachable(error: AccessError, expression: Attribute | Index, scope: Scope) -> Diagnostic:
    """An attribute or element that is not there."""
    labels = origins(expression.target, scope)
    if isinstance(expression, Attribute):
        detail = _FOREIGN_ATTRIBUTES.get(expression.span.text, error.detail)
        return Diagnostic(str(error), detail, expression.name.span, labels=labels)
    detail = _lines(error.detail, shown_values(expression.key, scope))
    return Diagnostic(str(error), detail, expression.key.span, labels=labels)


def secret_index(name: str, span: Span) -> Diagnostic:
    """An index that is not there, and that nobody should read."""
    return Diagnostic(f"{name} has no element at this sensitive index", "", span)


def bad_number(problem: NumberProblem, span: Span) -> Diagnostic:
    """A number literal that cannot be kept."""
    return Diagnostic("This number cannot be used", _sentence(str(problem)), span)


def bad_key(reason: str, span: Span) -> Diagnostic:
    """An object key that is no text."""
    return Diagnostic("This cannot be the key of an object", reason, span)


def repeated_key(key: Value, written: Expression) -> Diagnostic:
    """A `for` that gives two elements the same key."""
    name = "a key" if key.sensitive else f"the key {quote(str(key.data))}"
    detail = "Write ... behind the value to collect all values of a key in a tuple."
    return Diagnostic(f"Two elements have {name}", detail, written.span)


def too_large(written: Expression | TemplatePart) -> Diagnostic:
    """Something that makes more than any memory can hold."""
    return Diagnostic(
        "What this makes is too large",
        f"A value has at most {MOST_PARTS} parts, and a text {LONGEST_TEXT >> 20} MiB.",
        written.span,
    )


def bad_operand(error: OperandError, expression: Unary | Binary, scope: Scope) -> Diagnostic:
    """An operator that cannot be applied."""
    operator = expression.operator
    if isinstance(expression, Unary):
        blamed: Expression = expression.operand
        summary = f'"{operator}" cannot be applied to this'
    elif error.operand is None:
        blamed = expression
        summary = f'"{operator}" has no result here'
    else:
        blamed = expression.right if error.operand else expression.left
        summary = f'This cannot stand {"right" if error.operand else "left"} of "{operator}"'
    hint = ""
    if operator == "+" and _is_text(blamed):
        hint = 'To join texts, write them in one string: "${a}${b}".'
    problem = Diagnostic(summary, _lines(str(error), hint), blamed.span)
    return with_evidence(problem, blamed, scope)


def bad_condition(error: OperandError, condition: Expression, scope: Scope) -> Diagnostic:
    """A condition that is neither true nor false."""
    summary = "This condition is neither true nor false"
    return with_evidence(Diagnostic(summary, str(error), condition.span), condition, scope)


def different_branches(expression: Conditional, branches: Sequence[Value]) -> Diagnostic:
    """A conditional whose results have no type in common."""
    then, otherwise = branches
    detail = (
        f"One result is {noun(then.type)}, the other {noun(otherwise.type)}, "
        "and they cannot be made the same type."
    )
    return Diagnostic(
        "The two results of this conditional do not fit together", detail, expression.span
    )


def null_in_template(expression: Expression, scope: Scope) -> Diagnostic:
    """An interpolation that is null."""
    name, _ = subject(expression, scope)
    detail = "" if isinstance(expression, Null) else f"{name} is null."
    summary = "Null cannot be part of a text"
    return with_evidence(Diagnostic(summary, detail, expression.span), expression, scope)


def no_text(value: Value, expression: Expression, scope: Scope) -> Diagnostic:
    """An interpolation that is a collection."""
    detail = f"It is {noun(value.type)}. Use join() or jsonencode() to make a text of it."
    problem = Diagnostic("This cannot be part of a text", detail, expression.span)
    return with_evidence(problem, expression, scope)


def nothing_to_iterate(source: Value, collection: Expression, scope: Scope) -> Diagnostic:
    """A `for` over something without elements."""
    name, _ = subject(collection, scope)
    what = "null" if source.is_null else noun(source.type)
    detail = f"{name} is {what}; a list, set, tuple, map or object is needed."
    problem = Diagnostic("There are no elements to go through", detail, collection.span)
    return with_evidence(problem, collection, scope)


def null_splat(expression: Splat, scope: Scope) -> Diagnostic:
    """A splat over a list that is null."""
    name, _ = subject(expression.source, scope)
    problem = Diagnostic(f"{name} is null, so it has no elements", "", expression.source.span)
    return with_evidence(problem, expression.source, scope)


_INSTEAD: Mapping[str, str] = {
    "tostring": "Write convert(value, string).",
    "tonumber": "Write convert(value, number).",
    "tobool": "Write convert(value, bool).",
    "tolist": "Write convert(value, list(any)).",
    "toset": "Write convert(value, set(any)).",
    "tomap": "Write convert(value, map(any)).",
    "one": "Write element(list, 0).",
    "sensitive": "Mark the variable or local as sensitive.",
    "nonsensitive": "Leave it out; sensitive values can be used everywhere.",
    "uuid": "Write uuidv4().",
    "user": "Write var.NAME.",
    "build_name": "Write build.name, or source.name for the name of the source.",
    "isotime": 'Write formatdate("YYYY-MM-DD", timestamp()), or {{isotime}} inside a text.',
    "getenv": 'Write env("NAME") as the default of a variable.',
    "get_env": 'Write env("NAME") as the default of a variable.',
    "len": "Write length(value).",
    "substring": "Write substr(string, offset, length).",
    "filemd5": "Write md5(file(path)).",
    "filesha1": "Write sha1(file(path)).",
    "filesha256": "Write sha256(file(path)).",
    "filesha512": "Write sha512(file(path)).",
    "map": "Write { name = value }.",
    "list": "Write [value, value].",
    "templatestring": "Write the template in quotes, or in a file for templatefile().",
    "plantimestamp": "Write timestamp().",
}
"""What stands here for functions of related languages."""


def unknown_function(name: Name, scope: Scope) -> Diagnostic:
    """A call of something that is no function."""
    called = name.text
    if called == "env":
        detail = 'Declare a variable with default = env("NAME"), and refer to it as var.NAME.'
        return Diagnostic("Only the default of a variable can call env", detail, name.span)
    detail = _INSTEAD.get(called) or did_you_mean(called, scope.functions)
    if not detail and scope.functions:
        detail = "`goldsmith explain -list functions` lists all functions."
    return Diagnostic(f'There is no function "{called}"', detail, name.span)


def cannot_spread(value: Value, span: Span) -> Diagnostic:
    """`...` behind something that is no sequence."""
    what = "null" if value.is_null else noun(value.type)
    detail = f"A list, tuple or set is needed before ..., not {what}."
    return Diagnostic("This cannot be spread into arguments", detail, span)


def nothing_to_spread(expression: Call) -> Diagnostic:
    """`...` where the function reads its arguments unevaluated."""
    name = expression.name.text
    detail = f"{name} reads its arguments itself; write them one by one."
    return Diagnostic(f"The arguments of {name} cannot be spread", detail, expression.span)


def too_few_arguments(expression: Call, function: Function, count: int) -> Diagnostic:
    """A call that leaves out arguments."""
    required = [one.name for one in function.parameters if one.required][count:]
    missing = " and ".join(required)
    detail = f"It is called as {function.usage}."
    return Diagnostic(f"{function.name} also needs {missing}", detail, expression.span)


def too_many_arguments(expression: Call, function: Function, count: int) -> Diagnostic:
    """A call with arguments that have no parameter."""
    most = len(function.parameters)
    number = f"at most {most} argument{'s' * (most != 1)}" if most else "no arguments"
    first = expression.arguments[min(most, len(expression.arguments) - 1)].span
    detail = f"It is called as {function.usage}, and {count} are given."
    return Diagnostic(
        f"{function.name} takes {number}", detail, first.to(expression.arguments[-1].span)
    )


def refused_argument(
    error: ArgumentError, expression: Call, function: Function, scope: Scope
) -> Diagnostic:
    """A call that the function refuses, at the argument to blame."""
    names = [one.name for one in function.parameters]
    if error.parameter not in names or not expression.arguments:
        problem = Diagnostic(f"{function.name} has no result here", str(error), expression.span)
        return with_evidence(problem, expression, scope)
    at = names.index(error.parameter) + error.index
    blamed = expression.arguments[min(at, len(expression.arguments) - 1)]
    summary = f'{function.name} cannot use this as its argument "{error.parameter}"'
    return with_evidence(Diagnostic(summary, str(error), blamed.span), blamed, scope)


def _is_text(expression: Expression) -> bool:
    written = without_parentheses(expression)
    return isinstance(written, Template) or written.span.text.startswith('"')


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
