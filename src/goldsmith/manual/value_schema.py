"""JSON Schema of what an option takes in templates that are written in JSON."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

from goldsmith.lang.shape import EMPTY_IS_UNSET, Kind, Shape, shape_of
from goldsmith.sdk.options import Option

Schema = dict[str, object]

TEMPLATE: Schema = {"type": "string", "pattern": r"\$\{|%\{|\{\{"}
"""A text in which something is filled in; what it comes to cannot be told from the file."""

_TEXT: Schema = {"type": ["string", "number", "boolean"]}
COMMENT: Schema = {"description": "A comment."}
ANYTHING: Schema = {}
_NOTHING: tuple[object, ...] = (None, False, "", 0, [], {})
"""Values that mean what leaving an option out means."""

_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_DURATION = r"^[+-]?(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$|^[+-]?0$"
_SIZE = r"^[0-9]+[bBkKmMgGtTpPeE]?$"
_PATTERNS: Mapping[Kind, str] = {Kind.DURATION: _DURATION, Kind.SIZE: _SIZE}


def option_schema(option: Option) -> Schema:
    """What may be written for an option, with what the manual says of it."""
    notes = [option.text]
    if option.refused:
        notes.append(f"Not supported: {option.refused}")
        return {"description": _joined(notes), "enum": list(_NOTHING)}
    if option.deprecated:
        notes.append(f"Deprecated: {option.deprecated}")
    schema = value_schema(option)
    schema["description"] = _joined(notes)
    if option.deprecated:
        schema["deprecated"] = True
    if option.secret:
        schema["writeOnly"] = True
    if option.default:
        with suppress(ValueError):  # a map, which templates write in their own way
            schema["default"] = json.loads(option.default)
    return schema


def value_schema(option: Option) -> Schema:
    """What may be written for an option."""
    shape = option.shape
    if shape is None:
        return {}
    if shape.is_block:
        return _blocks(option, shape)
    forms = _forms(shape, option)
    if not option.required:
        forms.append({"type": "null"})
    return _any_of(forms)


def body_schema(options: tuple[Option, ...], *, check_required: bool = True) -> Schema:
    """An object that holds these options, and nothing else but comments."""
    properties: Schema = {"//": COMMENT}
    properties.update((one.name, option_schema(one)) for one in options)
    schema: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    # A block may also come from `dynamic`.
    required = [one.name for one in options if one.required and not one.is_block]
    if required and check_required:
        schema["required"] = required
    if any(one.is_block for one in options):
        properties["dynamic"] = DYNAMIC
    return schema


def one_or_many(schema: Schema) -> Schema:
    """What stands for blocks: an object, a list of objects, or null for none."""
    one = {"anyOf": [schema, {"type": "null"}]}
    return {"anyOf": [schema, {"type": "array", "items": one}, {"type": "null"}]}


DYNAMIC: Schema = one_or_many({"type": "object"})


def _blocks(option: Option, shape: Shape) -> Schema:
    body = body_schema(option.options)
    if shape.kind is Kind.BLOCKS:
        return one_or_many(body)
    return {"anyOf": [body, {"type": "array", "items": body, "maxItems": 1}, {"type": "null"}]}


def _forms(shape: Shape, option: Option) -> list[Schema]:
    """The forms in which a value may be written; texts are converted to what is wanted."""
    match shape.kind:
        case Kind.TEXT | Kind.PATH:
            return [dict(_TEXT)]
        case Kind.BOOL:
            return [{"type": "boolean"}, {"enum": ["true", "false", "1", "0"]}, TEMPLATE]
        case Kind.INTEGER | Kind.NUMBER:
            return [_number(shape.kind, option), {"type": "string", "pattern": _NUMBER}, TEMPLATE]
        case Kind.DURATION | Kind.SIZE:
            texts: Schema = {"type": "string", "pattern": _PATTERNS[shape.kind]}
            numbers: Schema = {"const": 0} if shape.kind is Kind.DURATION else {"type": "integer"}
            return [texts, numbers, *_empty(shape), TEMPLATE]
        case Kind.CHOICE:
            choices = [one for one in shape.choices if one != ""]
            return [{"enum": choices}, *_empty(shape), TEMPLATE]
        case Kind.BYTES:
            byte: Schema = {"type": "integer", "minimum": 0, "maximum": 255}
            return [{"type": "array", "items": byte}, TEMPLATE]
        case Kind.SEQUENCE | Kind.SET:
            return [{"type": "array", "items": _element(shape, option)}, TEMPLATE]
        case _:
            return [{"type": "object", "additionalProperties": _element(shape, option)}, TEMPLATE]


def _element(shape: Shape, option: Option) -> Schema:
    return _any_of(_forms(shape_of(shape.element), option))


def _any_of(forms: Sequence[Schema]) -> Schema:
    return dict(forms[0]) if len(forms) == 1 else {"anyOf": list(forms)}


def _number(kind: Kind, option: Option) -> Schema:
    schema: Schema = {"type": "integer" if kind is Kind.INTEGER else "number"}
    if option.minimum is not None:
        schema["minimum"] = option.minimum
    if option.maximum is not None:
        schema["maximum"] = option.maximum
    return schema


def _empty(shape: Shape) -> list[Schema]:
    return [{"const": ""}] if shape.kind in EMPTY_IS_UNSET else []


def _joined(notes: list[str]) -> str:
    return " ".join(note for note in notes if note)
