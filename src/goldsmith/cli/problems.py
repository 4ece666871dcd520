"""Shows what is wrong: as text, or as JSON where that is asked for."""

import sys
from collections.abc import Callable, Iterable
from typing import TextIO, cast

from goldsmith.cli.command import Invocation
from goldsmith.diagnostics import Diagnostic, render_all
from goldsmith.loading import load

_Print = Callable[[Iterable[Diagnostic]], None]


def print_problems(call: Invocation, problems: Iterable[Diagnostic]) -> None:
    """Print `problems` to standard output."""
    if call.json:
        _as_json("print_lines", problems)
    else:
        print(rendered(call, problems, sys.stdout))


def print_warnings(call: Invocation, warnings: tuple[Diagnostic, ...]) -> None:
    """Show warnings before the work goes on; machine-readable output has no place for them."""
    if not warnings:
        return
    if call.json:
        _as_json("print_lines", warnings)
    else:
        stream = sys.stderr if call.machine_readable else sys.stdout
        print(rendered(call, warnings, stream), end="\n\n", file=stream)


def print_verdict(problems: Iterable[Diagnostic]) -> None:
    """Print the line of JSON that ends a check."""
    _as_json("print_verdict", problems)


def rendered(call: Invocation, problems: Iterable[Diagnostic], stream: TextIO) -> str:
    """`problems` as text for that output."""
    return render_all(problems, color=call.wants_color(stream), width=call.width(stream))


def _as_json(name: str, problems: Iterable[Diagnostic]) -> None:
    # The library for JSON costs milliseconds that a check without -json can do without.
    # Both functions of that module have this signature.
    cast("_Print", load(f"goldsmith.cli.problem_lines:{name}"))(problems)
