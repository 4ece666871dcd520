"""Diagnostics as plain data, for editors and other programs."""

from collections.abc import Mapping

from goldsmith.diagnostics.diagnostic import Diagnostic
from goldsmith.diagnostics.source import Span


def plain_data(problem: Diagnostic) -> Mapping[str, object]:
    """`problem` made of dictionaries, lists, texts and numbers alone."""
    return {
        "severity": problem.severity.value,
        "summary": problem.summary,
        "detail": problem.detail,
        "place": None if problem.span is None else _place(problem.span),
        "note": problem.note,
        "labels": [{"text": one.text, "place": _place(one.span)} for one in problem.labels],
    }


def _place(span: Span) -> Mapping[str, object]:
    return {
        "file": str(span.file.path),
        "start": _point(span, span.start),
        "end": _point(span, span.end),
    }


def _point(span: Span, offset: int) -> Mapping[str, int]:
    """Line and column count from 1, in characters; the byte from 0, a byte order mark left out."""
    position = span.file.position(offset)
    before = span.file.text[:offset]
    size = offset if before.isascii() else len(before.encode(errors="surrogatepass"))
    return {"line": position.line, "column": position.column, "byte": size}
