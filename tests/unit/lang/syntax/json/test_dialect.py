"""A file in JSON becomes the same body as a native one."""

from collections.abc import Callable
from pathlib import PurePath

import pytest

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.references import references
from goldsmith.lang.schema import Schema
from goldsmith.lang.syntax import Argument, Attribute, Block, Body, Property, Template
from goldsmith.lang.syntax.json import parse_json
from goldsmith.lang.syntax.json.grammar import FILE, BodyShape
from goldsmith.lang.syntax.tree import Interpolation
from goldsmith.planning import builds, template, variables

Outline = Callable[[str], str]


def file(text: str) -> SourceFile:
    return SourceFile(PurePath("x.pkr.json"), text)


def told(text: str) -> list[str]:
    """Each problem of `text` as "line:column summary"."""
    found = []
    for one in parse_json(file(text))[1]:
        assert one.span is not None
        place = one.span.position
        found.append(f"{place.line}:{place.column} {one.summary}")
    return found


def only(body: Body) -> Argument | Block:
    [item] = body.items
    return item


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("{}", ""),
        ("[]", ""),
        ('{"//": "nothing", "//": {"else": "${"}}', ""),
        ('{"locals": {"a": 1}}', "locals {a=1}"),
        ('{"locals": [{"a": 1}, {"b": 2}]}', "locals {a=1}; locals {b=2}"),
        ('[{"locals": {"a": 1}}, {"locals": {"b": 2}}]', "locals {a=1}; locals {b=2}"),
        ('{"locals": null}', ""),
        ('{"locals": []}', ""),
        ('{"build": [null]}', "build {}"),
        ('{"source": {"t": {"a": [[{"x": 1}, {"y": 2}]]}}}', "source 't' 'a' {x=1; y=2}"),
        ('{"locals": {"a": 1}, "locals": {"b": 2}}', "locals {a=1}; locals {b=2}"),
        ('{"locals": {"//": 1, "a": {"//": "${1}"}}}', "locals {a={'//': <1>}}"),
        ('{"variable": {"a": {}, "b": {}}}', "variable 'a' {}; variable 'b' {}"),
        ('{"variable": [{"a": {}}, {"b": {}}]}', "variable 'a' {}; variable 'b' {}"),
        ('{"variable": {"a": [{}, {}]}}', "variable 'a' {}; variable 'a' {}"),
        ('{"variable": {"a": null}}', ""),
        ('{"variable": {"a": {"type": "list(string)"}}}', "variable 'a' {type=list(string)}"),
        ('{"variable": {"a": {"default": "list(x)"}}}', "variable 'a' {default='list(x)'}"),
        ('{"variable": {"a": {"description": "${x}"}}}', "variable 'a' {description='${x}'}"),
        ('{"packer": {"required_plugins": {"a": {"source": "${"}}}}',
         "packer {required_plugins {a={'source': '${'}}}"),
        ('{"data": {"t": [{"a": {}}, {"b": {}}]}}', "data 't' 'a' {}; data 't' 'b' {}"),
        ('{"build": {"post-processors": [{"post-processor": {"x": {}}}, {}]}}',
         "build {post-processors {post-processor 'x' {}}; post-processors {}}"),
        ('{"source": {"t": {"a": {"x": "y"}}}}', "source 't' 'a' {x='y'}"),
        ('{"source": {"t": {"a": {"x": {"y": 1}}}}}', "source 't' 'a' {x={'y': 1} or {y=1}}"),
        ('{"source": {"t": {"a": {"x": [{"y": 1}, null]}}}}',
         "source 't' 'a' {x=[{'y': 1}, None] or {y=1} {}}"),
        ('{"source": {"t": {"a": {"x": [{"y": 1}, 2]}}}}', "source 't' 'a' {x=[{'y': 1}, 2]}"),
        ('{"source": {"t": {"a": {"x": null}}}}', "source 't' 'a' {x=None or nothing}"),
        ('{"source": {"t": {"a": {"x": {"//": 1}}}}}', "source 't' 'a' {x={'//': 1} or {}}"),
        ('{"source": {"t": {"a": {"dynamic": {"x": {"content": {"y": 1}}}}}}}',
         "source 't' 'a' {dynamic 'x' {content {y=1}}}"),
        ('{"source": {"t": {"a": {"dynamic": {"x": {"iterator": "i"}}}}}}',
         "source 't' 'a' {dynamic 'x' {iterator=i}}"),
        ('{"build": {"dynamic": {"provisioner": {"content": {"x": {}}}}}}',
         "build {dynamic 'provisioner' {content {x={} or {}}}}"),
        ('{"build": {"dynamic": {"post-processors": {"content": {"post-processor": {"x": {}}}}}}}',
         "build {dynamic 'post-processors' {content {post-processor 'x' {}}}}"),
        ('{"source": {"t": {"a": {"x": {"dynamic": {"y": {"content": {}}}}}}}}',
         "source 't' 'a' {x={'dynamic': {'y': {'content': {}}}} or {dynamic 'y' {content {}}}}"),
        ('{"locals": {"a": "${1}", "b": "x${1}", "c": "$${1}", "d": "%{if true}x%{endif}"}}',
         "locals {a=<1>; b=<'x' 1>; c='${1}'; d=<(if True then 'x')>}"),
        ('{"locals": {"a": {"${k}": [true, null, -1.5e3]}}}',
         "locals {a={<k>: [True, None, -1.5e3]}}"),
        ('{"locals": {"a": "e\\u0301"}}', "locals {a='\u00e9'}"),
        ('{"locals": {"a": "${upper(\\"x\\\\n\\")}"}}', "locals {a=<upper('x\\n')>}"),
        ('{"unknown": {"a": {}}, "other": [], "more": 1}', "unknown {a={}}; other=[]; more=1"),
        ('{"varable": {"a": {"type": "any"}}}', "varable 'a' {type=any}"),
    ],
)  # fmt: skip
def test_what_a_file_holds(json_body: Outline, text: str, tree: str) -> None:
    assert json_body(text) == tree


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("3", ['1:1 Expected an object, found "3"']),
        ("null", ['1:1 Expected an object, found "null"']),
        ('{"locals": [null]}', ['1:13 Expected an object, found "null"']),
        ('{"variables": [[{"a": 1}]]}', ["1:16 Expected an object, found a list"]),
        ("[{}, 3]", ['1:6 Expected an object, found "3"']),
        ('{"builders": [], "variables": {}}', ["1:2 This is a legacy JSON template"]),
        ('[{"builders": {}}]', []),
        ('{"locals": 3}', ['1:12 "locals" is a block, not an argument']),
        ('{"locals": [3]}', ['1:13 Expected an object, found "3"']),
        ('{"locals": {"a": 1, "a": 2}}', ['1:21 "a" is given twice']),
        ('{"variable": {}}', ["1:14 This variable block has no name"]),
        ('{"variable": null}', ["1:14 This variable block has no name"]),
        ('{"variable": 3}', ['1:14 Expected the name of a variable block, found "3"']),
        ('{"variable": [3]}', ['1:15 Expected the name of a variable block, found "3"']),
        ('{"source": {"a": {}}}', ["1:18 This source block has no name"]),
        (
            '{"variable": {"//": "x"}}',
            ["1:15 A comment cannot stand where the name of a block does"],
        ),
        ('{"variable": {"a": {"type": "list("}}}', ['1:34 This "(" is not closed']),
        ('{"locals": {"a": {"k": 1, "k": 2}}}', ['1:27 The key "k" stands twice']),
        ('{"locals": {"a": "${1 +}"}}', ['1:24 Expected a value, found "}"']),
        ('{"locals": {"a": "\\ud83d\\ude00\\n${1 +}"}}', ['1:38 Expected a value, found "}"']),
        ('{"locals": {"a": {"${": 1}}}', ["1:22 Expected a value, found the end of the string"]),
        ('{"source": {"t": {"a": {"x": "${1 +}"}}}}', ['1:36 Expected a value, found "}"']),
        ('{"source": {"t": {"a": {"x": {"//": "${1 +}"}}}}}', []),
        ('{"source": {"t": {"a": {"x": {"k": 1, "k": 2}}}}}', []),
    ],
)
def test_what_is_wrong_with_a_file(text: str, problems: list[str]) -> None:
    assert told(text) == problems


def test_problems_in_strings_are_shown_where_they_stand_in_the_json_text() -> None:
    text = '{\n  "locals": {\n    "a": "tab\\t \\u00e9 \\"${upper(\\"x\\") + }\\" end"\n  }\n}'

    [problem] = parse_json(file(text))[1]

    assert problem.span is not None
    assert text[problem.span.start :].startswith('}\\" end')
    assert problem.span.text == "}"


def test_every_node_of_an_expression_spans_its_json_text() -> None:
    text = '{"locals": {"a": "\\\\ \\ud83d\\ude00${ local.\\u0062 }\\n"}}'

    block = only(parse_json(file(text))[0])

    assert isinstance(block, Block)
    argument = only(block.body)
    assert isinstance(argument, Argument)
    assert argument.span.text == '"a": "\\\\ \\ud83d\\ude00${ local.\\u0062 }\\n"'
    assert isinstance(argument.value, Template)
    assert argument.value.span.text == '"\\\\ \\ud83d\\ude00${ local.\\u0062 }\\n"'
    first, middle, last = argument.value.parts
    assert first.span.text == "\\\\ \\ud83d\\ude00"
    assert last.span.text == "\\n"
    assert isinstance(middle, Interpolation)
    assert middle.span.text == "${ local.\\u0062 }"
    assert isinstance(middle.expression, Attribute)
    assert middle.expression.name.span.text == "\\u0062"
    assert middle.expression.span.text == "local.\\u0062"


def test_blocks_know_where_they_stand() -> None:
    text = '{"source": {"t": {"a": [{"x": 1}]}}, "build": {"name": "b"}}'

    source, build = parse_json(file(text))[0].items

    assert isinstance(source, Block)
    assert isinstance(build, Block)
    assert source.type.span.text == '"source"'
    assert [label.span.text for label in source.labels] == ['"t"', '"a"']
    assert source.header == source.header.file.span(24, 25)
    assert source.span.text == '{"x": 1}'
    assert source.body.end.text == "}"
    assert build.header.text == '"build"'
    assert build.span.text == '"build": {"name": "b"}'


def test_a_property_keeps_what_is_wrong_with_it_if_it_is_a_value_or_blocks() -> None:
    text = '{"source": {"t": {"a": {"x": {"k": 1, "k": 2, "//": "${x", "dynamic": {"y": 3}}}}}}'

    body, problems = parse_json(file(text))

    assert problems == ()
    block = only(body)
    assert isinstance(block, Block)
    item = only(block.body)
    assert isinstance(item, Property)
    summaries = [one.summary for one in item.value_faults]
    assert summaries == ['This "${" is not closed', 'The key "k" stands twice']
    assert [one.summary for one in item.block_faults] == ['"dynamic" is a block, not an argument']


def test_what_lies_deep_inside_json_may_not_be_tall_as_well() -> None:
    deep = '{"locals": {"a": ' + "[" * 90 + '"${%s}"' + "]" * 90 + "}}"

    assert told(deep % "1") == []
    assert told(deep % "+".join("1" * 105)) == []
    assert [one.partition(" ")[2] for one in told(deep % "+".join("1" * 150))] == [
        "This expression is too complex"
    ]


def test_references_are_found_at_any_depth() -> None:
    text = '{"data": {"t": {"n": {"a": [{"b": {"c": "${local.x}"}}], "d": "${var.y}"}}}}'

    body, _ = parse_json(file(text))

    assert [(one.root, one.path, one.span.text) for one in references(body)] == [
        ("local", ("x",), "local.x"),
        ("var", ("y",), "var.y"),
    ]


def test_the_number_of_problems_has_a_limit() -> None:
    many = ", ".join(f'"a{at}": "${{"' for at in range(1000))

    assert len(told(f'{{"locals": {{{many}}}}}')) == 201


@pytest.mark.parametrize(
    ("shape", "schema"),
    [
        (FILE, template.FILE),
        (FILE.blocks["packer"].body, template.PACKER),
        (FILE.blocks["variable"].body, variables.VARIABLE),
        (FILE.blocks["variable"].body.blocks["validation"].body, variables.VALIDATION),
        (FILE.blocks["local"].body, template.LOCAL),
        (FILE.blocks["build"].body, builds.BUILD),
        (FILE.blocks["build"].body.blocks["post-processors"].body, builds.CHAIN),
    ],
)
def test_blocks_are_those_that_planning_knows(shape: BodyShape, schema: Schema) -> None:
    assert shape.arguments == schema.arguments
    assert {kind: one.labels for kind, one in shape.blocks.items()} == {
        one.type: one.labels for one in schema.blocks
    }
