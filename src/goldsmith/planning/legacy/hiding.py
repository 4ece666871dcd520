"""Keeps secrets out of the lines of the template that problems show.

A template in JSON may be one long line, with the values of its variables beside any mistake.
"""

from collections.abc import Iterable, Iterator

from goldsmith.diagnostics import Diagnostic, SourceFile, Span
from goldsmith.record import replace

_HIDDEN = "*"


def hidden(problems: Iterable[Diagnostic], secret: Iterable[Span]) -> Iterator[Diagnostic]:
    """`problems` with the same places in files where no character of `secret` can be read."""
    ranges: dict[SourceFile, list[Span]] = {}
    for span in secret:
        ranges.setdefault(span.file, []).append(span)
    copies: dict[SourceFile, SourceFile] = {}

    def moved(span: Span) -> Span:
        file = span.file
        if file not in ranges:
            return span
        if file not in copies:
            copies[file] = SourceFile(file.path, _text_without(file.text, ranges[file]))
        return copies[file].span(span.start, span.end)

    for one in problems:
        labels = tuple(replace(label, span=moved(label.span)) for label in one.labels)
        yield replace(one, span=None if one.span is None else moved(one.span), labels=labels)


def _text_without(text: str, ranges: Iterable[Span]) -> str:
    """`text` with a star for each character between the quotes of `ranges`."""
    pieces: list[str] = []
    at = 0
    for span in sorted(ranges, key=lambda one: one.start):
        quoted = text[span.start : span.start + 1] == '"'
        start, end = (span.start + 1, span.end - 1) if quoted else (span.start, span.end)
        pieces += (text[at:start], _HIDDEN * (end - start))
        at = end
    return "".join((*pieces, text[at:]))
