"""What a command is, and its help page."""

import os
from collections.abc import Callable, Mapping
from typing import TextIO, TypeAlias

from goldsmith.cli.flags import Flag, Given, Takes
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
    examples: tuple[tuple[str, str], ...] = ()
    """Command lines without the program's name, and what each does."""


def help_page(command: Command) -> str:
    """The manual of one command."""
    lines = [f"Usage: goldsmith {command.usage}", "", command.summary]
    if command.flags:
        lines += ["", "Flags:"]
        shown = [(_form(flag), _text(flag)) for flag in command.flags]
        width = max(len(form) for form, _ in shown)
        lines += [f"  {form:<{width}}  {text}" for form, text in shown]
    if command.examples:
        lines += ["", "Examples:"]
        for words, text in command.examples:
            lines += [f"  goldsmith {words}", f"      {text}"]
    return "\n".join(lines)


def _form(flag: Flag) -> str:
    if flag.takes is Takes.NOTHING:
        return f"-{flag.name}"
    return f"-{flag.name}={flag.value or '|'.join(flag.choices)}"


def _text(flag: Flag) -> str:
    return f"{flag.summary} (default {flag.default})" if flag.default else flag.summary
