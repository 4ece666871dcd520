"""`dynamic` blocks."""

from pathlib import Path, PurePath

import pytest

from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError
from goldsmith.lang import (
    FUNCTIONS,
    STRING,
    Scope,
    SetOf,
    Value,
    convert,
    evaluate,
    from_python,
    mark,
    object_of,
    to_python,
    unknown,
)
from goldsmith.lang.dynamic import ScopedBody, expand, scope_of
from goldsmith.lang.syntax import Argument, Block, Body, parse

VARIABLES = {
    "list": from_python(["a", "b"]),
    "map": from_python({"y": 2, "x": 1}),
    "set": convert(from_python(["q", "p"]), SetOf(STRING)),
    "secret": mark(from_python(["s"])),
    "later": unknown(),
    "null": from_python(None),
}
SCOPE = Scope({"var": object_of(VARIABLES)}, FUNCTIONS, Path())


def body(text: str) -> Body:
    made, problems = parse(SourceFile(PurePath("t.hcl"), text))
    assert problems == ()
    return made


def shown(made: Body, scope: Scope = SCOPE) -> list[object]:
    """The blocks and arguments of a body as plain data."""
    inner = scope_of(made, scope)
    found: list[object] = []
    for item in made.items:
        if isinstance(item, Argument):
            found.append((item.name.text, to_python(evaluate(item.value, inner))))
        else:
            labels = [label.text for label in item.labels]
            found.append((item.type.text, *labels, *shown(item.body, inner)))
    return found


def expanded(text: str) -> list[object]:
    return shown(expand(body(text), SCOPE))


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(TemplateError) as raised:
        expand(body(text), SCOPE)
    return raised.value.diagnostics


def test_a_body_without_dynamic_blocks_stays_what_it_is() -> None:
    plain = body("a = 1\nb {\n  c {}\n}\n")

    assert expand(plain, SCOPE) is plain


@pytest.mark.parametrize(
    ("collection", "pairs"),
    [
        ("var.list", [(0, "a"), (1, "b")]),
        ('["a"]', [(0, "a")]),
        ("var.map", [("x", 1), ("y", 2)]),
        ("var.set", [("p", "p"), ("q", "q")]),
        ("[]", []),
    ],
)
def test_a_block_is_made_for_each_element(
    collection: str, pairs: list[tuple[object, object]]
) -> None:
    text = f"""
    dynamic "disk" {{
      for_each = {collection}
      content {{
        key   = disk.key
        value = disk.value
      }}
    }}
    """

    assert expanded(text) == [("disk", ("key", key), ("value", value)) for key, value in pairs]


def test_the_iterator_can_have_another_name_and_make_labels() -> None:
    text = """
    first {}
    dynamic "provisioner" {
      for_each = var.list
      iterator = one
      labels   = ["shell", one.value, 3]
      content {
        name = one.value
      }
    }
    last = 1
    """

    assert expanded(text) == [
        ("first",),
        ("provisioner", "shell", "a", "3", ("name", "a")),
        ("provisioner", "shell", "b", "3", ("name", "b")),
        ("last", 1),
    ]


def test_dynamic_blocks_can_stand_inside_each_other() -> None:
    text = """
    outer {
      dynamic "disk" {
        for_each = var.map
        content {
          plain {
            key = disk.key
          }
          dynamic "part" {
            for_each = var.list
            content {
              name = "${disk.key}${part.value}"
            }
          }
        }
      }
    }
    """

    assert expanded(text) == [
        (
            "outer",
            ("disk", ("plain", ("key", "x")), ("part", ("name", "xa")), ("part", ("name", "xb"))),
            ("disk", ("plain", ("key", "y")), ("part", ("name", "ya")), ("part", ("name", "yb"))),
        )
    ]


def test_each_body_brings_all_its_iterators() -> None:
    made = expand(
        body('dynamic "a" {\n for_each = [1]\n content {\n b {\n c = a.value\n }\n }\n}\n'), SCOPE
    )
    (a,) = made.items
    assert isinstance(a, Block)
    (b,) = a.body.items
    assert isinstance(b, Block)

    assert shown(b.body) == [("c", 1)]


def only_body(text: str) -> ScopedBody:
    (block,) = expand(body(text), SCOPE).items
    assert isinstance(block, Block)
    assert isinstance(block.body, ScopedBody)
    return block.body


def test_a_collection_that_is_not_known_yet_makes_one_uncertain_block() -> None:
    made = only_body('dynamic "a" {\n for_each = var.later\n content {}\n}\n')

    assert not made.certain
    assert not made.names["a"].mapping["value"].is_known


def test_elements_of_a_sensitive_collection_are_sensitive() -> None:
    made = only_body('dynamic "a" {\n for_each = var.secret\n content {}\n}\n')
    value: Value = made.names["a"].mapping["value"]

    assert value.is_sensitive


@pytest.mark.parametrize(
    ("text", "summary", "place"),
    [
        ('for_each = ""\n content {}', "for_each has nothing to go through", '""'),
        ("for_each = var.null\n content {}", "for_each has nothing to go through", "var.null"),
        ("for_each = [1]", "A dynamic block needs a content block", 'dynamic "a"'),
        (
            "for_each = [1]\n content {}\n content {}",
            "A dynamic block has one content block",
            "content",
        ),
        ("content {}", 'A dynamic block needs "for_each"', 'dynamic "a"'),
        ("for_each = [1]\n foo = 1\n content {}", 'A dynamic block has no argument "foo"', "foo"),
        ("for_each = [1]\n foo {}\n content {}", 'A dynamic block has no block "foo"', "foo"),
        (
            'for_each = [1]\n iterator = "x"\n content {}',
            "This is not a name for an iterator",
            '"x"',
        ),
        ('for_each = [1]\n labels = "x"\n content {}', "labels must be a list", '"x"'),
        ('for_each = [1]\n labels = (["x", null])\n content {}', "A label must be a text", "null"),
        ("for_each = [1]\n labels = [[]]\n content {}", "A label must be a text", "[]"),
        ("for_each = [1]\n labels = var.map.z\n content {}", None, None),
        ("for_each = var.nope\n content {}", None, None),
        (
            "for_each = var.later\n labels = [a.value]\n content {}",
            "A label must be known before the build runs",
            "a.value",
        ),
        ("for_each = [1]\n labels = var.list[*][0]\n content {}", None, None),
    ],
)
def test_a_mistake_is_shown_where_it_stands(
    text: str, summary: str | None, place: str | None
) -> None:
    (problem,) = problems(f'dynamic "a" {{\n {text}\n}}\n')

    assert problem.span is not None
    if summary is not None:
        assert (problem.summary, problem.span.text) == (summary, place)


def test_labels_may_come_from_anywhere() -> None:
    assert expanded('dynamic "a" {\n for_each = [1]\n labels = var.list\n content {}\n}\n') == [
        ("a", "a", "b")
    ]


def test_a_dynamic_block_names_the_type_of_its_blocks() -> None:
    (problem,) = problems("dynamic {\n for_each = [1]\n content {}\n}\n")

    assert problem.summary == "A dynamic block has one label"


def test_every_mistake_is_found_at_once() -> None:
    text = 'dynamic "a" {\n content {}\n}\ndynamic "b" {\n for_each = [1]\n}\n'

    assert len(problems(text)) == 2


def test_dynamic_blocks_in_each_other_do_not_make_too_many() -> None:
    inside = 'dynamic "b" {\n for_each = range(100)\n content {}\n}\n'
    text = f'dynamic "a" {{\n for_each = range(%d)\n content {{\n{inside}}}\n}}\n'

    (problem,) = problems(text % 100)

    assert problem.summary == "This makes too many blocks"
    assert len(expanded(text % 40)) == 40
