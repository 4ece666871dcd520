"""JSON text to a tree, in time proportional to its length, going on after what can be mended."""

import re
from typing import NoReturn

from goldsmith.diagnostics import Diagnostic, SourceFile, Span, TemplateError
from goldsmith.lang.syntax.cursor import DEEPEST, MOST_PROBLEMS
from goldsmith.lang.syntax.json import problems
from goldsmith.lang.syntax.json.strings import scan
from goldsmith.lang.syntax.problems import too_many
from goldsmith.lang.syntax.tree import (
    Boolean,
    Expression,
    Null,
    Number,
    Object,
    ObjectItem,
    Text,
    Tuple,
)

_TOKEN = re.compile(
    r"""[ \t\r\n]*+(?:("[^"\\\x00-\x1f]*+")"""
    r"""|([{}\[\]:,])"""
    r"""|(-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?(?![\w.+-]))"""
    r"""|([-+.]?[\w.][\w.+-]*+)"""
    r"""|(")"""
    r"""|(\#[^\n]*+|//[^\n]*+|/\*(?s:.*?)\*/)"""
    r"""|('[^'\n]*+')"""
    r"""|(\Z)"""
    r"""|((?s:.)))"""
)
_STRING, _SIGN, _NUMBER = 1, 2, 3
_RARE = ("word", "quote", "comment", "single quotes", "end", "anything else")
"""What the other groups of `_TOKEN` are, in their order."""
_BEGINNERS = ("string", "number", "word", "{", "[")
_CLOSERS = ("}", "]")
_WIDEST = 200
"""How far a line is looked back for its indentation; minified files have no other."""


def read_json(file: SourceFile) -> tuple[Expression | None, tuple[Diagnostic, ...]]:
    """The value that a file holds, and everything that is wrong with it, in the order of the text.

    Strings are `Text` with escapes resolved, a surrogate without its partner replaced; keys that
    stand twice are kept. The value is None where nothing could be made of the text.
    """
    reader = _Reader(file)
    try:
        value = reader.whole()
    except TemplateError as error:
        reader.found.extend(error.diagnostics)
        value = None
    found = sorted(reader.found, key=lambda one: one.span.start if one.span else 0)
    return value, tuple(found)


class _Reader:
    """The current token, of which signs are their own `kind`, and what was found wrong."""

    __slots__ = ("at", "file", "found", "kind", "last", "open", "start", "suspect", "text", "word")

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.text = file.text
        self.at = int(file.text.startswith("\ufeff"))
        self.last = self.at
        self.start = self.at
        self.kind = ""
        self.word = ""
        self.open: list[str] = []
        self.found: list[Diagnostic] = []
        self.suspect: tuple[Span, Span] | None = None
        """The first bracket whose partner stands further left or right than its line begins."""

    def whole(self) -> Expression:
        """The one value of the file."""
        self._advance()
        if self.kind == "end":
            self._fail(problems.empty(self._span))
        value = self._value()
        if self.kind != "end":
            self._report(problems.trailing(self._span))
        return value

    def _advance(self) -> None:
        """Go to the next token."""
        self.last = self.at
        # The last two alternatives leave nothing that does not match.
        found = _TOKEN.match(self.text, self.at)
        index: int = found.lastindex  # type: ignore[union-attr,assignment]
        start, end = found.span(index)  # type: ignore[union-attr]
        self.start = start
        self.at = end
        if index == _STRING:
            self.kind = "string"
            self.word = self.text[start + 1 : end - 1]
        elif index == _SIGN:
            self.kind = self.text[start]
        elif index == _NUMBER:
            self.kind = "number"
            self.word = self.text[start:end]
        else:
            self._rare(index)

    def _rare(self, index: int) -> None:
        match _RARE[index - _NUMBER - 1]:
            case "word":
                self.kind = "word"
                self.word = self.text[self.start : self.at]
            case "quote":
                self.kind = "string"
                self.word, self.at, _ = scan(self.file, self.start, self._report)
            case "comment":
                last = self.last
                self._report(problems.comment(self._span))
                self._advance()
                self.last = last
            case "single quotes":
                self._report(problems.single_quotes(self._span))
                self.kind = "string"
                self.word = self.text[self.start + 1 : self.at - 1]
            case "end":
                self.kind = "end"
            case _:
                self._odd()

    def _odd(self) -> None:
        """A character that means nothing; a blank of some other kind can be passed over."""
        character = self.text[self.start]
        if character == "=":
            self.kind = "="
            return
        if not character.isspace() and character != "\ufeff":
            self._fail(problems.unexpected(self._span))
        self._report(problems.unexpected(self._span))
        self._advance()

    @property
    def _span(self) -> Span:
        return Span(self.file, self.start, self.at)

    def _report(self, problem: Diagnostic) -> None:
        self.found.append(problem)
        if len(self.found) >= MOST_PROBLEMS:
            self._fail(too_many(self._span))

    def _fail(self, problem: Diagnostic) -> NoReturn:
        raise TemplateError([problem])

    def _value(self) -> Expression:
        match self.kind:
            case "string":
                value: Expression = Text(self.word, Span(self.file, self.start, self.at))
            case "number":
                value = Number(self.word, Span(self.file, self.start, self.at))
            case "{":
                return self._object()
            case "[":
                return self._list()
            case "word":
                value = self._word()
            case _:
                return self._no_value()
        self._advance()
        return value

    def _word(self) -> Expression:
        span = self._span
        word = problems.native(self.word) or self.word
        if word != self.word or word not in ("true", "false", "null"):
            self._report(problems.bad_word(span))
        match word:
            case "true" | "false":
                return Boolean(word == "true", span)
            case "null":
                return Null(span)
            case _:
                if self.text[self.at : self.at + 1] not in "\r\n\t ,]}":
                    raise TemplateError([])  # the rest of an expression, already told
                return Text(word, span)

    def _no_value(self) -> Expression:
        problem = problems.missing_value(self._span)
        if self.kind not in (",", *_CLOSERS):
            self._fail(problem)
        self._report(problem)
        return Null(Span(self.file, self.start, self.start))

    def _list(self) -> Tuple:
        opening = self._enter("]")
        items: list[Expression] = []
        while self._goes_on(opening, "]", first=not items):
            items.append(self._value())
        return Tuple(tuple(items), self._leave(opening))

    def _object(self) -> Object:
        opening = self._enter("}")
        items: list[ObjectItem] = []
        while self._goes_on(opening, "}", first=not items):
            key = self._key()
            items.append(ObjectItem(key, self._value_of(key)))
        return Object(tuple(items), self._leave(opening))

    def _key(self) -> Text:
        if self.kind not in ("string", "word", "number"):
            self._fail(problems.missing_key(self._span))
        if self.kind != "string":
            self._report(problems.bare_key(self._span))
        key = Text(self.word, Span(self.file, self.start, self.at))
        self._advance()
        return key

    def _value_of(self, key: Text) -> Expression:
        """What follows a key: a colon and a value."""
        if self.kind == ":":
            self._advance()
            return self._value()
        problem = problems.missing_colon(self._span, key.span)
        if self.kind not in ("=", ",", *_BEGINNERS, *_CLOSERS):
            self._fail(problem)
        self._report(problem)
        if self.kind == "=":
            self._advance()
        elif self.kind not in _BEGINNERS:
            return Null(Span(self.file, self.last, self.last))
        return self._value()

    def _enter(self, closing: str) -> Span:
        """Go behind an opening bracket, but not too deep for those who walk the tree."""
        if len(self.open) == DEEPEST:
            self._fail(problems.too_deep(self._span, DEEPEST))
        opening = self._span
        self.open.append(closing)
        self._advance()
        return opening

    def _leave(self, opening: Span) -> Span:
        """Go behind the closing bracket, if there is one; the span of all."""
        closing = self.open.pop()
        if self.kind in _CLOSERS and (self.kind == closing or self.kind not in self.open):
            if self.suspect is None and self._is_askew(opening):
                self.suspect = (opening, self._span)
            self._advance()
        return Span(self.file, opening.start, self.last)

    def _is_askew(self, opening: Span) -> bool:
        """Whether the current bracket begins its line, but not where that of its partner does."""
        text = self.text
        begin = text.rfind("\n", max(0, self.start - _WIDEST), self.start) + 1
        if not begin or text[begin : self.start].strip():
            return False
        first = text.rfind("\n", max(0, opening.start - _WIDEST), opening.start) + 1
        if not first and opening.start > _WIDEST:
            return False
        line = text[first : opening.start]
        return len(line) - len(line.lstrip()) != self.start - begin

    def _goes_on(self, opening: Span, closing: str, *, first: bool) -> bool:
        """Go to the next item, over its comma; false at the end."""
        if self.kind == closing:
            return False
        if not first:
            self._separator()
        while self.kind == ",":
            self._report(problems.extra_comma(self._span))
            self._advance()
        if self.kind == "end":
            if self.suspect is not None:
                self._fail(problems.unclosed(*self.suspect, suspected=True))
            self._fail(problems.unclosed(opening, self._span))
        if self.kind not in _CLOSERS:
            return True
        if self.kind != closing:
            self._report(problems.unclosed(opening, self._span))
        return False

    def _separator(self) -> None:
        """The comma between two items."""
        if self.kind == ",":
            comma = self._span
            self._advance()
            if self.kind in _CLOSERS:
                self._report(problems.trailing_comma(comma, self.kind))
        elif self.kind in _BEGINNERS:
            place = Span(self.file, self.last, self.last)
            self._report(problems.missing_comma(place, self._span))
        elif self.kind not in (*_CLOSERS, "end"):
            self._fail(problems.missing_comma(self._span, self._span))
