"""The manual of a component, from its settings class and the example beside it."""

import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

from goldsmith.catalog import KINDS, Catalog, load_class
from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax import Argument, Block, Body, parse
from goldsmith.manual.topics import ComponentManual
from goldsmith.planning import CommunicatorChoice
from goldsmith.sdk.component import Builder, Component, DataSource
from goldsmith.sdk.options import introduction, options_of


def component_manual(catalog: Catalog, kind: str, name: str) -> ComponentManual:
    """What there is to say of a component that the catalog has."""
    for plugin in catalog.plugins:
        for component in plugin.components:
            if component.name == name and isinstance(component, KINDS[kind]):
                return _manual(kind, component, plugin.name)
    raise KeyError(name)


def _manual(kind: str, component: Component, plugin: str) -> ComponentManual:
    cls = load_class(component.settings)
    options = options_of(cls)
    builder = component if isinstance(component, Builder) else None
    if builder and builder.communicators:
        own = {one.name for one in options}
        choice = options_of(CommunicatorChoice)
        options += tuple(one for one in choice if one.name not in own)
    return ComponentManual(
        kind,
        component.name,
        plugin,
        introduction(cls),
        options,
        _example_beside(cls),
        component.outputs if isinstance(component, DataSource) else {},
        builder.facts if builder else (),
        builder.communicators if builder else (),
    )


def lines_that_set(name: str, example: str) -> str:
    """What an example says of an argument or block, as it stands there; empty if nothing."""
    body, _ = parse(SourceFile(PurePath("example.pkr.hcl"), example))
    found = next(_items_called(name, body), None)
    if found is None:
        return ""
    margin = " " * (found.span.position.column - 1)
    first, *others = found.span.text.splitlines()
    return "\n".join([first, *(line.removeprefix(margin) for line in others)])


def _items_called(name: str, body: Body) -> Iterator[Argument | Block]:
    for item in body.items:
        own = item.name if isinstance(item, Argument) else item.type
        if own.text == name:
            yield item
        elif isinstance(item, Block):
            yield from _items_called(name, item.body)


def _example_beside(cls: type) -> str:
    """The template that shows how a component is used; it lies beside its settings class."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    path = Path(file).with_name("example.pkr.hcl") if file else Path()
    return path.read_text(encoding="utf-8").strip() + "\n" if path.is_file() else ""
