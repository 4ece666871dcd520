"""The blocks, arguments and brackets of a text, read from its tokens alone.

The parser leaves out an item with a mistake in it, and what is being written is just that. Here
every token has a place, whatever is still missing around it: a line that cannot belong to an open
bracket closes it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from enum import Enum

from goldsmith.diagnostics import SourceFile, Span
from goldsmith.lang.syntax.lexer import lex

MOST_DEPTH = 100
"""Brackets that lie deeper are not looked into, which keeps the work in proportion."""

_FARTHEST = 10
"""How many brackets of other kinds a closing one may go past."""


class Kind(Enum):
    """What a frame is the inside of."""

    FILE = "a file"
    BLOCK = "a block"
    OBJECT = "an object"
    LIST = "a list or an index"
    CALL = "the arguments of a function"
    GROUP = "parentheses"
    TEXT = "a quoted string"
    HEREDOC = "a heredoc"
    SEQUENCE = "an interpolation or directive"


_BODIES = frozenset({Kind.FILE, Kind.BLOCK})
_BRACES = frozenset({Kind.FILE, Kind.BLOCK, Kind.OBJECT})
_FREE = frozenset({Kind.LIST, Kind.CALL, Kind.GROUP})
"""Where ends of lines mean nothing, and no item can begin."""
_TEXTS = frozenset({Kind.TEXT, Kind.HEREDOC})
_BRACKETS = frozenset({Kind.BLOCK, Kind.OBJECT})
_LISTS = frozenset({Kind.LIST})
_PARENTHESES = frozenset({Kind.CALL, Kind.GROUP})
_SEQUENCES = frozenset({Kind.SEQUENCE})
_OPENERS: Mapping[str, Kind] = {
    "{": Kind.OBJECT,
    "(": Kind.GROUP,
    "[": Kind.LIST,
    "string-start": Kind.TEXT,
    "heredoc-start": Kind.HEREDOC,
    "bad-heredoc": Kind.HEREDOC,
    **dict.fromkeys(("${", "${~", "%{", "%{~"), Kind.SEQUENCE),
}
_CLOSERS: Mapping[str, frozenset[Kind]] = {"}": _BRACKETS, "]": _LISTS, ")": _PARENTHESES}


class Item:
    """An argument, a block or a part of an object; its parts are numbers of tokens."""

    __slots__ = ("equals", "first", "frame", "inner", "labels", "last")

    def __init__(self, frame: "Frame", first: int) -> None:
        self.frame = frame
        self.first = first
        self.last = first
        self.equals = -1
        """The `=`, or -1 as long as there is none."""
        self.labels: list[int] = []
        self.inner: Frame | None = None
        """What stands between the braces of a block."""


class Frame:
    """The inside of a bracket; `opener` and `closer` are the numbers of their tokens."""

    __slots__ = ("closer", "commas", "depth", "item", "items", "kind", "opener", "outer", "owner")

    def __init__(self, kind: Kind, opener: int, outer: "Frame | None", owner: Item | None) -> None:
        self.kind = kind
        self.opener = opener
        self.closer = -1
        self.outer = outer
        self.owner = owner
        """The item whose value, or whose body, this is a part of."""
        self.items: list[Item] = []
        self.item: Item | None = None
        """The one that is not over yet."""
        self.commas: list[int] = []
        self.depth: int = 0 if outer is None else outer.depth + 1


class Outline:
    """A text as tokens, each with the frame and the item that it leaves open."""

    __slots__ = ("comments", "ends", "file", "frames", "items", "kinds", "root", "starts")

    def __init__(self, file: SourceFile, top: frozenset[str] = frozenset()) -> None:
        """`top` are the types of blocks that stand at the left margin of a file."""
        tokens = lex(file)
        self.file = file
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.comments = tokens.comments
        self.root = Frame(Kind.FILE, -1, None, None)
        self.frames: list[Frame] = []
        self.items: list[Item | None] = []
        _Walk(self, top).run()

    def text(self, token: int) -> str:
        """What a token says."""
        return self.file.text[self.starts[token] : self.ends[token]]

    def span(self, token: int) -> Span:
        """Where a token stands."""
        return Span(self.file, self.starts[token], self.ends[token])

    def word(self, token: int) -> str:
        """A name, or what stands between the quotes of a string."""
        inside = self.inside(token)
        return self.file.text[inside.start : inside.end]

    def inside(self, token: int) -> Span:
        """The span of a name, or of what stands between the quotes of a string."""
        trim = 1 if self.kinds[token] == "string" else 0
        return Span(self.file, self.starts[token] + trim, self.ends[token] - trim)

    def before(self, offset: int) -> int:
        """The last token that begins before `offset`, or -1."""
        return bisect_left(self.starts, offset) - 1

    def in_comment(self, offset: int) -> bool:
        """Whether `offset` is inside a comment; the end of one that ends with its line is."""
        at = bisect_right(self.comments, (offset, -1)) - 1
        if at < 0:
            return False
        start, end = self.comments[at]
        closed = self.file.text.startswith("/*", start)
        return start < offset and (offset < end if closed else offset <= end)

    def label(self, item: Item, index: int) -> str:
        """A label of a block, or an empty text where there is none."""
        return self.word(item.labels[index]) if index < len(item.labels) else ""


class _Walk:
    """One way through all tokens."""

    __slots__ = ("frame", "kinds", "outline", "top")

    def __init__(self, outline: Outline, top: frozenset[str]) -> None:
        self.outline = outline
        self.kinds = outline.kinds
        self.top = top
        self.frame = outline.root

    def run(self) -> None:
        frames, items = self.outline.frames, self.outline.items
        line_begins = True
        for token, kind in enumerate(self.kinds):
            if line_begins and kind == "name":
                self._start_of_line(token)
            self._take(token, kind)
            frames.append(self.frame)
            frame = self.frame
            items.append(frame.item if frame.kind in _BRACES else frame.owner)
            line_begins = kind in ("newline", "unclosed")
        while self.frame.outer is not None:
            self._leave(-1)

    def _start_of_line(self, token: int) -> None:
        """Close what a line that begins like an item cannot be inside of."""
        kinds = self.kinds
        following = kinds[token + 1]
        if following in ("{", "string", "name", "string-start"):
            at_margin = self.outline.file.text.startswith("\n", self.outline.starts[token] - 1)
            if at_margin and self.outline.text(token) in self.top:
                while self.frame.outer is not None:
                    self._leave(-1)
                self.frame.item = None
            elif self._opens_block(token):
                self._leave_to(_BODIES)
        elif following == "=":
            self._leave_to(_BRACES)

    def _opens_block(self, token: int) -> bool:
        if self.frame.kind in _BODIES or self._inside_for():
            return False
        at = token + 1
        while self.kinds[at] in ("string", "name"):
            at += 1
        return self.kinds[at] == "{"

    def _inside_for(self) -> bool:
        """Whether names may stand side by side, as in `for a in b`."""
        first = self.frame.opener + 1
        return self.kinds[first] == "name" and self.outline.text(first) in ("for", "if")

    def _leave_to(self, kinds: frozenset[Kind]) -> None:
        """Leave everything up to the nearest frame of one of `kinds`, unless in a heredoc."""
        frame = self.frame
        while frame.kind not in kinds:
            if frame.kind is Kind.HEREDOC or frame.outer is None:
                return
            frame = frame.outer
        if frame is not self.frame:
            while self.frame is not frame:
                self._leave(-1)
            frame.item = None

    def _take(self, token: int, kind: str) -> None:
        if kind in _OPENERS:
            self._open(token, kind)
        elif kind in _CLOSERS:
            self._close(token, _CLOSERS[kind])
        elif kind == "unclosed":
            self._unclosed(token)
        elif kind in ("string-end", "heredoc-end"):
            self._end(token, _TEXTS)
        elif kind == "template-end":
            if not self._end(token, _SEQUENCES):
                # It was taken for the end of an interpolation that is none.
                self._close(token, _BRACKETS)
        else:
            self._plain(token, kind)

    def _open(self, token: int, kind: str) -> None:
        match kind:
            case "{":
                self._brace(token)
            case "(":
                called = token > 0 and self.kinds[token - 1] == "name"
                self._enter(Kind.CALL if called else Kind.GROUP, token)
            case "string-start":
                self._begin(token)
                self._enter(Kind.TEXT, token)
            case _:
                self._enter(_OPENERS[kind], token)

    def _plain(self, token: int, kind: str) -> None:
        frame = self.frame
        if kind == ",":
            frame.commas.append(token)
            if frame.kind is Kind.OBJECT:
                frame.item = None
        elif kind in ("newline", "end"):
            if frame.kind in _BRACES:
                frame.item = None
        elif kind in ("=", ":"):
            separates = kind == "=" or frame.kind is Kind.OBJECT
            if separates and frame.item is not None and frame.item.equals < 0:
                frame.item.equals = token
                frame.item.last = token
        elif kind not in ("open-comment", "bad"):
            self._begin(token)
        elif frame.item is not None:
            frame.item.last = token

    def _begin(self, token: int) -> None:
        """A token that may be the first of an item, or a label."""
        frame = self.frame
        if frame.kind not in _BRACES:
            return
        kind = self.kinds[token]
        if frame.item is None:
            if kind in ("name", "string", "string-start", "number"):
                frame.item = Item(frame, token)
                frame.items.append(frame.item)
            return
        item = frame.item
        if item.equals < 0 and frame.kind in _BODIES and kind in ("name", "string"):
            item.labels.append(token)
        item.last = token

    def _brace(self, token: int) -> None:
        frame = self.frame
        if frame.kind in _BODIES and frame.item is not None and frame.item.equals < 0:
            self._enter(Kind.BLOCK, token)
            frame.item.inner = self.frame if self.frame is not frame else None
        else:
            self._enter(Kind.OBJECT, token)

    def _enter(self, kind: Kind, token: int) -> None:
        if self.frame.depth < MOST_DEPTH:
            self.frame = Frame(kind, token, self.frame, self.frame.item or self.frame.owner)

    def _leave(self, token: int) -> None:
        frame = self.frame
        if frame.outer is None:
            return
        frame.closer = token
        frame.item = None
        self.frame = frame.outer
        if self.frame.item is not None and token >= 0:
            self.frame.item.last = token

    def _close(self, token: int, kinds: frozenset[Kind]) -> None:
        """Leave the nearest frame of one of `kinds`, unless a text or an outer brace is nearer."""
        frame = self.frame
        for _ in range(_FARTHEST):
            if frame.kind in kinds:
                self._end(token, kinds)
                return
            if frame.kind not in _FREE or frame.outer is None:
                return
            frame = frame.outer

    def _end(self, token: int, kinds: frozenset[Kind]) -> bool:
        """Leave the nearest frame of one of `kinds`, and all that is still open inside."""
        frame: Frame | None = self.frame
        while frame is not None and frame.kind not in kinds:
            frame = frame.outer
        if frame is None:
            return False
        while self.frame is not frame:
            self._leave(token)
        self._leave(token)
        return True

    def _unclosed(self, token: int) -> None:
        """A quoted string ends with its line; so does everything around it but a heredoc."""
        frame: Frame | None = self.frame
        last: Frame | None = None
        while frame is not None and frame.kind is not Kind.HEREDOC:
            if frame.kind is Kind.TEXT:
                last = frame
            frame = frame.outer
        last = last or frame
        if last is None:
            return
        while self.frame is not last:
            self._leave(token)
        self._leave(token)
        if self.frame.kind in _BRACES:
            self.frame.item = None
