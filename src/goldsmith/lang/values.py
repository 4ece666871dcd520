"""Values of the template language and their types."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Final, TypeAlias
from unicodedata import normalize

from goldsmith.lang.number import Number, Real, from_float, short_text, to_float
from goldsmith.record import record


class Primitive(Enum):
    """The types without parts; `ANY` is the type of what is not known yet."""

    STRING = "string"
    NUMBER = "number"
    BOOL = "bool"
    ANY = "any"


STRING: Final = Primitive.STRING
NUMBER: Final = Primitive.NUMBER
BOOL: Final = Primitive.BOOL
ANY: Final = Primitive.ANY


@record
class ListOf:
    """Any number of values of one type, in order."""

    element: "Type"


@record
class SetOf:
    """Different values of one type, in the order of their kind."""

    element: "Type"


@record
class MapOf:
    """Values of one type by name."""

    element: "Type"


@record
class TupleOf:
    """A fixed number of values, each of its own type."""

    elements: "tuple[Type, ...]"


@record
class ObjectOf:
    """Named values, each of its own type; the `optional` ones may be left out in a conversion."""

    attributes: "Mapping[str, Type]"
    optional: frozenset[str] = frozenset()


Type: TypeAlias = Primitive | ListOf | SetOf | MapOf | TupleOf | ObjectOf


class Unknown:
    """The type of `UNKNOWN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
"""Stands where the value will only be known later."""

Data: TypeAlias = "str | Number | bool | Unknown | tuple[Value, ...] | Mapping[str, Value] | None"


@record
class Value:
    """A typed value; `data` is `None` for null. `sensitive` says that no one may read it."""

    type: Type
    data: Data
    sensitive: bool = False

    @property
    def is_null(self) -> bool:
        """Whether it is null."""
        return self.data is None

    @property
    def is_known(self) -> bool:
        """Whether it is known itself; its parts may not be."""
        return self.data is not UNKNOWN

    @property
    def is_wholly_known(self) -> bool:
        """Whether it and all its parts are known."""
        data = self.data
        if type(data) is tuple or type(data) is dict:
            return all(part.is_wholly_known for part in self.parts)
        return data is not UNKNOWN

    @property
    def is_sensitive(self) -> bool:
        """Whether it or any of its parts is sensitive."""
        return self.sensitive or any(part.is_sensitive for part in self.parts)

    @property
    def parts(self) -> "Iterable[Value]":
        """The elements or attributes; nothing for other values."""
        data = self.data
        if isinstance(data, tuple):
            return data
        return data.values() if isinstance(data, Mapping) else ()

    @property
    def sequence(self) -> "tuple[Value, ...]":
        """The elements of a list, set or tuple; nothing for other values."""
        return self.data if isinstance(self.data, tuple) else ()

    @property
    def mapping(self) -> "Mapping[str, Value]":
        """The elements of a map or object by name; nothing for other values."""
        return self.data if isinstance(self.data, Mapping) else {}


TRUE: Final = Value(BOOL, True)
FALSE: Final = Value(BOOL, False)


def text(content: str) -> Value:
    """A string; its characters are brought into their composed form."""
    return Value(STRING, content if content.isascii() else normalize("NFC", content))


def number(value: Number) -> Value:
    """A number."""
    return Value(NUMBER, value)


def boolean(value: bool) -> Value:
    """`true` or `false`."""
    return TRUE if value else FALSE


def null(of: Type = ANY) -> Value:
    """Null of the type `of`."""
    return Value(of, None)


def unknown(of: Type = ANY) -> Value:
    """A value that will only be known later."""
    return Value(of, UNKNOWN)


def tuple_of(items: Iterable[Value]) -> Value:
    """A tuple of `items`."""
    data = tuple(items)
    return Value(TupleOf(tuple(item.type for item in data)), data)


def object_of(attributes: Mapping[str, Value]) -> Value:
    """An object; iteration is in the order of its names."""
    data = dict(sorted(attributes.items()))
    return Value(ObjectOf({name: value.type for name, value in data.items()}), data)


def list_of(items: Iterable[Value], element: Type) -> Value:
    """A list of `items`, which are all of type `element`."""
    return Value(ListOf(element), tuple(items))


def map_of(items: Mapping[str, Value], element: Type) -> Value:
    """A map of `items`, which are all of type `element`; iteration is in the order of the keys."""
    return Value(MapOf(element), dict(sorted(items.items())))


def mark(value: Value) -> Value:
    """The same value, sensitive."""
    return value if value.sensitive else Value(value.type, value.data, sensitive=True)


def marked(value: Value, *reasons: Value) -> Value:
    """`value`, sensitive if one of `reasons` is sensitive itself."""
    for reason in reasons:
        if reason.sensitive:
            return mark(value)
    return value


def has_any(one: Type) -> bool:
    """Whether a part of the type is open."""
    match one:
        case Primitive():
            return one is ANY
        case ListOf(element) | SetOf(element) | MapOf(element):
            return has_any(element)
        case TupleOf(elements):
            return any(has_any(element) for element in elements)
        case ObjectOf(attributes):
            return any(has_any(attribute) for attribute in attributes.values())


def from_python(thing: object) -> Value:
    """The value that plain Python data stands for; `TypeError` for anything else."""
    match thing:
        case Value():
            return thing
        case None:
            return null()
        case bool():
            return boolean(thing)
        case str():
            return text(thing)
        case int() | Real():
            return number(thing)
        case float():
            return number(from_float(thing))
        case Mapping():
            return object_of({str(name): from_python(item) for name, item in thing.items()})
        case list() | tuple():
            return tuple_of(from_python(item) for item in thing)
        case _:
            raise TypeError(f"A {type(thing).__name__} has no value in templates.")


def to_python(value: Value) -> object:
    """Plain Python data for a value that is wholly known."""
    data = value.data
    match data:
        case Unknown():
            raise ValueError("An unknown value has no data yet.")
        case Real():
            return to_float(data)
        case tuple():
            return [to_python(item) for item in data]
        case Mapping():
            return {name: to_python(item) for name, item in data.items()}
        case _:
            return data


def string_leaves(value: Value) -> Iterator[str]:
    """Every string in the value, however deep."""
    if isinstance(value.data, str):
        yield value.data
    for part in value.parts:
        yield from string_leaves(part)


def show(value: Value) -> str:
    """The value for reading, as the console prints it."""
    if not value.is_wholly_known:
        return "<unknown>"
    return value.data if isinstance(value.data, str) else _shown(value, "")


def describe(one: Type) -> str:
    """The type as templates write it."""
    match one:
        case Primitive():
            return one.value
        case ListOf(element):
            return f"list({describe(element)})"
        case SetOf(element):
            return f"set({describe(element)})"
        case MapOf(element):
            return f"map({describe(element)})"
        case TupleOf(elements):
            return f"tuple([{', '.join(describe(element) for element in elements)}])"
        case ObjectOf(attributes, optional):
            shown = (
                f"{name} = {f'optional({describe(part)})' if name in optional else describe(part)}"
                for name, part in attributes.items()
            )
            return f"object({{{', '.join(shown)}}})"


def noun(one: Type) -> str:
    """The type in a sentence: "a string", "a list of numbers"."""
    match one:
        case Primitive():
            return "a value" if one is ANY else f"a {one.value}"
        case ListOf(element):
            return f"a list{_of(element)}"
        case SetOf(element):
            return f"a set{_of(element)}"
        case MapOf(element):
            return f"a map{_of(element)}"
        case TupleOf():
            return "a tuple"
        case ObjectOf():
            return "an object"


def quote(content: str) -> str:
    """Text in double quotes, unprintable characters escaped."""
    if content.isprintable() and '"' not in content and "\\" not in content:
        return f'"{content}"'
    return f'"{"".join(_escaped(letter) for letter in content)}"'


_ESCAPES: Final = {
    '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\a": "\\a",
    "\b": "\\b", "\f": "\\f", "\v": "\\v",
}  # fmt: skip


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable():
        return letter
    code = ord(letter)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _of(element: Type) -> str:
    if isinstance(element, Primitive):
        return "" if element is ANY else f" of {element.value}s"
    return f" of {describe(element)}"


def _shown(value: Value, indent: str) -> str:
    data = value.data
    deeper = f"{indent}  "
    match data:
        case None:
            return "null"
        case bool():
            return "true" if data else "false"
        case str():
            return quote(data)
        case int() if -(1 << 63) <= data < 1 << 63:
            return str(data)
        case int() | Real():
            return short_text(to_float(data))
        case tuple():
            if not data:
                return "[]"
            items = "".join(f"{deeper}{_shown(item, deeper)},\n" for item in data)
            return f"[\n{items}{indent}]"
        case Mapping():
            if not data:
                return "{}"
            lines = (
                f"{deeper}{quote(name)} = {_shown(item, deeper)}\n" for name, item in data.items()
            )
            return f"{{\n{''.join(lines)}{indent}}}"
        case Unknown():
            return "<unknown>"
