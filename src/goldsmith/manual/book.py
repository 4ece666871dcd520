"""Every page of the manual, and finding the one that is meant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from goldsmith.catalog import KINDS, Catalog
from goldsmith.diagnostics import closest
from goldsmith.manual.build_blocks import POST_PROCESSOR, PROVISIONER
from goldsmith.manual.components import component_manual, lines_that_set
from goldsmith.manual.functions import NAMES, function_manual
from goldsmith.manual.language import BLOCKS
from goldsmith.manual.placeholders import PLACEHOLDERS
from goldsmith.manual.topics import BlockManual, ComponentManual, OptionManual, Topic
from goldsmith.sdk.options import Option

T = TypeVar("T")

Below = Mapping[str, tuple[Topic, ...]]
_PREFIXES: Mapping[str, str] = {
    "builder": "builder",
    "source": "builder",
    "communicator": "communicator",
    "provisioner": "provisioner",
    "post-processor": "post-processor",
    "data": "data source",
    "data-source": "data source",
    "function": "function",
    "template-function": "template function",
    "block": "block",
    "command": "command",
}
"""What a path may begin with, and the kind of page it asks for."""

_BLOCK_OF: Mapping[str, BlockManual] = {
    "provisioner": PROVISIONER,
    "post-processor": POST_PROCESSOR,
}
"""The block that a component stands in, whose arguments it takes besides its options."""


class Book:
    """All pages; `others` are those of the caller, such as commands."""

    def __init__(self, catalog: Catalog, others: Iterable[Topic] = ()) -> None:
        self.catalog = catalog
        self._pages = (*self._all(), *others)
        self._nested = tuple(
            page for block in BLOCKS for page in self._inner_blocks(block, block.type)
        )

    def pages(self, kind: str) -> tuple[Topic, ...]:
        """The pages of one kind, in the order in which a list shows them."""
        found = tuple(one for one in self._pages if one.kind == kind)
        return (*found, *self._nested) if kind == "block" else found

    def find(self, path: str) -> tuple[Topic, ...]:
        """Every page that `path` may mean, such as `file`, `builder.file`, `shell.inline`."""
        first, *rest = path.split(".")
        found = [page for one in self._named(first) for page in _follow(one, rest)]
        if rest and first in _PREFIXES:
            for one in self.pages(_PREFIXES[first]):
                if one.name == rest[0]:
                    found += _follow(one, rest[1:])
        return tuple({page.path: page for page in found}.values())

    def with_option(self, name: str) -> tuple[Topic, ...]:
        """The options and arguments of that name, wherever they belong."""
        found: dict[str, Topic] = {}
        for one in (*self._pages, *self._nested):
            if one.kind in KINDS or one.kind == "block":
                for page in one.below().get(name, ()):
                    if page.kind == "option":
                        found.setdefault(page.path, page)
        return tuple(found.values())

    def suggestion(self, path: str) -> str:
        """The path that was probably meant, or an empty text."""
        words = path.split(".")
        for length in range(len(words) - 1, -1, -1):
            known = self._names_below(words[:length])
            if known:
                close = closest(words[length], known)
                return ".".join([*words[:length], close]) if close else ""
        return ""

    def _names_below(self, words: Sequence[str]) -> set[str]:
        if not words:
            return {one.name for one in self._pages} | set(_PREFIXES)
        found: set[str] = set()
        if len(words) == 1 and words[0] in _PREFIXES:
            found |= {one.name for one in self.pages(_PREFIXES[words[0]])}
        return found.union(*(one.below() for one in self.find(".".join(words))))

    def _named(self, name: str) -> tuple[Topic, ...]:
        """The pages of that name; those of blocks inside others only where there is no other."""
        found = tuple(one for one in self._pages if one.name == name)
        return found or tuple(one for one in self._nested if one.name == name)

    def _all(self) -> Iterator[Topic]:
        for block in BLOCKS:
            yield self._block(block, f"block.{block.type}", block.type)
        for kind in KINDS:
            for name in self.catalog.names(kind):
                path = f"{kind.replace(' ', '-')}.{name}"
                manual = partial(component_manual, self.catalog, kind, name)
                below = partial(self._below_component, manual, path)
                yield Topic(kind, name, path, manual, below)
        for name in NAMES:
            yield Topic("function", name, f"function.{name}", partial(function_manual, name))
        for one in PLACEHOLDERS:
            path = f"template-function.{one.name}"
            yield Topic("template function", one.name, path, partial(_same, one))

    def _below_component(self, manual: "partial[ComponentManual]", path: str) -> Below:
        opened = manual()
        found = _options(opened.options, path, opened.example)
        block = _BLOCK_OF.get(opened.kind)
        if block is not None:
            found = {**_options(block.arguments, f"build.{block.type}", block.example), **found}
        for communicator in opened.communicators:
            for page in self.find(f"communicator.{communicator}"):
                found = {**page.below(), **found}
        return found

    def _block(self, block: BlockManual, path: str, prefix: str) -> Topic:
        below = partial(self._below_block, block, prefix)
        return Topic("block", block.type, path, partial(_same, block), below)

    def _below_block(self, block: BlockManual, prefix: str) -> Below:
        found = _options(block.arguments, prefix, block.example)
        for inner in block.blocks:
            path = f"{prefix}.{inner.type}"
            found[inner.type] = (self._block(inner, path, path),)
        if block.component:
            for page in self.pages(block.component):
                found.setdefault(page.name, (page,))
        return found

    def _inner_blocks(self, block: BlockManual, prefix: str) -> Iterator[Topic]:
        for inner in block.blocks:
            path = f"{prefix}.{inner.type}"
            yield self._block(inner, path, path)
            yield from self._inner_blocks(inner, path)


def _same(one: T) -> T:
    return one


def _follow(page: Topic, rest: Sequence[str]) -> Iterator[Topic]:
    if not rest:
        yield page
        return
    for one in page.below().get(rest[0], ()):
        yield from _follow(one, rest[1:])


def _options(options: Iterable[Option], owner: str, example: str) -> dict[str, tuple[Topic, ...]]:
    return {one.name: (_option(one, owner, example),) for one in options}


def _option(option: Option, owner: str, example: str) -> Topic:
    path = f"{owner}.{option.name}"
    return Topic(
        "option",
        option.name,
        path,
        lambda: OptionManual(owner, option, lines_that_set(option.name, example)),
        lambda: _options(option.options, path, example),
    )
