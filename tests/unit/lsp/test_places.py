"""Where things are declared and used."""

from pathlib import Path

import pytest
from tests.unit.lsp.desks import MANUALS, led_to, place, seen, used_in

from goldsmith.lsp.desk import Desk
from goldsmith.lsp.places import definition, is_name, renamable

DECLARED = """\
variable "name" {}
variables {
  short = 1
}
locals {
  label = var.name
}
local "single" {
  expression = local.label
}
data "http" "page" {}
source "null" "one" {}
"""
OTHERS = {"v.pkr.hcl": DECLARED}


@pytest.mark.parametrize(
    ("word", "where"),
    [
        ("var.na¦me", "v.pkr.hcl:1: name"),
        ("¦var.name.x[0]", "v.pkr.hcl:1: name"),
        ("var.sh¦ort", "v.pkr.hcl:3: short"),
        ("local.la¦bel", "v.pkr.hcl:6: label"),
        ('"${local.sin¦gle}"', "v.pkr.hcl:8: single"),
        ("data.ht¦tp.page.body", "v.pkr.hcl:11: page"),
    ],
)
def test_a_reference_leads_to_its_declaration(word: str, where: str) -> None:
    assert led_to(f"locals {{\n  a = {word}\n}}", OTHERS) == [where]


@pytest.mark.parametrize(
    "build",
    [
        'sources = ["source.null.o¦ne"]',
        'sources = [\n"null.one¦",\n]',
        'source "source.n¦ull.one" {}',
        'provisioner "shell" {\n  only = ["null.¦one"]\n}',
    ],
)
def test_the_name_of_a_source_leads_to_its_block(build: str) -> None:
    assert led_to(f"build {{\n  {build}\n}}", OTHERS) == ["v.pkr.hcl:12: one"]


def test_a_value_leads_to_the_variable_that_gets_it() -> None:
    assert led_to("na¦me = 1\n", OTHERS, name="a.pkrvars.hcl") == ["v.pkr.hcl:1: name"]


def test_what_is_not_declared_leads_nowhere() -> None:
    assert led_to("locals {\n  a = var.noth¦ing\n}", OTHERS) == []


def test_every_use_is_found_in_every_file() -> None:
    others = {
        "b.pkr.hcl": 'locals {\n  b = "${var.x}"\n  c = var.y\n}\n',
        "c.pkrvars.hcl": "x = 1\n",
    }

    assert used_in('variable "x¦" {}\nlocals {\n  a = var.x.x\n}\n', others) == [
        "a.pkr.hcl:1: x",
        "a.pkr.hcl:3: x",
        "b.pkr.hcl:2: x",
        "c.pkrvars.hcl:1: x",
    ]


def test_a_source_is_used_in_texts() -> None:
    build = 'build {\n  sources = ["source.null.a", "null.a", "null.b"]\n}\n'

    assert used_in(f'source "null" "¦a" {{}}\n{build}') == [
        "a.pkr.hcl:1: a",
        "a.pkr.hcl:3: a",
        "a.pkr.hcl:3: a",
    ]


def test_only_what_is_declared_can_be_renamed() -> None:
    declared = renamable(*seen("locals {\n  a = var.¦name\n}", OTHERS))
    missing = renamable(*seen("locals {\n  a = var.noth¦ing\n}", OTHERS))

    assert declared is not None
    assert declared.text == "name"
    assert missing is None


@pytest.mark.parametrize(
    ("name", "good"), [("a-b", True), ("é", True), ("a b", False), ("", False)]
)
def test_a_new_name_must_be_one(name: str, good: bool) -> None:
    assert is_name(name) is good


@pytest.mark.parametrize(
    "value", ['"scripts/a.sh"', '["${path.root}/scripts/a.sh"]', 'file("scripts/a.sh")']
)
def test_a_text_that_names_a_file_leads_there(value: str, tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "a.sh").write_text("")
    text = f"locals {{\n  a = {value}\n}}"
    desk = Desk(MANUALS)
    desk.documents.open(tmp_path / "a.pkr.hcl", text, 1)
    view = desk.view(tmp_path / "a.pkr.hcl")
    assert view is not None

    assert [place(one) for one in definition(view, text.index("a.sh"))] == ["a.sh"]


@pytest.mark.parametrize("value", ['"¦."', '"\\u0000¦"', '"¦"', f'"{"x" * 5000}¦"', '"~¦"'])
def test_a_text_that_names_no_file_leads_nowhere(value: str) -> None:
    assert led_to(f"locals {{\n  a = {value}\n}}") == []
