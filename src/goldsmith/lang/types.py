"""Type constraints: `list(string)`, `object({name = optional(string, "x")})` and what they do."""

from collections.abc import Callable, Mapping
from pathlib import Path

from goldsmith.diagnostics import Diagnostic, Span, TemplateError, did_you_mean
from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax.tree import (
    Call,
    Expression,
    Object,
    ObjectItem,
    Parentheses,
    Text,
    Tuple,
    Variable,
)
from goldsmith.lang.values import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
    Value,
    mark,
    object_of,
    tuple_of,
)
from goldsmith.record import field, record

_KEYWORDS: Mapping[str, Type] = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": ANY}
_COLLECTIONS: Mapping[str, Callable[[Type], Type]] = {"list": ListOf, "set": SetOf, "map": MapOf}
_CONSTRUCTORS = (*_COLLECTIONS, "tuple", "object")


@record
class Constraint:
    """A type with the defaults of its optional attributes.

    `parts` are the constraints of attributes by name, of tuple elements by position, and of the
    elements of a collection under the empty name; those without any default are left out.
    """

    type: Type
    defaults: Mapping[str, Value] = field(factory=dict)
    parts: "Mapping[str, Constraint]" = field(factory=dict)

    def apply(self, value: Value) -> Value:
        """`value` with its gaps filled from the defaults, converted to the type."""
        return convert(self.fill(value), self.type)

    def fill(self, value: Value) -> Value:
        """`value` with its gaps filled from the defaults."""
        if not (self.defaults or self.parts) or value.is_null or not value.is_known:
            return value
        filled = self._filled(value)
        return mark(filled) if value.sensitive else filled

    def _filled(self, value: Value) -> Value:
        if isinstance(value.data, tuple):
            if isinstance(self.type, TupleOf) and not isinstance(value.type, TupleOf):
                return value
            each = self.parts.get("")
            items = [
                part.fill(item) if (part := each or self.parts.get(str(index))) else item
                for index, item in enumerate(value.data)
            ]
            return tuple_of(items)
        if not isinstance(value.data, Mapping):
            return value
        every = self.parts.get("")
        given = dict(value.data)
        for name, default in self.defaults.items():
            if name not in given or given[name].is_null:
                given[name] = default
        for name, item in given.items():
            part = every or self.parts.get(name)
            if part:
                given[name] = part.fill(item)
        return object_of(given)


ANYTHING = Constraint(ANY)
"""The constraint of a variable without a type."""


def constraint(expression: Expression) -> Constraint:
    """The constraint that `expression` writes down."""
    match expression:
        case Parentheses(inner):
            return constraint(inner)
        case Variable(name) if name in _KEYWORDS:
            return Constraint(_KEYWORDS[name])
        case Variable(name) if name in _CONSTRUCTORS:
            raise TemplateError([_incomplete(name, expression.span)])
        case Call(name, arguments) if name.text in _CONSTRUCTORS:
            if len(arguments) != 1:
                raise TemplateError([_incomplete(name.text, expression.span)])
            return _constructed(name.text, arguments[0])
        case Call(name) if name.text == "optional":
            raise TemplateError([_misplaced_optional(name.span)])
        case Variable(name):
            raise TemplateError([_no_type(expression.span, name)])
        case Call(name):
            raise TemplateError([_no_type(name.span, name.text)])
        case Text():
            raise TemplateError([_quoted(expression)])
        case _:
            raise TemplateError([_no_type(expression.span, "")])


def _constructed(name: str, argument: Expression) -> Constraint:
    if name in _COLLECTIONS:
        element = constraint(argument)
        return Constraint(_COLLECTIONS[name](element.type), parts=_worthwhile({"": element}))
    if name == "tuple":
        return _tuple(argument)
    return _object(argument)


def _tuple(argument: Expression) -> Constraint:
    if not isinstance(argument, Tuple):
        raise TemplateError([_incomplete("tuple", argument.span)])
    problems: list[Diagnostic] = []
    elements: list[Constraint] = []
    for item in argument.items:
        try:
            elements.append(constraint(item))
        except TemplateError as error:
            problems += error.diagnostics
    if problems:
        raise TemplateError(problems)
    parts = {str(index): element for index, element in enumerate(elements)}
    return Constraint(TupleOf(tuple(one.type for one in elements)), parts=_worthwhile(parts))


def _object(argument: Expression) -> Constraint:
    if not isinstance(argument, Object):
        raise TemplateError([_incomplete("object", argument.span)])
    problems: list[Diagnostic] = []
    attributes: dict[str, Constraint] = {}
    optional: set[str] = set()
    defaults: dict[str, Value] = {}
    for item in argument.items:
        try:
            name, attribute, may_miss, default = _attribute(item)
        except TemplateError as error:
            problems += error.diagnostics
            continue
        if name in attributes:
            problems.append(_twice(name, item.key.span))
        attributes[name] = attribute
        if may_miss:
            optional.add(name)
        if default is not None:
            defaults[name] = default
    if problems:
        raise TemplateError(problems)
    types = {name: one.type for name, one in attributes.items()}
    return Constraint(ObjectOf(types, frozenset(optional)), defaults, _worthwhile(attributes))


def _attribute(item: ObjectItem) -> tuple[str, Constraint, bool, Value | None]:
    """One attribute of an object type: its name, constraint, whether it may miss, its default."""
    if not isinstance(item.key, Text) or not item.key.text.replace("-", "_").isidentifier():
        raise TemplateError([_bad_name(item.key.span)])
    name, written = item.key.text, item.value
    if not isinstance(written, Call) or written.name.text != "optional":
        return name, constraint(written), False, None
    if len(written.arguments) not in {1, 2}:
        raise TemplateError([_incomplete("optional", written.span)])
    inner = constraint(written.arguments[0])
    if len(written.arguments) == 1:
        return name, inner, True, None
    return name, inner, True, _default(written.arguments[1], inner)


def _default(written: Expression, inner: Constraint) -> Value:
    value = evaluate(written, Scope({}, {}, Path()))
    try:
        return inner.apply(value)
    except ConversionError as error:
        raise TemplateError([_bad_default(str(error), written.span)]) from None


def _worthwhile(parts: Mapping[str, Constraint]) -> Mapping[str, Constraint]:
    """Those that fill gaps."""
    return {name: part for name, part in parts.items() if part.defaults or part.parts}


_USAGE = {
    "list": "list(string)",
    "set": "set(string)",
    "map": "map(string)",
    "tuple": "tuple([string, number])",
    "object": "object({ name = string })",
    "optional": 'optional(string) or optional(string, "default")',
}


def _incomplete(name: str, span: Span) -> Diagnostic:
    detail = f"Write it like {_USAGE[name]}."
    return Diagnostic(f'The type "{name}" does not say what it holds', detail, span)


def _misplaced_optional(span: Span) -> Diagnostic:
    detail = "It marks attributes, as in object({ name = optional(string) })."
    return Diagnostic("Only an attribute of an object can be optional", detail, span)


def _no_type(span: Span, name: str) -> Diagnostic:
    known = [*_KEYWORDS, *_CONSTRUCTORS]
    detail = did_you_mean(name, known) or (
        "Types are string, number, bool, any, list(), set(), map(), tuple() and object()."
    )
    return Diagnostic(f'"{name}" is not a type' if name else "This is not a type", detail, span)


def _quoted(expression: Text) -> Diagnostic:
    detail = f"Write it without quotes: {expression.text}."
    return Diagnostic("A type is not a text", detail, expression.span)


def _twice(name: str, span: Span) -> Diagnostic:
    return Diagnostic(f'The attribute "{name}" is there twice', "Remove one of the two.", span)


def _bad_name(span: Span) -> Diagnostic:
    return Diagnostic("An attribute of an object type needs a plain name", "", span)


def _bad_default(reason: str, span: Span) -> Diagnostic:
    return Diagnostic("This default does not fit its type", reason, span)
