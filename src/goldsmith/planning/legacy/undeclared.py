"""References to variables that nobody gives a value, which are empty in settings."""

import re
from collections.abc import Iterable, Iterator

from goldsmith.diagnostics import Diagnostic, Severity, Span, did_you_mean
from goldsmith.lang.syntax import Argument, Body, Expression, Object, Text, Tuple
from goldsmith.planning.legacy.template import LegacyTemplate

_REFERENCE = re.compile(r"\{\{-?\s*user\s+[`\"]([^`\"{}]*)[`\"]")


def undeclared(template: LegacyTemplate, known: Iterable[str]) -> Iterator[Diagnostic]:
    """A warning for each reference to a variable that is not `known`."""
    names = frozenset(known)
    for body in _bodies(template):
        for item in body.items:
            if isinstance(item, Argument):
                for one in _texts(item.value):
                    yield from _in_text(one, names)


def _bodies(template: LegacyTemplate) -> Iterator[Body]:
    yield from (one.body for one in template.builders)
    yield from (one.body for one in template.provisioners)
    if template.error_cleanup is not None:
        yield template.error_cleanup.body
    yield from (one.body for chain in template.chains for one in chain)


def _texts(value: Expression) -> Iterator[Text]:
    waiting = [value]
    while waiting:
        match waiting.pop():
            case Text() as found:
                yield found
            case Tuple(items):
                waiting.extend(items)
            case Object(items):
                for item in items:
                    waiting += (item.key, item.value)
            case _:
                pass


def _in_text(text: Text, known: frozenset[str]) -> Iterator[Diagnostic]:
    if "{{" in text.text:
        for found in _REFERENCE.finditer(text.text):
            name = found.group(1)
            if name not in known:
                yield no_variable(name, _place(text, found.start(1) - 1, found.end(1) + 1), known)


def _place(text: Text, start: int, end: int) -> Span:
    """Where a part of a text is written; all of the text where escapes stand in it."""
    span = text.span
    if span.text[1:-1] != text.text:
        return span
    return span.file.span(span.start + 1 + start, span.start + 1 + end)


def no_variable(name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """A setting refers to a variable that is not there."""
    hint = did_you_mean(name, known)
    hint = hint or 'Declare it in "variables", or set it with -var, if it shall be anything else.'
    summary = f'There is no variable "{name}"; it is empty here'
    return Diagnostic(summary, hint, span, Severity.WARNING)
