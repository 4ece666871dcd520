"""The functions that every Go template has."""

from collections.abc import Callable, Mapping, Sequence

from goldsmith.lang.gotemplate.printing import show, sprint, sprintf, sprintln

_HTML = {
    ord('"'): "&#34;",
    ord("'"): "&#39;",
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    0: "\ufffd",
}
_JAVASCRIPT = {
    ord("\\"): "\\\\",
    ord("'"): "\\'",
    ord('"'): '\\"',
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    ord("="): "\\u003D",
}
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")


def _not(value: object) -> bool:
    return not value


def _len(value: object) -> int:
    match value:
        case str():
            return len(value.encode())
        case Mapping() | Sequence():
            return len(value)
        case _:
            pass
    raise ValueError(f"{show(value)} has no length")


def _index(value: object, *keys: object) -> object:
    for key in keys:
        match value:
            case Mapping():
                if not isinstance(key, str):
                    raise ValueError(f"{show(key)} is no key of a map")  # noqa: TRY004 - the template is wrong, not this code
                value = value.get(key)
            case str():
                encoded = value.encode()
                value = encoded[_place(key, len(encoded))]
            case Sequence():
                value = value[_place(key, len(value))]
            case _:
                raise ValueError(f"{show(value)} cannot be indexed")
    return value


def _slice(value: object, *bounds: object) -> object:
    if not isinstance(value, str | Sequence) or len(bounds) > 2:
        raise ValueError(f"{show(value)} cannot be sliced like this")
    items = value.encode() if isinstance(value, str) else value
    places = [_place(bound, len(items) + 1) for bound in bounds]
    start = places[0] if places else 0
    end = places[1] if len(places) == 2 else len(items)
    if start > end:
        raise ValueError(f"{start} lies behind {end}")
    part = items[start:end]
    return part.decode(errors="replace") if isinstance(part, bytes) else part


def _place(key: object, length: int) -> int:
    if not isinstance(key, int) or isinstance(key, bool):
        raise ValueError(f"{show(key)} is not a whole number")  # noqa: TRY004 - the template is wrong, not this code
    if not 0 <= key < length:
        raise ValueError(f"{key} is out of range")
    return key


def _call(function: object, *values: object) -> object:
    if not callable(function):
        raise ValueError(f"{show(function)} is not a function")  # noqa: TRY004 - the template is wrong, not this code
    return function(*values)


def _equal(first: object, *others: object) -> bool:
    if not others:
        raise ValueError("a second value is missing")
    return any(_same(first, other) for other in others)


def _same(left: object, right: object) -> bool:
    if left is None or right is None:
        return left is right
    _check_comparable(left, right)
    return left == right


def _not_equal(left: object, right: object) -> bool:
    return not _same(left, right)


def _less(left: object, right: object) -> bool:
    _check_comparable(left, right)
    match left, right:
        case str(), str():
            return left.encode() < right.encode()
        case bool(), _:
            pass
        case int() | float(), int() | float():
            return left < right
        case _:
            pass
    raise ValueError(f"{show(left)} and {show(right)} have no order")


def _less_or_equal(left: object, right: object) -> bool:
    return _less(left, right) or left == right


def _greater(left: object, right: object) -> bool:
    return not _less_or_equal(left, right)


def _greater_or_equal(left: object, right: object) -> bool:
    return not _less(left, right)


def _check_comparable(left: object, right: object) -> None:
    if type(left) is not type(right):
        raise ValueError(f"{show(left)} and {show(right)} are of different types")


def _print(*values: object) -> str:
    return sprint(values)


def _println(*values: object) -> str:
    return sprintln(values)


def _printf(pattern: str, *values: object) -> str:
    return sprintf(pattern, values)


def _html(*values: object) -> str:
    return sprint(values).translate(_HTML)


def _javascript(*values: object) -> str:
    made = []
    for character in sprint(values):
        code = ord(character)
        plain = character >= " " if code < 128 else character.isprintable()
        made.append(_JAVASCRIPT.get(code, character) if plain else f"\\u{code:04X}")
    return "".join(made)


def _url_query(*values: object) -> str:
    made = []
    for byte in sprint(values).encode():
        character = chr(byte)
        made.append(
            character if character in _UNRESERVED else "+" if character == " " else f"%{byte:02X}"
        )
    return "".join(made)


def _logic(*values: object) -> object:
    """Stands for `and` and `or`, which the execution itself carries out."""
    raise TypeError(f"The execution must carry out and, or: {values}")


BUILTINS: Mapping[str, Callable[..., object]] = {
    "and": _logic,
    "call": _call,
    "eq": _equal,
    "ge": _greater_or_equal,
    "gt": _greater,
    "html": _html,
    "index": _index,
    "js": _javascript,
    "le": _less_or_equal,
    "len": _len,
    "lt": _less,
    "ne": _not_equal,
    "not": _not,
    "or": _logic,
    "print": _print,
    "printf": _printf,
    "println": _println,
    "slice": _slice,
    "urlquery": _url_query,
}
