"""Mending misspelt names."""

from pathlib import Path

import pytest
from tests.unit.lsp.desks import MANUALS

from goldsmith.diagnostics import Diagnostic, SourceFile
from goldsmith.lsp.mending import mending
from goldsmith.lsp.subject import Looker, Subject

REST = """
variable "first_name" { default = "x" }
source "null" "web" { communicator = "none" }
build {
  sources = ["null.web"]

  provisioner "sleep" {
    duration = "1s"
  }
}
"""


def mended(folder: Path, text: str) -> str:
    """The text after every mistake is mended that can be."""
    path = folder / "a.pkr.hcl"
    found = Looker(MANUALS.catalog, {}).look(Subject(folder), {path: text})
    for problem in reversed(found.problems):
        edit = mending(problem)
        if edit is not None:
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("var.first_nam", "var.first_name"),
        ("locl.a", "local.a"),
        ("uper(var.first_name)", "upper(var.first_name)"),
        ('"x ${var.frist_name}"', '"x ${var.first_name}"'),
    ],
)
def test_a_misspelt_name_in_an_expression_is_replaced(
    wrong: str, right: str, tmp_path: Path
) -> None:
    template = "locals {{\n  a = 1\n  b = {}\n}}\n" + REST.replace("{", "{{").replace("}", "}}")

    assert mended(tmp_path, template.format(wrong)) == template.format(right)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("communicator", "comunicator"),
        ("variable", "variabel"),
        ('"sleep"', '"slep"'),
        ("sources", "sorces"),
        ("null.web", "null.wbe"),
    ],
)
def test_a_misspelt_word_of_the_language_is_replaced(
    right: str, wrong: str, tmp_path: Path
) -> None:
    assert mended(tmp_path, REST.replace(right, wrong)) == REST


@pytest.mark.parametrize(
    "detail", ["", 'Did you mean "', 'Did you mean ""?', 'Did you mean "far away"?', "Or not."]
)
def test_where_nothing_is_said_or_likely_nothing_is_offered(detail: str) -> None:
    file = SourceFile(Path("a.pkr.hcl"), "abc")

    assert mending(Diagnostic("Wrong", detail, file.span(0, 3))) is None
    assert mending(Diagnostic("Wrong", detail)) is None
