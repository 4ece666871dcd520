"""`goldsmith hcl2_upgrade`: make an HCL template of a legacy JSON template."""

import sys
from pathlib import Path, PurePath

from goldsmith.app.layout import replace_file
from goldsmith.app.legacy import parse_legacy, read_legacy
from goldsmith.app.upgrade import Converted, convert, write_new
from goldsmith.cli.command import Command, Invocation
from goldsmith.cli.flags import Flag, Takes
from goldsmith.cli.inputs import INPUT_FLAGS
from goldsmith.diagnostics import render_all
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
        _write(Path(target), made)
    _tell(call, made, path, target)
    return 1 if made.unknown_builders else 0


def _default_target(path: str) -> str:
    return _STANDARD if path == _STANDARD else f"{path}.pkr.hcl"


def _write(target: Path, made: Converted) -> None:
    data = made.text.encode()
    if target.exists():
        replace_file(target, data)
        print(f"{target} was there already; it is replaced.")
    else:
        write_new(target, data)
        print(f"{target} is written.")


def _tell(call: Invocation, made: Converted, path: str, target: str) -> None:
    """Everything that needs a look, where it cannot mix with the template."""
    stream = sys.stderr if target == _STANDARD else sys.stdout
    if made.problems:
        print(f"\n{render_all(made.problems, color=call.wants_color(stream))}", file=stream)
    if made.outdated:
        names = ", ".join(made.outdated)
        print(
            f"\n{path} has outdated options ({names}), and so has the result. "
            f"Run `goldsmith fix -write {path}` first, then upgrade it again.",
            file=stream,
        )
    for name in made.unknown_builders:
        print(
            f"\nerror: There is no builder {name} here. It is written by the form of its "
            "options; check which of them must be blocks.",
            file=stream,
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
