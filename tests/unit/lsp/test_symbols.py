"""The outline of a file."""

from pathlib import PurePath

from hypothesis import given
from hypothesis.strategies import text

from goldsmith.diagnostics import SourceFile
from goldsmith.lsp.outline import Outline
from goldsmith.lsp.symbols import Symbol, symbols


def tree(text: str) -> list[object]:
    return [_shown(one) for one in symbols(Outline(SourceFile(PurePath("a.pkr.hcl"), text)))]


def _shown(one: Symbol) -> object:
    head = f"{one.detail} {one.name}".strip()
    return (head, [_shown(child) for child in one.children]) if one.children else head


def test_blocks_and_arguments_are_listed_as_they_lie_in_each_other() -> None:
    text = """\
variable "a" {
  default = 1
}
source "null" "b" {}
build {
  sources = ["null.b"]
  provisioner "shell" {
    inline = []
  }
}
"""

    assert tree(text) == [
        ("variable a", ["default"]),
        "source null b",
        ("build", ["sources", ("provisioner shell", ["inline"])]),
    ]


def test_a_block_without_its_end_is_listed() -> None:
    assert tree('build {\n  provisioner "shell" {\n    inline = [') == [
        ("build", [("provisioner shell", ["inline"])])
    ]


@given(text(alphabet='ab={}[]()"$%.,\n #', max_size=60))
def test_a_symbol_lies_around_its_name(text: str) -> None:
    pending = list(symbols(Outline(SourceFile(PurePath("a.pkr.hcl"), text))))

    while pending:
        one = pending.pop()
        assert one.name
        assert 0 <= one.span.start <= one.name_span.start
        assert one.name_span.end <= one.span.end <= len(text)
        pending += one.children
