"""`-only` and `-except`."""

import pytest

from goldsmith.planning.testing import Workspace

TEMPLATE = """
source "bare" "a" { target = "x" }
source "bare" "b" { target = "x" }
build {
  name    = "web"
  sources = ["bare.a", "bare.b"]
  post-processors {
    post-processor "wrap" { name = "first" }
    post-processor "wrap" {}
    post-processor "wrap" { name = "last" }
  }
}
build {
  sources = ["bare.a"]
}
"""


@pytest.fixture
def template(workspace: Workspace) -> Workspace:
    return workspace.write(TEMPLATE)


def names(workspace: Workspace, *only: str, excluded: tuple[str, ...] = ()) -> list[str]:
    return [one.name for one in workspace.plan(only=only, excluded=excluded).builds]


def test_without_patterns_everything_is_built(template: Workspace) -> None:
    assert names(template) == ["web.bare.a", "web.bare.b", "bare.a"]


def test_a_star_matches_dots_too(template: Workspace) -> None:
    assert names(template, "*.a") == ["web.bare.a", "bare.a"]
    assert names(template, "web*") == ["web.bare.a", "web.bare.b"]
    assert names(template, "bare.[ab]") == ["bare.a"]


def test_both_patterns_work_together(template: Workspace) -> None:
    assert names(template, "web*", excluded=("*.b",)) == ["web.bare.a"]


def test_a_pattern_that_matches_nothing_is_a_warning(template: Workspace) -> None:
    assert template.said(only=("bare.a", "bare.c"), excluded=("x",)) == [
        '-only "bare.c" matches no build',
        '-except "x" matches no build and no post-processor',
    ]


def test_nothing_left_to_build_is_an_error(template: Workspace) -> None:
    assert "No builds to run" in template.said(only=("bare.c",))


def chains(workspace: Workspace, *excluded: str) -> list[list[str]]:
    built = workspace.plan(excluded=excluded).builds[0]
    return [[one.name for one in chain] for chain in built.post_processors]


def test_an_excluded_post_processor_takes_the_rest_of_its_chain_along(template: Workspace) -> None:
    assert chains(template) == [["first", "wrap", "last"]]
    assert chains(template, "last") == [["first", "wrap"]]
    assert chains(template, "wrap") == [["first"]]
    assert chains(template, "first") == []


def test_what_is_left_out_is_not_looked_at(workspace: Workspace) -> None:
    workspace.write(TEMPLATE + 'source "bare" "c" {}\nbuild { sources = ["bare.c"] }')

    assert workspace.said() == ['The bare builder needs "target"']
    assert not workspace.said(excluded=("bare.c",))
