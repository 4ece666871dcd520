"""What is inserted for an option or block: text with places to fill in, as editors write them."""

from collections.abc import Mapping
from typing import Final

from goldsmith.lang.shape import Kind, Shape, shape_of
from goldsmith.manual import BlockManual
from goldsmith.sdk.options import Option

_TEXTS = frozenset({Kind.TEXT, Kind.DURATION, Kind.SIZE, Kind.PATH})
_BLOCK: Final = " {\n\t$0\n}"
_LAYOUTS: Final[Mapping[str, str]] = {
    "variable": ' "${1:name}" {\n\ttype = ${2:string}\n\t$0\n}',
    "local": ' "${1:name}" {\n\texpression = $0\n}',
    "packer": " {\n\trequired_plugins {\n\t\t$0\n\t}\n}",
    "build": ' {\n\tsources = ["$1"]\n\t$0\n}',
    "validation": ' {\n\tcondition     = $1\n\terror_message = "$2"\n}',
    "dynamic": ' "${1:type}" {\n\tfor_each = $2\n\n\tcontent {\n\t\t$0\n\t}\n}',
}
"""Blocks that are of little use without some of their arguments."""


def option_snippet(option: Option) -> str:
    """A line that sets an option, or a nested block."""
    shape = option.shape
    if shape is None:
        return f"{option.name} = $0"
    if shape.is_block:
        required = [one for one in option.options if one.required]
        lines = "".join(
            f"\t{one.name} = {_value(shape_of(one.annotation), one, number)}\n"
            for number, one in enumerate(required, 1)
        )
        return f"{option.name} {{\n{lines}\t$0\n}}"
    return f"{option.name} = {_value(shape, option, 1)}"


def block_snippet(block: BlockManual) -> str:
    """A block of the language with its labels."""
    layout = _LAYOUTS.get(block.type)
    if layout is not None:
        return block.type + layout
    labels = "".join(f' "${{{at}:{label}}}"' for at, label in enumerate(block.labels, 1))
    return f"{block.type}{labels}{_BLOCK}"


def escaped(text: str) -> str:
    """`text` as it stands in a snippet."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def _value(shape: Shape, option: Option, number: int) -> str:
    choices = option.choices
    if shape.kind is Kind.BOOL:
        choices = ("false", "true") if option.default == "true" else ("true", "false")
    if choices:
        listed = ",".join(escaped(one).replace(",", "\\,").replace("|", "\\|") for one in choices)
        return f"${{{number}|{listed}|}}"
    if shape.kind in _TEXTS:
        return f'"${number}"'
    if shape.kind in (Kind.SEQUENCE, Kind.SET):
        inner = shape_of(shape.element)
        return f'["${number}"]' if inner.kind in _TEXTS else f"[${number}]"
    if shape.kind is Kind.MAPPING:
        return f"{{\n\t${number}\n}}"
    return f"${{{number}:{escaped(option.default)}}}" if option.default else f"${number}"
