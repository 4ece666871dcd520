"""The JSON schemas are schemas, take what is right, and refuse what is wrong."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Literal

import pytest
from jsonschema import Draft202012Validator, ValidationError

from goldsmith.catalog import KINDS, Catalog
from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax import Argument, Body, Expression, parse
from goldsmith.lang.syntax.tree import Boolean, Number, Object, Text, Tuple
from goldsmith.manual import (
    BLOCKS,
    BlockManual,
    block_schema,
    component_manual,
    component_schema,
    template_schema,
)
from goldsmith.manual.value_schema import option_schema
from goldsmith.sdk import ByteSize
from goldsmith.sdk.options import Option

CATALOG = Catalog.load()
COMPONENTS = [(kind, name) for kind in KINDS for name in CATALOG.names(kind)]
TEMPLATE = Draft202012Validator(template_schema(CATALOG))
LANGUAGE = Path(__file__).parents[2] / "language"
GOOD = [LANGUAGE / "json" / "meanings.pkr.json", *LANGUAGE.glob("planning/*.pkr.json")]


def validator(kind: str, name: str) -> Draft202012Validator:
    return Draft202012Validator(component_schema(component_manual(CATALOG, kind, name), CATALOG))


@pytest.mark.parametrize(("kind", "name"), COMPONENTS)
def test_every_component_has_a_schema(kind: str, name: str) -> None:
    schema = component_schema(component_manual(CATALOG, kind, name), CATALOG)

    Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"{kind} {name}"
    json.dumps(schema)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.type)
def test_every_block_has_a_schema(block: BlockManual) -> None:
    Draft202012Validator.check_schema(block_schema(block, CATALOG))


def test_the_schema_of_templates_is_one() -> None:
    Draft202012Validator.check_schema(template_schema(CATALOG))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_a_template_that_is_valid_fits_the_schema(path: Path) -> None:
    assert list(TEMPLATE.iter_errors(json.loads(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(("kind", "name"), COMPONENTS)
def test_the_example_of_every_component_fits_the_schema(kind: str, name: str) -> None:
    example = component_manual(CATALOG, kind, name).example
    body, _ = parse(SourceFile(PurePath("example.pkr.hcl"), example))

    assert list(TEMPLATE.iter_errors(as_json(body))) == []


def as_json(body: Body) -> dict[str, object]:
    """A body as the JSON dialect writes it."""
    found: dict[str, object] = {}
    for item in body.items:
        if isinstance(item, Argument):
            found[item.name.text] = value_as_json(item.value)
            continue
        inner: object = as_json(item.body)
        for label in reversed(item.labels):
            inner = {label.text: inner}
        blocks = found.setdefault(item.type.text, [])
        assert isinstance(blocks, list)
        blocks.append(inner)
    return found


def value_as_json(value: Expression) -> object:
    match value:
        case Text(text):
            return text
        case Boolean():
            return value.span.text == "true"
        case Number(text):
            return float(text) if "." in text else int(text)
        case Tuple(items):
            return [value_as_json(item) for item in items]
        case Object(items):
            return {item.key.span.text.strip('"'): value_as_json(item.value) for item in items}
        case _:
            return f"${{{value.span.text}}}"


@pytest.mark.parametrize(
    "body",
    [
        {"inline": ["true"]},
        {"inline": "${var.lines}", "//": "why"},
        {"inline": ["true"], "valid_exit_codes": [0, "1"], "binary": "true"},
        {"inline": ["true"], "start_retry_timeout": "1h30m", "pause_after": "${var.pause}"},
        {"inline": ["true"], "env": {"A": "b", "C": 1}, "skip_clean": None},
        {"inline": ["true"], "max_retries": "3", "timeout": "5m", "only": ["null.a"]},
        {"inline": ["true"], "override": {"a": {"inline": ["false"]}}},
        {"dynamic": {"x": {"for_each": [], "content": {}}}},
    ],
)
def test_what_a_provisioner_takes_fits_its_schema(body: dict[str, object]) -> None:
    assert list(validator("provisioner", "shell").iter_errors(body)) == []


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"inlin": ["true"]}, []),
        ({"inline": "true"}, ["inline"]),
        ({"inline": [["true"]]}, ["inline", 0]),
        ({"binary": "yes"}, ["binary"]),
        ({"start_retry_timeout": "5 minutes"}, ["start_retry_timeout"]),
        ({"start_retry_timeout": 5}, ["start_retry_timeout"]),
        ({"valid_exit_codes": ["x"]}, ["valid_exit_codes", 0]),
        ({"env": ["A=b"]}, ["env"]),
        ({"max_retries": -1}, ["max_retries"]),
        ([], []),
    ],
)
def test_what_a_provisioner_does_not_take_is_refused_where_it_stands(
    body: object, path: list[object]
) -> None:
    errors = list(validator("provisioner", "shell").iter_errors(body))

    assert errors
    deepest = max((list(one.absolute_path) for one in _leaves(errors)), key=len)
    assert deepest[: len(path)] == path


def _leaves(errors: Iterable[ValidationError]) -> list[ValidationError]:
    return [inner for one in errors for inner in (one, *_leaves(one.context or ()))]


def test_limits_choices_and_blocks_of_a_builder_are_known() -> None:
    qemu = validator("builder", "qemu")
    good = {
        "disk_image": True,
        "format": "raw",
        "disk_size": "40G",
        "host_port_min": "${var.port}",
        "qemu_img_args": {"create": ["-o", "x"]},
        "ssh_username": "root",
        "communicator": "ssh",
        "accelerator": "",
    }

    assert list(qemu.iter_errors(good)) == []
    for name, value in {
        "format": "qcow3",
        "disk_size": "40 gigs",
        "host_port_min": 70000,
        "qemu_img_args": [{}, {}],
        "ssh_usrname": "root",
    }.items():
        assert list(qemu.iter_errors({**good, name: value})), name


def test_a_required_option_is_wanted_of_a_component_alone() -> None:
    build = {"build": {"sources": ["file.a"]}}

    assert list(validator("builder", "file").iter_errors({"content": "x"}))
    assert TEMPLATE.is_valid({"source": {"file": {"a": {"content": "x"}}}, **build})
    assert not TEMPLATE.is_valid({"data": {"http": {"a": {}}}, **build})


def test_what_is_not_supported_can_only_be_left_unset() -> None:
    refused = Draft202012Validator(
        option_schema(Option("a", annotation=str, type="string", refused="There is no a."))
    )

    assert refused.is_valid(None)
    assert refused.is_valid("")
    assert not refused.is_valid("something")


def test_what_the_manual_says_is_in_the_schema() -> None:
    schema = option_schema(
        Option(
            "a",
            "What it is.",
            str,
            default='"x"',
            secret=True,
            deprecated="Write b.",
            required=True,
        )
    )

    assert schema == {
        "type": ["string", "number", "boolean"],
        "description": "What it is. Deprecated: Write b.",
        "deprecated": True,
        "writeOnly": True,
        "default": "x",
    }


@pytest.mark.parametrize(
    ("annotation", "good", "bad"),
    [
        (bool, [True, "false", "1", "${var.a}", "{{user `a`}}", None], ["yes", 1, []]),
        (int, [3, "3", "${var.a}"], [1.5, "x", True]),
        (float, [3, 1.5, "1e3"], ["x"]),
        (timedelta, ["5m", "1h2m3.5s", "0", 0, "", "-1s"], ["5", "5 m", 5]),
        (ByteSize, ["40G", "40", 40, ""], ["40 G", "40GB"]),
        (Literal["a", "b", ""], ["a", "", "${var.a}"], ["c", 1]),
        (Literal[1, 2], [1], [3]),
        (bytes, [[0, 255]], [[256], "x"]),
        (frozenset[int], [[1, "2"], "${var.a}"], [1, ["x"]]),
        (Mapping[str, bool], [{"a": True}, "${var.a}"], [{"a": "x"}, []]),
        (tuple[tuple[str, ...], ...], [[["a"]]], [["a"]]),
    ],
)
def test_values_are_taken_in_every_form_that_is_converted(
    annotation: object, good: list[object], bad: list[object]
) -> None:
    schema = Draft202012Validator(option_schema(Option("a", "A.", annotation)))

    assert [one for one in good if not schema.is_valid(one)] == []
    assert [one for one in bad if schema.is_valid(one)] == []


@pytest.mark.parametrize(
    "document",
    [
        {},
        [{"variable": {"a": {}}}, {"build": {}}],
        {"//": ["any", "comment"], "locals": {"a": 1, "b": "${local.a}"}},
        {"variable": [{"a": {"type": "list(string)", "default": []}}, {"b": {"sensitive": True}}]},
        {
            "variable": {
                "a": {"validation": {"condition": "${var.a != null}", "error_message": "No."}}
            }
        },
        {"source": {"null": [{"a": {"communicator": "none"}}, {"b": [{}]}]}},
        {"build": [{"sources": ["null.a"], "provisioner": [{"shell": {}}, {"shell": [{}]}]}]},
        {"build": {"source": {"null.a": {"name": "b"}}, "post-processor": {"manifest": {}}}},
        {"build": {"post-processors": [{"post-processor": [{"manifest": {}}]}]}},
        {"build": {"dynamic": {"provisioner": {"for_each": [1], "content": {}}}}},
        {"packer": {"required_plugins": {"qemu": {"version": "~> 1", "source": "a/b/c"}}}},
        {"data": {"null": {"a": {"input": "x"}}}, "source": None},
    ],
)
def test_every_form_of_the_json_dialect_fits(document: object) -> None:
    assert list(TEMPLATE.iter_errors(document)) == []


@pytest.mark.parametrize(
    "document",
    [
        "",
        {"sorce": {}},
        {"builders": []},
        {"variable": {"a": {"defalt": 1}}},
        {"variable": {"a": {"validation": {"condition": True}}}},
        {"source": {"qemuu": {"a": {}}}},
        {"source": {"null": {"a": {"comunicator": "none"}}}},
        {"source": {"null": "a"}},
        {"build": {"sources": "null.a"}},
        {"build": {"provisioner": {"shel": {}}}},
        {"build": {"provisioner": {"shell": {"inlin": []}}}},
        {"build": {"post-processors": {"provisioner": {}}}},
    ],
)
def test_what_is_wrong_in_a_template_is_refused(document: object) -> None:
    assert list(TEMPLATE.iter_errors(document))
