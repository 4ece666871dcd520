"""Which values are the same, and sets, which have every value once."""

from collections.abc import Iterable, Mapping
from functools import cmp_to_key

from goldsmith.lang.number import Real, compare, text_of
from goldsmith.lang.values import NUMBER, UNKNOWN, SetOf, Type, Value, has_any


def set_of(items: Iterable[Value], element: Type) -> Value:
    """A set of `items`, which are all of type `element`: each once, in order."""
    different: dict[object, Value] = {}
    for item in items:
        different.setdefault(identity(item), item)
    members = list(different.values())
    if element is NUMBER:
        members.sort(key=cmp_to_key(_numeric_order))
    else:
        members.sort(key=_internal_order)
    return Value(SetOf(element), tuple(members))


def identity(value: Value) -> object:
    """Something hashable that two values share exactly if they are equal, unknown parts aside."""
    data = value.data
    if data is UNKNOWN:
        return (id(value),)
    if isinstance(data, bool):
        return ("bool", data)
    if isinstance(data, tuple):
        return (type(value.type).__name__, tuple(identity(item) for item in data))
    if isinstance(data, Mapping):
        pairs = tuple((name, identity(item)) for name, item in data.items())
        return (type(value.type).__name__, pairs)
    return data


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are the same in type and content; `None` while that is not known."""
    if left.is_null or right.is_null:
        if left.is_null and right.is_null:
            return True
        return False if left.is_known and right.is_known else None
    if left.type != right.type and not (has_any(left.type) or has_any(right.type)):
        return False
    if not (left.is_known and right.is_known):
        return None
    if type(left.type) is not type(right.type):
        return False
    if isinstance(left.data, Mapping):
        if left.mapping.keys() != right.mapping.keys():
            return False
        return _all_equal((item, right.mapping[name]) for name, item in left.mapping.items())
    if isinstance(left.data, tuple):
        if len(left.sequence) != len(right.sequence):
            return False
        return _all_equal(zip(left.sequence, right.sequence, strict=True))
    return left.type is right.type and left.data == right.data


def _all_equal(pairs: Iterable[tuple[Value, Value]]) -> bool | None:
    result: bool | None = True
    for left, right in pairs:
        same = equal(left, right)
        if same is False:
            return False
        if same is None:
            result = None
    return result


def _numeric_order(left: Value, right: Value) -> int:
    one, other = left.data, right.data
    if isinstance(one, int | Real) and isinstance(other, int | Real):
        return compare(one, other)
    # Null and unknown members come last.
    return isinstance(other, int | Real) - isinstance(one, int | Real)


def _internal_order(value: Value) -> tuple[bool, str]:
    """What sorts strings by their characters, everything else reproducibly, and null last."""
    data = value.data
    if isinstance(data, str):
        return False, data
    if isinstance(data, int | Real) and not isinstance(data, bool):
        return False, text_of(data)
    return data is None, repr(identity(value))
