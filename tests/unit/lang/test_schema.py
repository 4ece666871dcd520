"""Reading bodies of the language through schemas."""

from pathlib import PurePath

from goldsmith.diagnostics import Diagnostic, SourceFile
from goldsmith.lang.schema import BlockSchema, Content, Schema, content
from goldsmith.lang.syntax import Body, parse

SCHEMA = Schema(
    arguments=("name", "size"),
    required=("name",),
    blocks=(BlockSchema("disk"), BlockSchema("source", ("type", "name"))),
)


def body(text: str) -> Body:
    made, problems = parse(SourceFile(PurePath("t.hcl"), text))
    assert problems == ()
    return made


def read(text: str, schema: Schema = SCHEMA) -> tuple[Content, tuple[Diagnostic, ...]]:
    return content(body(text), schema, "A box block")


def only_problem(text: str) -> Diagnostic:
    _, problems = read(text)
    assert len(problems) == 1
    return problems[0]


def test_arguments_and_blocks_are_told_apart() -> None:
    inside, problems = read('name = 1\ndisk {}\nsource "a" "b" {}\ndisk {}\n')

    assert problems == ()
    assert list(inside.arguments) == ["name"]
    assert inside.get("size") is None
    assert [one.type.text for one in inside.blocks] == ["disk", "source", "disk"]


def test_an_unknown_argument_is_shown_with_the_likely_one() -> None:
    problem = only_problem("name = 1\nsiez = 2\n")

    assert problem.summary == 'A box block has no argument "siez"'
    assert problem.detail == 'Did you mean "size"?'
    assert problem.span is not None
    assert problem.span.text == "siez"


def test_without_a_likely_name_the_possible_ones_are_listed() -> None:
    assert only_problem("name = 1\nqqq = 2\n").detail == "It has disk, name, size, source."
    assert only_problem("name = 1\nqqq {}\n").detail == "It has disk, source."


def test_an_empty_schema_lists_nothing() -> None:
    _, problems = read("a = 1\nb {}\n", Schema())

    assert [one.detail for one in problems] == ["", ""]


def test_any_argument_may_be_set_where_the_schema_says_so() -> None:
    inside, problems = read("a = 1\nb = 2\n", Schema(arguments=None))

    assert problems == ()
    assert list(inside.arguments) == ["a", "b"]


def test_blocks_and_arguments_are_not_mixed_up() -> None:
    assert only_problem("name = 1\ndisk = {}\n").summary == '"disk" is a block, not an argument'
    problem = only_problem("name = 1\nsize {}\n")
    assert problem.summary == '"size" is an argument, not a block'
    assert problem.detail == 'Write it with "=": size = ….'


def test_what_is_missing_is_shown_at_the_end_or_the_header() -> None:
    made = body("disk {\n}\n")
    header = made.file.span(0, 4)

    _, (at_end,) = content(made, SCHEMA, "A box block")
    _, (at_header,) = content(made, SCHEMA, "A box block", header=header)

    assert at_end.summary == 'A box block needs "name"'
    assert at_end.span == made.end
    assert at_header.span == header


def test_labels_must_be_as_many_as_the_schema_says() -> None:
    few = only_problem('name = 1\nsource "a" {}\n')
    many = only_problem('name = 1\ndisk "a" {}\n')

    assert few.summary == "This source block needs a name"
    assert few.detail == 'Write source "TYPE" "NAME" { … }.'
    assert many.summary == 'A disk block has no label "a"'
    assert many.detail == "Write disk { … }."
    assert (
        only_problem("name = 1\nsource {}\n").summary == "This source block needs a type and a name"
    )
