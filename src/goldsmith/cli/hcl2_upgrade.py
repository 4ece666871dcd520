"""`goldsmith hcl2_upgrade`: make an HCL template of a legacy JSON template."""

import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

from goldsmith.app.layout import replace_file
from goldsmith.app.legacy import parse_legacy, read_legacy
from goldsmith.app.upgrade import Converted, convert, write_new
from goldsmith.cli.command import Command, Invocation
from goldsmith.cli.flags import Flag, Takes
from goldsmith.cli.inputs import INPUT_FLAGS
from goldsmith.cli.problems import print_problems, rendered
from goldsmith.diagnostics import Diagnostic, Severity
from goldsmith.record import replace

_STANDARD = "-"
"""Standard input or output, where a path is wanted."""


def hcl2_upgrade(call: Invocation) -> int:
    """Write the HCL template, and say what needs a look by hand."""
    path = call.given.arguments[0]
    if path == _STANDARD:
        _, tree = parse_legacy(PurePath("standard input"), sys.stdin.buffer.read())
    else:
        _, tree = read_legacy(path)
    target = call.given.text("output-file") or _default_target(path)
    made = convert(tree, PurePath(target), annotate=call.given.switch("with-annotations"))
    if target == _STANDARD:
        # HCL is UTF-8, whatever the terminal is set to.
        sys.stdout.buffer.write(made.text.encode())
        sys.stdout.buffer.flush()
    else:
        written = _written(Path(target), made)
        if not call.json:
            print(written)
    _tell(call, made, path, target)
    return 1 if made.unknown_builders else 0


def _default_target(path: str) -> str:
    return _STANDARD if path == _STANDARD else f"{path}.pkr.hcl"


def _written(target: Path, made: Converted) -> str:
    """Write the file, and give a sentence on that."""
    data = made.text.encode()
    if target.exists():
        replace_file(target, data)
        return f"{target} was there already; it is replaced."
    write_new(target, data)
    return f"{target} is written."


def _tell(call: Invocation, made: Converted, path: str, target: str) -> None:
    """Everything that needs a look, where it cannot mix with the template."""
    problems = list(made.problems)
    if made.outdated:
        problems.append(outdated_options(path, made.outdated))
    problems += map(unknown_builder, made.unknown_builders)
    if not problems:
        return
    if target == _STANDARD:
        print(f"\n{rendered(call, problems, sys.stderr)}", file=sys.stderr)
        return
    if not call.json:
        print()
    print_problems(call, problems)


def outdated_options(path: str, fixers: Iterable[str]) -> Diagnostic:
    """What `fix` would mend has been taken over as it is."""
    return Diagnostic(
        f"{path} has outdated options, and so has the result",
        f"Run `goldsmith fix -write {path}` first, then upgrade it again. "
        f"It would be fixed by {', '.join(fixers)}.",
        severity=Severity.WARNING,
    )


def unknown_builder(name: str) -> Diagnostic:
    """Nobody knows which options of a builder are blocks."""
    return Diagnostic(
        f"There is no builder {name} here",
        "It is written by the form of its options; check which of them must be blocks.",
    )


HCL2_UPGRADE = Command(
    name="hcl2_upgrade",
    usage="hcl2_upgrade [FLAGS] PATH",
    summary="Makes an HCL template of a legacy JSON template, which stays as it is, and says what "
    "needs a look by\nhand. The exit code is 1 if a builder is unknown; the template is written "
    "all the same.\nA PATH of - stands for standard input.",
    flags=(
        Flag(
            "output-file",
            "where to write; - stands for standard output (default PATH.pkr.hcl)",
            Takes.TEXT,
            value="FILE",
        ),
        Flag("with-annotations", "explain each part of the result in a comment"),
        *(replace(flag, summary="no effect: values do not matter here") for flag in INPUT_FLAGS),
    ),
    action=hcl2_upgrade,
    examples=(
        ("hcl2_upgrade ubuntu.json", "writes ubuntu.json.pkr.hcl"),
        (
            "hcl2_upgrade -output-file=ubuntu.pkr.hcl -with-annotations ubuntu.json",
            "writes another file, with a comment on each of its parts",
        ),
    ),
)
