"""Template functions from plain typed Python functions.

The signature says everything: how arguments are converted, whether null is welcome (`| None`), what
type an unknown result has. A parameter of type `Scope` gets the scope of the call, one of type
`Deferred` its argument unevaluated.
"""

from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Generic, NewType, ParamSpec, TypeVar, get_args, get_origin, overload

from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.number import Number, NumberProblem, Real, from_float, to_float
from goldsmith.lang.scope import Deferred, Function, Parameter, Scope
from goldsmith.lang.size import LONGEST_TEXT
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
    boolean,
    list_of,
    mark,
    noun,
    number,
    text,
    unknown,
)
from goldsmith.record import record

P = ParamSpec("P")
R = TypeVar("R")

Secret = NewType("Secret", str)
"""The result of a function that must not be shown."""

_WITHHELD = "The reason is not shown, because the call has sensitive arguments."

_TAKES_REST = 0x04
"""The flag of a code object that says it has a `*rest`."""


class ArgumentError(ValueError):
    """A function refuses an argument; without a `parameter` the call as a whole is to blame.

    `index` tells which of the arguments of a repeated parameter it was.
    """

    def __init__(self, parameter: str | None, message: str, index: int = 0) -> None:
        self.parameter = parameter
        self.index = index
        super().__init__(message)


class Later(Exception):
    """What a function gives will only be known when something is built."""


class PythonFunction(Generic[P, R]):
    """A Python function that templates can call too."""

    def __init__(self, python: Callable[P, R], *, structural: bool) -> None:
        self.python = python
        self.structural = structural

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call it from Python."""
        return self.python(*args, **kwargs)

    def describe(self, name: str) -> Function:
        """What templates call, under `name`."""
        return _describe(self.python, name, structural=self.structural)


@overload
def function(python: Callable[P, R], /) -> PythonFunction[P, R]: ...


@overload
def function(*, structural: bool) -> Callable[[Callable[P, R]], PythonFunction[P, R]]: ...


def function(
    python: Callable[P, R] | None = None, /, *, structural: bool = False
) -> PythonFunction[P, R] | Callable[[Callable[P, R]], PythonFunction[P, R]]:
    """Make a typed Python function a template function.

    A `structural` one hands on parts of its arguments as they are: parts may be unknown, and the
    result is as sensitive as the parts in it. Any other is called with wholly known arguments, and
    its result is sensitive if anything in them is.
    """
    if python is not None:
        return PythonFunction(python, structural=structural)
    return lambda python: PythonFunction(python, structural=structural)


@record
class _Slot:
    """How one parameter takes a value: the type it is converted to and what Python gets of it."""

    type: Type
    read: Callable[[Value], object]
    nullable: bool


@record
class _Plan:
    """How a call of a Python function is made and its result taken."""

    python: Callable[..., object]
    parameters: tuple[Parameter, ...]
    slots: tuple[_Slot | None, ...]
    scope_first: bool
    structural: bool
    result: Type
    wrap: Callable[..., Value]
    secret: bool


def _describe(python: Callable[P, R], name: str, *, structural: bool) -> Function:
    code = python.__code__
    hints: Mapping[str, object] = python.__annotations__
    count: int = code.co_argcount
    names: list[str] = list(code.co_varnames[:count])
    optional = len(python.__defaults__ or ())
    scope_first = bool(names) and hints[names[0]] is Scope
    parameters = [
        Parameter(one.rstrip("_"), index < count - optional, deferred=hints[one] is Deferred)
        for index, one in enumerate(names)
    ]
    if code.co_flags & _TAKES_REST:
        rest = code.co_varnames[count + code.co_kwonlyargcount]
        names.append(rest)
        parameters.append(
            Parameter(rest, required=False, repeated=True, deferred=hints[rest] is Deferred)
        )
    if scope_first:
        del names[0], parameters[0]
    result, wrap = _result(hints["return"])
    slots = tuple(None if hints[one] is Deferred else _slot(hints[one]) for one in names)
    secret = hints["return"] is Secret
    plan = _Plan(python, tuple(parameters), slots, scope_first, structural, result, wrap, secret)
    return Function(
        name,
        plan.parameters,
        lambda arguments, scope: _call(plan, arguments, scope),
        python.__doc__ or "",
        tuple(ANY if one is None else one.type for one in slots),
        result,
    )


def _call(plan: _Plan, arguments: Sequence[Value | Deferred], scope: Scope) -> Value:
    taken: list[object] = [scope] if plan.scope_first else []
    known = True
    sensitive = False
    last = len(plan.slots) - 1
    for index, argument in enumerate(arguments):
        slot = plan.slots[min(index, last)]
        if isinstance(argument, Deferred) or slot is None:
            taken.append(argument)
            continue
        sensitive = sensitive or (argument.sensitive if plan.structural else argument.is_sensitive)
        parameter = plan.parameters[min(index, last)].name
        converted = _taken(slot, argument, parameter, max(0, index - last))
        partly = plan.structural and slot.read in _PARTWISE
        if not (converted.is_known if partly else converted.is_wholly_known):
            known = False
        elif known:
            taken.append(_read(slot, converted, parameter, max(0, index - last)))
    if not known:
        result = unknown(plan.result)
    else:
        try:
            result = _bounded(plan.wrap(plan.python(*taken)))
        except Later:
            result = unknown(plan.result)
        except NumberProblem as problem:
            raise ArgumentError(None, f"{str(problem).capitalize()}.") from None
        except ArgumentError as error:
            if not sensitive:
                raise
            # The message may quote what nobody should read.
            raise ArgumentError(error.parameter, _WITHHELD, error.index) from None
    return mark(result) if sensitive or plan.secret else result


def _bounded(value: Value) -> Value:
    """`value`, unless it is a text that is too long for any use."""
    if isinstance(value.data, str) and len(value.data) > LONGEST_TEXT:
        raise ArgumentError(None, f"The text would be longer than {LONGEST_TEXT >> 20} MiB.")
    return value


def _taken(slot: _Slot, argument: Value, parameter: str, index: int) -> Value:
    if argument.is_null and not slot.nullable:
        raise ArgumentError(parameter, "It must not be null.", index)
    try:
        return convert(argument, slot.type)
    except ConversionError as error:
        raise ArgumentError(parameter, str(error), index) from None


def _read(slot: _Slot, value: Value, parameter: str, index: int) -> object:
    if value.is_null:
        return None
    try:
        return slot.read(value)
    except ConversionError as error:
        raise ArgumentError(parameter, str(error), index) from None


def _slot(annotation: object) -> _Slot:
    """How a parameter annotated like this takes a value."""
    if annotation == Number:
        return _Slot(NUMBER, _data, nullable=False)
    choices = get_args(annotation)
    if NoneType in choices:
        rest = [one for one in choices if one is not NoneType]
        inner = _slot(Number if set(rest) == {int, Real} else rest[0])
        return _Slot(inner.type, inner.read, nullable=True)
    if annotation in _SIMPLE:
        wanted, read = _SIMPLE[annotation]
        return _Slot(wanted, read, nullable=False)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Mapping and parts[1] is Value:
        return _Slot(ANY, _named_parts, nullable=False)
    if origin in {list, Sequence} and parts[0] is Value:
        return _Slot(ANY, _elements, nullable=False)
    if origin in {list, Sequence}:
        inner = _slot(parts[0])
        return _Slot(ListOf(inner.type), _list_reader(inner), nullable=False)
    raise TypeError(f"A template function cannot have a parameter of the type {annotation}.")


def _result(annotation: object) -> tuple[Type, Callable[..., Value]]:
    """The template type of a result, and how to make a value of what Python returned."""
    if annotation == Number:
        return NUMBER, number
    if annotation in _RESULTS:
        return _RESULTS[annotation]
    if get_origin(annotation) in {list, Sequence}:
        element, wrap = _result(get_args(annotation)[0])
        return ListOf(element), lambda items: list_of([wrap(item) for item in items], element)
    raise TypeError(f"A template function cannot have a result of the type {annotation}.")


def _data(value: Value) -> object:
    return value.data


def _whole(value: Value) -> int:
    if isinstance(value.data, int):
        return value.data
    raise ConversionError("a whole number is needed.")


def _float(value: Value) -> float:
    return to_float(value.data) if isinstance(value.data, int | Real) else 0.0


def _value(value: Value) -> Value:
    return value


def _elements(value: Value) -> Sequence[Value]:
    if isinstance(value.type, ListOf | SetOf | TupleOf):
        return value.sequence
    raise ConversionError(f"a list, tuple or set is needed, not {noun(value.type)}.")


def _named_parts(value: Value) -> Mapping[str, Value]:
    if isinstance(value.type, MapOf | ObjectOf):
        return value.mapping
    raise ConversionError(f"a map or object is needed, not {noun(value.type)}.")


def _list_reader(inner: _Slot) -> Callable[[Value], object]:
    def read(value: Value) -> list[object]:
        items: list[object] = []
        for index, item in enumerate(value.sequence):
            if not item.is_null:
                items.append(inner.read(item))
            elif inner.nullable:
                items.append(None)
            else:
                raise ConversionError(f"element {index} must not be null.")
        return items

    return read


_SIMPLE: Mapping[object, tuple[Type, Callable[[Value], object]]] = {
    str: (STRING, _data),
    bool: (BOOL, _data),
    int: (NUMBER, _whole),
    float: (NUMBER, _float),
    Value: (ANY, _value),
}

_PARTWISE = (_value, _elements, _named_parts)
"""What hands on parts that may be unknown."""

_RESULTS: Mapping[object, tuple[Type, Callable[..., Value]]] = {
    str: (STRING, text),
    Secret: (STRING, text),
    bool: (BOOL, boolean),
    int: (NUMBER, number),
    float: (NUMBER, lambda value: number(from_float(value))),
    Value: (ANY, _value),
}
