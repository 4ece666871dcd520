"""Expressions and templates inside JSON strings, with places in the JSON text."""

import re
from bisect import bisect_left
from typing import TypeVar

from goldsmith.diagnostics import Diagnostic, Label, SourceFile, Span, TemplateError
from goldsmith.lang.syntax.literals import normal
from goldsmith.lang.syntax.parser import parse_expression, parse_template
from goldsmith.lang.syntax.problems import END_OF_FILE
from goldsmith.lang.syntax.tree import Expression, Text
from goldsmith.record import fields_of, replace

T = TypeVar("T")

_ESCAPE = r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u[0-9a-fA-F]{4}|.)"


def embedded_template(text: Text) -> Expression:
    """What a JSON string is as a template; raises `TemplateError`."""
    if "${" not in text.text and "%{" not in text.text:
        return Text(normal(text.text), text.span)
    return replace(_read(text, template=True), span=text.span)


def embedded_expression(text: Text) -> Expression:
    """What a JSON string is as an expression; raises `TemplateError`."""
    return _read(text, template=False)


def _read(text: Text, *, template: bool) -> Expression:
    file = SourceFile(text.span.file.path, text.text)
    places = _Places(text)
    try:
        return places.moved(parse_template(file) if template else parse_expression(file))
    except TemplateError as error:
        raise TemplateError(places.told(one) for one in error.diagnostics) from None


class _Places:
    """Where the characters of a string stand in the text in which it is written."""

    def __init__(self, text: Text) -> None:
        self._span = text.span
        self._escapes: list[int] = []
        """Places in the string of characters that are written as escapes."""
        self._ends: list[int] = []
        """Where each of these escapes ends in the text."""
        written = text.span.text
        if len(written) == len(text.text) + 2:
            return
        shorter = text.span.start + 1
        for found in re.finditer(_ESCAPE, written, re.DOTALL):
            at = text.span.start + found.start() - shorter
            self._escapes.append(at)
            self._ends.append(text.span.start + found.end())
            shorter += found.end() - found.start() - 1

    def place(self, at: int) -> int:
        """Where the character `at` of the string begins."""
        before = bisect_left(self._escapes, at) - 1
        if before < 0:
            found = self._span.start + 1 + at
        else:
            found = self._ends[before] + at - self._escapes[before] - 1
        return min(found, self._span.end)

    def span(self, span: Span) -> Span:
        """The same for a span of the string."""
        return Span(self._span.file, self.place(span.start), self.place(span.end))

    def told(self, problem: Diagnostic) -> Diagnostic:
        """The same for a problem with the string."""
        labels = tuple(Label(self.span(one.span), one.text) for one in problem.labels)
        span = None if problem.span is None else self.span(problem.span)
        summary, detail = (
            text.replace(END_OF_FILE, "the end of the string")
            for text in (problem.summary, problem.detail)
        )
        return replace(problem, summary=summary, detail=detail, span=span, labels=labels)

    def moved(self, node: T) -> T:
        """The same for every node of a tree that was made of the string."""
        changes: dict[str, object] = {}
        for name in fields_of(type(node)):
            value = getattr(node, name)
            if isinstance(value, Span):
                changes[name] = self.span(value)
            elif isinstance(value, tuple):
                changes[name] = tuple(self.moved(one) for one in value)
            elif hasattr(type(value), "__fields__"):
                changes[name] = self.moved(value)
        return replace(node, **changes)
