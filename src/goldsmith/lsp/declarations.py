"""What the files of a template declare, and where they refer to it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from goldsmith.diagnostics import Span
from goldsmith.lsp.outline import Frame, Item, Outline
from goldsmith.record import record

Key: TypeAlias = tuple[str, ...]
"""The root of references to it, and the names that follow: `("data", "http", "x")`."""

_PARTS = {"var": 1, "local": 1, "data": 2}
_SOURCE = "source"
_REMEMBERED = 32
"""Files whose words are sorted once for many questions."""
_SELECTIONS = ("only", "except")


@record
class Declaration:
    """A variable, local value, data source or source."""

    key: Key
    name: Span
    item: Item
    outline: Outline

    @property
    def reference(self) -> str:
        """How expressions and lists of sources write it."""
        return ".".join(self.key)


@record
class Occurrence:
    """A place where something is referred to; `name` is what would change with its name."""

    key: Key
    span: Span
    name: Span


@lru_cache(maxsize=_REMEMBERED)
def declarations(outline: Outline) -> tuple[Declaration, ...]:
    """Everything that one file declares."""
    return tuple(_declarations(outline))


@lru_cache(maxsize=_REMEMBERED)
def occurrences(outline: Outline) -> tuple[Occurrence, ...]:
    """Every place of one file that refers to something by name."""
    return tuple(_occurrences(outline))


def _declarations(outline: Outline) -> Iterator[Declaration]:
    for item in outline.root.items:
        kind = outline.word(item.first)
        if item.inner is None and not item.labels:
            continue
        match kind:
            case "variable" | "local" if item.labels:
                root = "var" if kind == "variable" else kind
                yield _declared(outline, item, root, item.labels[:1])
            case "data" | "source" if len(item.labels) > 1:
                yield _declared(outline, item, kind, item.labels[:2])
            case "variables" | "locals" if item.inner is not None:
                root = "var" if kind == "variables" else "local"
                for one in item.inner.items:
                    if one.equals >= 0:
                        yield _declared(outline, one, root, [one.first])


def _declared(outline: Outline, item: Item, root: str, labels: list[int]) -> Declaration:
    key = (root, *map(outline.word, labels))
    return Declaration(key, outline.inside(labels[-1]), item, outline)


def _occurrences(outline: Outline) -> Iterator[Occurrence]:
    kinds = outline.kinds
    for token, kind in enumerate(kinds):
        if kind == "name" and kinds[token + 1] == "." and kinds[token - 1] != ".":
            yield from _reference(outline, token)
    for item in outline.root.items:
        if outline.word(item.first) == "build" and item.inner is not None:
            for token in _names_of_sources(outline, item.inner):
                yield from _source(outline, token)


def _reference(outline: Outline, token: int) -> Iterator[Occurrence]:
    root = outline.text(token)
    last = token + 2 * _PARTS.get(root, 0)
    if last == token or last >= len(outline.kinds):
        return
    names = range(token + 2, last + 1, 2)
    if all(outline.kinds[at] == "name" and outline.kinds[at - 1] == "." for at in names):
        span = outline.span(token).to(outline.span(last))
        yield Occurrence((root, *map(outline.text, names)), span, outline.span(last))


def _names_of_sources(outline: Outline, build: Frame) -> Iterator[int]:
    """The strings of a build block that name sources."""
    for item in build.items:
        kind = outline.word(item.first)
        if kind == "sources":
            yield from _strings(outline, item)
        elif kind == _SOURCE:
            yield from item.labels[:1]
        for inner in item.inner.items if item.inner is not None else ():
            if outline.word(inner.first) in _SELECTIONS:
                yield from _strings(outline, inner)


def _strings(outline: Outline, item: Item) -> Iterator[int]:
    if item.equals < 0:
        return
    for token in range(item.equals + 1, item.last + 1):
        if outline.kinds[token] == "string":
            yield token


def _source(outline: Outline, token: int) -> Iterator[Occurrence]:
    inside = outline.inside(token)
    parts = inside.text.split(".")
    if parts[0] == _SOURCE and len(parts) > 2:
        parts = parts[:3]
    elif len(parts) == 2:
        parts = [_SOURCE, *parts]
    else:
        return
    end = inside.start + inside.text.rfind(parts[-1]) + len(parts[-1])
    name = Span(inside.file, end - len(parts[-1]), end)
    yield Occurrence(tuple(parts), Span(inside.file, inside.start, end), name)


def key_at(outline: Outline, offset: int) -> Key | None:
    """What the word at `offset` declares or refers to."""
    for one in declarations(outline):
        if one.name.start <= offset <= one.name.end:
            return one.key
    return next((one.key for one in occurrences(outline) if _touches(one.span, offset)), None)


def set_in(outline: Outline) -> Iterator[Occurrence]:
    """The variables that a file of values sets."""
    for item in outline.root.items:
        if outline.kinds[item.first] == "name" and item.equals >= 0:
            name = outline.span(item.first)
            yield Occurrence(("var", name.text), name, name)


def declared(outlines: Iterable[Outline]) -> dict[Key, Declaration]:
    """What several files declare together; the first of a name wins."""
    found: dict[Key, Declaration] = {}
    for outline in outlines:
        for one in declarations(outline):
            found.setdefault(one.key, one)
    return found


def value_of(outline: Outline, item: Item) -> str:
    """The value of an argument as written, on one line, shortened."""
    if item.equals < 0:
        return ""
    start, end = outline.ends[item.equals], outline.ends[item.last]
    text = " ".join(outline.file.text[start : min(end, start + 200)].split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def _touches(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end
