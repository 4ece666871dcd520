"""Outdated settings of legacy templates are told with what mends them."""

import json
from pathlib import PurePath

from goldsmith.diagnostics import Severity, SourceFile
from goldsmith.lang.syntax import Object
from goldsmith.lang.syntax.json import read_json
from goldsmith.planning.legacy.outdated import hint, warnings


def root(value: object) -> Object:
    """The tree of a template."""
    tree, problems = read_json(SourceFile(PurePath("old.json"), json.dumps(value)))
    assert problems == ()
    assert isinstance(tree, Object)
    return tree


def test_a_template_that_is_up_to_date_is_fine() -> None:
    assert not list(warnings(root({"builders": [{"type": "null"}]})))


def test_every_place_of_an_outdated_option_is_shown() -> None:
    old = {"type": "manifest", "filename": "x"}
    template = root({"post-processors": ["manifest", [old], {"type": "manifest"}, old]})

    [found] = warnings(template)

    assert found.severity is Severity.WARNING
    assert found.detail.startswith("`goldsmith fix` calls")
    assert found.span is not None
    assert [found.span.text, *(one.span.text for one in found.labels)] == ['"filename"'] * 2


def test_what_has_no_option_is_shown_at_the_template() -> None:
    [found] = warnings(root({"builders": [{"type": "vmware"}]}))

    assert found.span is not None
    assert found.span.text == "{"


def test_a_hint_is_given_for_what_a_fixer_knows() -> None:
    assert "goldsmith fix" in hint("post-processor", "manifest", "filename")
    assert hint("post-processor", "manifest", "output") == ""
