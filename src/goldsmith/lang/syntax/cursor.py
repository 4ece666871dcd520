"""A place in the tokens of a file, and what every part of the parser needs around it."""

from collections.abc import Callable
from typing import NoReturn, TypeAlias

from goldsmith.diagnostics import Diagnostic, Span, TemplateError
from goldsmith.lang.syntax import problems
from goldsmith.lang.syntax.lexer import Tokens, lex
from goldsmith.lang.syntax.literals import normal
from goldsmith.lang.syntax.tree import Expression, Name

DEEPEST = 100
"""How many blocks, brackets and templates may lie inside each other."""

MOST_PROBLEMS = 200
"""After so many the rest of the file is not read; each costs a look ahead."""

_LEAST_AGAIN = 500_000
"""How many characters may be read again even in a small file."""

_BEGINNERS = ("name", "string", "number", "string-start", "heredoc-start", "{", "[", "(", "!")
"""What begins an item, so that a comma before it would mend all."""

_ITEM_SIGNS = ("=", "{", "string", "name")
"""What after a name makes an argument or a block of it."""

_ENDS = ("end", ")", "]", "}", "template-end")


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
        "left",
        "starts",
        "suspect",
        "text",
    )

    def __init__(self, tokens: Tokens, *, free: bool = False) -> None:
        self.file = tokens.file
        self.text = tokens.file.text
        self.found: list[Diagnostic] = []
        self.depth = 0
        self.ended = False
        self.suspect: tuple[Span, Span] | None = None
        self.left = max(2 * len(self.text), _LEAST_AGAIN)
        self.free = free
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.at = -1
        self.kind = ""
        self.advance()

    def read_again(self, at: int) -> None:
        """Go to a token and cut everything behind into tokens anew, as if outside of templates."""
        start = self.starts[at]
        self.left -= len(self.text) - start
        tokens = lex(self.file, start)
        self.kinds[at:] = tokens.kinds
        self.starts[at:] = tokens.starts
        self.ends[at:] = tokens.ends
        self.go(at)

    def stop(self) -> None:
        """Go to the end of the file, about which nothing is to be said."""
        self.ended = True
        self.go(len(self.kinds) - 1)

    @property
    def spent(self) -> bool:
        """Whether enough was found, or reading again has cost enough."""
        return len(self.found) >= MOST_PROBLEMS or self.left < 0

    def go(self, at: int) -> None:
        """Go to the token of this number."""
        self.at = at
        self.kind = self.kinds[at]

    def column(self, offset: int) -> int:
        """How many characters stand before this one on its line."""
        return offset - self.text.rfind("\n", 0, offset) - 1

    def suspect_brace(self, opening: Span) -> None:
        """Take note of a brace that begins its line, further left than what it is to close."""
        if self.suspect is not None:
            return
        column = self.column(self.start)
        line = self.text[opening.start - self.column(opening.start) : opening.start]
        stands_alone = not self.text[self.start - column : self.start].strip()
        if stands_alone and column < len(line) - len(line.lstrip()):
            self.suspect = (opening, self.span)

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
            problem = problems.too_deep(self.span, DEEPEST)
            self.stop()
            raise TemplateError([problem])

    def following(self, steps: int = 1) -> str:
        """The kind of a later token, newlines counted only where they matter."""
        at = self.at
        kinds = self.kinds
        while steps and kinds[at] != "end":
            at += 1
            if not (self.free and kinds[at] == "newline"):
                steps -= 1
        return kinds[at]

    def after_newlines(self) -> str:
        """The kind of the next token that is no newline, this one included."""
        at = self.at
        while self.kinds[at] == "newline":
            at += 1
        return self.kinds[at]

    def skip_newlines(self) -> None:
        """Go to the next token that is no newline."""
        while self.kind == "newline":
            self.advance()

    @property
    def start(self) -> int:
        """Where the current token begins."""
        return self.starts[self.at]

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
        read = Name(normal(self.word), self.span)
        self.advance()
        return read

    def at_name(self, text: str) -> bool:
        """Whether the current token is this name."""
        return self.kind == "name" and self.word == text

    def check_inside(self, opening: Span, closing: str) -> None:
        """Give up where no item can begin and the bracket should have ended."""
        if self.kind in _ENDS and self.kind != closing:
            self.fail(problems.unclosed(self.span, self.kind, opening, closing))

    def fail_between(self, opening: Span, things: str, closing: str) -> NoReturn:
        """Give up behind an item of a bracket that neither ends nor goes on with a comma."""
        kind, span = self.kind, self.span
        if kind == "=":
            at = self.at - 1
            span = Span(self.file, self.starts[at], self.ends[at])
        lonely = kind == "name" and self.following() in _ITEM_SIGNS and self._begins_line()
        if lonely or kind not in _BEGINNERS:
            self.fail(problems.unclosed(span, kind, opening, closing))
        place = Span(self.file, self.last_end, self.last_end)
        self.fail(problems.no_comma(place, span, kind, opening, things))

    def _begins_line(self) -> bool:
        return "\n" in self.text[self.last_end : self.start]

    def report(self, problem: Diagnostic) -> None:
        """Keep a problem that does not stop the reading, unless there are too many."""
        if not self.spent:
            self.found.append(problem)

    def fail(self, problem: Diagnostic) -> NoReturn:
        """Give up on what is being read, unless the token itself is at fault."""
        bad = problems.in_token(self.kind, self.span)
        if bad is None and problem.span and problem.span.start == self.start:
            # A quote too many or too few shows where text begins that was meant to be inside.
            before = self.kinds[self.at - 1] if self.at and self.last_end == self.start else ""
            if self.kind in ("name", "number") and before in ("string", "string-end"):
                problem = problems.touching_string(problem)
        raise TemplateError([bad or problem])


Parse: TypeAlias = Callable[[Cursor], Expression]
"""How a part of the parser reads the expressions inside of it, without knowing who reads them."""
