"""The text of a script that a template gives line by line, and what is said when one fails."""

from collections.abc import Container, Iterable

from goldsmith.sdk import CommandFailed, CommandResult

_HINTS = {
    126: "It may not be run: is it executable, and its folder not mounted noexec?",
    127: "A program that it needs was not found; a script also needs the one named after `#!`.",
    137: "It was killed: by somebody, or for want of memory.",
}
LONGEST_TITLE = 60
"""Characters of a command that are shown as its name."""


def inline_script(lines: Iterable[str], shebang: str) -> bytes:
    """The lines as a script that starts with `#!` and `shebang`, if there is one."""
    first = f"#!{shebang}\n" if shebang else ""
    return (first + "".join(f"{line}\n" for line in lines)).encode()


def inline_title(lines: tuple[str, ...]) -> str:
    """A name for a script given in the template: its only line, or how many it has."""
    if len(lines) != 1:
        return f"inline script of {len(lines)} lines"
    first, *more = lines[0].strip().splitlines() or [""]
    if more or len(first) > LONGEST_TITLE:
        return f"{first[:LONGEST_TITLE]}…"
    return first


def check_exit_code(title: str, result: CommandResult, allowed: Container[int]) -> None:
    """Raise what tells the user that the script `title` failed, if it did."""
    code = result.exit_code
    if code in (allowed or (0,)):
        return
    hint = _HINTS.get(code, "") if code is not None else ""
    raise CommandFailed(CommandResult(title, code, result.tail), hint=hint)
