"""What a command is, and its help page."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Literal, TextIO, TypeAlias, cast

from goldsmith.cli.flags import Flag, Given, Takes
from goldsmith.loading import load
from goldsmith.record import record

_WIDE = 160


@record
class Invocation:
    """One call of a command."""

    given: Given
    environment: Mapping[str, str]
    machine_readable: bool
    json: bool

    def wants_color(self, stream: TextIO) -> bool:
        """Whether to colour: in a terminal, unless switched off by flag or environment."""
        if self.environment.get("PACKER_NO_COLOR") or self.environment.get("NO_COLOR"):
            return False
        return self.given.switch("color", default=True) and stream.isatty()

    def width(self, stream: TextIO) -> int:
        """How many columns the terminal has; what is wide enough for most where there is none."""
        try:
            return os.get_terminal_size(stream.fileno()).columns or _WIDE
        except (OSError, ValueError):
            return _WIDE


JSON = Flag("json", "print JSON, for programs")
MACHINE_READABLE = Flag("machine-readable", "print lines as Packer does, for programs")

_WIDEST = 28
"""Columns that flags may take in a list of them."""
_LONGEST = 80
"""Columns of a flag with its choices, before they go on in the next line."""

Action: TypeAlias = Callable[[Invocation], int]
"""Carries a command out and gives the exit code."""


@record
class Command:
    """A command of the command line."""

    name: str
    usage: str
    summary: str
    flags: tuple[Flag, ...]
    action: Action
    arguments: tuple[int, int] = (1, 1)
    """The fewest and the most positional arguments."""
    for_programs: tuple[Flag, ...] = ()
    """Those of `JSON` and `MACHINE_READABLE` that make it print something else."""
    examples: tuple[tuple[str, str], ...] = ()
    """Command lines without the program's name, and what each does."""


def help_page(command: Command) -> str:
    """The manual of one command."""
    lines = [f"Usage: goldsmith {command.usage}", "", command.summary]
    flags = command.flags + command.for_programs
    if flags:
        lines += ["", "Flags:"]
        lines += _rows([(_form(flag), _text(flag)) for flag in flags])
    if command.examples:
        lines += ["", "Examples:"]
        for words, text in command.examples:
            lines += [f"  goldsmith {words}", f"      {text}"]
    return "\n".join(lines)


def _rows(shown: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A column of flags and one of texts; what is too long for the first stands above its text."""
    width = max((len(form) for form, _ in shown if len(form) <= _WIDEST), default=0)
    for form, text in shown:
        if len(form) > _WIDEST:
            yield from _broken(form)
            yield f"  {'':<{width}}  {text}"
        else:
            yield f"  {form:<{width}}  {text}"


def _broken(form: str) -> Iterator[str]:
    """A flag with its choices, in as many lines as it takes."""
    line = ""
    for choice in form.split("|"):
        if line and len(line) + len(choice) > _LONGEST:
            yield f"  {line}|"
            line = "      "
        line += f"|{choice}" if line.strip() else choice
    yield f"  {line}"


def _form(flag: Flag) -> str:
    if flag.takes is Takes.NOTHING:
        return f"-{flag.name}"
    return f"-{flag.name}={flag.value or '|'.join(flag.choices)}"


def _text(flag: Flag) -> str:
    return f"{flag.summary} (default {flag.default})" if flag.default else flag.summary


def told(
    *, as_lines: bool, how: Literal["lines_said", "one_error"]
) -> AbstractContextManager[None]:
    """A place where what is printed becomes `ui` lines for programs, if `as_lines`."""
    if not as_lines:
        return nullcontext()
    # Both functions of that module have this signature.
    make = load(f"goldsmith.cli.ui_lines:{how}")
    return cast("Callable[[], AbstractContextManager[None]]", make)()
