"""Any text, and any half of one, is answered."""

import pytest
from hypothesis import given, settings
from hypothesis.strategies import DrawFn, composite, integers, lists, sampled_from, text, tuples
from tests.unit.lsp.desks import FOLDER, NAME, check, opened

from goldsmith.lsp.completion import completions
from goldsmith.lsp.desk import Desk
from goldsmith.lsp.hover import hover
from goldsmith.lsp.layout import layout
from goldsmith.lsp.places import definition, references, renamable
from goldsmith.lsp.signature import signature
from goldsmith.lsp.symbols import symbols

TEMPLATE = """\
packer {
  required_plugins {
    qemu = { version = "~> 1.1", source = "github.com/hashicorp/qemu" }
  }
}

variable "name" {
  type    = object({ first = string, list = optional(list(number), [1]) })
  default = { first = "é😀" }
  validation {
    condition     = length(var.name.first) > 0
    error_message = "A name is needed."
  }
}

locals {
  page  = <<-EOT
    %{ for one in var.name.list ~}
    - ${one} of ${upper(var.name["first"])}
    %{ endfor ~}
  EOT
  parts = { for key, value in var.name : key => value... if key != "list" }
}

source "qemu" "base" {
  iso_url      = "https://example.com/${local.parts["first"][0]}.iso"
  iso_checksum = "none"
  boot_command = ["<wait>", "{{ .HTTPIP }}"] /* a
  comment */
  ssh_timeout  = "5m"
}

build {
  sources = ["source.qemu.base"]
  dynamic "provisioner" {
    for_each = ["a.sh"]
    labels   = ["shell"]
    content {
      inline = ["sh ${provisioner.value}"]
    }
  }
  post-processors {
    post-processor "checksum" {
      checksum_types = ["md5"]
    }
  }
}
"""
PIECES = (
    '"',
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "${",
    "%{",
    "=",
    ".",
    ",",
    "\n",
    "#",
    "<<E\n",
    "\r",
    "",
)


def ask_everything(desk: Desk, offset: int) -> None:
    view = desk.view(FOLDER / NAME)
    assert view is not None
    completions(view, offset)
    hover(view, offset)
    definition(view, offset)
    references(view, offset, with_declaration=True)
    renamable(view, offset)
    signature(view.outline, offset)
    symbols(view.outline)
    layout(view.outline.file)


@composite
def edited(draw: DrawFn) -> str:
    text = TEMPLATE
    for at, length, piece in draw(
        lists(tuples(integers(0, 1600), integers(0, 30), sampled_from(PIECES)), max_size=4)
    ):
        text = text[:at] + piece + text[at + length :]
    return text


@pytest.mark.slow
def test_a_template_can_be_typed_letter_by_letter() -> None:
    desk = opened("")
    for length in range(len(TEMPLATE) + 1):
        desk.documents.open(FOLDER / NAME, TEMPLATE[:length], length)
        ask_everything(desk, length)
        if length % 7 == 0:
            check(desk)


@given(edited(), integers(0, 1600))
@settings(deadline=None)
def test_any_edit_of_a_template_is_answered(text: str, at: int) -> None:
    desk = opened(text)

    ask_everything(desk, min(at, len(text)))
    check(desk)


@given(text(max_size=200), integers(0, 200))
@settings(deadline=None)
def test_any_text_is_answered(text: str, at: int) -> None:
    ask_everything(opened(text), min(at, len(text)))
