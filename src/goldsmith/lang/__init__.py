"""The template language: text in, typed values out."""

from goldsmith.lang.bytesize import ByteSize
from goldsmith.lang.convert import ConversionError, convert, unify
from goldsmith.lang.decode import Decoded, Owner, decode
from goldsmith.lang.duration import format_duration, parse_duration
from goldsmith.lang.dynamic import expand, scope_of
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.functions import FUNCTIONS
from goldsmith.lang.number import Number
from goldsmith.lang.references import Reference, references
from goldsmith.lang.renderer import UNKNOWN_TEXT, Renderer
from goldsmith.lang.schema import BlockSchema, Content, Schema, Setting, content, settings_of
from goldsmith.lang.scope import Function, Scope
from goldsmith.lang.timeformat import RFC3339, format_time, strftime
from goldsmith.lang.types import ANYTHING, Constraint, constraint
from goldsmith.lang.values import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    UNKNOWN,
    ListOf,
    MapOf,
    ObjectOf,
    Primitive,
    SetOf,
    TupleOf,
    Type,
    Value,
    boolean,
    describe,
    from_python,
    mark,
    noun,
    null,
    number,
    object_of,
    quote,
    show,
    string_leaves,
    text,
    to_python,
    tuple_of,
    unknown,
)

__all__ = [
    "ANY",
    "ANYTHING",
    "BOOL",
    "FUNCTIONS",
    "NUMBER",
    "RFC3339",
    "STRING",
    "UNKNOWN",
    "UNKNOWN_TEXT",
    "BlockSchema",
    "ByteSize",
    "Constraint",
    "Content",
    "ConversionError",
    "Decoded",
    "Function",
    "ListOf",
    "MapOf",
    "Number",
    "ObjectOf",
    "Owner",
    "Primitive",
    "Reference",
    "Renderer",
    "Schema",
    "Scope",
    "SetOf",
    "Setting",
    "TupleOf",
    "Type",
    "Value",
    "boolean",
    "constraint",
    "content",
    "convert",
    "decode",
    "describe",
    "evaluate",
    "expand",
    "format_duration",
    "format_time",
    "from_python",
    "mark",
    "noun",
    "null",
    "number",
    "object_of",
    "parse_duration",
    "quote",
    "references",
    "scope_of",
    "settings_of",
    "show",
    "strftime",
    "string_leaves",
    "text",
    "to_python",
    "tuple_of",
    "unify",
    "unknown",
]
