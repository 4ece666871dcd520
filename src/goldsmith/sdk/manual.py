"""The manual of a settings class, made of what the class itself says."""

import ast
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from inspect import cleandoc
from pathlib import Path, PurePath

from goldsmith.lang.duration import format_duration
from goldsmith.lang.schema import Setting, class_of, members_of, settings_of
from goldsmith.lang.shape import Kind, shape_of
from goldsmith.record import MISSING

_INDENT = "  "


def reference(cls: type) -> str:
    """Markdown: what the class is, and each of its options with its text and its default."""
    lines = [cleandoc(cls.__doc__ or ""), ""]
    options = settings_of(cls)
    texts = documentation(cls)
    for name, setting in options.items():
        if not setting.refused:
            lines += _option(name, setting, texts[name], "")
    refused = [f"- `{name}`: {one.refused}" for name, one in options.items() if one.refused]
    if refused:
        lines += ["", "Known, but not supported:", "", *refused]
    return "\n".join(lines).strip() + "\n"


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


def _option(name: str, setting: Setting, text: str, indent: str) -> Iterator[str]:
    shape = shape_of(setting.annotation)
    notes = " ".join(part for part in (text, _choices(shape.choices), _warning(setting)) if part)
    kind = {Kind.BLOCK: " (block)", Kind.BLOCKS: " (block, may be repeated)"}.get(shape.kind, "")
    if not kind:
        kind = " (required)" if setting.required else _default(setting)
    elif setting.required:
        kind = f"{kind[:-1]}, required)"
    yield f"{indent}- `{name}`{kind}: {notes}"
    if shape.is_block:
        cls = class_of(shape.element)
        texts = documentation(cls)
        for inner, one in settings_of(cls).items():
            yield from _option(inner, one, texts[inner], indent + _INDENT)


def _choices(choices: tuple[object, ...]) -> str:
    # An empty text stands for "unset"; readers need not know.
    listed = ", ".join(f"`{choice}`" for choice in choices if choice != "")
    return f"One of {listed}." if listed else ""


def _warning(setting: Setting) -> str:
    if setting.refused:
        return f"Not supported: {setting.refused}"
    return f"Deprecated: {setting.deprecated}" if setting.deprecated else ""


def _default(setting: Setting) -> str:
    """How the default is written, where it says anything."""
    default = setting.default
    if default is MISSING or not default:
        return ""
    shown = _written(default)
    return f" (default `{shown}`)" if shown else ""


def _written(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case timedelta():
            return format_duration(value)
        case str() | int() | float() | PurePath():
            return str(value)
        case tuple() | frozenset():
            items = [_written(item) for item in value]
            return f"[{', '.join(sorted(items) if isinstance(value, frozenset) else items)}]"
        case Mapping():
            return "{" + ", ".join(f"{key} = {_written(item)}" for key, item in value.items()) + "}"
        case _:
            return ""


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
