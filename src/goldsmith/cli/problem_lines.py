"""`-json`: each diagnostic as one line of JSON; docs/reference/events.md is the schema."""

import json
from collections.abc import Iterable

from goldsmith.diagnostics import Diagnostic
from goldsmith.diagnostics.plain_data import plain_data


def print_lines(problems: Iterable[Diagnostic]) -> None:
    """Print a line for each of `problems`."""
    for one in problems:
        # In ASCII alone, so that it is JSON whatever encoding the output has.
        print(json.dumps({"event": "diagnostic", **plain_data(one)}))


def print_verdict(problems: Iterable[Diagnostic]) -> None:
    """Print the line that ends a check."""
    found = [one.severity.value for one in problems]
    errors = found.count("error")
    verdict = {
        "event": "validate_ended",
        "valid": errors == 0,
        "errors": errors,
        "warnings": found.count("warning"),
    }
    print(json.dumps(verdict))
