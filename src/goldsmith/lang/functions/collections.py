"""Functions of lists, tuples, maps and objects."""

from collections.abc import Mapping, Sequence

from goldsmith.lang.convert import ConversionError, unify
from goldsmith.lang.convert import convert as converted
from goldsmith.lang.equality import equal, identity
from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.limits import check_count, gathered
from goldsmith.lang.syntax.graphemes import graphemes
from goldsmith.lang.values import (
    ANY,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
    Value,
    list_of,
    map_of,
    marked,
    noun,
    null,
    object_of,
    text,
    tuple_of,
    unknown,
)


@function
def alltrue(values: Sequence[bool | None]) -> bool:
    """Whether all values are true; null counts as false.

    alltrue([true, "true"])
    """
    return all(values)


@function
def anytrue(values: Sequence[bool | None]) -> bool:
    """Whether any of the values is true.

    anytrue([false, true])
    """
    return any(values)


@function(structural=True)
def chunklist(items: Value, size: int) -> Value:
    """The list in pieces of a size, the last one perhaps shorter; one piece if the size is 0.

    length(chunklist(["a", "b", "c"], 2)) == 2
    """
    if size < 0:
        raise ArgumentError("size", "It must not be negative.")
    whole = _as_list(items, "items")
    elements = whole.sequence
    step = size or len(elements) or 1
    pieces = (elements[at : at + step] for at in range(0, len(elements), step))
    element = _element_type(whole)
    return list_of([list_of(piece, element) for piece in pieces], ListOf(element))


@function(structural=True)
def coalesce(*values: Value | None) -> Value:
    """The first value that is neither null nor an empty text.

    coalesce("", null, "default") == "default"
    """
    common = unify(value.type for value in values if value is not None)
    if common is None:
        raise ArgumentError(None, "The values have no type in common.")
    for value in values:
        if value is not None:
            found = converted(value, common)
            if found.data != "":
                return found
    raise ArgumentError(None, "Every value is null or an empty text.")


@function(structural=True)
def coalescelist(*lists: Value | None) -> Value:
    """The first list or tuple that has elements.

    coalescelist([], ["a"])[0] == "a"
    """
    for index, one in enumerate(lists):
        if one and not isinstance(one.type, ListOf | TupleOf):
            reason = f"A list or tuple is needed, not {noun(one.type)}."
            raise ArgumentError("lists", reason, index)
    for one in lists:
        if one and one.sequence:
            return one
    raise ArgumentError(None, "No list has any elements.")


@function
def compact(texts: Sequence[str | None]) -> list[str]:
    """The texts without the empty ones.

    length(compact(["a", "", null])) == 1
    """
    return [one for one in texts if one]


@function(structural=True)
def concat(*lists: Value) -> Value:
    """The elements of all lists, one after the other.

    concat(["a"], ["b"])[1] == "b"
    """
    if not lists:
        raise ArgumentError(None, "At least one list is needed.")
    for at, one in enumerate(lists):
        if not isinstance(one.type, ListOf | TupleOf):
            reason = f"A list or tuple is needed, not {noun(one.type)}."
            raise ArgumentError("lists", reason, at)
    items = gathered(one.sequence for one in lists)
    if all(isinstance(one.type, ListOf) for one in lists):
        common = unify(one.type for one in lists)
        if isinstance(common, ListOf):
            return list_of([converted(item, common.element) for item in items], common.element)
    return tuple_of(items)


@function
def contains(items: Sequence[Value], value: Value | None) -> bool:
    """Whether the value is among the elements, without any conversion.

    contains(["a", "b"], "a")
    """
    wanted = null() if value is None else value
    return any(equal(item, wanted) for item in items)


@function(structural=True)
def distinct(items: Value) -> Value:
    """The list with every element only where it first occurs.

    length(distinct(["a", "b", "a"])) == 2
    """
    whole = _as_list(items, "items")
    different: dict[object, Value] = {}
    for item in whole.sequence:
        different.setdefault(identity(item), item)
    return list_of(different.values(), _element_type(whole))


@function(structural=True)
def element(items: Value, index: int) -> Value:
    """The element at an index that starts over behind the end, and counts back below zero.

    element(["a", "b"], 3) == "b"
    """
    if not isinstance(items.type, ListOf | TupleOf):
        raise ArgumentError("items", f"A list or tuple is needed, not {noun(items.type)}.")
    if not items.sequence:
        raise ArgumentError("items", "It is empty.")
    return items.sequence[index % len(items.sequence)]


@function(structural=True)
def flatten(items: Sequence[Value]) -> Value:
    """All elements of lists in lists, however deep, in one tuple.

    length(flatten([["a"], [], [["b", "c"]]])) == 3
    """
    flat = _flat(items)
    return unknown() if flat is None else tuple_of(flat)


@function
def index(items: Sequence[Value], value: Value | None) -> int:
    """The position of the first element that equals the value.

    index(["a", "b"], "b") == 1
    """
    wanted = null() if value is None else value
    for at, item in enumerate(items):
        if equal(item, wanted):
            return at
    raise ArgumentError("value", "It is not among the elements.")


@function(structural=True)
def keys(mapping: Value) -> Value:
    """The keys of a map or object, in order.

    keys({ b = 1, a = 2 })[0] == "a"
    """
    _check_mapping(mapping, "mapping")
    names = [text(name) for name in mapping.mapping]
    return list_of(names, STRING) if isinstance(mapping.type, MapOf) else tuple_of(names)


@function(structural=True)
def length(value: Value) -> int:
    """How many elements a collection has, or characters a text.

    length("hello") == 5
    """
    if isinstance(value.data, str):
        return len(graphemes(value.data))
    if isinstance(value.data, tuple | Mapping):
        return len(value.data)
    reason = f"A text or collection is needed, not {noun(value.type)}."
    raise ArgumentError("value", reason)


@function(structural=True)
def lookup(mapping: Value, key: str, default: Value) -> Value:
    """The element of a map or object under a key, or the default.

    lookup({ a = "x" }, "b", "none") == "none"
    """
    _check_mapping(mapping, "mapping")
    if isinstance(mapping.type, MapOf):
        try:
            default = converted(default, mapping.type.element)
        except ConversionError as error:
            raise ArgumentError("default", str(error)) from None
    return mapping.mapping.get(key, default)


@function(structural=True)
def merge(*mappings: Value | None) -> Value:
    """All maps or objects in one; of equal keys the last one wins.

    merge({ a = 1 }, { a = 2, b = 3 }).a == 2
    """
    merged: dict[str, Value] = {}
    types: list[Type] = []
    for at, one in enumerate(mappings):
        if one is not None:
            _check_mapping(one, "mappings", at)
            merged.update(one.mapping)
            types.append(one.type)
    if types and isinstance(types[0], MapOf) and all(one == types[0] for one in types):
        return map_of(merged, types[0].element)
    return object_of(merged)


@function(structural=True)
def reverse(items: Value) -> Value:
    """The elements in the opposite order.

    reverse(["a", "b"])[0] == "b"
    """
    if isinstance(items.type, TupleOf):
        return tuple_of(reversed(items.sequence))
    if isinstance(items.type, ListOf | SetOf):
        return list_of(reversed(items.sequence), items.type.element)
    raise ArgumentError("items", f"A list, tuple or set is needed, not {noun(items.type)}.")


@function(structural=True)
def slice_(items: Value, start: int, end: int) -> Value:
    """The elements from an index up to another, without it.

    slice(["a", "b", "c"], 1, 2)[0] == "b"
    """
    if not isinstance(items.type, ListOf | TupleOf):
        raise ArgumentError("items", f"A list or tuple is needed, not {noun(items.type)}.")
    count = len(items.sequence)
    if not 0 <= end <= count:
        raise ArgumentError("end", f"It must be between 0 and {count}, the number of elements.")
    if not 0 <= start <= end:
        raise ArgumentError("start", f"It must be between 0 and the end, {end}.")
    part = items.sequence[start:end]
    return list_of(part, items.type.element) if isinstance(items.type, ListOf) else tuple_of(part)


@function(structural=True)
def values(mapping: Value) -> Value:
    """The elements of a map or object, in the order of their keys.

    values({ b = 1, a = 2 })[0] == 2
    """
    _check_mapping(mapping, "mapping")
    items = mapping.mapping.values()
    if isinstance(mapping.type, MapOf):
        return list_of(items, mapping.type.element)
    return tuple_of(items)


@function(structural=True)
def zipmap(keys: Sequence[str], values: Value) -> Value:
    """A map or object of keys and the elements at the same positions.

    zipmap(["a", "b"], [1, 2]).b == 2
    """
    if not isinstance(values.type, ListOf | TupleOf):
        raise ArgumentError("values", f"A list or tuple is needed, not {noun(values.type)}.")
    if len(keys) != len(values.sequence):
        reason = f"It must have as many elements as there are keys, {len(keys)}."
        raise ArgumentError("values", reason)
    pairs = dict(zip(keys, values.sequence, strict=True))
    if isinstance(values.type, ListOf):
        return map_of(pairs, values.type.element)
    return object_of(pairs)


def _as_list(items: Value, parameter: str) -> Value:
    try:
        return converted(items, ListOf(ANY))
    except ConversionError as error:
        raise ArgumentError(parameter, str(error)) from None


def _element_type(whole: Value) -> Type:
    return whole.type.element if isinstance(whole.type, ListOf) else ANY


def _check_mapping(value: Value, parameter: str, at: int = 0) -> None:
    if not isinstance(value.type, MapOf | ObjectOf):
        reason = f"A map or object is needed, not {noun(value.type)}."
        raise ArgumentError(parameter, reason, at)


def _flat(items: Sequence[Value]) -> list[Value] | None:
    flat: list[Value] = []
    for item in items:
        if item.type is ANY and not item.is_known:
            return None
        if isinstance(item.type, ListOf | SetOf | TupleOf) and not item.is_null:
            inner = _flat(item.sequence) if item.is_known else None
            if inner is None:
                return None
            flat += [marked(one, item) for one in inner]
            check_count(len(flat))
        else:
            flat.append(item)
    return flat
