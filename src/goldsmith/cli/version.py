"""`goldsmith version`: which version this is, and where things lie."""

from goldsmith import __version__
from goldsmith.cli.command import JSON, MACHINE_READABLE, Command, Invocation
from goldsmith.loading import load

PACKER_VERSION = "1.16.0"
"""The Packer version whose templates and command line are understood."""


def show_version(call: Invocation) -> int:
    """Print the version for people, for machines, or as JSON with the folders."""
    if call.json:
        print_as_json = load("goldsmith.cli.version_json:print_version")
        if not callable(print_as_json):
            raise TypeError(print_as_json)
        print_as_json(__version__, PACKER_VERSION, call.environment)
    elif call.machine_readable:
        machine_line = load("goldsmith.cli.machine:line")
        if not callable(machine_line):
            raise TypeError(machine_line)
        print(machine_line("", "version", __version__))
        print(machine_line("", "version-prelease", ""))
        print(machine_line("", "version-commit", ""))
    else:
        print(f"Goldsmith v{__version__}")
    return 0


VERSION = Command(
    name="version",
    usage="version",
    summary="Shows the version; with -json also the folders that goldsmith uses.",
    flags=(),
    action=show_version,
    arguments=(0, 0),
    for_programs=(JSON, MACHINE_READABLE),
    examples=(("version -json", "shows where goldsmith keeps its files"),),
)
