"""Diagnostics as text for a terminal or a pipe."""

from collections.abc import Callable, Iterable
from typing import cast

from goldsmith.diagnostics.diagnostic import Diagnostic
from goldsmith.loading import load

_WIDTH = 160
"""Columns of an excerpt where nobody says how wide the terminal is."""

_Draw = Callable[[Diagnostic, bool, int], str]


def render(problem: Diagnostic, *, color: bool = False, width: int = _WIDTH) -> str:
    """`problem` as several lines: what, where, the excerpt with marks, what to do next."""
    # A template without problems needs no drawing; this is the signature of `draw`.
    draw = cast("_Draw", load("goldsmith.diagnostics.drawing:draw"))
    return draw(problem, color, width)


def render_all(problems: Iterable[Diagnostic], *, color: bool = False, width: int = _WIDTH) -> str:
    """Every problem, with an empty line between two."""
    return "\n\n".join(render(problem, color=color, width=width) for problem in problems)
