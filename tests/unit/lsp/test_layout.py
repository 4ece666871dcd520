"""Laying out a text by edits."""

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax.format import format_source
from goldsmith.lsp.layout import layout

LINES = ("a=1\n", "bcd = 2 # x\n", "b {\n", "}\n", "\n", "  e=[1,\n2]\n", 'f = "é😀"\r\n', "# c\n")


def laid_out(text: str) -> str:
    for edit in reversed(layout(SourceFile(PurePath("a.pkr.hcl"), text))):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@given(lists(sampled_from(LINES), max_size=8).map("".join))
def test_the_edits_make_what_fmt_makes_or_nothing(text: str) -> None:
    file = SourceFile(PurePath("a.pkr.hcl"), text)
    edits = layout(file)

    assert laid_out(text) == (format_source(file) if edits else text)


def test_only_lines_that_change_are_touched() -> None:
    edits = layout(SourceFile(PurePath("a.pkr.hcl"), "a = 1\nb =2\n\nc = 3\n"))

    assert [edit.text for edit in edits] == ["b = 2\n"]


@pytest.mark.parametrize("text", ["a = [", "b {", 'c = "', "d = 1 2", "}"])
def test_what_cannot_be_parsed_stays_as_it_is(text: str) -> None:
    assert layout(SourceFile(PurePath("a.pkr.hcl"), f"x=1\n{text}\n")) == ()
