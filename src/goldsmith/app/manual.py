"""The manual of what is installed."""

import json
from collections.abc import Iterable, Mapping

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import GoldsmithError
from goldsmith.lang.values import quote
from goldsmith.manual import (
    BlockManual,
    Book,
    ComponentManual,
    Topic,
    block_schema,
    component_schema,
    template_schema,
)


def book(others: Iterable[Topic]) -> Book:
    """Every page, and `others` that the caller has."""
    return Book(Catalog.load(), others)


def json_schema(pages: Book, path: str) -> str:
    """The JSON Schema of what `path` names, or of whole templates where it is empty."""
    schema = template_schema(pages.catalog) if not path else _schema_of(pages, path)
    return json.dumps(schema, indent=2, ensure_ascii=False)


def _schema_of(pages: Book, path: str) -> Mapping[str, object]:
    found = pages.find(path)
    if not found:
        raise nothing_called(path, pages.suggestion(path))
    fitting = [one for one in found if isinstance(one.open(), ComponentManual | BlockManual)]
    if not fitting:
        raise no_schema(path)
    if len(fitting) > 1:
        raise several(path, fitting)
    opened = fitting[0].open()
    if isinstance(opened, ComponentManual):
        return component_schema(opened, pages.catalog)
    if isinstance(opened, BlockManual):
        return block_schema(opened, pages.catalog)
    raise TypeError(path)


def nothing_called(path: str, suggestion: str) -> GoldsmithError:
    """The manual has no such page."""
    hint = f'Did you mean "{suggestion}"?' if suggestion else ""
    return GoldsmithError(
        f"There is nothing called {quote(path)}. "
        + (hint or "`goldsmith explain` alone lists everything.")
    )


def no_schema(path: str) -> GoldsmithError:
    """Not everything that has a page is written in JSON."""
    return GoldsmithError(
        f'There is no JSON Schema of "{path}". Components and blocks have one, and whole templates.'
    )


def several(path: str, topics: Iterable[Topic]) -> GoldsmithError:
    """A name that several things have."""
    names = " and ".join(one.path for one in topics)
    return GoldsmithError(f'"{path}" is the name of several things. Ask for one of {names}.')
