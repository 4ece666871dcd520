"""Every option of the reference tables is declared, with its type and a text, or refused by name.

The tables in tests/reference/options say which options the components have elsewhere.
"""

import ast
import json
import sys
import types
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, Union, get_args, get_origin

import pytest

from goldsmith.catalog import KINDS, Catalog, load
from goldsmith.lang.schema import Setting, is_settings, members_of
from goldsmith.record import record
from goldsmith.sdk import Builder, Communicator, Component, settings_of

TABLES = Path(__file__).parents[1] / "reference" / "options"

META_ARGUMENTS = frozenset({"communicator", "pause_before_connecting", "keep_input_artifact"})
"""What planning reads by itself, in blocks of every component."""

COMMUNICATOR_PREFIXES = ("ssh_", "winrm_")

SEMANTICS: Mapping[str, type] = {"duration": timedelta, "bytes": bytes, "integer": int}
"""What stands for finer meanings of the tables' types."""

Shape: TypeAlias = tuple[object, object]

SHAPES: Mapping[str, tuple[Shape, ...]] = {
    "string": ((str, None),),
    "bool": ((bool, None),),
    "number": ((int, None), (float, None)),
    "list(string)": ((tuple, str),),
    "list(number)": ((tuple, int),),
    "list(list(string))": ((tuple, tuple),),
    "map(string)": ((Mapping, str),),
}
"""What types of the tables may be declared as, as `shape_of` simplifies it."""


@record
class Option:
    """One option of a table."""

    name: str
    type: str
    semantic: str
    nested: "tuple[Option, ...]" = ()


@record
class Table:
    """The options of one component."""

    kind: str
    component: str
    options: tuple[Option, ...]


def read_table(path: Path) -> Table:
    document = json.loads(path.read_text())
    kind = document["kind"].replace("data-source", "data source")
    return Table(kind, document["component"], tuple(read_options(document["options"])))


def read_options(documents: list[dict[str, object]]) -> Iterator[Option]:
    for one in documents:
        if one.get("internal"):
            continue
        nested = one.get("nested") or []
        assert isinstance(nested, list)
        yield Option(
            str(one["name"]),
            str(one["type"]),
            str(one.get("semantic") or ""),
            tuple(read_options(nested)),
        )


@cache
def catalog() -> Catalog:
    return Catalog.load()


ALL_TABLES = {path.stem: read_table(path) for path in sorted(TABLES.glob("*.json"))}


def component_of(table: Table) -> Component | None:
    cls = KINDS[table.kind]
    found = [
        one
        for plugin in catalog().plugins
        for one in plugin.components
        if type(one) is cls and one.name == table.component
    ]
    return found[0] if found else None


def settings_class(where: str) -> type:
    found = load(where)
    assert isinstance(found, type)
    return found


def declared_for(component: Component) -> Mapping[str, Setting]:
    """The component's own options; a builder's machines have those of their communicators too."""
    found = dict(settings_of(settings_class(component.settings)))
    if isinstance(component, Builder) and component.communicators:
        for one in communicators():
            found.update(settings_of(settings_class(one.settings)))
    return found


def communicators() -> tuple[Communicator, ...]:
    return tuple(
        one
        for plugin in catalog().plugins
        for one in plugin.components
        if isinstance(one, Communicator)
    )


def belongs_to_a_missing_communicator(option: str) -> bool:
    """Its communicator is refused by name as a whole, wherever a template asks for it."""
    known = tuple(f"{one.name}_" for one in communicators())
    return option.startswith(COMMUNICATOR_PREFIXES) and not option.startswith(known)


def faults(table: tuple[Option, ...], declared: Mapping[str, Setting]) -> Iterator[str]:
    for option in table:
        one = declared.get(option.name)
        if one is None:
            meta = option.name in META_ARGUMENTS
            if not meta and not belongs_to_a_missing_communicator(option.name):
                yield f"{option.name} is neither declared nor refused"
        elif not one.refused and not fits(option, one.annotation):
            yield f"{option.name} is a {option.type}, and is declared as {one.annotation}"
        elif not one.refused and option.nested:
            block = next(part for part in parts_of(one.annotation) if is_settings(part))
            assert isinstance(block, type)
            yield from (
                f"{option.name}.{fault}" for fault in faults(option.nested, settings_of(block))
            )


def fits(option: Option, annotation: object) -> bool:
    """Whether what templates may write for `option` can be decoded to `annotation`."""
    outer, inner = shape_of(annotation)
    if option.semantic in SEMANTICS:
        return outer is SEMANTICS[option.semantic]
    if option.type == "object":
        return is_settings(outer)
    if option.type == "list(object)":
        return outer is tuple and is_settings(inner)
    return (outer, inner) in SHAPES[option.type]


def shape_of(annotation: object) -> Shape:
    """What a value is, and what its elements are; `T | None` and kinds of text are simplified."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        (only,) = (one for one in arguments if one is not type(None))
        return shape_of(only)
    if origin is Literal:
        return type(arguments[0]), None
    if origin in (tuple, frozenset):
        return tuple, shape_of(arguments[0])[0]
    if origin is Mapping:
        return Mapping, shape_of(arguments[1])[0]
    if isinstance(annotation, type) and is_written_as_text(annotation):
        return str, None
    return annotation, None


def is_written_as_text(cls: type) -> bool:
    return cls is str or cls.__name__ == "ByteSize" or issubclass(cls, Path)


def parts_of(annotation: object) -> Iterator[object]:
    yield annotation
    for one in get_args(annotation):
        yield from parts_of(one)


@pytest.mark.parametrize("name", ALL_TABLES)
def test_every_option_of_the_tables_is_declared_or_refused(name: str) -> None:
    table = ALL_TABLES[name]
    component = component_of(table)
    if component is None:
        pytest.skip(f"The {table.kind} {table.component} is not there yet.")

    assert list(faults(table.options, declared_for(component))) == []


def test_every_component_has_a_table() -> None:
    tables = {(table.kind, table.component) for table in ALL_TABLES.values()}

    missing = [
        one.name
        for plugin in catalog().plugins
        for one in plugin.components
        if not isinstance(one, Communicator) and (kind_of(one), one.name) not in tables
    ]

    assert missing == []


def kind_of(component: Component) -> str:
    return next(name for name, cls in KINDS.items() if isinstance(component, cls))


def all_settings_classes() -> Iterator[type]:
    for plugin in catalog().plugins:
        for component in plugin.components:
            yield from with_parts(settings_class(component.settings))


def with_parts(cls: type) -> Iterator[type]:
    yield cls
    for member in members_of(cls).values():
        for part in parts_of(member.annotation):
            if isinstance(part, type) and is_settings(part):
                yield from with_parts(part)


def texts_of(cls: type) -> Mapping[str, str]:
    """The text below each attribute of a class, as written in its source."""
    file = sys.modules[cls.__module__].__file__
    assert file is not None
    tree = ast.parse(Path(file).read_text())
    (body,) = (
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == cls.__name__
    )
    found: dict[str, str] = {}
    for node, following in zip(body, [*body[1:], ast.Pass()], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = text_in(following)
    return found


def text_in(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return str(node.value.value)
    return ""


def test_every_option_has_a_text() -> None:
    missing = {
        f"{cls.__name__}.{name}"
        for cls in all_settings_classes()
        for name, text in texts_of(cls).items()
        if not text and not members_of(cls)[name].included
    }

    assert missing == set()


def test_every_settings_class_says_what_the_component_does() -> None:
    missing = {cls.__name__ for cls in all_settings_classes() if not cls.__doc__}

    assert missing == set()
