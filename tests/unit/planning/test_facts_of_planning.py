"""Facts of the template language that no other test has a place for."""

import pytest

from goldsmith.planning.testing import BUILD, ActSettings, MachineSettings, Workspace

SOURCE = 'source "workshop" "a" {\n  ssh_username = "me"\n  tags = { a = "b" }\n}\n'


def test_files_of_a_folder_are_one_template(workspace: Workspace) -> None:
    workspace.write('build { sources = [local.s] }\nlocals { s = "bare.${var.n}" }', "a.pkr.hcl")
    workspace.write('variable "n" { default = "x" }', "b.pkr.hcl")
    workspace.write('source "bare" "x" { target = local.s }', "c.pkr.hcl")

    assert [one.name for one in workspace.plan().builds] == ["bare.x"]


def test_locals_may_stand_in_several_blocks(workspace: Workspace) -> None:
    workspace.write(BUILD + "locals {\n  a = local.b\n}\nlocals {\n  b = 1\n}\nlocals {}\n")

    assert workspace.local("a") == "1"


@pytest.mark.parametrize("default", ["[]", "{}"])
def test_an_empty_default_takes_any_collection(workspace: Workspace, default: str) -> None:
    workspace.write(f'{BUILD}variable "x" {{ default = {default} }}\nlocals {{ y = var.x }}')
    workspace.write("x = { a = 1 }", "map.hcl").write("x = [true]", "list.hcl")

    assert workspace.local("y", variable_files=("map.hcl",)) == '{\n  "a" = 1\n}'
    assert workspace.local("y", variable_files=("list.hcl",)) == "[\n  true,\n]"
    assert workspace.local("y", variables=(("x", "[true]"),)) == "[true]"


def test_a_value_that_is_unknown_is_not_validated(workspace: Workspace) -> None:
    workspace.write(
        BUILD + 'variable "x" {\n  default = 1\n  validation {\n'
        '    condition     = var.x == packer.iterationID\n    error_message = "No."\n  }\n}'
    )

    assert workspace.said() in ([], ["A validation can refer only to the variable it belongs to"])


@pytest.mark.parametrize("argument", ["nullable = true", "ephemeral = true", "deflaut = 1"])
def test_a_variable_has_no_other_arguments(workspace: Workspace, argument: str) -> None:
    workspace.write(f'{BUILD}variable "x" {{\n  default = 1\n  {argument}\n}}')

    name = argument.split(maxsplit=1)[0]
    assert workspace.said() == [f'A variable block has no argument "{name}"']


def test_what_a_registry_would_know_is_unknown(workspace: Workspace) -> None:
    workspace.write(BUILD + 'locals { x = "${packer.iterationID}${packer.versionFingerprint}" }')

    assert workspace.local("x") == "<unknown>"


@pytest.mark.parametrize("reference", ["source.name", "build.name", "build.ID"])
def test_locals_see_no_source_and_no_build(workspace: Workspace, reference: str) -> None:
    workspace.write(f"{BUILD}locals {{ x = {reference} }}")

    root = reference.split(".", maxsplit=1)[0]
    assert workspace.said() == [f'There is nothing called "{root}" here']


def test_sources_may_be_computed(workspace: Workspace) -> None:
    workspace.write(
        BUILD.replace('["bare.a"]', '[for one in var.names : "bare.${one}"]')
        + 'variable "names" { default = ["a"] }'
    )

    assert [one.name for one in workspace.plan().builds] == ["bare.a"]


def test_blocks_are_added_to_those_of_a_source(workspace: Workspace) -> None:
    workspace.write(
        SOURCE + 'build {\n  source "workshop.a" {\n    label = "l"\n  }\n'
        '  source "workshop.a" {\n    name = "other"\n  }\n}'
    )

    first, second = workspace.plan().builds

    assert first.builder_settings({}) == MachineSettings(label="l", tags={"a": "b"})
    assert second.builder_settings({}) == MachineSettings(tags={"a": "b"})


def test_meta_arguments_see_variables_and_the_name_of_the_build(workspace: Workspace) -> None:
    workspace.write(
        SOURCE + 'variable "v" { default = "x" }\nbuild {\n  name = "web"\n'
        '  sources = ["workshop.a"]\n  provisioner "act" {\n'
        '    name = "${build.name}-${var.v}"\n  }\n}'
    )

    assert workspace.plan().builds[0].provisioners[0].name == "web-x"


def test_the_name_of_the_build_is_known_at_once(workspace: Workspace) -> None:
    workspace.write(
        SOURCE + 'build {\n  name = "web"\n  sources = ["workshop.a"]\n'
        '  provisioner "act" {\n    words = [build.name]\n  }\n}'
    )

    [step] = workspace.plan().builds[0].provisioners

    assert step.settings({}) == ActSettings(words=("web",))
