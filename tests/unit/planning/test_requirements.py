"""`required_version` and `required_plugins`."""

import pytest

from goldsmith.diagnostics import Severity
from goldsmith.planning.testing import BUILD, Workspace


def requiring(workspace: Workspace, inside: str) -> list[str]:
    return workspace.write(f"packer {{\n{inside}\n}}\n{BUILD}").said()


def plugins(workspace: Workspace, entries: str) -> list[str]:
    return requiring(workspace, f"required_plugins {{\n{entries}\n}}")


def test_a_version_that_fits_is_fine(workspace: Workspace) -> None:
    assert not requiring(workspace, 'required_version = ">= 1.7.0, < 2.0.0"')


def test_another_version_stops_everything(workspace: Workspace) -> None:
    assert requiring(workspace, 'required_version = ">= 2"\nnonsense = 1\n= ?') == [
        "This template asks for version >= 2 of Packer"
    ]


@pytest.mark.parametrize(
    ("version", "problem"),
    [
        ('"one"', '"one" is not a version constraint'),
        ("1.7", "required_version must be a text in quotes"),
        ('"${"1"}.7"', "required_version must be a text in quotes"),
    ],
)
def test_a_version_constraint_must_be_one(workspace: Workspace, version: str, problem: str) -> None:
    assert requiring(workspace, f"required_version = {version}") == [problem]


def test_the_version_in_templates_is_that_of_packer(workspace: Workspace) -> None:
    workspace.write(BUILD + "locals { x = packer.version }")

    assert workspace.local("x") == "1.16.0"


def test_a_plugin_that_is_there_is_fine(workspace: Workspace) -> None:
    entry = 'workshop = {\n  version = "~> 1"\n  source = "github.com/Example/workshop"\n}'

    assert not plugins(workspace, entry)


def test_another_version_of_a_plugin_is_a_warning(workspace: Workspace) -> None:
    workspace.write(
        f'packer {{\n  required_plugins {{\n    workshop = {{ version = "~> 2.0", '
        f'source = "github.com/example/workshop" }}\n  }}\n}}\n{BUILD}'
    )

    [found] = workspace.problems()
    assert found.severity is Severity.WARNING
    assert found.summary == 'The plugin "workshop" is wanted in version ~> 2.0'
    assert found.detail == "goldsmith covers version 1.2.0, which is used instead."


def test_a_plugin_that_is_not_there_yet_is_named(workspace: Workspace) -> None:
    entry = 'x = { version = "1.0.0", source = "github.com/example/x" }'

    assert plugins(workspace, entry) == [
        'goldsmith does not contain the plugin "x" (github.com/example/x) yet'
    ]
    assert "Those that are here: github.com/example/workshop." in workspace.shown()


def test_a_template_can_call_a_plugin_by_another_name(workspace: Workspace) -> None:
    workspace.write(
        'packer {\n  required_plugins {\n    shop = { version = "1.2.0", '
        'source = "github.com/example/workshop" }\n  }\n}\n'
        'source "shop" "a" { ssh_username = "me" }\nbuild { sources = ["shop.a"] }'
    )

    [build] = workspace.plan().builds
    assert build.name == "shop.a"
    assert build.builder.name == "workshop"


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('x = "~> 1"', "The required plugin x must be an object"),
        ('x = { version = "1.0.0" }', "The required plugin x has no source"),
        ('x = { source = "a/b/c" }', "The required plugin x has no version"),
        ('x = { version = "1.0.0", source = "a/b/c", y = 1 }', 'A required plugin has no "y"'),
        ('x = { version = "1.0.0", source = "a/b/c", (y) = 1 }', 'A required plugin has no ""'),
        (
            'x = { version = "1.0.0-dev", source = "a/b/c" }',
            '"1.0.0-dev" names a version that was never released',
        ),
        ('x = { version = "x", source = "a/b/c" }', '"x" is not a version constraint'),
        (
            'x = { version = 1, source = "a/b/c" }',
            "The version of a required plugin must be a text in quotes",
        ),
        (
            'x = { version = "1.0.0", source = 1 }',
            "The source of a required plugin must be a text in quotes",
        ),
        ('x = { version = "1.0.0", source = "a/b" }', '"a/b" is not the source of a plugin'),
        ('x = { version = "1.0.0", source = "a//c" }', '"a//c" is not the source of a plugin'),
        (
            'x = { version = "1.0.0", source = "https://a/b/c" }',
            '"https://a/b/c" is not the source of a plugin',
        ),
        (
            'x = { version = "1.0.0", source = "a/b/packer-plugin-c" }',
            '"a/b/packer-plugin-c" is not the source of a plugin',
        ),
    ],
)
def test_an_entry_says_a_version_and_a_source(
    workspace: Workspace, entry: str, problem: str
) -> None:
    assert plugins(workspace, entry) == [problem]


def test_a_plugin_is_required_once(workspace: Workspace) -> None:
    entry = 'workshop = { version = "1.2.0", source = "github.com/example/workshop" }'
    workspace.write(f"packer {{\n  required_plugins {{\n    {entry}\n  }}\n}}", "a.pkr.hcl")

    assert plugins(workspace, entry) == ["The required plugin workshop is declared twice"]
