"""The overview of a template as JSON; docs/reference/inspect.md is its manual."""

import json
from collections.abc import Collection, Mapping
from math import isfinite

from goldsmith.app.overview import overview
from goldsmith.diagnostics import Span
from goldsmith.lang.secrets import masked
from goldsmith.lang.values import Value, show, to_python
from goldsmith.planning import Inputs
from goldsmith.planning.overview import (
    BlockOverview,
    BuildOverview,
    LocalOverview,
    Overview,
    StepOverview,
    VariableOverview,
)

FORMAT_VERSION = 1
"""Changes when a member changes its meaning or goes away; new ones may come any time."""

_LONGEST_NUMBER = 4096
"""Bits; hardly anybody reads a longer number, so it is given as a text."""


def print_overview(inputs: Inputs) -> None:
    """Print one JSON object."""
    found = overview(inputs)
    print(json.dumps(_without(document(found), found.secrets), indent=2, ensure_ascii=False))


def document(found: Overview) -> dict[str, object]:
    """The overview as plain data."""
    return {
        "format_version": FORMAT_VERSION,
        "mode": "json" if found.is_legacy else "hcl2",
        "description": found.description,
        "required_versions": list(found.required_versions),
        "required_plugins": [
            {"name": one.name, "source": one.source, "version": one.version}
            for one in found.required_plugins
        ],
        "variables": [_variable(one) for one in found.variables],
        "locals": [_local(one) for one in found.locals],
        "data_sources": [_block(one) for one in found.data_sources],
        "sources": [_block(one) for one in found.sources],
        "builds": [_build(one) for one in found.builds],
    }


def _variable(one: VariableOverview) -> dict[str, object]:
    return {
        "name": one.name,
        "type": one.type,
        "description": one.description,
        "sensitive": one.sensitive,
        "required": one.default is None,
        **_value("default", one.default, hide=one.sensitive),
        **_value("value", one.value, hide=one.sensitive),
        **_place(one.span),
    }


def _local(one: LocalOverview) -> dict[str, object]:
    return {
        "name": one.name,
        "sensitive": one.sensitive,
        **_value("value", one.value, hide=one.sensitive),
        **_place(one.span),
    }


def _block(one: BlockOverview) -> dict[str, object]:
    return {"type": one.type, "name": one.name, **_place(one.span)}


def _build(one: BuildOverview) -> dict[str, object]:
    cleanup = one.error_cleanup
    return {
        "name": one.name,
        "description": one.description,
        "sources": [{"id": use.id, "type": use.type, "name": use.name} for use in one.sources],
        "provisioners": [_step(step) for step in one.provisioners],
        "error_cleanup_provisioner": None if cleanup is None else _step(cleanup),
        "post_processors": [[_step(step) for step in chain] for chain in one.post_processors],
        **_place(one.span),
    }


def _step(one: StepOverview) -> dict[str, object]:
    return {
        "type": one.type,
        "name": one.name,
        "only": list(one.only),
        "except": list(one.excluded),
        **_place(one.span),
    }


def _value(member: str, value: Value | None, *, hide: bool) -> dict[str, object]:
    """The member with the value; nothing where it is not known or not to be known."""
    if value is None or hide or value.is_sensitive or not value.is_wholly_known:
        return {}
    return {member: _data(value)}


def _data(value: Value) -> object:
    if value.parts:
        if isinstance(value.data, tuple):
            return [_data(part) for part in value.sequence]
        return {name: _data(part) for name, part in value.mapping.items()}
    plain = to_python(value)
    if isinstance(plain, float) and not isfinite(plain):
        return show(value)
    if isinstance(plain, int) and plain.bit_length() > _LONGEST_NUMBER:
        return show(value)
    return plain


def _place(span: Span) -> dict[str, object]:
    return {"file": str(span.file.path), "line": span.position.line}


def _without(data: object, secrets: Collection[str]) -> object:
    """`data` with a mask in place of every secret in a text."""
    match data:
        case str():
            return masked(data, secrets)
        case list():
            return [_without(one, secrets) for one in data]
        case Mapping():
            return {name: _without(one, secrets) for name, one in data.items()}
        case _:
            return data
