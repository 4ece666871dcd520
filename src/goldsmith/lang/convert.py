"""Turning a value into another type, and finding the type that several have in common."""

from collections.abc import Callable, Iterable, Sequence

from goldsmith.lang.equality import set_of
from goldsmith.lang.number import NumberProblem, Real, parse, text_of
from goldsmith.lang.values import (
    ANY,
    BOOL,
    FALSE,
    NUMBER,
    STRING,
    TRUE,
    ListOf,
    MapOf,
    ObjectOf,
    Primitive,
    SetOf,
    TupleOf,
    Type,
    Value,
    has_any,
    list_of,
    map_of,
    mark,
    marked,
    noun,
    number,
    object_of,
    quote,
    text,
    tuple_of,
)

_TRUE = {"true", "1"}
_FALSE = {"false", "0"}
_LONGEST_QUOTE = 60


class ConversionError(ValueError):
    """A value does not fit a type: what is wrong, and how far inside the value."""

    def __init__(self, message: str, path: Sequence[str] = ()) -> None:
        self.message = message
        self.path = tuple(path)
        sentence = f"{''.join(f'in {step}: ' for step in self.path)}{message}"
        super().__init__(sentence[:1].upper() + sentence[1:])

    def inside(self, step: str) -> "ConversionError":
        """The same problem, seen from one level further out."""
        return ConversionError(self.message, (step, *self.path))


def convert(value: Value, target: Type) -> Value:
    """`value` as a value of `target`; a part of it that is null or unknown stays so."""
    if target is value.type or target is ANY:
        return value
    if value.is_null or not value.is_known:
        if value.type is not ANY and not _possible(value.type, target):
            raise _mismatch(value, target)
        return Value(without_optional(target), value.data, value.sensitive)
    converted = _known(value, target)
    return mark(converted) if value.sensitive else converted


def unify(types: Iterable[Type]) -> Type | None:
    """The type all of `types` can become, or `None` if there is none."""
    different: list[Type] = []
    for one in types:
        if one is not ANY and one not in different:
            different.append(one)
    if len(different) <= 1:
        return different[0] if different else ANY
    if all(isinstance(one, Primitive) for one in different):
        return STRING if STRING in different else None
    if all(isinstance(one, ObjectOf | MapOf) for one in different):
        return _unified_objects(different)
    if all(isinstance(one, TupleOf | ListOf | SetOf) for one in different):
        return _unified_sequences(different)
    return None


def without_optional(target: Type) -> Type:
    """The type of values converted to `target`: all attributes are there."""
    match target:
        case Primitive():
            return target
        case ListOf(element):
            return ListOf(without_optional(element))
        case SetOf(element):
            return SetOf(without_optional(element))
        case MapOf(element):
            return MapOf(without_optional(element))
        case TupleOf(elements):
            return TupleOf(tuple(without_optional(one) for one in elements))
        case ObjectOf(attributes):
            return ObjectOf({name: without_optional(one) for name, one in attributes.items()})


def _known(value: Value, target: Type) -> Value:
    match target:
        case Primitive():
            return _to_primitive(value, target)
        case ListOf(element) if isinstance(value.type, ListOf | SetOf | TupleOf):
            items, found = _elements(value, target, element)
            return list_of(items, found)
        case SetOf(element) if isinstance(value.type, ListOf | SetOf | TupleOf):
            items, found = _elements(value, target, element)
            return set_of(items, found)
        case MapOf(element) if isinstance(value.type, MapOf | ObjectOf):
            items, found = _elements(value, target, element)
            return map_of(dict(zip(value.mapping, items, strict=True)), found)
        case TupleOf(elements) if isinstance(value.type, TupleOf):
            if len(elements) != len(value.sequence):
                counted = f"{len(elements)} element{'s' * (len(elements) != 1)}"
                raise ConversionError(f"{counted} are needed, not {len(value.sequence)}.")
            pairs = zip(value.sequence, elements, strict=True)
            return tuple_of(
                _at(f"element {index}", marked(item, value), wanted)
                for index, (item, wanted) in enumerate(pairs)
            )
        case ObjectOf() if isinstance(value.type, ObjectOf | MapOf):
            return _to_object(value, target)
        case _:
            raise _mismatch(value, target)


def _to_primitive(value: Value, target: Primitive) -> Value:
    data = value.data
    if target is STRING:
        if isinstance(data, bool):
            return text("true" if data else "false")
        if isinstance(data, int | Real):
            return text(text_of(data))
    if target is NUMBER and isinstance(data, str):
        try:
            return number(parse(data))
        except NumberProblem:
            raise _mismatch(value, target) from None
    if target is BOOL and isinstance(data, str):
        if data in _TRUE:
            return TRUE
        if data in _FALSE:
            return FALSE
        if data.lower() in {"true", "false"}:
            raise ConversionError(f"{_quoted(value)} is no bool; write {data.lower()}.")
    raise _mismatch(value, target)


def _elements(value: Value, target: Type, element: Type) -> tuple[list[Value], Type]:
    """The parts of a collection as values of one type, and that type."""
    steps: Iterable[str] = (
        (f"element {index}" for index in range(len(value.sequence)))
        if isinstance(value.data, tuple)
        else (f"attribute {quote(name)}" for name in value.mapping)
    )
    parts = (marked(part, value) for part in value.parts)
    items = [_at(step, part, element) for step, part in zip(steps, parts, strict=True)]
    if not has_any(element):
        return items, without_optional(element)
    common = unify(item.type for item in items)
    if common is None:
        raise ConversionError(
            f"{noun(target)} needs elements of one type, and these have none in common."
        )
    if not items and element is ANY and isinstance(value.type, ListOf | SetOf | MapOf):
        return items, value.type.element
    if not items:
        return items, without_optional(element)
    return [convert(item, common) for item in items], common


def _to_object(value: Value, target: ObjectOf) -> Value:
    given = value.mapping
    missing = [
        name for name in target.attributes if name not in given and name not in target.optional
    ]
    if missing:
        names = ", ".join(quote(name) for name in missing)
        raise ConversionError(f"the attribute{'s' * (len(missing) > 1)} {names} must be given.")
    return object_of(
        {
            name: _at(f"attribute {quote(name)}", marked(given[name], value), wanted)
            if name in given
            else Value(without_optional(wanted), None)
            for name, wanted in target.attributes.items()
        }
    )


def _at(step: str, value: Value, target: Type) -> Value:
    try:
        return convert(value, target)
    except ConversionError as error:
        raise error.inside(step) from None


def _possible(source: Type, target: Type) -> bool:
    """Whether some value of type `source` could become a `target`."""
    if ANY in (source, target):
        return True
    match source, target:
        case Primitive(), Primitive():
            return source is target or STRING in (source, target)
        case (ListOf(one) | SetOf(one), ListOf(other) | SetOf(other)) | (MapOf(one), MapOf(other)):
            return _possible(one, other)
        case TupleOf(elements), ListOf(other) | SetOf(other):
            return all(_possible(one, other) for one in elements)
        case TupleOf(ones), TupleOf(others):
            same_length = len(ones) == len(others)
            return same_length and all(map(_possible, ones, others))
        case ObjectOf(attributes), MapOf(other):
            return all(_possible(one, other) for one in attributes.values())
        case MapOf(one), ObjectOf(attributes):
            return all(_possible(one, other) for other in attributes.values())
        case ObjectOf(given), ObjectOf(wanted):
            return all(
                _possible(given[name], one) if name in given else name in target.optional
                for name, one in wanted.items()
            )
        case _:
            return False


def _unified_objects(types: Sequence[Type]) -> Type | None:
    objects = [one for one in types if isinstance(one, ObjectOf)]
    names = objects[0].attributes.keys() if objects else None
    if len(objects) == len(types) and all(one.attributes.keys() == names for one in objects):
        attributes: dict[str, Type] = {}
        for name in objects[0].attributes:
            common = unify(one.attributes[name] for one in objects)
            if common is None:
                break
            attributes[name] = common
        else:
            return ObjectOf(attributes)
    return _collection(MapOf, types)


def _unified_sequences(types: Sequence[Type]) -> Type | None:
    tuples = [one for one in types if isinstance(one, TupleOf)]
    if len(tuples) == len(types) and len({len(one.elements) for one in tuples}) == 1:
        columns = [unify(column) for column in zip(*(one.elements for one in tuples), strict=True)]
        common = tuple(column for column in columns if column is not None)
        if len(common) == len(columns):
            return TupleOf(common)
    has_set = any(isinstance(one, SetOf) for one in types)
    return _collection(SetOf if has_set else ListOf, types)


def _collection(make: Callable[[Type], Type], types: Iterable[Type]) -> Type | None:
    parts: list[Type] = []
    for one in types:
        match one:
            case ListOf(element) | SetOf(element) | MapOf(element):
                parts.append(element)
            case TupleOf(elements):
                parts += elements
            case ObjectOf(attributes):
                parts += attributes.values()
            case Primitive():
                return None
    common = unify(parts)
    return None if common is None else make(common)


def _mismatch(value: Value, target: Type) -> ConversionError:
    return ConversionError(f"{noun(target)} is needed, not {_quoted(value)}.")


def _quoted(value: Value) -> str:
    """The value itself where it is short and no secret, otherwise its kind."""
    data = value.data
    if isinstance(data, str) and not value.sensitive and len(data) <= _LONGEST_QUOTE:
        return quote(data)
    return noun(value.type)
