"""Whatever a legacy template holds, planning says what is wrong and where, and never breaks."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.diagnostics import Diagnostic, TemplateError, render_all
from goldsmith.planning.testing import Workspace

WHOLE: dict[str, object] = {
    "_comment": "x",
    "description": "d",
    "min_packer_version": "1.0",
    "variables": {"a": "1", "b": "{{user `a`}}", "needed": None},
    "sensitive-variables": ["a"],
    "builders": [
        {"type": "bare", "target": "{{user `a`}}"},
        {"type": "workshop", "name": "w{{user `b`}}", "ssh_username": "me", "tags": {"k": "v"}},
    ],
    "provisioners": [
        {
            "type": "act",
            "words": ["{{build `ID`}}", "{{.Host}}"],
            "part": [{"kind": "k"}],
            "only": ["bare"],
            "override": {"bare": {"words": "x"}},
            "pause_before": "1s",
            "max_retries": "2",
        },
        {"type": "act", "except": ["bare"], "timeout": "5m", "later": "{{.X}}"},
    ],
    "error-cleanup-provisioner": {"type": "act"},
    "post-processors": ["wrap", {"type": "wrap", "output": "o"}, ["wrap", {"type": "wrap"}]],
    "push": {},
}
NOWHERE = Path("/nowhere")
TEXTS = st.sampled_from(
    ["", "bare", "act", "wrap", "{{", "{{user `a`}}", "{{build `ID`}}", "{{.X}}", "${x}", "1s", "ü"]
)
KEYS = st.one_of(
    st.sampled_from([*WHOLE, "type", "name", "only", "override", "words", "_x", "x"]), st.text()
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS, st.text()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@st.composite
def templates(draw: st.DrawFn) -> object:
    """A template in which some values are others than they should be, at any depth."""
    whole = json.loads(json.dumps(WHOLE))
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(whole))
        holder, key = draw(st.sampled_from(places)) if places else ({}, "x")
        if isinstance(holder, list):
            holder[cast("int", key)] = draw(VALUES)
        else:
            holder[cast("str", key)] = draw(VALUES)
    return whole


def _places(value: object) -> list[tuple[dict[str, object] | list[object], object]]:
    found: list[tuple[dict[str, object] | list[object], object]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [(value, key), *_places(inner)]
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            found += [(value, at), *_places(inner)]
    return found


def check(text: str) -> None:
    """Plan a template, look at it, check its syntax: nothing but problems with their places."""
    workspace = Workspace(NOWHERE)
    given: dict[str, object] = {
        "variables": (("needed", "x"),),
        "environment": {"HOME": "h"},
        "texts": {NOWHERE / "old.json": text},
    }
    for attempt in (workspace.plan, workspace.survey, workspace.syntax):
        found = _problems(partial(attempt, "old.json", **given))
        assert all(one.span is not None for one in found)
        render_all(found)


def _problems(attempt: Callable[[], object]) -> tuple[Diagnostic, ...]:
    try:
        attempt()
    except TemplateError as error:
        return error.diagnostics
    return ()


@settings(max_examples=300, deadline=None)
@given(templates())
def test_a_template_with_wrong_values_is_told_where(value: object) -> None:
    check(json.dumps(value))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_a_template_of_anything_is_told_where(value: object) -> None:
    check(json.dumps(value, ensure_ascii=False))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_template_is_told_where(data: st.DataObject) -> None:
    text = json.dumps(WHOLE, indent=1)
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 20))
    instead = data.draw(st.text(max_size=5))
    check(text[:at] + instead + text[at + length :])
