"""Reaching into values: attributes, indexes, and going through all elements."""

from collections.abc import Iterator

from goldsmith.diagnostics import did_you_mean
from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.values import (
    ANY,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    Primitive,
    SetOf,
    TupleOf,
    Type,
    Value,
    mark,
    marked,
    noun,
    number,
    quote,
    text,
    unknown,
)

_MOST_NAMES = 12


class AccessError(ValueError):
    """There is nothing to reach; `detail` says what there is instead."""

    def __init__(self, message: str, detail: str = "") -> None:
        self.detail = detail
        super().__init__(message)


def attribute(value: Value, name: str, subject: str, what: str = "") -> Value:
    """`value.name`; an error calls the value `subject` and its attributes `what`."""
    if value.is_null:
        raise AccessError(f"{subject} is null, so it has no {what or 'attribute'} {quote(name)}")
    if isinstance(value.type, ObjectOf | MapOf) or value.type is ANY:
        return _named(value, name, subject, what)
    if isinstance(value.type, ListOf | TupleOf):
        detail = f"Take one of its elements first, as in {subject}[0].{name}."
        raise AccessError(f"{subject} is {noun(value.type)} and has no attributes", detail)
    raise AccessError(f"{subject} is {noun(value.type)} and has no attributes")


def element(value: Value, key: Value, subject: str) -> Value:
    """`value[key]`."""
    if value.is_null:
        raise AccessError(f"{subject} is null, so it has no elements")
    if key.is_null:
        raise AccessError("The index is null")
    match value.type:
        case ObjectOf() | MapOf():
            name = _key(key, STRING, subject, value.type)
            if not isinstance(name.data, str):
                return marked(unknown(_element_type(value.type)), value, key)
            return marked(_named(value, name.data, subject, ""), key)
        case ListOf() | TupleOf():
            return marked(_numbered(value, key, subject), value, key)
        case Primitive.ANY:
            return marked(unknown(), value, key)
        case SetOf():
            detail = "Its elements have no order; convert it to a list first."
            raise AccessError(f"{subject} is a set, and sets have no index", detail)
        case _:
            raise AccessError(f"{subject} is {noun(value.type)} and has no elements")


def pairs(value: Value) -> Iterator[tuple[Value, Value]]:
    """Key and value of every element of a known collection; for a set both are the element."""
    if isinstance(value.type, SetOf):
        for item in value.sequence:
            yield item, item
    elif isinstance(value.data, tuple):
        for index, item in enumerate(value.data):
            yield number(index), item
    else:
        for name, item in value.mapping.items():
            yield text(name), item


def is_collection(of: Type) -> bool:
    """Whether values of the type have elements to go through."""
    return not isinstance(of, Primitive)


def _named(value: Value, name: str, subject: str, what: str) -> Value:
    if not value.is_known:
        match value.type:
            case ObjectOf(attributes) if name in attributes:
                return marked(unknown(attributes[name]), value)
            case ObjectOf(attributes):
                raise _missing(name, list(attributes), subject, what)
            case _:
                return marked(unknown(_element_type(value.type)), value)
    found = value.mapping.get(name)
    if found is None:
        known = [] if value.sensitive else list(value.mapping)
        raise _missing(name, known, subject, what)
    return mark(found) if value.sensitive else found


def _numbered(value: Value, key: Value, subject: str) -> Value:
    index = _key(key, NUMBER, subject, value.type).data
    if not value.is_known or not key.is_known:
        if isinstance(value.type, TupleOf) and isinstance(index, int):
            elements = value.type.elements
            return unknown(elements[index] if 0 <= index < len(elements) else ANY)
        return unknown(_element_type(value.type))
    count = len(value.sequence)
    if not isinstance(index, int):
        raise AccessError("The index must be a whole number")
    if 0 <= index < count:
        return value.sequence[index]
    if not count:
        raise AccessError(f"{subject} is empty, so it has no element {index}")
    raise AccessError(f"{subject} has no element {index}", f"Its elements are 0 to {count - 1}.")


def _key(key: Value, wanted: Primitive, subject: str, of: Type) -> Value:
    try:
        return convert(key, wanted)
    except ConversionError as error:
        raise AccessError(f"This is no index of {subject}, {noun(of)}", str(error)) from None


def _element_type(of: Type) -> Type:
    return of.element if isinstance(of, ListOf | MapOf) else ANY


def _missing(name: str, known: list[str], subject: str, what: str) -> AccessError:
    if what:
        message = f"There is no {what} {quote(name)}"
    else:
        message = f"{subject} has no attribute {quote(name)}"
    detail = did_you_mean(name, known)
    if not detail and known:
        names = ", ".join(known[:_MOST_NAMES])
        more = " and more" if len(known) > _MOST_NAMES else ""
        detail = f"{'Known are' if what else 'It has'} {names}{more}."
    if not known and what == "variable":
        detail = f'Declare it: variable "{name}" {{}}'
    return AccessError(message, detail)
