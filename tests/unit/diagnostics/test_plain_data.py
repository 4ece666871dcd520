"""Diagnostics as programs read them."""

from pathlib import PurePath

from goldsmith.diagnostics import Diagnostic, Label, Severity, SourceFile
from goldsmith.diagnostics.plain_data import plain_data

FILE = SourceFile(PurePath("web.hcl"), 'é = "日"\nb = 1\n')


def test_everything_about_a_problem_is_told() -> None:
    problem = Diagnostic(
        "Odd",
        "Mend it.",
        FILE.span(8, 9),
        Severity.WARNING,
        (Label(FILE.span(0, 1), "first"),),
        "this",
    )

    assert plain_data(problem) == {
        "severity": "warning",
        "summary": "Odd",
        "detail": "Mend it.",
        "place": {
            "file": "web.hcl",
            "start": {"line": 2, "column": 1, "byte": 11},
            "end": {"line": 2, "column": 2, "byte": 12},
        },
        "note": "this",
        "labels": [
            {
                "text": "first",
                "place": {
                    "file": "web.hcl",
                    "start": {"line": 1, "column": 1, "byte": 0},
                    "end": {"line": 1, "column": 2, "byte": 2},
                },
            }
        ],
    }


def test_what_is_in_no_file_has_no_place() -> None:
    assert plain_data(Diagnostic("Odd"))["place"] is None
