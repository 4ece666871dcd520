"""The flags that say which template and which values, shared by several commands."""

import os
import sys

from goldsmith.cli.command import Invocation
from goldsmith.cli.flags import Flag, Takes
from goldsmith.planning import Inputs
from goldsmith.record import replace

INPUT_FLAGS = (
    Flag("var", "set a variable; may be repeated", Takes.MANY, value="NAME=VALUE"),
    Flag("var-file", "read variables from a file; may be repeated", Takes.MANY, value="FILE"),
    Flag("only", "build only these, by name or pattern", Takes.MANY, value="A,B"),
    Flag("except", "leave these builds and post-processors out", Takes.MANY, value="A,B"),
    Flag(
        "config-type",
        "the language of a file whose name does not say it",
        Takes.TEXT,
        choices=("json", "hcl2"),
    ),
    Flag("use-sequential-evaluation", "read data sources first, then locals until they settle"),
)
"""Flags of every command that reads a template."""

PATH_HELP = (
    "PATH is a folder with files named *.pkr.hcl or *.pkr.json, one such file, or a legacy JSON\n"
    "template; - reads one from standard input."
)
"""What can be named as a template, for help pages."""

IGNORE_PRERELEASES = Flag(
    "ignore-prerelease-plugins", "no effect: the components are part of goldsmith"
)


def without_effect(why: str, *names: str) -> tuple[Flag, ...]:
    """The same flags, where some of them are accepted only because scripts give them."""
    return tuple(
        replace(flag, summary=f"no effect: {why}") if flag.name in names else flag
        for flag in INPUT_FLAGS
    )


def read_inputs(
    call: Invocation, *, evaluate_data_sources: bool, warn_undeclared: bool, force: bool = False
) -> Inputs:
    """What the flags and the path of a command come to; the path may be left out of some."""
    given = call.given
    return Inputs(
        path=given.arguments[0] if given.arguments else "",
        variables=tuple(_pair(text) for text in given.many("var")),
        variable_files=given.many("var-file"),
        environment=os.environ,
        only=_names(given.many("only")),
        excluded=_names(given.many("except")),
        evaluate_data_sources=evaluate_data_sources,
        use_sequential_evaluation=given.switch("use-sequential-evaluation"),
        warn_undeclared=warn_undeclared,
        other_files_are_hcl=given.text("config-type") == "hcl2",
        standard_input=_standard_input,
        force=force,
    )


def _standard_input() -> bytes:
    return sys.stdin.buffer.read()


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value


def _names(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for text in texts for name in text.split(",") if name)
