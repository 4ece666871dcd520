"""A place in the tokens of a file, and what every part of the parser needs around it."""

from collections.abc import Callable
from typing import NoReturn, TypeAlias

from goldsmith.diagnostics import Diagnostic, Span, TemplateError
from goldsmith.lang.syntax import problems
from goldsmith.lang.syntax.lexer import Tokens
from goldsmith.lang.syntax.tree import Expression, Name

DEEPEST = 100
"""How many blocks, brackets and templates may lie inside each other."""

_BEGINNERS = ("name", "string", "number", "string-start", "heredoc-start", "{", "[", "(", "!")
"""What begins an item, so that a comma before it would mend all."""


class Cursor:
    """Reads tokens one by one; inside brackets (`free`) newlines are passed over."""

    __slots__ = (
        "at",
        "depth",
        "ended",
        "ends",
        "file",
        "found",
        "free",
        "kind",
        "kinds",
        "loads",
        "starts",
        "suspect",
        "text",
    )

    def __init__(self, tokens: Tokens, *, free: bool = False) -> None:
        self.file = tokens.file
        self.text = tokens.file.text
        self.found: list[Diagnostic] = []
        self.depth = 0
        self.loads = 0
        self.ended = False
        self.suspect: tuple[Span, Span] | None = None
        self.free = free
        self.load(tokens)

    def load(self, tokens: Tokens) -> None:
        """Go to the first of `tokens`."""
        self.loads += 1
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.at = -1
        self.kind = ""
        self.advance()

    def go(self, at: int) -> None:
        """Go to the token of this number."""
        self.at = at
        self.kind = self.kinds[at]

    def column(self, offset: int) -> int:
        """How many characters stand before this one on its line."""
        return offset - self.text.rfind("\n", 0, offset) - 1

    def advance(self) -> None:
        """Go to the next token."""
        at = self.at + 1
        kind = self.kinds[at]
        if kind == "newline" and self.free:
            while kind == "newline":
                at += 1
                kind = self.kinds[at]
        self.at = at
        self.kind = kind

    def enter(self, *, free: bool) -> bool:
        """Go behind an opening bracket; give what `leave` takes back."""
        outer = self.free
        self.free = free
        self.deepen()
        self.advance()
        return outer

    def leave(self, outer: bool) -> None:
        """Go behind a closing bracket."""
        self.free = outer
        self.depth -= 1
        self.advance()

    def deepen(self) -> None:
        """One level further in, which must not be too far for those who walk the tree."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TemplateError([problems.too_deep(self.span, DEEPEST)])

    def following(self, steps: int = 1) -> str:
        """The kind of a later token, newlines counted only where they matter."""
        at = self.at
        kinds = self.kinds
        while steps and kinds[at] != "end":
            at += 1
            if not (self.free and kinds[at] == "newline"):
                steps -= 1
        return kinds[at]

    def skip_newlines(self) -> None:
        """Go to the next token that is no newline."""
        while self.kind == "newline":
            self.advance()

    @property
    def start(self) -> int:
        """Where the current token begins."""
        return self.starts[self.at]

    @property
    def end(self) -> int:
        """Where the current token ends."""
        return self.ends[self.at]

    @property
    def last_end(self) -> int:
        """Where the token before the current one ends, newlines aside."""
        at = self.at - 1
        while at > 0 and self.kinds[at] == "newline":
            at -= 1
        return self.ends[at] if at >= 0 else 0

    @property
    def span(self) -> Span:
        """The current token."""
        return Span(self.file, self.starts[self.at], self.ends[self.at])

    @property
    def word(self) -> str:
        """The current token as written."""
        return self.text[self.starts[self.at] : self.ends[self.at]]

    def since(self, start: int) -> Span:
        """From the character `start` to the end of the last token."""
        return Span(self.file, start, self.last_end)

    def name(self) -> Name:
        """The current token, a name; go to the next."""
        read = Name(self.word, self.span)
        self.advance()
        return read

    def at_name(self, text: str) -> bool:
        """Whether the current token is this name."""
        return self.kind == "name" and self.word == text

    def fail_between(self, opening: Span, things: str, closing: str) -> NoReturn:
        """Give up behind an item of a bracket that neither ends nor goes on with a comma."""
        kind, span = self.kind, self.span
        lonely = kind == "name" and self.following() in ("=", "{") and self._begins_line()
        if lonely or kind not in _BEGINNERS:
            self.fail(problems.unclosed(span, kind, opening, closing))
        place = Span(self.file, self.last_end, self.last_end)
        self.fail(problems.no_comma(place, span, kind, opening, things))

    def _begins_line(self) -> bool:
        return "\n" in self.text[self.last_end : self.start]

    def report(self, problem: Diagnostic) -> None:
        """Keep a problem that does not stop the reading."""
        self.found.append(problem)

    def fail(self, problem: Diagnostic) -> NoReturn:
        """Give up on what is being read, unless the token itself is at fault."""
        raise TemplateError([problems.in_token(self.kind, self.span) or problem])


Parse: TypeAlias = Callable[[Cursor], Expression]
"""How a part of the parser reads the expressions inside of it, without knowing who reads them."""
