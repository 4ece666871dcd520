"""Mending a misspelt name: the one that a problem says was probably meant."""

from difflib import SequenceMatcher

from goldsmith.diagnostics import Diagnostic, Span
from goldsmith.lsp.layout import Edit

_ASKS = 'Did you mean "'
_ALIKE = 0.5


def mending(problem: Diagnostic) -> Edit | None:
    """What to change, where a problem asks whether another name was meant."""
    _, asks, rest = problem.detail.partition(_ASKS)
    meant, ends, _ = rest.partition('"?')
    if problem.span is None or not asks or not ends or not meant or "\n" in meant:
        return None
    likeness = {span: _likeness(span.text, meant) for span in _names_in(problem.span)}
    best = max(likeness, key=lambda span: likeness[span], default=None)
    if best is None or likeness[best] < _ALIKE or best.text == meant:
        return None
    return Edit(best, meant)


def _names_in(span: Span) -> list[Span]:
    """What may be the misspelt name: all that is marked, or the parts between dots and quotes."""
    text = span.text
    if "\n" in text:
        return []
    found = [span]
    if len(text) > 1 and text[0] == text[-1] == '"':
        found = [Span(span.file, span.start + 1, span.end - 1)]
    start = found[0].start
    for part in found[0].text.split("."):
        found.append(Span(span.file, start, start + len(part)))
        start += len(part) + 1
    return found


def _likeness(written: str, meant: str) -> float:
    return SequenceMatcher(None, written, meant).ratio()
