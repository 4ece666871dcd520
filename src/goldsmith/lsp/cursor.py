"""What the cursor stands at: in which block, on which side of an argument, in which reference."""

from collections.abc import Iterator
from enum import Enum

from goldsmith.diagnostics import Span
from goldsmith.lsp.outline import Frame, Item, Kind, Outline
from goldsmith.record import field, record

_WORDS = frozenset({"name", "number"})
_BRACES = frozenset({Kind.FILE, Kind.BLOCK, Kind.OBJECT})
_TEXTS = frozenset({Kind.TEXT, Kind.HEREDOC})
_DIRECTIVES = frozenset({"%{", "%{~"})


class Side(Enum):
    """Which part of an item the cursor is in."""

    NAME = "the name of an argument, or the type of a block"
    LABEL = "a label of a block"
    KEY = "a key of an object"
    VALUE = "a value"
    TEXT = "the inside of a string that is more than one text"
    NOWHERE = "a comment, or behind the end of an item"


@record
class Call:
    """The function whose arguments the cursor is among."""

    name: str
    index: int
    """Which argument the cursor is in."""


@record
class Where:
    """A place in an outline, in the words of the language."""

    outline: Outline
    offset: int
    side: Side
    word: Span
    """What stands there and would be replaced; it may be empty, and ends behind the cursor."""

    blocks: tuple[Item, ...] = ()
    """The blocks around it, the outermost first."""

    item: Item | None = None
    """The item that it is in; a block around it is none."""

    keys: tuple[str, ...] = ()
    """In objects, the keys that lead here from the argument, the outermost first."""

    object: Frame | None = None
    """The innermost object around it."""

    label: int = 0
    """Which label it is in."""

    quoted: bool = False
    """Whether the word stands between quotes that hold nothing else."""

    chain: tuple[int, ...] = ()
    """The tokens of the names of a reference as far as the cursor, which may end with a dot."""

    complete: bool = True
    """Whether the reference begins with a name, and not behind a bracket."""

    call: Call | None = None
    iterators: frozenset[str] = field(factory=frozenset)
    """Names that `dynamic` gives a meaning here: each has a key and a value."""

    loops: frozenset[str] = field(factory=frozenset)
    """Names that `for` gives a meaning here."""

    @property
    def bound(self) -> frozenset[str]:
        """Names that mean something else than they would elsewhere."""
        return self.iterators | self.loops

    @property
    def argument(self) -> str:
        """The argument of a block whose value the cursor is in; empty where it is in none."""
        item = self.item
        if item is None and self.object is not None:
            item = self.object.owner
        while item is not None and item.frame.kind is Kind.OBJECT:
            item = item.frame.owner
        return self.outline.word(item.first) if item is not None and item.inner is None else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the reference; the last may be empty."""
        found = tuple(map(self.outline.text, self.chain))
        behind_dot = bool(self.chain) and self.outline.ends[self.chain[-1]] < self.offset
        return (*found, "") if behind_dot and not self.word.text else found

    def type_of(self, block: Item) -> str:
        """The type of a block around the cursor."""
        return self.outline.word(block.first)


def over(outline: Outline, offset: int) -> Where:
    """What the mouse points at: as `where`, with a word that begins here counted in."""
    at = outline.before(offset + 1)
    if at >= 0 and outline.kinds[at] in _WORDS and outline.starts[at] == offset:
        return where(outline, offset + 1)
    return where(outline, offset)


def where(outline: Outline, offset: int) -> Where:
    """What the cursor stands at when it is before the character at `offset`."""
    file = outline.file
    nothing = Where(outline, offset, Side.NOWHERE, file.span(offset, offset))
    if outline.in_comment(offset):
        return nothing
    last = outline.before(offset)
    frame = outline.frames[last] if last >= 0 else outline.root
    item = outline.items[last] if last >= 0 else None
    word, quoted = _word(outline, offset, last, frame)
    base = frame
    while base.kind not in _BRACES and base.outer is not None:
        base = base.outer
    side, label = _side(outline, offset, last, base, item)
    literal = frame.kind in (Kind.TEXT, Kind.HEREDOC)
    if literal and not quoted and side is not Side.NOWHERE:
        side = Side.TEXT
    chain, complete = ((), True) if quoted or literal else _chain(outline, offset, last)
    return Where(
        outline,
        offset,
        side,
        word,
        tuple(_blocks(base)),
        item,
        tuple(_keys(outline, base)),
        base if base.kind is Kind.OBJECT else None,
        label,
        quoted,
        chain,
        complete,
        _call(outline, last, frame),
        frozenset(_iterators(outline, frame)),
        frozenset(_loops(outline, frame, last)),
    )


def _word(outline: Outline, offset: int, last: int, frame: Frame) -> tuple[Span, bool]:
    """The word at the cursor, and whether it is a text of its own between quotes."""
    empty = outline.file.span(offset, offset)
    if last < 0:
        return empty, False
    kind, end = outline.kinds[last], outline.ends[last]
    if kind in _WORDS and offset <= end:
        return outline.span(last), False
    if kind == "string" and offset < end:
        return outline.inside(last), True
    if frame.kind is not Kind.TEXT:
        return empty, False
    first = frame.opener + 1
    if outline.kinds[first] in ("unclosed", "string-end"):
        return empty, True
    alone = outline.kinds[first] == "literal" and outline.kinds[first + 1] in (
        "unclosed",
        "string-end",
    )
    literal = last if kind == "literal" else last + 1
    if outline.kinds[literal] == "literal" and offset <= outline.ends[literal]:
        return outline.span(literal), alone
    return empty, False


def _side(
    outline: Outline, offset: int, last: int, base: Frame, item: Item | None
) -> tuple[Side, int]:
    body = base.kind is not Kind.OBJECT
    if item is None or item.frame is not base:
        return (Side.NAME if body else Side.KEY), 0
    if 0 <= item.equals <= last:
        return Side.VALUE, 0
    if item.first == last and offset <= outline.ends[last] and outline.kinds[last] in _WORDS:
        return (Side.NAME if body else Side.KEY), 0
    if not body:
        inside = item.first == last and offset < outline.ends[last]
        return (Side.KEY if inside else Side.NOWHERE), 0
    if item.inner is not None and item.inner.opener <= last:
        return Side.NOWHERE, 0
    complete = [one for one in item.labels if one <= last and outline.ends[one] < offset]
    return Side.LABEL, len(complete)


def _chain(outline: Outline, offset: int, last: int) -> tuple[tuple[int, ...], bool]:
    """The names joined by dots up to the cursor, and whether nothing else comes before them."""
    if last < 0:
        return (), True
    kinds = outline.kinds
    at = last
    found: list[int] = []
    if kinds[at] == "name" and offset <= outline.ends[at]:
        found.append(at)
        at -= 1
    while at >= 0 and kinds[at] == ".":
        if at == 0 or kinds[at - 1] != "name":
            return (), False
        found.append(at - 1)
        at -= 2
    return tuple(reversed(found)), True


def _blocks(base: Frame) -> list[Item]:
    found: list[Item] = []
    frame: Frame | None = base
    while frame is not None:
        if frame.kind is Kind.BLOCK and frame.owner is not None:
            found.append(frame.owner)
        frame = frame.outer
    return found[::-1]


def _keys(outline: Outline, base: Frame) -> list[str]:
    found: list[str] = []
    frame = base
    while frame.kind is Kind.OBJECT and frame.owner is not None:
        owner = frame.owner
        if owner.frame.kind is Kind.OBJECT:
            found.append(outline.word(owner.first))
        frame = owner.frame
    return found[::-1]


def _call(outline: Outline, last: int, frame: Frame) -> Call | None:
    at: Frame | None = frame
    while at is not None and at.kind not in (Kind.BLOCK, Kind.FILE):
        if at.kind is Kind.CALL:
            before = sum(1 for comma in at.commas if comma <= last)
            return Call(outline.text(at.opener - 1), before)
        at = at.outer
    return None


def _iterators(outline: Outline, frame: Frame) -> Iterator[str]:
    at: Frame | None = frame
    while at is not None:
        if at.kind is Kind.BLOCK:
            yield from _iterator(outline, at)
        at = at.outer


def _loops(outline: Outline, frame: Frame, last: int) -> Iterator[str]:
    at: Frame | None = frame
    while at is not None and at.outer is not None:
        if at.kind in _TEXTS:
            yield from _directives(outline, at.opener + 1, last)
        else:
            yield from _names_of_for(outline, at.opener + 1)
        at = at.outer


def _directives(outline: Outline, first: int, last: int) -> Iterator[str]:
    """The names of the `%{ for … }` that are open behind the token `last` of a text."""
    open_: list[tuple[str, ...]] = []
    for token in range(first, last):
        if outline.kinds[token] not in _DIRECTIVES or outline.kinds[token + 1] != "name":
            continue
        word = outline.text(token + 1)
        if word == "for":
            open_.append(tuple(_names_of_for(outline, token + 1)))
        elif word == "endfor" and open_:
            open_.pop()
    for names in open_:
        yield from names


def _names_of_for(outline: Outline, first: int) -> Iterator[str]:
    if outline.kinds[first] != "name" or outline.text(first) != "for":
        return
    for token in range(first + 1, min(first + 4, len(outline.kinds))):
        if outline.kinds[token] == "name":
            if outline.text(token) == "in":
                return
            yield outline.text(token)


def _iterator(outline: Outline, block: Frame) -> Iterator[str]:
    owner = block.owner
    if owner is None or outline.word(owner.first) != "dynamic":
        return
    for item in block.items:
        if outline.word(item.first) == "iterator" and item.equals >= 0:
            yield outline.text(item.equals + 1)
            return
    if owner.labels:
        yield outline.word(owner.labels[0])
