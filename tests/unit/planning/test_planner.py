"""Whole templates."""

import pytest

from goldsmith.diagnostics import TemplateError
from goldsmith.planning.problems import Problems
from goldsmith.planning.testing import BUILD, Workspace


def test_everything_wrong_is_reported_at_once_in_the_order_of_the_source(
    workspace: Workspace,
) -> None:
    workspace.write(
        'variable "x" {\n  type = number\n  default = "no"\n}\n'
        "locals { a = local.b }\n"
        'source "bare" "a" {\n  targt = upperr("x")\n}\n'
        'build {\n  sources = ["bare.a", "bare.b"]\n  provisioner "shel" {}\n}\n'
        "sorce {}\n",
        "a.pkr.hcl",
    )
    workspace.write("locals { c = var.y }", "b.pkr.hcl")

    found = workspace.problems()

    places = [
        (str(one.span.file.path), one.span.position.line) for one in found if one.span is not None
    ]
    assert len(places) == len(found) == 9
    assert places == sorted(places)


def test_syntax_errors_of_all_files_are_reported_together(workspace: Workspace) -> None:
    workspace.write("locals {\n  a = = 1\n  b = 2 2\n}", "a.pkr.hcl")
    workspace.write('source "x" {}\nlocals { c = ] }', "b.pkr.hcl")
    workspace.write('sorce "x" {}\n', "c.pkr.hcl")

    shown = workspace.shown()

    assert "a.pkr.hcl:2:7" in shown
    assert "a.pkr.hcl:3:9" in shown
    assert "b.pkr.hcl:2:14" in shown
    assert "c.pkr.hcl:1:1" in shown


def test_what_a_syntax_error_leaves_whole_is_checked_without_follow_on_noise(
    workspace: Workspace,
) -> None:
    workspace.write(
        'variable "lost" {\n  type = = string\n}\nlocals {\n  lost = 1 1\n}\n'
        'source "bare" "lost" {\n  target = ]\n}\n'
        "locals {\n  a = upperr(local.lost)\n  b = var.lost.x\n}\n"
        'source "bare" "a" {\n  target = var.lost\n  targt = 1\n}\n'
        'build {\n  sources = ["bare.a", "bare.lost"]\n'
        '  provisioner "act" {\n    only = ["bare.lost"]\n    words = data.lost.x.y\n  }\n}\n'
        "build {\n  sources = [local.lost]\n}\n"
    )

    said = workspace.said(variables=(("lost", "x"),))

    assert len(said) == 5
    assert said[3:] == [
        'There is no function "upperr"',
        'The bare builder has no argument "targt"',
    ]


def test_a_file_that_cannot_be_read_makes_no_follow_on_noise(workspace: Workspace) -> None:
    workspace.write("locals { a = upperr(local.b) }")
    (workspace.folder / "x.pkr.hcl").write_bytes(b"\xff")

    assert workspace.said() == [
        'There is no function "upperr"',
        "x.pkr.hcl is not valid UTF-8",
    ]


def test_blocks_without_a_meaning_are_warned_of(workspace: Workspace) -> None:
    workspace.write(BUILD + 'communicator "ssh" "x" {}\nhcp_packer_registry {}\n')

    assert workspace.said() == [
        "A communicator block has no effect",
        "The hcp_packer_registry block is ignored",
    ]
    assert workspace.plan().builds


def test_one_registry_is_enough(workspace: Workspace) -> None:
    workspace.write(BUILD + "hcp_packer_registry {}\n" * 2)

    assert "The hcp_packer_registry block is declared twice" in workspace.said()


def test_a_source_is_declared_once(workspace: Workspace) -> None:
    workspace.write(BUILD + 'source "bare" "a" { target = "y" }')

    assert workspace.said() == ['The source block "bare" "a" is declared twice']


def test_a_source_that_no_build_uses_is_left_alone(workspace: Workspace) -> None:
    workspace.write(BUILD + 'source "bare" "b" { nonsense = 1 }')

    assert not workspace.said()


def test_a_syntax_check_reads_variables_but_settles_nothing(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" {}\nlocals { a = local.b }')

    assert workspace.syntax() == []
    assert workspace.syntax(variables=(("y", "1"),)) == [
        '-var sets "y", which is not a variable of this template'
    ]


def test_a_syntax_check_reports_what_is_no_template(workspace: Workspace) -> None:
    workspace.write("locals {")

    assert len(workspace.syntax()) == 1


def test_an_overview_needs_no_builds(workspace: Workspace) -> None:
    workspace.write("locals { a = 1 }")

    plan = workspace.survey()

    assert plan.builds == ()
    assert [one.shown for one in plan.local_values] == ["1"]


def test_what_is_not_a_template_error_is_not_collected() -> None:
    problems = Problems()

    with pytest.raises(KeyError), problems.collecting():
        raise KeyError
    with problems.collecting():
        raise TemplateError([])
    assert not problems.failed
    assert problems.everything() == ()


def test_components_get_the_functions_of_their_build(workspace: Workspace) -> None:
    [build] = workspace.write(BUILD).plan().builds

    functions = build.renderer.functions

    assert functions["build_name"]() == "a"
    assert functions["build_type"]() == "bare"
