"""What can stand in the block that the cursor is in, from the manual."""

from collections.abc import Sequence
from contextlib import suppress

from goldsmith.catalog import KINDS, Catalog
from goldsmith.diagnostics import GoldsmithError
from goldsmith.lsp.outline import Frame, Item, Outline
from goldsmith.manual import (
    BLOCKS,
    NAMES,
    BlockManual,
    ComponentManual,
    component_manual,
    function_manual,
)
from goldsmith.record import record
from goldsmith.sdk.options import Option

DYNAMIC = "dynamic"
TOP_BLOCKS: tuple[BlockManual, ...] = tuple(one for one in BLOCKS if one.type != DYNAMIC)
"""The blocks that a file holds."""

TOP_TYPES = frozenset(one.type for one in TOP_BLOCKS)
_DYNAMIC = next(one for one in BLOCKS if one.type == DYNAMIC)


@record
class Inside:
    """What a block takes: arguments and options, and blocks of the language."""

    options: tuple[Option, ...] = ()
    blocks: tuple[BlockManual, ...] = ()
    takes_dynamic: bool = False

    def option(self, name: str) -> Option | None:
        """The option or nested block of that name."""
        return next((one for one in self.options if one.name == name), None)

    def block(self, name: str) -> BlockManual | None:
        """The block of the language of that name."""
        return next((one for one in self.blocks if one.type == name), None)


FILE = Inside(blocks=TOP_BLOCKS)
_NOTHING = Inside()


class Manuals:
    """The manual of every component that is installed, each opened once."""

    __slots__ = ("_opened", "catalog")

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._opened: dict[tuple[str, str], ComponentManual | None] = {}

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of all components of a kind."""
        return self.catalog.names(kind) if kind in KINDS else ()

    def component(self, kind: str, name: str) -> ComponentManual | None:
        """The manual of a component; None where nothing of that name can be used."""
        if name not in self.names(kind):
            return None
        if (kind, name) not in self._opened:
            manual = None
            with suppress(GoldsmithError, ImportError):
                manual = component_manual(self.catalog, kind, name)
            self._opened[kind, name] = manual
        return self._opened[kind, name]

    def open_all(self) -> None:
        """Open every page, so that no answer waits for one."""
        for kind in KINDS:
            for name in self.names(kind):
                self.component(kind, name)
        for name in NAMES:
            function_manual(name)

    def inside(self, outline: Outline, blocks: Sequence[Item]) -> Inside:
        """What the last of `blocks` takes; each lies in the one before it, the first in a file."""
        level, around = FILE, FILE
        for block in blocks:
            kind = outline.word(block.first)
            if kind == DYNAMIC:
                around, level = level, Inside(_DYNAMIC.arguments, _DYNAMIC.blocks)
            elif kind == "content" and level.blocks == _DYNAMIC.blocks:
                made = next(one for one in reversed(blocks) if outline.word(one.first) == DYNAMIC)
                level = self._of_type(around, outline.label(made, 0), outline, block, "")
            else:
                level = self._of_type(level, kind, outline, block, outline.label(block, 0))
        return level

    def component_of(self, manual: BlockManual, label: str) -> ComponentManual | None:
        """The component that the first label of a block names."""
        if manual.labels[:1] == ("reference",):
            parts = label.split(".")
            label = parts[-2] if len(parts) > 1 else ""
        return self.component(manual.component, label)

    def _of_type(
        self, level: Inside, kind: str, outline: Outline, block: Item, label: str
    ) -> Inside:
        manual = level.block(kind)
        if manual is None:
            option = level.option(kind)
            if option is None or not option.is_block:
                return _NOTHING
            return Inside(option.options, takes_dynamic=True)
        options = manual.arguments
        component = self.component_of(manual, label) if manual.component else None
        if component is not None:
            options += self._options(component, outline, block.inner)
        takes_dynamic = bool(manual.component) or kind == "build"
        return Inside(_unique(options), manual.blocks, takes_dynamic)

    def _options(
        self, component: ComponentManual, outline: Outline, body: Frame | None
    ) -> tuple[Option, ...]:
        """The options of a component, and of the communicator that its block chooses."""
        if not component.communicators:
            return component.options
        chosen = setting(outline, body, "communicator") or component.communicators[0]
        communicator = self.component("communicator", chosen)
        return component.options + (communicator.options if communicator else ())


def setting(outline: Outline, body: Frame | None, name: str) -> str:
    """The plain text that a block sets an argument to; empty where it does not."""
    for item in body.items if body is not None else ():
        if item.equals >= 0 and outline.word(item.first) == name:
            value = item.equals + 1
            return outline.word(value) if outline.kinds[value] == "string" else ""
    return ""


def _unique(options: Sequence[Option]) -> tuple[Option, ...]:
    return tuple({one.name: one for one in reversed(options)}.values())[::-1]
