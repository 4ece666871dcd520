"""The manual of the language says what planning reads, no more and no less."""

from pathlib import PurePath

import pytest

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.dynamic import _SCHEMA as DYNAMIC_SCHEMA
from goldsmith.lang.schema import Schema
from goldsmith.lang.syntax import parse
from goldsmith.manual import BLOCKS, PLACEHOLDERS, BlockManual
from goldsmith.manual.build_blocks import (
    BUILD,
    ERROR_CLEANUP,
    POST_PROCESSOR,
    POST_PROCESSORS,
    PROVISIONER,
)
from goldsmith.manual.language import DYNAMIC, LOCAL, PACKER, VALIDATION, VARIABLE
from goldsmith.planning import Inputs, builds, template, variables
from goldsmith.planning.rendering import functions

SCHEMAS = (
    (PACKER, template.PACKER),
    (LOCAL, template.LOCAL),
    (VARIABLE, variables.VARIABLE),
    (VALIDATION, variables.VALIDATION),
    (BUILD, builds.BUILD),
    (POST_PROCESSORS, builds.CHAIN),
    (DYNAMIC, DYNAMIC_SCHEMA),
)


def arguments(block: BlockManual) -> set[str]:
    return {one.name for one in block.arguments}


def every_block(blocks: tuple[BlockManual, ...] = BLOCKS) -> list[BlockManual]:
    return [*blocks, *(inner for one in blocks for inner in every_block(one.blocks))]


@pytest.mark.parametrize(("block", "schema"), SCHEMAS, ids=lambda one: getattr(one, "type", ""))
def test_a_block_is_described_as_it_is_read(block: BlockManual, schema: Schema) -> None:
    assert arguments(block) == set(schema.arguments or ())
    assert {one.name for one in block.arguments if one.required} == set(schema.required)
    assert {(one.type, len(one.labels)) for one in block.blocks} == {
        (one.type, len(one.labels)) for one in schema.blocks
    }


def test_every_block_of_a_file_is_described() -> None:
    described = {(one.type, one.labels) for one in BLOCKS if one.type != "dynamic"}

    assert described == {(one.type, one.labels) for one in template.FILE.blocks}


def test_steps_are_described_with_what_the_language_reads_of_them() -> None:
    assert arguments(PROVISIONER) == arguments(ERROR_CLEANUP) == set(builds.PROVISIONER_META)
    assert arguments(POST_PROCESSOR) == set(builds.POST_PROCESSOR_META)


@pytest.mark.parametrize("block", every_block(), ids=lambda block: block.type)
def test_every_block_and_argument_says_something(block: BlockManual) -> None:
    assert block.text
    assert block.arguments or block.blocks or block.anything or block.component
    for one in block.arguments:
        assert one.text
        assert one.type


@pytest.mark.parametrize("block", every_block(), ids=lambda block: block.type)
def test_every_example_can_be_read(block: BlockManual) -> None:
    _, problems = parse(SourceFile(PurePath("example.pkr.hcl"), block.example))

    assert problems == ()


def test_every_function_of_go_templates_is_described() -> None:
    described = {one.name for one in PLACEHOLDERS if not one.legacy}

    assert described == set(functions(Inputs("a.pkr.hcl")))
    assert all(one.text and one.usage.startswith("{{") for one in PLACEHOLDERS)
