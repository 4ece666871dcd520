"""Everything that can be said of an option, taken from its settings class."""

import ast
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from inspect import cleandoc
from pathlib import Path, PurePath

from goldsmith.lang.bytesize import ByteSize
from goldsmith.lang.duration import format_duration
from goldsmith.lang.schema import Setting, class_of, members_of, settings_of
from goldsmith.lang.shape import Kind, Shape, shape_of
from goldsmith.lang.values import quote
from goldsmith.record import MISSING, record


@record
class Option:
    """One option of a component, or one argument of a block of the language.

    `annotation` is the Python type as in settings classes; without one, `type` says in words what
    is taken. `default` is written as in templates, and empty where leaving it out means "unset".
    """

    name: str
    text: str = ""
    annotation: object = None
    type: str = ""
    required: bool = False
    default: str = ""
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    secret: bool = False
    deprecated: str = ""
    refused: str = ""
    options: tuple["Option", ...] = ()
    """Those of a nested block."""

    @property
    def shape(self) -> Shape | None:
        """What the annotation asks for; None where any value will do."""
        return None if self.annotation is None else shape_of(self.annotation)

    @property
    def is_block(self) -> bool:
        """Whether templates write it as nested blocks."""
        return self.shape is not None and self.shape.is_block

    @property
    def choices(self) -> tuple[str, ...]:
        """The few values that it can have, as templates write them."""
        shape = self.shape
        # An empty text stands for "unset"; readers need not know.
        return tuple(written(one) for one in shape.choices if one != "") if shape else ()

    @property
    def limits(self) -> str:
        """How small and how large a number may be: `0 to 65535`, `at least 1`."""
        least, most = self.minimum, self.maximum
        if least is not None and most is not None:
            return f"{least:g} to {most:g}"
        if least is not None:
            return f"at least {least:g}"
        return "" if most is None else f"at most {most:g}"

    @property
    def traits(self) -> tuple[str, ...]:
        """Type, limits, whether it is required, and its default, in few words each."""
        default = f"default {self.default}" if self.default else ""
        return tuple(
            one
            for one in (
                self.type,
                self.limits,
                f"in {self.unit} unless it has a unit" if self.unit else "",
                "required" if self.required else default,
                "secret" if self.secret else "",
            )
            if one
        )


def options_of(cls: type) -> tuple[Option, ...]:
    """Every option of a settings class, included ones too, in the order of the class."""
    texts = documentation(cls)
    return tuple(_option(name, one, texts[name]) for name, one in settings_of(cls).items())


def introduction(cls: type) -> str:
    """What the class says of itself."""
    return cleandoc(cls.__doc__ or "")


def documentation(cls: type) -> Mapping[str, str]:
    """The text of every option, by its name in templates; empty where there is none."""
    found: dict[str, str] = {}
    texts = _attribute_texts(cls)
    for name, member in members_of(cls).items():
        if member.included:
            found.update(documentation(class_of(member.annotation)))
        else:
            found[member.option] = texts.get(name, "")
    return found


def type_name(annotation: object) -> str:
    """What templates write for a value of that annotation."""
    shape = shape_of(annotation)
    match shape.kind:
        case Kind.SEQUENCE:
            return f"list({type_name(shape.element)})"
        case Kind.SET:
            return f"set({type_name(shape.element)})"
        case Kind.MAPPING:
            return f"map({type_name(shape.element)})"
        case Kind.CHOICE:
            return "string" if isinstance(shape.choices[0], str) else "whole number"
        case _:
            return _NAMES[shape.kind]


def written(value: object) -> str:
    """A default as templates write it; empty where it says nothing."""
    match value:
        case bool():
            return "true" if value else "false"
        case timedelta():
            return quote(format_duration(value))
        case ByteSize() | PurePath():
            return quote(str(value))
        case int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
        case str():
            return quote(value)
        case tuple() | frozenset():
            items = [written(item) for item in value]
            return f"[{', '.join(sorted(items) if isinstance(value, frozenset) else items)}]"
        case Mapping():
            inner = ", ".join(f"{key} = {written(item)}" for key, item in value.items())
            return f"{{ {inner} }}"
        case _:
            return ""


_NAMES: Mapping[Kind, str] = {
    Kind.TEXT: "string",
    Kind.BOOL: "bool",
    Kind.INTEGER: "whole number",
    Kind.NUMBER: "number",
    Kind.DURATION: "duration",
    Kind.SIZE: "size",
    Kind.BYTES: "list(number)",
    Kind.PATH: "path",
    Kind.BLOCK: "block",
    Kind.BLOCKS: "block, may be repeated",
}


def _option(name: str, setting: Setting, text: str) -> Option:
    shape = shape_of(setting.annotation)
    return Option(
        name,
        text,
        setting.annotation,
        type_name(setting.annotation),
        setting.required,
        _default(setting),
        setting.minimum,
        setting.maximum,
        setting.unit,
        setting.secret,
        setting.deprecated,
        setting.refused,
        options_of(class_of(shape.element)) if shape.is_block else (),
    )


def _default(setting: Setting) -> str:
    """The default, where it is more than nothing at all."""
    default = setting.default
    is_nothing = default is MISSING or default in ("", (), frozenset(), None, {}, b"")
    return "" if is_nothing else written(default)


def _attribute_texts(cls: type) -> Mapping[str, str]:
    """The texts below the attributes of a class and of those that it inherits from."""
    found: dict[str, str] = {}
    for ancestor in reversed(cls.__mro__):
        module = sys.modules.get(ancestor.__module__)
        path = getattr(module, "__file__", None)
        if path is not None and "__settings__" in ancestor.__dict__:
            found.update(_texts_in(path).get(ancestor.__name__, {}))
    return found


@cache
def _texts_in(path: str) -> Mapping[str, Mapping[str, str]]:
    """For each class of a source file, the texts below its attributes."""
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    return {
        node.name: dict(_texts_of(node))
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


def _texts_of(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for attribute, following in zip(node.body, node.body[1:], strict=False):
        match attribute, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str() as text)),
            ):
                yield name, cleandoc(text).replace("\n", " ")
            case _:
                pass
