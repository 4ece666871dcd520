"""Finds the command and calls it; the only way in and out of the program."""

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper

from goldsmith.cli.command import Command, Invocation, help_page
from goldsmith.cli.flags import UsageError, parse_flags
from goldsmith.diagnostics import GoldsmithError, TemplateError, did_you_mean, render_all
from goldsmith.loading import load

COMMANDS: Mapping[str, tuple[str, str]] = {
    "build": ("goldsmith.cli.build:BUILD", "make images from a template"),
    "console": ("goldsmith.cli.console:CONSOLE", "try out expressions"),
    "fix": ("goldsmith.cli.fix:FIX", "mend what is outdated in a legacy JSON template"),
    "fmt": ("goldsmith.cli.fmt:FMT", "lay templates out in the usual way"),
    "inspect": ("goldsmith.cli.inspect:INSPECT", "show what a template consists of"),
    "sweep": ("goldsmith.cli.sweep:SWEEP", "release what ended runs left behind"),
    "validate": ("goldsmith.cli.validate:VALIDATE", "check a template without building"),
    "version": ("goldsmith.cli.version:VERSION", "show the version and where things lie"),
}
_VERSION_FLAGS = frozenset({"-v", "-version", "--version"})
_HELP_FLAGS = frozenset({"-h", "-help", "--help", "help"})
_UNKNOWN_COMMAND = 127
_NOT_NEEDED: Mapping[str, str] = {
    "init": "Nothing needs to be installed first: the components are part of goldsmith.",
}
"""Commands that users of Packer may type."""
_OUTPUT_FAILURES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})


def run(words: Sequence[str], environment: Mapping[str, str]) -> int:
    """Carry out one command line and give its exit code."""
    words, machine_readable = _take_out(words, "-machine-readable")
    words, json = _take_out(words, "-json")
    if not words or words[0] in _HELP_FLAGS:
        print(overview())
        return 0 if words else _UNKNOWN_COMMAND
    name = "version" if words[0] in _VERSION_FLAGS else words[0]
    if name not in COMMANDS:
        hint = _NOT_NEEDED.get(name) or did_you_mean(name, COMMANDS)
        print(f'There is no command "{name}". {hint}'.rstrip(), end="\n\n")
        print(overview())
        return _UNKNOWN_COMMAND
    command = load(COMMANDS[name][0])
    if not isinstance(command, Command):
        raise TypeError(name)
    return _call(command, words[1:], environment, machine_readable=machine_readable, json=json)


def _call(
    command: Command,
    words: Sequence[str],
    environment: Mapping[str, str],
    *,
    machine_readable: bool,
    json: bool,
) -> int:
    try:
        given = parse_flags(words, command.flags)
        if given.switch("help"):
            print(help_page(command))
            return 0
        check_number(given.arguments, *command.arguments)
        return _carry_out(command, Invocation(given, environment, machine_readable, json))
    except UsageError as error:
        print(f"error: {error}", end="\n\n")
        print(help_page(command))
    return 1


def _carry_out(command: Command, call: Invocation) -> int:
    try:
        return command.action(call)
    except TemplateError as error:
        print(render_all(error.diagnostics, color=call.wants_color(sys.stdout)))
    except GoldsmithError as error:
        print(f"error: {error}")
    return 1


def check_number(given: Sequence[str], fewest: int, most: int) -> None:
    """Raise `UsageError` unless there are as many arguments as the command takes."""
    if most == 0 and given:
        raise UsageError(f"This command takes no argument, but {given[0]} was given.")
    if len(given) < fewest:
        raise UsageError("The path of a template is missing.")
    if len(given) > most:
        names = ", ".join(given)
        raise UsageError(f"One path is enough, but {len(given)} were given: {names}.")


def overview() -> str:
    """What `goldsmith` alone prints."""
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:<{width}}  {what}" for name, (_, what) in COMMANDS.items())
    return (
        "Usage: goldsmith COMMAND [FLAGS] [PATH]\n\n"
        "Makes golden machine images from templates.\n\n"
        f"Commands:\n{listed}\n\n"
        "`goldsmith COMMAND -h` shows the flags of a command."
    )


def _take_out(words: Sequence[str], flag: str) -> tuple[list[str], bool]:
    """Remove the first `flag` (also with two dashes), wherever it stands."""
    rest = list(words)
    for form in (flag, f"-{flag}"):
        if form in rest:
            rest.remove(form)
            return rest, True
    return rest, False


def main() -> int:
    """Entry point of the program."""
    _make_outputs_bear_anything()
    try:
        code = run(sys.argv[1:], os.environ)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        _print_nothing_more()
        return 1
    except KeyboardInterrupt:
        return 1
    except OSError as error:
        # Files of the user are told of by name; what has none is our own output.
        if error.filename is not None or error.errno not in _OUTPUT_FAILURES:
            raise
        _print_nothing_more()
        print(f"error: The output cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    return code


def _make_outputs_bear_anything() -> None:
    """What an output has no letters for, or no place at all, is not worth a crash."""
    # An output that was closed before the start is None, whatever its type says.
    outputs: tuple[object, object] = (sys.stdout, sys.stderr)
    if None in outputs:
        nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print_nothing_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
