"""Lays a file out anew: blanks change, tokens and comments never do.

The layout is that of Packer, to the byte; where it looks odd, it does so there too.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate, repeat

from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError
from goldsmith.lang.syntax.graphemes import columns
from goldsmith.lang.syntax.lexer import Tokens, lex
from goldsmith.lang.syntax.parser import parse_tokens
from goldsmith.lang.syntax.spacing import BLOCK_COMMENT, CHANGES, LINE_COMMENT, gaps_between

_INDENT = 2
_LINE_COMMENTS = frozenset({LINE_COMMENT})
_COMMENTS = frozenset({LINE_COMMENT, BLOCK_COMMENT})
_MOST_BLANKS = 32_000_000
"""More are never meant: a name of a megabyte would push every line below it as far."""


def format_source(file: SourceFile) -> str:
    """The text of `file`, laid out; raises `TemplateError` if it cannot be parsed."""
    tokens = lex(file)
    problems = parse_tokens(tokens)[1]
    if problems:
        raise TemplateError(problems)
    layout = _Layout(tokens)
    layout.indent()
    layout.align(lambda line: line.equals)
    layout.align(lambda line: line.comment)
    return layout.text()


class _Line:
    """A line of the file by the numbers of its tokens; -1 stands for what it does not have."""

    __slots__ = ("comment", "end", "equals", "first")

    def __init__(self, first: int, end: int) -> None:
        self.first = first
        self.end = end
        self.equals = -1
        self.comment = -1


class _Layout:
    """The tokens and comments of a file, with the blanks before each."""

    def __init__(self, tokens: Tokens) -> None:
        self.file = tokens.file
        self.kinds, self.starts, self.ends = _with_comments(tokens)
        text = tokens.file.text
        self.texts = [text[a:b] for a, b in zip(self.starts, self.ends, strict=True)]
        self.gaps = gaps_between(self.kinds, self.texts)
        self.levels = [0, *accumulate(map(CHANGES.get, self.kinds, repeat(0)))]
        self.lines = list(self._lines())

    def _lines(self) -> Iterator[_Line]:
        kinds, levels = self.kinds, self.levels
        first = 0
        while first < len(kinds):
            try:
                end = kinds.index("newline", first)
            except ValueError:
                end = len(kinds)
            line = _Line(first, end)
            code = end
            closes = _COMMENTS if end == len(kinds) else _LINE_COMMENTS
            if end - 1 > first and kinds[end - 1] in closes:
                line.comment = code = end - 1
            if "=" in kinds[first + 1 : code]:
                equals = kinds.index("=", first + 1)
                # A value that goes on in the next line keeps out of the alignment.
                if levels[code] == levels[equals]:
                    line.equals = equals
            yield line
            first = end + 1

    def indent(self) -> None:
        """Put each line as far in as brackets are open, those of one line counting once."""
        kinds, levels = self.kinds, self.levels
        opened: list[int] = []
        for line in self.lines:
            if line.first == line.end:
                continue
            end = line.end
            if "heredoc-start" in kinds[line.first : end]:
                # What follows is text, whatever is open in it.
                end = kinds.index("heredoc-start", line.first)
            change = levels[end] - levels[line.first]
            while change < 0 and opened:
                change += opened.pop()
                if change > 0:
                    opened.append(change)
                    change = 0
            self.gaps[line.first] = _INDENT * len(opened)
            if change > 0:
                opened.append(change)

    def align(self, part: Callable[[_Line], int]) -> None:
        """Put a part of adjoining lines that have it below each other."""
        chain: list[_Line] = []
        for line in self.lines:
            if part(line) >= 0:
                chain.append(line)
            elif chain:
                self._align(chain, part)
                chain = []
        self._align(chain, part)

    def _align(self, chain: list[_Line], part: Callable[[_Line], int]) -> None:
        if len(chain) == 1:
            self.gaps[part(chain[0])] = 1
            return
        widths = [self._width(line.first, part(line)) for line in chain]
        widest = max(widths, default=0)
        for line, width in zip(chain, widths, strict=True):
            self.gaps[part(line)] = widest - width + 1

    def _width(self, first: int, end: int) -> int:
        return sum(self.gaps[first:end]) + sum(map(columns, self.texts[first:end]))

    def text(self) -> str:
        """The file as it should be."""
        if sum(self.gaps) > _MOST_BLANKS:
            raise TemplateError([self._too_wide()])
        parts = [" " * gap + text for gap, text in zip(self.gaps, self.texts, strict=True)]
        # Blanks behind the last token stay as many as they were.
        rest = self.file.text[self.ends[-1] if self.ends else 0 :].lstrip("\ufeff")
        return "".join(parts) + " " * len(rest)

    def _too_wide(self) -> Diagnostic:
        at = self.gaps.index(max(self.gaps))
        return Diagnostic(
            summary="The lines are too long to be laid out",
            detail="Aligned with its neighbours this would begin "
            f"{self.gaps[at]} columns further right. Shorten them.",
            span=self.file.span(self.starts[at], self.ends[at]),
        )


def _with_comments(tokens: Tokens) -> tuple[list[str], list[int], list[int]]:
    """Kinds, starts and ends of all tokens but the last, with the comments between them."""
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for start, end in tokens.comments:
        at = bisect_left(tokens.starts, start, last)
        kinds += tokens.kinds[last:at]
        starts += tokens.starts[last:at]
        ends += tokens.ends[last:at]
        is_block = tokens.file.text.startswith("/*", start)
        kinds.append(BLOCK_COMMENT if is_block else LINE_COMMENT)
        starts.append(start)
        ends.append(end)
        last = at
    kinds += tokens.kinds[last:-1]
    starts += tokens.starts[last:-1]
    ends += tokens.ends[last:-1]
    if "heredoc-end" in kinds:
        for at, kind in enumerate(kinds):
            if kind == "heredoc-end":
                # Blanks behind the marker belong to it.
                ends[at] = starts[at + 1]
    return kinds, starts, ends
