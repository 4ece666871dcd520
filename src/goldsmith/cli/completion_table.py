"""What can follow each command and flag; made of the commands themselves."""

from collections.abc import Iterator, Mapping

from goldsmith.cli.command import Command
from goldsmith.cli.flags import Flag, Takes
from goldsmith.loading import load
from goldsmith.record import record

_SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "PATH": (".pkr.hcl", ".json"),
    "PATH…": (".hcl", ".json"),
    "var-file": (".hcl", ".json"),
    "path": (".whl",),
}
"""The files that an argument or a flag is about, by what the usage calls it."""
_LISTED = {"only", "except", "var"}
"""Flags whose values `goldsmith completion FLAG TEMPLATE` lists."""
_ARGUMENTS = {"NAME[.OPTION]": "explain", "SOURCE": "plugins"}
"""Arguments that `goldsmith completion …` lists, by what the usage calls them."""


@record
class Values:
    """What may stand in a place: certain words, files, or names that a command lists."""

    words: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    any_file: bool = False
    listing: str = ""
    many: bool = False
    """Whether several may stand there, with commas between."""

    @property
    def is_file(self) -> bool:
        """Whether it is a path."""
        return self.any_file or bool(self.suffixes)


@record
class FlagTable:
    """A flag."""

    name: str
    summary: str
    values: Values | None
    """None: it takes none."""


@record
class CommandTable:
    """A command; its name may have two words."""

    name: str
    summary: str
    flags: tuple[FlagTable, ...]
    values: Values


def table(commands: Mapping[str, tuple[str, str]]) -> tuple[CommandTable, ...]:
    """Every command with its flags and arguments."""
    return tuple(_tables(commands))


def _tables(commands: Mapping[str, tuple[str, str]]) -> Iterator[CommandTable]:
    for name, (place, summary) in commands.items():
        command = load(place)
        if not isinstance(command, Command):
            raise TypeError(name)
        given = command.flags + command.for_programs
        flags = [FlagTable(flag.name, flag.summary, _value(flag)) for flag in given]
        flags.append(FlagTable("help", "show the manual of the command", None))
        yield CommandTable(name, summary, tuple(flags), _arguments(command))


def _value(flag: Flag) -> Values | None:
    if flag.takes is Takes.NOTHING:
        return None
    if flag.choices:
        return Values(words=flag.choices)
    if flag.name in _LISTED:
        return Values(listing=flag.name, many=flag.value == "A,B")
    if flag.value == "FILE":
        suffixes = _SUFFIXES.get(flag.name, ())
        return Values(suffixes=suffixes, any_file=not suffixes)
    return Values()


def _arguments(command: Command) -> Values:
    words = command.usage.removeprefix(command.name).split()
    for word in words:
        name = word.removeprefix("[").removesuffix("]") if word[:1] + word[-1:] == "[]" else word
        if name == "FLAGS" or name.startswith("-"):
            continue
        if name in _SUFFIXES:
            return Values(suffixes=_SUFFIXES[name])
        if name in _ARGUMENTS:
            return Values(listing=_ARGUMENTS[name])
        if "|" in name:
            return Values(words=tuple(name.split("|")))
    return Values()
