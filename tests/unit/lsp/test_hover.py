"""What is shown where the mouse points."""

import pytest
from tests.unit.lsp.desks import page

TEMPLATE = """\
variable "name" {
  type        = string
  default     = "web"
  description = "What it is called."
}
variable "password" {
  default   = "hunter2"
  sensitive = true
}
locals {
  label = "a-${var.name}"
  login = "root:${var.password}"
}
source "null" "one" {}
"""
OTHERS = {"v.pkr.hcl": TEMPLATE}


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ('sour¦ce "null" "a" {}', '```hcl\nsource "TYPE" "NAME"'),
        ('source "nu¦ll" "a" {}', "**builder null**"),
        ('source "null" "a" {\n  ssh_¦host = "x"\n}', "**ssh_host** (string)"),
        ('build {\n  provis¦ioner "shell" {}\n}', '```hcl\nprovisioner "TYPE"'),
        ('build {\n  provisioner "¦shell" {}\n}', "**provisioner shell**"),
        ('build {\n  provisioner "shell" {\n    max_ret¦ries = 1\n  }\n}', "**max_retries**"),
        ("locals {\n  a = up¦per(x)\n}", "```hcl\nupper(text: string) → string"),
        ("locals {\n  a = ¦upper(x)\n}", "```hcl\nupper(text: string) → string"),
        ('variable "a" {\n  default = e¦nv("X")\n}', "```hcl\nenv(name: string)"),
        ("locals {\n  a = path.ro¦ot\n}", "The folder of the template"),
        ("build {\n  sour¦ces = []\n}", "**sources** (list(string))"),
        ('build {\n  sources = ["source.nu¦ll.one"]\n}', '```hcl\nsource "null" "one" {'),
        ('build {\n  source "null.¦one" {}\n}', '```hcl\nsource "null" "one" {'),
    ],
)
def test_the_manual_is_opened_at_the_word(text: str, beginning: str) -> None:
    assert page(text, OTHERS).startswith(beginning)


def test_a_variable_shows_its_declaration_its_value_and_its_place() -> None:
    shown = page("locals {\n  a = var.na¦me\n}", OTHERS, checked=True)

    assert 'variable "name" {\n  type = string\n  default = "web"\n}' in shown
    assert "What it is called." in shown
    assert "Value: `web`" in shown
    assert "Declared in v.pkr.hcl:1" in shown


def test_a_local_value_shows_what_it_comes_to() -> None:
    shown = page("locals {\n  a = local.la¦bel\n}", OTHERS, checked=True)

    assert 'local.label = "a-${var.name}"' in shown
    assert "Value: `a-web`" in shown


@pytest.mark.parametrize("name", ["var.pass¦word", "local.log¦in"])
def test_a_secret_is_shown_nowhere(name: str) -> None:
    shown = page(f"locals {{\n  a = {name}\n}}", OTHERS, checked=True)

    assert "Declared in" in shown
    assert "hunter2" not in shown


def test_an_option_shows_its_choices_and_default() -> None:
    shown = page('source "qemu" "a" {\n  form¦at = "raw"\n}')

    assert '"qcow2"' in shown
    assert "One of" in shown


@pytest.mark.parametrize(
    "text",
    [
        "¦",
        "# so¦urce",
        "nothing {\n  a¦ = 1\n}",
        "locals {\n  a = var.noth¦ing\n}",
        "locals {\n  a = [for upper in x : upp¦er]\n}",
        "locals {\n  a = noth¦ing(1)\n}",
        'locals {\n  a = "te¦xt"\n}',
        "locals {\n  a = 1¦2\n}",
        'source "noth¦ing" "a" {}',
    ],
)
def test_there_is_nothing_to_say_of_what_is_not_known(text: str) -> None:
    assert page(text, OTHERS) == ""


def test_a_file_of_values_shows_what_its_variables_are() -> None:
    shown = page('na¦me = "x"\n', OTHERS, name="a.pkrvars.hcl")

    assert 'variable "name"' in shown
