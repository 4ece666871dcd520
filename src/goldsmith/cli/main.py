"""Finds the command and calls it; the only way in and out of the program."""

import errno
import gc
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import TextIOWrapper

from goldsmith.cli.command import MACHINE_READABLE, Command, Invocation, help_page, told
from goldsmith.cli.flags import Given, UsageError, parse_flags
from goldsmith.cli.problems import print_problems
from goldsmith.diagnostics import Diagnostic, GoldsmithError, TemplateError, did_you_mean
from goldsmith.loading import load

COMMANDS: Mapping[str, tuple[str, str]] = {
    "build": ("goldsmith.cli.build:BUILD", "make images from a template"),
    "completion": ("goldsmith.cli.completion:COMPLETION", "make a shell complete command lines"),
    "console": ("goldsmith.cli.console:CONSOLE", "try out expressions"),
    "explain": ("goldsmith.cli.explain:EXPLAIN", "explain a component, block, function or option"),
    "fix": ("goldsmith.cli.fix:FIX", "mend what is outdated in a legacy JSON template"),
    "fmt": ("goldsmith.cli.fmt:FMT", "lay templates out in the usual way"),
    "hcl2_upgrade": ("goldsmith.cli.hcl2_upgrade:HCL2_UPGRADE", "make HCL of a JSON template"),
    "init": ("goldsmith.cli.init:INIT", "see whether what a template asks for is here"),
    "inspect": ("goldsmith.cli.inspect:INSPECT", "show what a template consists of"),
    "lsp": ("goldsmith.cli.lsp:LSP", "serve an editor: problems, manual, completion"),
    "plugins install": ("goldsmith.cli.plugins:INSTALL", "install one from a Python package"),
    "plugins installed": ("goldsmith.cli.plugins:INSTALLED", "list those that are here"),
    "plugins remove": ("goldsmith.cli.plugins:REMOVE", "remove one with its package"),
    "plugins required": ("goldsmith.cli.plugins:REQUIRED", "list those that a template asks for"),
    "sweep": ("goldsmith.cli.sweep:SWEEP", "release what ended runs left behind"),
    "validate": ("goldsmith.cli.validate:VALIDATE", "check a template without building"),
    "version": ("goldsmith.cli.version:VERSION", "show the version and where things lie"),
}
"""Every command: where it is, and what it does in a few words. A name may have two words."""

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Every day": ("validate", "build", "inspect", "fmt", "sweep"),
    "Writing templates": ("console", "explain", "lsp", "completion"),
    "Legacy JSON templates": ("fix", "hcl2_upgrade"),
    "Plugins": (
        "init",
        "plugins installed",
        "plugins required",
        "plugins install",
        "plugins remove",
    ),
    "About goldsmith": ("version",),
}
"""How the overview sorts the commands."""

_ALIASES: Mapping[str, str] = {
    "-v": "version",
    "-version": "version",
    "--version": "version",
    "plugin": "plugins",
}
_HELP_FLAGS = frozenset({"-h", "-help", "--help", "help"})
_UNKNOWN_COMMAND = 127
_NEW_OBJECTS = 50_000
"""So many are made before the collector looks at them; what is imported is there to stay."""
_OUTPUT_FAILURES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})


def run(words: Sequence[str], environment: Mapping[str, str]) -> int:
    """Carry out one command line and give its exit code."""
    words, machine_readable = _take_out(words, "-machine-readable")
    words, json = _take_out(words, "-json")
    if words[:1] == ["help"] and len(words) > 1:
        words = [*words[1:], "-h"]
    if not words or words[0] in _HELP_FLAGS:
        print(overview())
        return 0 if words else _UNKNOWN_COMMAND
    name, rest = command_name(words)
    if name not in COMMANDS:
        return _refuse(name, rest)
    command = load(COMMANDS[name][0])
    if not isinstance(command, Command):
        raise TypeError(name)
    return _call(command, rest, environment, machine_readable=machine_readable, json=json)


def command_name(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The name of a command, of one word or two, and the words after it."""
    first = _ALIASES.get(words[0], words[0])
    pair = " ".join((first, *words[1:2]))
    return (pair, words[2:]) if pair in COMMANDS else (first, words[1:])


def _refuse(name: str, rest: Sequence[str]) -> int:
    """Say what commands there are instead of one that is not there."""
    members = {one.partition(" ")[2]: one for one in COMMANDS if one.startswith(f"{name} ")}
    if not members:
        print(f'There is no command "{name}". {did_you_mean(name, COMMANDS)}'.rstrip())
        print(f"\n{overview()}")
        return _UNKNOWN_COMMAND
    asked = next((word for word in rest if word in _HELP_FLAGS), None)
    if rest and asked is None:
        hint = did_you_mean(rest[0], members)
        print(f'There is no command "{name} {rest[0]}". {hint}'.rstrip(), end="\n\n")
    listed = "\n".join(_rows(members.values()))
    print(f"Usage: goldsmith {name} {'|'.join(members)} …\n\nCommands:\n{listed}\n\n{_MORE}")
    return int(asked is None)


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
            with told(as_lines=machine_readable, how="lines_said"):
                print(help_page(command))
            return 0
        check_number(given.arguments, command)
        return _carry_out(command, Invocation(given, environment, machine_readable, json))
    except UsageError as error:
        if json:
            nothing = Invocation(Given(), environment, machine_readable, json)
            print_problems(nothing, [Diagnostic(str(error))])
            return 1
        with told(as_lines=machine_readable, how="one_error"):
            print(f"error: {error}")
        with told(as_lines=machine_readable, how="lines_said"):
            print()
            print(help_page(command))
    return 1


def _carry_out(command: Command, call: Invocation) -> int:
    # Some commands have lines of their own for programs.
    says = call.machine_readable and MACHINE_READABLE not in command.for_programs
    try:
        with told(as_lines=says, how="lines_said"):
            return command.action(call)
    except TemplateError as error:
        with told(as_lines=call.machine_readable, how="one_error"):
            print_problems(call, error.diagnostics)
    except GoldsmithError as error:
        if call.json:
            print_problems(call, [Diagnostic(str(error))])
        else:
            with told(as_lines=call.machine_readable, how="one_error"):
                print(f"error: {error}")
    return 1


def check_number(given: Sequence[str], command: Command) -> None:
    """Raise `UsageError` unless there are as many arguments as the command takes."""
    fewest, most = command.arguments
    if most == 0 and given:
        raise UsageError(f"This command takes no argument, but {given[0]} was given.")
    if len(given) < fewest:
        what = command.usage.split()[-1]
        raise UsageError(f"{_ARGUMENTS.get(what, what)} is missing.")
    if len(given) > most:
        enough = "One path is" if command.usage.endswith("PATH") else f"At most {most}"
        names = ", ".join(given)
        raise UsageError(f"{enough} enough, but {len(given)} were given: {names}.")


_ARGUMENTS: Mapping[str, str] = {
    "PATH": "The path of a template",
    "PATH…": "The path of a template",
    "SOURCE": "The source of a plugin",
}
"""What the placeholders in usage lines stand for."""


def overview() -> str:
    """What `goldsmith` alone prints."""
    sorted_in = {name for names in _GROUPS.values() for name in names}
    others = tuple(name for name in COMMANDS if name not in sorted_in)
    groups = {**_GROUPS, "More": others}
    listed = (
        "\n".join((f"{title}:", *_rows(name for name in names if name in COMMANDS)))
        for title, names in groups.items()
        if any(name in COMMANDS for name in names)
    )
    return (
        "Usage: goldsmith COMMAND [FLAGS] [PATH]\n\n"
        "Makes golden machine images from templates.\n\n" + "\n\n".join((*listed, _MORE))
    )


_MORE = (
    "`goldsmith COMMAND -h` shows the flags of a command, and examples. Flags come before paths."
)


def _rows(names: Iterable[str]) -> Iterator[str]:
    width = max(map(len, COMMANDS))
    return (f"  {name:<{width}}  {COMMANDS[name][1]}" for name in names)


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
    gc.set_threshold(_NEW_OBJECTS)
    try:
        return _exit_code()
    finally:
        gc.freeze()  # or the interpreter looks through everything once more before it ends


def _exit_code() -> int:
    _make_streams_bear_anything()
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
        if _working_directory_is_gone():
            print("error: The folder that you are in is not there any more. Go to another one.")
            return 1
        # Files of the user are told of by name; what has none is our own output.
        if error.filename is not None or error.errno not in _OUTPUT_FAILURES:
            raise
        _print_nothing_more()
        print(f"error: The output cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    return code


def _working_directory_is_gone() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - the start of the program does without pathlib
    except OSError:
        return True
    return False


def _make_streams_bear_anything() -> None:
    """What an output has no letters for, or a stream that is closed, is not worth a crash."""
    # What was closed before the start is None, whatever its type says.
    source: object = sys.stdin
    if source is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    outputs: tuple[object, object] = (sys.stdout, sys.stderr)
    if None in outputs:
        nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print_nothing_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
