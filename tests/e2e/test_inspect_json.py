"""The overview of a template for programs."""

import json
from collections.abc import Iterator, Mapping

import pytest
from tests.e2e.program import Program

from goldsmith.cli.inspect_schema import OPTIONAL, SCHEMA

TEMPLATE = """
packer {
  required_version = ">= 1.7"
  required_plugins {
    qemu = { version = "~> 1", source = "github.com/hashicorp/qemu" }
  }
}
variable "password" {
  description = "for the machine"
  type        = string
  default     = "hunter2"
  sensitive   = true
}
variable "tags" { type = map(string) }
variable "count" { default = 2 }
variables { text = "my hunter2" }
locals {
  values = { a = [1, 0.5, null, true], b = "b" }
  later  = var.tags
  secret = upper(var.password)
  large  = 1e1300
}
data "null" "given" { input = "x" }
source "null" "a" { communicator = "none" }
build {
  name        = "all"
  description = "everything"
  sources     = ["null.a"]
  source "null.a" { name = "other" }
  provisioner "shell-local" {
    name   = "hello"
    only   = ["null.a"]
    inline = ["true"]
  }
  error-cleanup-provisioner "shell-local" { inline = ["true"] }
  post-processors {
    post-processor "manifest" {}
    post-processor "checksum" { except = ["null.other"] }
  }
}
"""


@pytest.fixture
def told(program: Program) -> Mapping[str, list[dict[str, object]]]:
    (program.work / "a.pkr.hcl").write_text(TEMPLATE)
    done = program.run("inspect", "-json", "-var", "count=3", "a.pkr.hcl")
    assert "hunter2" not in done.stdout.lower()
    # Any: JSON gives anything; what stands in it is what these tests are about.
    found: Mapping[str, list[dict[str, object]]] = json.loads(done.stdout)
    return found


Told = Mapping[str, list[dict[str, object]]]


def kinds_of(kind: str) -> Iterator[str]:
    """The kinds of objects that a type mentions."""
    return (name for name in SCHEMA if f"`{name}`" in kind)


def check(kind: str, found: object) -> None:
    """Hold an object to the manual, and all that is in it."""
    assert isinstance(found, dict)
    members = SCHEMA[kind]
    assert set(members) - OPTIONAL <= set(found) <= set(members), kind
    for name, (written, _) in members.items():
        for inner in kinds_of(written):
            some = found[name] if isinstance(found[name], list) else [found[name]]
            for one in some:
                for each in one if isinstance(one, list) else [one]:
                    if each is not None or "or null" not in written:
                        check(inner, each)


def test_the_manual_names_every_member(told: Told) -> None:
    check("document", told)


def test_variables_have_type_default_and_value(told: Told) -> None:
    found = {one["name"]: one for one in told["variables"]}

    assert found["count"] == {
        "name": "count",
        "type": "number",
        "description": "",
        "sensitive": False,
        "required": False,
        "default": 2,
        "value": 3,
        "file": "a.pkr.hcl",
        "line": 15,
    }
    assert found["tags"]["required"] is True
    assert "value" not in found["tags"]
    assert not {"default", "value"} & set(found["password"])
    assert found["password"]["description"] == "for the machine"
    assert found["text"]["value"] == "my <sensitive>"


def test_values_are_json(told: Told) -> None:
    found = {one["name"]: one for one in told["locals"]}

    assert found["values"]["value"] == {"a": [1, 0.5, None, True], "b": "b"}
    assert "value" not in found["later"]
    assert "value" not in found["secret"]
    assert isinstance(found["large"]["value"], str)


def test_builds_are_told_with_their_steps(told: Told) -> None:
    (build,) = told["builds"]
    steps = build["post_processors"]

    assert build["sources"] == [
        {"id": "all.null.a", "type": "null", "name": "a"},
        {"id": "all.null.other", "type": "null", "name": "a"},
    ]
    assert isinstance(steps, list)
    assert [[one["type"] for one in chain] for chain in steps] == [["manifest", "checksum"]]
    assert steps[0][1]["except"] == ["null.other"]
    assert told["required_plugins"] == [
        {"name": "qemu", "source": "github.com/hashicorp/qemu", "version": "~> 1"}
    ]
    assert told["data_sources"] == [
        {"type": "null", "name": "given", "file": "a.pkr.hcl", "line": 23}
    ]


def test_what_is_wrong_with_the_template_is_told_as_json_too(program: Program) -> None:
    (program.work / "a.pkr.hcl").write_text("variable {}\n")

    done = program.run("inspect", "-json", "a.pkr.hcl")

    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert {one["event"] for one in told} == {"diagnostic"}


def test_legacy_templates_are_told_in_the_same_words(program: Program) -> None:
    (program.work / "a.json").write_text(
        """{
        "description": "old", "min_packer_version": "1.2.0",
        "variables": {"name": "x", "unset": null, "password": "hunter2"},
        "sensitive-variables": ["password"],
        "builders": [{"type": "null", "name": "a", "communicator": "none"}],
        "provisioners": [{"type": "shell-local", "inline": ["echo {{user `password`}}"]}],
        "post-processors": [["manifest", "checksum"]]
        }"""
    )

    done = program.run("inspect", "-json", "a.json")
    told = json.loads(done.stdout)

    check("document", told)
    assert "hunter2" not in done.stdout
    assert (told["mode"], told["description"]) == ("json", "old")
    assert told["required_versions"] == [">= 1.2.0"]
    assert [(one["name"], one["required"]) for one in told["variables"]] == [
        ("name", False),
        ("unset", True),
        ("password", False),
    ]
    assert told["sources"] == [{"type": "null", "name": "a", "file": "a.json", "line": 5}]
    assert told["builds"][0]["sources"] == [{"id": "a", "type": "null", "name": "a"}]
    assert [one["type"] for one in told["builds"][0]["post_processors"][0]] == [
        "manifest",
        "checksum",
    ]
