"""What the cursor stands at."""

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis.strategies import text

from goldsmith.diagnostics import SourceFile
from goldsmith.lsp.cursor import Side, Where, over, where
from goldsmith.lsp.manuals import TOP_TYPES
from goldsmith.lsp.outline import Outline

MARK = "¦"
ANYTHING = text(alphabet='ab={}[]()"$%.,\n \\#/*<-E:~?', max_size=60)


def at(text: str) -> Where:
    offset = text.index(MARK)
    file = SourceFile(PurePath("a.pkr.hcl"), text.replace(MARK, ""))
    return where(Outline(file, TOP_TYPES), offset)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("¦", Side.NAME),
        ("sou¦", Side.NAME),
        ("a = 1\n¦", Side.NAME),
        ("b {\n  ¦\n}", Side.NAME),
        ("b {\n  na¦ = 1\n}", Side.NAME),
        ("b ¦", Side.LABEL),
        ('b "x¦"', Side.LABEL),
        ('b "x¦', Side.LABEL),
        ('b "x" ¦ {', Side.LABEL),
        ("a = ¦", Side.VALUE),
        ("a = [¦", Side.VALUE),
        ("a = [\n  ¦\n]", Side.VALUE),
        ("a = f(¦)", Side.VALUE),
        ('a = "¦"', Side.VALUE),
        ('a = "x${¦}"', Side.VALUE),
        ('a = "x${y}¦"', Side.TEXT),
        ("a = <<E\n¦\nE\n", Side.TEXT),
        ("a = <<E\n${¦}\nE\n", Side.VALUE),
        ("a = { ¦ }", Side.KEY),
        ("a = { k¦", Side.KEY),
        ("a = { k = ¦ }", Side.VALUE),
        ("a = { k = 1, ¦", Side.KEY),
        ("b {} ¦", Side.NOWHERE),
        ("# ¦", Side.NOWHERE),
        ("/* ¦ */", Side.NOWHERE),
        ("a = 1 // ¦", Side.NOWHERE),
    ],
)
def test_each_part_of_an_item_is_a_side(text: str, side: Side) -> None:
    assert at(text).side is side


def test_blocks_around_come_from_the_outside() -> None:
    found = at('build {\n  provisioner "shell" {\n    ¦\n  }\n}')

    assert [found.type_of(one) for one in found.blocks] == ["build", "provisioner"]


def test_objects_tell_the_way_from_their_argument() -> None:
    found = at("b {\n  override = {\n    web = { in¦ }\n  }\n}")

    assert found.argument == "override"
    assert found.keys == ("web",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a = var.¦", ("var", "")),
        ("a = var.na¦me", ("var", "name")),
        ("a = data.http.x.¦", ("data", "http", "x", "")),
        ('a = "${local.¦', ("local", "")),
        ("a = v¦", ("v",)),
        ("a = ¦", ()),
    ],
)
def test_a_reference_goes_as_far_as_the_cursor(text: str, names: tuple[str, ...]) -> None:
    assert at(text).names == names


def test_what_follows_a_bracket_is_no_whole_reference() -> None:
    assert not at("a = f(x).¦").complete


def test_the_mouse_points_at_a_word_that_begins_below_it() -> None:
    outline = Outline(SourceFile(PurePath("a.pkr.hcl"), "a = upper(x)"))

    assert over(outline, 4).word.text == "upper"


def test_arguments_of_functions_are_counted() -> None:
    call = at("a = f(g(1, 2), [3, 4], ¦").call

    assert call is not None
    assert (call.name, call.index) == ("f", 2)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a = [for key, one in b : ¦", {"key", "one"}),
        ("a = {for one in b : ¦", {"one"}),
        ('a = "%{ for one in b }${¦', {"one"}),
        ('a = "%{ for one in b }x%{ endfor }${¦', set()),
        ("a = <<E\n%{~ for key, one in b ~}\n- ${upper(¦\n", {"key", "one"}),
        ('dynamic "disk" {\n  content {\n    ¦', {"disk"}),
        ('dynamic "disk" {\n  iterator = it\n  content {\n    ¦', {"it"}),
    ],
)
def test_names_of_loops_are_known_inside(text: str, names: set[str]) -> None:
    assert at(text).bound == names


@pytest.mark.parametrize(
    "unfinished",
    [
        "  x = [",
        "  x = f(",
        "  x = {",
        '  x = "',
        '  x = "${',
        '  x = "${f(',
        "  x = [1, (2",
        "  y {",
        "  y",
        "  x =",
        "  x = var.",
    ],
)
def test_what_is_unfinished_does_not_reach_into_the_next_block(unfinished: str) -> None:
    found = at(f'source "null" "a" {{\n{unfinished}\n}}\n\nbuild {{\n  ¦\n}}\n')

    assert found.side is Side.NAME
    assert [found.type_of(one) for one in found.blocks] == ["build"]


@pytest.mark.parametrize("unfinished", ["x = [", "x = f(", 'x = "${', "x = [1, (2", "x ="])
def test_what_is_unfinished_does_not_reach_into_the_next_argument(unfinished: str) -> None:
    found = at(f"b {{\n  {unfinished}\n  y = ¦\n}}\n")

    assert found.side is Side.VALUE
    assert found.argument == "y"


@given(ANYTHING)
def test_any_text_has_a_place_for_the_cursor_everywhere(text: str) -> None:
    outline = Outline(SourceFile(PurePath("a.pkr.hcl"), text), TOP_TYPES)

    for offset in range(len(text) + 1):
        found = where(outline, offset)
        assert found.word.start <= offset <= found.word.end
        assert len(outline.frames) == len(outline.items) == len(outline.kinds)
