"""Functions of sets."""

from collections.abc import Sequence
from itertools import product
from math import prod

from goldsmith.lang.convert import ConversionError, unify
from goldsmith.lang.convert import convert as converted
from goldsmith.lang.equality import identity, set_of
from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.limits import check_count, gathered
from goldsmith.lang.values import (
    ANY,
    ListOf,
    SetOf,
    TupleOf,
    Value,
    has_any,
    list_of,
    noun,
    tuple_of,
)


@function
def setintersection(*sets: Value) -> Value:
    """The elements that are in all sets.

    setintersection(["a", "b"], ["b"]) == convert(["b"], set(string))
    """
    first, *others = _alike(sets)
    known = [{identity(item) for item in one.sequence} for one in others]
    kept = [item for item in first.sequence if all(identity(item) in one for one in known)]
    return set_of(kept, first.type.element if isinstance(first.type, SetOf) else ANY)


@function
def setproduct(*sets: Value) -> Value:
    """Every combination of one element from each of the sets or lists.

    length(setproduct(["a", "b"], ["x", "y", "z"])) == 6
    """
    if len(sets) < 2:
        raise ArgumentError(None, "At least two sets are needed.")
    for at, one in enumerate(sets):
        if not isinstance(one.type, ListOf | SetOf | TupleOf):
            raise ArgumentError(
                "sets", f"A list, tuple or set is needed, not {noun(one.type)}.", at
            )
    check_count(prod(len(one.sequence) for one in sets) * (len(sets) + 1))
    columns = [_column(one, at) for at, one in enumerate(sets)]
    rows = [tuple_of(row) for row in product(*columns)]
    element = unify(row.type for row in rows) or ANY
    if all(isinstance(one.type, SetOf) for one in sets):
        return set_of(rows, element)
    return list_of(rows, element)


@function
def setunion(*sets: Value) -> Value:
    """The elements that are in any of the sets.

    setunion(["a"], ["b"], ["a"]) == convert(["a", "b"], set(string))
    """
    alike = _alike(sets)
    items = gathered(one.sequence for one in alike)
    first = alike[0].type
    return set_of(items, first.element if isinstance(first, SetOf) else ANY)


def _column(value: Value, at: int) -> Sequence[Value]:
    """The elements of a list or tuple, with the type that they have in common."""
    common = unify(item.type for item in value.sequence)
    if common is None:
        raise ArgumentError("sets", "Its elements have no type in common.", at)
    return [converted(item, common) for item in value.sequence]


def _alike(sets: Sequence[Value]) -> list[Value]:
    """All arguments as sets of one type."""
    if not sets:
        raise ArgumentError(None, "At least one set is needed.")
    made: list[Value] = []
    for at, one in enumerate(sets):
        try:
            made.append(converted(one, SetOf(ANY)))
        except ConversionError as error:
            raise ArgumentError("sets", str(error), at) from None
    common = unify(one.type for one in made if one.sequence or not has_any(one.type))
    if common is None:
        raise ArgumentError(None, "The elements of the sets have no type in common.")
    return [converted(one, SetOf(ANY) if common is ANY else common) for one in made]
