"""Diagnostics as text for a terminal or a pipe."""

from collections.abc import Iterable

from goldsmith.diagnostics.diagnostic import Diagnostic, Severity
from goldsmith.diagnostics.source import Span

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_COLORS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
}
"""Signs for what would steer a terminal; each takes up one column."""
_LONGEST_EXCERPT = 160
"""Columns of a source line that are shown; a minified file has lines of megabytes."""


def render(problem: Diagnostic, *, color: bool = False) -> str:
    """`problem` as several lines: what, where, the excerpt with a caret, what to do next."""
    tint = _COLORS[problem.severity]
    head = _paint(f"{problem.severity.value}:", tint, color)
    lines = [f"{head} {_paint(problem.summary.translate(_VISIBLE), _BOLD, color)}"]
    if problem.span is not None:
        lines += _excerpt(problem.span, "^", "", tint, color)
    for label in problem.labels:
        lines += _excerpt(label.span, "-", label.text, _BLUE, color)
    if problem.detail:
        lines.append(problem.detail.translate(_VISIBLE))
    return "\n".join(lines)


def render_all(problems: Iterable[Diagnostic], *, color: bool = False) -> str:
    """Every problem, with an empty line between two."""
    return "\n\n".join(render(problem, color=color) for problem in problems)


def _excerpt(span: Span, mark: str, note: str, tint: str, color: bool) -> list[str]:
    position = span.position
    line = span.file.line(position.line)
    left = max(0, position.column - 1 - _LONGEST_EXCERPT // 2)
    shown = line[left : left + _LONGEST_EXCERPT].replace("\t", " ").translate(_VISIBLE)
    column = position.column - 1 - left
    width = max(1, min(span.end - span.start, len(shown) - column))
    number = str(position.line)
    gutter = " " * len(number)
    marks = f"{' ' * column}{_paint(mark * width, tint, color)}{f' {note}' if note else ''}"
    arrow = _paint("-->", _BLUE, color)
    path = str(span.file.path).translate(_VISIBLE)
    bar = _paint("|", _BLUE, color)
    return [
        f"{gutter}{arrow} {path}:{position.line}:{position.column}",
        f"{_paint(number, _BLUE, color)} {bar} {shown}",
        f"{gutter} {bar} {marks}",
    ]


def _paint(text: str, tint: str, color: bool) -> str:
    return f"{tint}{text}{_RESET}" if color else text
