"""What is wrong, and where in which file."""

from goldsmith.diagnostics.diagnostic import (
    Diagnostic,
    GoldsmithError,
    Label,
    Severity,
    TemplateError,
)
from goldsmith.diagnostics.render import render, render_all
from goldsmith.diagnostics.source import Position, SourceFile, Span
from goldsmith.diagnostics.suggest import closest, did_you_mean, similar_file

__all__ = [
    "Diagnostic",
    "GoldsmithError",
    "Label",
    "Position",
    "Severity",
    "SourceFile",
    "Span",
    "TemplateError",
    "closest",
    "did_you_mean",
    "render",
    "render_all",
    "similar_file",
]
