"""The manual: a page for each component, block, function and option, and how to find it."""

from goldsmith.manual.book import Book
from goldsmith.manual.components import component_manual
from goldsmith.manual.functions import NAMES, function_manual
from goldsmith.manual.json_schema import block_schema, component_schema, template_schema
from goldsmith.manual.language import BLOCKS
from goldsmith.manual.placeholders import PLACEHOLDERS
from goldsmith.manual.topics import (
    BlockManual,
    ComponentManual,
    FunctionManual,
    OptionManual,
    PlaceholderManual,
    TextManual,
    Topic,
)

__all__ = [
    "BLOCKS",
    "NAMES",
    "PLACEHOLDERS",
    "BlockManual",
    "Book",
    "ComponentManual",
    "FunctionManual",
    "OptionManual",
    "PlaceholderManual",
    "TextManual",
    "Topic",
    "block_schema",
    "component_manual",
    "component_schema",
    "function_manual",
    "template_schema",
]
