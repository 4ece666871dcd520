"""Annotations of settings."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal, Optional

import pytest

from goldsmith.lang.bytesize import ByteSize
from goldsmith.lang.schema import build_settings
from goldsmith.lang.shape import Kind, Shape, shape_of


@build_settings
class Part:
    name: str = ""


@pytest.mark.parametrize(
    ("annotation", "shape"),
    [
        (str, Shape(Kind.TEXT)),
        (bool, Shape(Kind.BOOL)),
        (int, Shape(Kind.INTEGER)),
        (float, Shape(Kind.NUMBER)),
        (timedelta, Shape(Kind.DURATION)),
        (ByteSize, Shape(Kind.SIZE)),
        (bytes, Shape(Kind.BYTES)),
        (Path, Shape(Kind.PATH)),
        (Literal["a", "b"], Shape(Kind.CHOICE, choices=("a", "b"))),
        (tuple[str, ...], Shape(Kind.SEQUENCE, element=str)),
        (frozenset[int], Shape(Kind.SET, element=int)),
        (Mapping[str, str], Shape(Kind.MAPPING, element=str)),
        (str | None, Shape(Kind.TEXT, optional=True)),
        (None | bool, Shape(Kind.BOOL, optional=True)),
        (Optional[Literal["a"]], Shape(Kind.CHOICE, optional=True, choices=("a",))),  # noqa: UP045 - the old form is still written
        (Part, Shape(Kind.BLOCK, element=Part)),
        (Part | None, Shape(Kind.BLOCK, optional=True, element=Part)),
        (tuple[Part, ...], Shape(Kind.BLOCKS, element=Part)),
    ],
)
def test_an_annotation_is_taken_apart(annotation: object, shape: Shape) -> None:
    assert shape_of(annotation) == shape


@pytest.mark.parametrize(
    "annotation",
    [
        object,
        dict,
        tuple[str, str],
        Mapping[int, str],
        str | int,
        str | int | None,
        list[str],
        "str",
    ],
)
def test_other_annotations_are_a_mistake_of_the_plugin(annotation: object) -> None:
    with pytest.raises(TypeError, match="cannot be of type"):
        shape_of(annotation)
