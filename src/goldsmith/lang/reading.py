"""The value of one setting as the Python type that its class asks for."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang import setting_problems as wording
from goldsmith.lang.bytesize import ByteSize
from goldsmith.lang.convert import ConversionError, convert
from goldsmith.lang.duration import parse_duration
from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.lang.number import Real, to_float
from goldsmith.lang.renderer import UNKNOWN_TEXT, Renderer
from goldsmith.lang.schema import Setting
from goldsmith.lang.shape import Kind, Shape, shape_of
from goldsmith.lang.syntax.tree import Expression, Number, Object, Text, Tuple, without_parentheses
from goldsmith.lang.values import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    UNKNOWN,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
    Value,
    tuple_of,
    unknown,
)

_LONGEST_HINT = 60


class WeakTyping(Protocol):
    """What else stands for a value of some kind; the module `weak` is how Packer once had it."""

    def as_list(self, value: Value) -> Value:
        """A list for what is none."""
        ...

    def as_mapping(self, value: Value) -> Value:
        """A map for what may be none."""
        ...

    def as_scalar(self, value: Value, kind: Kind, *, number: bool) -> Value:
        """What `value` stands for where `kind` is wanted."""
        ...


class Reading:
    """The reading of one setting: what is wrong with it, and whether it is known."""

    def __init__(
        self, setting: Setting, renderer: Renderer, weak: WeakTyping | None = None
    ) -> None:
        self._setting = setting
        self._renderer = renderer
        self._weak = weak
        self.is_empty = False
        """Whether all there is turned out to be an empty text."""
        self.problems: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []
        self.secrets: set[str] = set()
        self.is_known = True
        self._whole = self._subject = f'"{setting.option}"'

    def read(self, value: Value, expression: Expression) -> object:
        """The Python value; a stand-in where there is a problem or nothing is known yet."""
        return self._read(value, expression, self._setting.annotation, self._setting.secret)

    @property
    def _is_outermost(self) -> bool:
        return self._subject is self._whole

    def _read(
        self, value: Value, expression: Expression, annotation: object, secret: bool
    ) -> object:
        shape = shape_of(annotation)
        secret = secret or value.sensitive
        match shape.kind:
            case Kind.SEQUENCE | Kind.SET | Kind.BYTES:
                return self._sequence(value, expression, shape, secret)
            case Kind.MAPPING:
                return self._mapping(value, expression, shape, secret)
            case _:
                return self._scalar(value, expression, shape, secret)

    def _sequence(self, value: Value, expression: Expression, shape: Shape, secret: bool) -> object:
        if self._weak is not None and value.is_known and not isinstance(value.data, tuple):
            value = self._weak_list(self._weak, value, expression)
        if not isinstance(value.data, tuple):
            return self._no_collection(value, expression, shape, _SEQUENCES, "[ … ]")
        element = int if shape.kind is Kind.BYTES else shape.element
        outer, self._subject = self._subject, f'An item of "{self._setting.option}"'
        items = [
            self._read(item, _item(expression, at), element, secret)
            for at, item in enumerate(value.sequence)
        ]
        self._subject = outer
        if shape.kind is Kind.SEQUENCE:
            return tuple(items)
        if shape.kind is Kind.SET:
            return frozenset(items)
        try:
            # Any other item has been refused or replaced by a whole number.
            return bytes(item for item in items if isinstance(item, int))
        except ValueError:
            return self._wrong(expression, shape, "numbers beyond 255 or below 0")

    def _weak_list(self, weak: WeakTyping, value: Value, expression: Expression) -> Value:
        """A list for what is none; unknown while a text in its place is not known."""
        if not isinstance(value.data, str):
            return weak.as_list(value)
        content = self._rendered(value.data, expression)
        if content is None:
            return unknown()
        if not content:
            self.is_empty = self._is_outermost
            return tuple_of(())
        return weak.as_list(Value(STRING, content, value.sensitive))

    def _mapping(self, value: Value, expression: Expression, shape: Shape, secret: bool) -> object:
        if self._weak is not None:
            value = self._weak.as_mapping(value)
        if not isinstance(value.data, Mapping):
            return self._no_collection(value, expression, shape, _MAPPINGS, "{ … }")
        made: dict[str, object] = {}
        outer, self._subject = self._subject, f'A value of "{self._setting.option}"'
        for key, item in value.mapping.items():
            where = _attribute(expression, key)
            name = self._rendered(key, where)
            made[UNKNOWN_TEXT if name is None else name] = self._read(
                item, where, shape.element, secret
            )
        self._subject = outer
        return made

    def _no_collection(
        self,
        value: Value,
        expression: Expression,
        shape: Shape,
        types: tuple[type, ...],
        written: str,
    ) -> object:
        if value.is_known or (value.type is not ANY and not isinstance(value.type, types)):
            source = expression.span.text
            if written[0] == "[" and isinstance(value.data, str) and source.startswith('"'):
                written = f"[{source}]" if len(source) <= _LONGEST_HINT else written
            return self._wrong(expression, shape, wording.shown(value), f"Write {written}.")
        self.is_known = False
        return stand_in(shape)

    def _scalar(self, value: Value, expression: Expression, shape: Shape, secret: bool) -> object:
        if isinstance(value.data, str):
            content = self._rendered(value.data, expression)
            if content is None:
                return stand_in(shape)
            if secret and content:
                self.secrets.add(content)
            value = Value(STRING, content, value.sensitive)
            self.is_empty = not content and self._is_outermost
        if self._weak is not None and value.data == "" and shape.kind in _WEAKLY_UNSET:
            return stand_in(shape)
        try:
            if self._weak is not None:
                self._note_bare_duration(expression, shape)
                value = self._weak.as_scalar(
                    value, shape.kind, number=_choice_type(shape) is NUMBER
                )
            data = convert(value, _TYPES.get(shape.kind, _choice_type(shape))).data
        except ConversionError:
            return self._wrong(expression, shape, wording.shown(value))
        if data is UNKNOWN:
            self.is_known = False
            return stand_in(shape)
        if data is None:
            return self._wrong(expression, shape, "null")
        return self._from_data(
            to_float(data) if isinstance(data, Real) else data, expression, shape
        )

    def _note_bare_duration(self, expression: Expression, shape: Shape) -> None:
        if shape.kind is not Kind.DURATION or not isinstance(expression, Number):
            return
        if expression.text != "0":
            self.warnings.append(wording.bare_duration(self._subject, expression))

    def _from_data(self, data: object, expression: Expression, shape: Shape) -> object:
        made: object = data
        try:
            match shape.kind, data:
                case Kind.CHOICE, _ if data not in shape.choices:
                    problem = wording.no_choice(self._subject, data, shape.choices, expression.span)
                    self.problems.append(problem)
                    return stand_in(shape)
                case Kind.INTEGER, float():
                    return self._wrong(expression, shape, f"{data:g}")
                case Kind.NUMBER, int():
                    made = to_float(data)
                case Kind.DURATION, str():
                    made = parse_duration(data)
                case Kind.SIZE, str():
                    made = ByteSize.parse(data, unit=self._setting.unit)
                case Kind.PATH, str():
                    made = Path(data)
                case _:
                    pass
        except ValueError as error:
            self.problems.append(wording.unreadable(self._subject, str(error), expression.span))
            return stand_in(shape)
        return self._within_bounds(made, expression, shape)

    def _within_bounds(self, made: object, expression: Expression, shape: Shape) -> object:
        least, most = self._setting.minimum, self._setting.maximum
        if (least is None and most is None) or not isinstance(made, int | float):
            return made
        if (least is not None and made < least) or (most is not None and made > most):
            problem = wording.out_of_bounds(
                self._subject, str(made), (least, most), expression.span
            )
            self.problems.append(problem)
            return stand_in(shape)
        return made

    def _wrong(self, expression: Expression, shape: Shape, given: str, hint: str = "") -> object:
        self.problems.append(
            wording.wrong_type(self._subject, shape.kind.value, given, hint, expression.span)
        )
        return stand_in(shape)

    def _rendered(self, text: str, expression: Expression) -> str | None:
        """`text` with its Go template carried out; `None` while that cannot be known."""
        if "{{" not in text:
            return text
        try:
            if not self._setting.render:
                self._renderer.check(text)
                return text
            result = self._renderer.render(text)
        except GoTemplateError as error:
            self.problems.append(wording.bad_go_template(text, error, expression.span))
            return text
        self.warnings += (wording.no_value(text, one, expression.span) for one in result.absent)
        if not result.is_known:
            self.is_known = False
            return None
        return result.text


_SEQUENCES = (ListOf, SetOf, TupleOf)
_MAPPINGS = (MapOf, ObjectOf)
_WEAKLY_UNSET = (Kind.BOOL, Kind.INTEGER, Kind.NUMBER)
"""Kinds that an empty text leaves as they are, besides those it leaves so anyway."""
_TYPES: Mapping[Kind, Type] = {
    Kind.TEXT: STRING,
    Kind.BOOL: BOOL,
    Kind.INTEGER: NUMBER,
    Kind.NUMBER: NUMBER,
    Kind.DURATION: STRING,
    Kind.SIZE: STRING,
    Kind.PATH: STRING,
}
_STAND_INS: Mapping[Kind, object] = {
    Kind.TEXT: UNKNOWN_TEXT,
    Kind.BOOL: False,
    Kind.INTEGER: 1,
    Kind.NUMBER: 1.0,
    Kind.DURATION: timedelta(),
    Kind.SIZE: ByteSize(0),
    Kind.PATH: Path(UNKNOWN_TEXT),
    Kind.BYTES: b"",
    Kind.BLOCKS: (),
}


def stand_in(shape: Shape) -> object:
    """Something of the type of `shape`, where its value is wrong or not known yet."""
    match shape.kind:
        case Kind.CHOICE:
            return shape.choices[0]
        case Kind.SEQUENCE:
            return (stand_in(shape_of(shape.element)),)
        case Kind.SET:
            return frozenset({stand_in(shape_of(shape.element))})
        case Kind.MAPPING:
            return {UNKNOWN_TEXT: stand_in(shape_of(shape.element))}
        case _:
            return _STAND_INS[shape.kind]


def _choice_type(shape: Shape) -> Type:
    return NUMBER if shape.choices and isinstance(shape.choices[0], int) else STRING


def _item(expression: Expression, at: int) -> Expression:
    """Where item `at` is written, as far as that can be told."""
    inner = without_parentheses(expression)
    return inner.items[at] if isinstance(inner, Tuple) and at < len(inner.items) else inner


def _attribute(expression: Expression, key: str) -> Expression:
    """Where the value of `key` is written, as far as that can be told."""
    inner = without_parentheses(expression)
    if isinstance(inner, Object):
        for item in inner.items:
            if isinstance(item.key, Text) and item.key.text == key:
                return item.value
    return inner
