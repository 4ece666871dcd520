"""Reads YAML: one document, with what its words stand for as Packer sees it."""

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from goldsmith.lang.convert import convert
from goldsmith.lang.functions.yaml_words import YamlProblem, resolved
from goldsmith.lang.size import DEEPEST, MOST_PARTS
from goldsmith.lang.values import STRING, Value, object_of, quote, tuple_of

__all__ = ["YamlProblem", "read_yaml"]

# The parser in C is there wherever it could be built; both give the same events.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE: Final = "<<"


class Mark(Protocol):
    """Where something stands; both parsers have such a class."""

    line: int


def read_yaml(text: str) -> Value:
    """The value of the only document in `text`; raises `YamlProblem`."""
    try:
        return _Reader(yaml.parse(text, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as error:
        raise YamlProblem(f"It is no YAML: {error.problem}{_place(error.problem_mark)}.") from None
    except yaml.YAMLError:
        raise YamlProblem("It is no YAML: it has a character that must not be there.") from None


class _Reader:
    """Makes values of events; `anchors` holds the named ones, with their sizes."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._size = 0
        self._depth = 0

    def document(self) -> Value:
        next(self._events)
        start = next(self._events)
        if isinstance(start, StreamEndEvent):
            raise YamlProblem("There is nothing in it.")
        value = self._value(next(self._events))
        next(self._events)
        if isinstance(next(self._events), DocumentStartEvent):
            raise YamlProblem("It holds more than one document.")
        return value

    def _value(self, event: Event) -> Value:
        before = self._size
        self._grow(1)
        match event:
            case AliasEvent():
                return self._alias(event)
            case ScalarEvent():
                value = resolved(event)
            case SequenceStartEvent():
                value = self._sequence(event)
            case MappingStartEvent():
                value = self._mapping(event)
            case _:
                raise TypeError(f"No value begins with {event}.")
        if isinstance(event, NodeEvent) and event.anchor:
            self._anchors[event.anchor] = (value, self._size - before)
        return value

    def _alias(self, event: AliasEvent) -> Value:
        found = self._anchors.get(str(event.anchor))
        if found is None:
            name = quote(str(event.anchor))
            raise YamlProblem(f"Nothing before it has the anchor {name}{_place(event.start_mark)}.")
        self._grow(found[1])
        return found[0]

    def _sequence(self, start: SequenceStartEvent) -> Value:
        _check_tag(start, "seq")
        items = []
        self._enter()
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._value(event))
        self._depth -= 1
        return tuple_of(items)

    def _mapping(self, start: MappingStartEvent) -> Value:
        _check_tag(start, "map")
        items: dict[str, Value] = {}
        self._enter()
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = _name(self._value(event), event)
            value = self._value(next(self._events))
            if key != _MERGE:
                items[key] = value
            elif isinstance(value.data, Mapping):
                items.update(value.data)
            else:
                raise YamlProblem(f"Only a mapping can be merged{_place(event.start_mark)}.")
        self._depth -= 1
        return object_of(items)

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise YamlProblem("It is nested too deeply.")

    def _grow(self, parts: int) -> None:
        self._size += parts
        if self._size > MOST_PARTS:
            raise YamlProblem(f"It has more than {MOST_PARTS} parts.")


def _name(key: Value, event: Event) -> str:
    """The name of an attribute that a key gives."""
    data = None if key.parts or isinstance(key.data, tuple | Mapping) else convert(key, STRING).data
    if not isinstance(data, str):
        raise YamlProblem(f"A key must be text{_place(event.start_mark)}.")
    return data


def _check_tag(start: SequenceStartEvent | MappingStartEvent, wanted: str) -> None:
    if start.tag not in {None, f"tag:yaml.org,2002:{wanted}"}:
        place = _place(start.start_mark)
        raise YamlProblem(f"The tag {quote(start.tag)} means nothing here{place}.")


def _place(mark: Mark | None) -> str:
    return f", in line {mark.line + 1}" if mark else ""
