"""How one diagnostic is drawn: what, where, the excerpt with marks, what to do next."""

from goldsmith.diagnostics.diagnostic import Diagnostic, Severity
from goldsmith.diagnostics.excerpt import Mark, Style, excerpts
from goldsmith.diagnostics.view import visible

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_COLORS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}


def draw(problem: Diagnostic, color: bool, width: int) -> str:
    """`problem` as several lines."""
    tint = _COLORS[problem.severity]

    def paint(text: str, style: Style) -> str:
        return _paint(text, tint if style == "primary" else _BLUE, color)

    head = paint(f"{problem.severity.value}:", "primary")
    lines = [f"{head} {_paint(visible(problem.summary), _BOLD, color)}"]
    marks = [Mark(label.span, label.text, "secondary") for label in problem.labels]
    if problem.span is not None:
        marks.insert(0, Mark(problem.span, problem.note, "primary"))
    if marks:
        lines += excerpts(marks, width, paint)
    if problem.detail:
        lines.append(visible(problem.detail))
    return "\n".join(lines)


def _paint(text: str, tint: str, color: bool) -> str:
    return f"{tint}{text}{_RESET}" if color else text
