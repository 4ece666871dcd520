"""What a template consists of, as programs and the console see it."""

import pytest

from goldsmith.diagnostics import TemplateError
from goldsmith.lang import show
from goldsmith.planning import (
    Exploration,
    LegacyExploration,
    describe,
    explore,
    required_plugins,
)
from goldsmith.planning.overview import Overview, overview
from goldsmith.planning.testing import Workspace

TEMPLATE = """
packer {
  required_version = ">= 1.7"
  required_plugins {
    shop = { version = "~> 1", source = "github.com/example/workshop" }
    none = { version = ">= 1.0.0", source = "github.com/example/none" }
  }
}
variable "size" {
  type        = number
  description = "how large"
}
variable "secret" {
  default   = "hunter2"
  sensitive = true
}
local "hidden" {
  expression = upper("x")
  sensitive  = true
}
locals { plain = "a ${var.secret}" }
data "question" "q" { topic = "life" }
source "bare" "a" {}
build {
  name = "b"
  sources = ["bare.a"]
  source "bare.a" { name = "other" }
  provisioner "act" {
    name = "first"
    only = ["bare.a"]
  }
  error-cleanup-provisioner "act" {}
  post-processors {
    post-processor "wrap" { except = ["bare.other"] }
  }
}
"""
LEGACY = """
{
  "description": "old",
  "min_packer_version": "1.2.0",
  "variables": {"name": "x", "unset": null, "secret": "hunter2"},
  "sensitive-variables": ["secret"],
  "builders": [{"type": "bare", "name": "one"}],
  "provisioners": [{"type": "act"}]
}
"""


def overview_of(workspace: Workspace, path: str = ".") -> Overview:
    return overview(describe(workspace.inputs(path), workspace.catalog))


def test_everything_declared_is_told(workspace: Workspace) -> None:
    found = overview_of(workspace.write(TEMPLATE))

    assert not found.is_legacy
    assert found.required_versions == (">= 1.7",)
    assert [(one.name, one.version) for one in found.required_plugins] == [
        ("shop", "~> 1"),
        ("none", ">= 1.0.0"),
    ]
    size, secret = found.variables
    assert (size.type, size.description, size.default, size.value) == (
        "number",
        "how large",
        None,
        None,
    )
    assert (secret.sensitive, secret.span.position.line) == (True, 13)
    assert {one.name: one.sensitive for one in found.locals} == {"hidden": True, "plain": True}
    assert [(one.type, one.name) for one in found.data_sources] == [("question", "q")]
    assert [(one.type, one.name) for one in found.sources] == [("bare", "a")]
    assert "hunter2" in found.secrets


def test_builds_are_told_with_their_steps(workspace: Workspace) -> None:
    (build,) = overview_of(workspace.write(TEMPLATE)).builds

    assert [(one.id, one.name) for one in build.sources] == [
        ("b.bare.a", "a"),
        ("b.bare.other", "a"),
    ]
    (first,) = build.provisioners
    assert (first.type, first.name, first.only) == ("act", "first", ("bare.a",))
    assert build.error_cleanup is not None
    ((wrap,),) = build.post_processors
    assert (wrap.type, wrap.excluded) == ("wrap", ("bare.other",))


def test_legacy_templates_are_told_in_the_same_words(workspace: Workspace) -> None:
    found = overview_of(workspace.write(LEGACY, "old.json"), "old.json")

    assert (found.is_legacy, found.description) == (True, "old")
    assert found.required_versions == (">= 1.2.0",)
    assert [(one.name, one.default is None, one.sensitive) for one in found.variables] == [
        ("name", False, False),
        ("unset", True, False),
        ("secret", False, True),
    ]
    assert [one.value and show(one.value) for one in found.variables] == ["x", None, "hunter2"]
    assert [(one.type, one.name) for one in found.sources] == [("bare", "one")]
    assert [one.id for one in found.builds[0].sources] == ["one"]


def test_expressions_see_what_is_known_and_problems_stand_beside(workspace: Workspace) -> None:
    workspace.write('locals {\n  good = 1\n  bad = nowhere()\n}\nvariable "unset" {}\n')

    found = explore(workspace.inputs(), workspace.catalog)

    assert isinstance(found, Exploration)
    seen = found.scope.find("local")
    assert seen is not None
    assert show(seen.mapping["good"]) == "1"
    assert show(seen.mapping["bad"]) == "<unknown>"
    assert len(found.problems) == 1


def test_go_templates_see_the_variables(workspace: Workspace) -> None:
    workspace.write(LEGACY, "old.json")

    found = explore(workspace.inputs("old.json"), workspace.catalog)

    assert isinstance(found, LegacyExploration)
    assert found.names == ("name", "unset", "secret")
    assert found.renderer.render("{{user `name`}}").text == "x"


def test_without_a_path_an_empty_template_is_looked_at(workspace: Workspace) -> None:
    native = workspace.inputs("", other_files_are_hcl=True)

    assert isinstance(explore(workspace.inputs(""), workspace.catalog), LegacyExploration)
    assert isinstance(explore(native, workspace.catalog), Exploration)
    assert overview(describe(native, workspace.catalog)).builds == ()


def test_required_plugins_are_matched_with_those_that_are_here(workspace: Workspace) -> None:
    shop, none = required_plugins(workspace.write(TEMPLATE).inputs(), workspace.catalog)

    assert shop.plugin is not None
    assert (shop.plugin.name, shop.fits) == ("workshop", True)
    assert (none.plugin, none.found, none.fits) == (None, None, True)


def test_a_legacy_template_cannot_ask_for_plugins(workspace: Workspace) -> None:
    workspace.write(LEGACY, "old.json")

    with pytest.raises(TemplateError, match="cannot ask for plugins"):
        required_plugins(workspace.inputs("old.json"), workspace.catalog)
