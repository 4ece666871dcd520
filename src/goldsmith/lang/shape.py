"""What the annotation of a setting asks for."""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin

from goldsmith.lang.bytesize import ByteSize
from goldsmith.lang.schema import is_settings
from goldsmith.record import record


class Kind(Enum):
    """How a value is read, and what a sentence calls it."""

    TEXT = "a text"
    BOOL = "true or false"
    INTEGER = "a whole number"
    NUMBER = "a number"
    DURATION = 'a duration, as in "5m"'
    SIZE = 'a size, as in "40G"'
    CHOICE = "one of a few words"
    BYTES = "a list of bytes"
    PATH = "a path"
    SEQUENCE = "a list"
    SET = "a list or set"
    MAPPING = "a map"
    BLOCK = "a block"
    BLOCKS = "blocks"


@record
class Shape:
    """An annotation taken apart; `element` is the annotation of parts, or the class of a block."""

    kind: Kind
    optional: bool = False
    element: object = None
    choices: tuple[object, ...] = ()

    @property
    def is_block(self) -> bool:
        """Whether templates write it as nested blocks."""
        return self.kind is Kind.BLOCK or self.kind is Kind.BLOCKS


_SCALARS: Mapping[object, Kind] = {
    str: Kind.TEXT,
    bool: Kind.BOOL,
    int: Kind.INTEGER,
    float: Kind.NUMBER,
    timedelta: Kind.DURATION,
    ByteSize: Kind.SIZE,
    bytes: Kind.BYTES,
    Path: Kind.PATH,
}
EMPTY_IS_UNSET = frozenset({Kind.TEXT, Kind.PATH, Kind.CHOICE, Kind.SIZE, Kind.DURATION})
"""Kinds for which an empty text means what leaving the setting out means."""


@cache
def shape_of(annotation: object) -> Shape:
    """What a setting of that annotation takes; `TypeError` for one that no setting can have."""
    kind = _SCALARS.get(annotation)
    if kind is not None:
        return Shape(kind)
    if is_settings(annotation):
        return Shape(Kind.BLOCK, element=annotation)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return Shape(Kind.CHOICE, choices=parts)
    if origin is tuple and len(parts) == 2 and parts[1] is ...:
        kind = Kind.BLOCKS if is_settings(parts[0]) else Kind.SEQUENCE
        return Shape(kind, element=parts[0])
    if origin is frozenset:
        return Shape(Kind.SET, element=parts[0])
    if origin is Mapping and parts[0] is str:
        return Shape(Kind.MAPPING, element=parts[1])
    if (origin is UnionType or origin is Union) and NoneType in parts and len(parts) == 2:
        inner = shape_of(parts[0] if parts[1] is NoneType else parts[1])
        return Shape(inner.kind, True, inner.element, inner.choices)
    raise TypeError(f"A setting cannot be of type {annotation}.")
