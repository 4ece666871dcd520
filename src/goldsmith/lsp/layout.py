"""Laying a text out as `goldsmith fmt` does, as the edits that an editor makes."""

from goldsmith.diagnostics import SourceFile, Span, TemplateError
from goldsmith.lang.syntax.format import format_source
from goldsmith.record import record


@record
class Edit:
    """A piece of text that is replaced."""

    span: Span
    text: str


def layout(file: SourceFile) -> tuple[Edit, ...]:
    """What has to change; nothing where the text cannot be parsed."""
    try:
        after = format_source(file)
    except TemplateError:
        return ()
    if after == file.text:
        return ()
    old, new = file.text.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) != len(new):
        return (Edit(file.span(0, len(file.text)), after),)
    edits: list[Edit] = []
    start = 0
    for before, wanted in zip(old, new, strict=True):
        end = start + len(before)
        if before != wanted:
            edits.append(Edit(file.span(start, end), wanted))
        start = end
    return tuple(edits)
