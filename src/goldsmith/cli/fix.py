"""`goldsmith fix`: mend what is outdated in a legacy JSON template."""

import sys
from pathlib import Path, PurePath

from goldsmith.app.fix import Fixed, changes, check_fixed, fix_template
from goldsmith.app.layout import replace_file
from goldsmith.app.legacy import parse_legacy, read_legacy
from goldsmith.cli.command import Command, Invocation
from goldsmith.cli.flags import Flag, UsageError
from goldsmith.cli.inputs import INPUT_FLAGS
from goldsmith.diagnostics import TemplateError, render_all
from goldsmith.record import replace
from goldsmith.upgrade import FIXERS

_STANDARD_INPUT = "-"
_COLORS = {"#": "\x1b[1m", "-": "\x1b[31m", "+": "\x1b[32m", "@": "\x1b[36m"}


def fix(call: Invocation) -> int:
    """Show the mended template, or what changes, or put it in place of the old one."""
    path = call.given.arguments[0]
    writes = call.given.switch("write")
    if writes and path == _STANDARD_INPUT:
        raise UsageError("-write needs a file; standard input has none.")
    if path == _STANDARD_INPUT:
        _, tree = parse_legacy(PurePath("standard input"), sys.stdin.buffer.read())
    else:
        _, tree = read_legacy(path)
    fixed = fix_template(tree)
    if call.given.switch("diff"):
        _show_changes(fixed, path, color=call.wants_color(sys.stdout))
    elif not writes:
        _show(fixed.text)
    if call.given.switch("validate", default=True) and not _is_valid(fixed, path, call):
        return 1
    if writes and fixed.steps:
        replace_file(Path(path), fixed.text.encode())
    if writes:
        print(f"{path}: {_summary(fixed)}")
    elif sys.stderr.isatty():
        print(_summary(fixed), file=sys.stderr)
    return 0


def _show(text: str) -> None:
    # JSON is UTF-8, whatever the terminal is set to.
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _show_changes(fixed: Fixed, path: str, *, color: bool) -> None:
    for line in changes(fixed, path):
        tint = _COLORS.get(line[:1], "") if color else ""
        _show(f"{tint}{line}\x1b[0m\n" if tint else f"{line}\n")


def _is_valid(fixed: Fixed, path: str, call: Invocation) -> bool:
    """Whether the result is a template; what is wrong goes where it cannot mix with JSON."""
    try:
        check_fixed(fixed, PurePath(f"{path} (fixed)"))
    except TemplateError as error:
        shown = render_all(error.diagnostics, color=call.wants_color(sys.stderr))
        after = "The file stays as it is." if call.given.switch("write") else ""
        print(f"{shown}\n\nThis is wrong even after all fixes. {after}".rstrip(), file=sys.stderr)
        return False
    return True


def _summary(fixed: Fixed) -> str:
    names = ", ".join(step.fixer.name for step in fixed.steps)
    return f"fixed by {names}" if names else "nothing needs to be fixed"


FIX = Command(
    name="fix",
    usage="fix [FLAGS] PATH",
    summary="Mends what is outdated in a legacy JSON template, and writes the result to standard "
    "output; the file\nstays as it is. A PATH of - stands for standard input.\n\n"
    "What it does, in this order:\n"
    + "\n".join(f"  {one.name:<26} {one.summary}" for one in FIXERS),
    flags=(
        Flag("validate", "check the result; -validate=false leaves that out"),
        Flag("diff", "show what each fixer changes instead of the result"),
        Flag("write", "put the result in place of the file, at once or not at all"),
        *(replace(flag, summary="no effect: values do not matter here") for flag in INPUT_FLAGS),
    ),
    action=fix,
    examples=(
        ("fix -diff ubuntu.json", "shows what each fixer would change"),
        ("fix -write ubuntu.json", "puts the mended template in place of the old one"),
        ("fix ubuntu.json > new.json", "writes the mended template to another file"),
    ),
)
