"""The blocks of a file as a tree, for the outline of an editor."""

from enum import Enum

from goldsmith.diagnostics import Span
from goldsmith.lsp.outline import Frame, Item, Outline
from goldsmith.record import record

_DEEPEST = 20


class Shape(Enum):
    """The sign that an editor shows."""

    BLOCK = "block"
    VALUE = "value"
    ARGUMENT = "argument"


@record
class Symbol:
    """A block or argument; `name_span` is a part of `span`."""

    name: str
    detail: str
    shape: Shape
    span: Span
    name_span: Span
    children: tuple["Symbol", ...] = ()


def symbols(outline: Outline) -> tuple[Symbol, ...]:
    """Everything in a file that has a name."""
    return _below(outline, outline.root, _DEEPEST)


def _below(outline: Outline, frame: Frame, deepest: int) -> tuple[Symbol, ...]:
    if deepest == 0:
        return ()
    found = (_symbol(outline, item, deepest) for item in frame.items)
    return tuple(one for one in found if one is not None)


def _symbol(outline: Outline, item: Item, deepest: int) -> Symbol | None:
    if outline.kinds[item.first] != "name":
        return None
    first = outline.span(item.first)
    whole = first.to(outline.span(item.last))
    if item.inner is None:
        if item.equals < 0:
            return None
        return Symbol(first.text, "", _shape_of(outline, item), whole, first)
    if item.inner.closer < 0:
        whole = first.to(_last_of(outline, item.inner))
    labels = [word for label in item.labels if (word := outline.word(label))]
    name = labels[-1] if labels else first.text
    detail = " ".join([first.text, *labels[:-1]]) if labels else ""
    name_span = outline.span(item.labels[-1]) if labels else first
    children = _below(outline, item.inner, deepest - 1)
    shape = Shape.VALUE if first.text in ("variable", "local") else Shape.BLOCK
    return Symbol(name, detail, shape, whole.to(name_span), name_span, children)


def _last_of(outline: Outline, frame: Frame) -> Span:
    """The end of a block that is not closed."""
    token = frame.items[-1].last if frame.items else frame.opener
    return outline.span(token)


def _shape_of(outline: Outline, item: Item) -> Shape:
    owner = item.frame.owner
    kind = outline.word(owner.first) if owner is not None else ""
    return Shape.VALUE if kind in ("locals", "variables") else Shape.ARGUMENT
