"""Flags as Packer's users type them: `-x`, `--x`, `-x=v`, `-x v`, before the path."""

from collections.abc import Iterable, Sequence
from enum import Enum

from goldsmith.diagnostics import did_you_mean
from goldsmith.record import field, record


class Takes(Enum):
    """What follows a flag."""

    NOTHING = "nothing"
    TEXT = "text"
    MANY = "many"


@record
class Flag:
    """One flag of a command; `default` and `value` (the placeholder) are for text flags."""

    name: str
    summary: str
    takes: Takes = Takes.NOTHING
    default: str = ""
    value: str = ""
    choices: tuple[str, ...] = ()


@record
class Given:
    """What the user typed, by flag name."""

    switches: dict[str, bool] = field(factory=dict)
    texts: dict[str, str] = field(factory=dict)
    lists: dict[str, list[str]] = field(factory=dict)
    in_order: list[tuple[str, str]] = field(factory=list)
    """Every flag that takes a text, as it came."""
    arguments: list[str] = field(factory=list)

    def switch(self, name: str, *, default: bool = False) -> bool:
        """Whether a switch is on."""
        return self.switches.get(name, default)

    def text(self, name: str) -> str:
        """The last text given for a flag; empty if there was none."""
        return self.texts.get(name, "")

    def many(self, name: str) -> tuple[str, ...]:
        """Every text given for a flag."""
        return tuple(self.lists.get(name, ()))


class UsageError(Exception):
    """The command line cannot be understood."""


_TRUE = frozenset({"1", "t", "T", "true", "TRUE", "True"})
_FALSE = frozenset({"0", "f", "F", "false", "FALSE", "False"})


def parse_flags(words: Sequence[str], flags: Iterable[Flag]) -> Given:
    """Take `words` apart; raises `UsageError` with a sentence for the user."""
    known = {flag.name: flag for flag in flags}
    given = Given()
    rest = list(words)
    while rest:
        word = rest[0]
        if word == "-" or not word.startswith("-"):
            break
        rest.pop(0)
        if word == "--":
            break
        name, equals, value = word.lstrip("-").partition("=")
        if name in {"h", "help"}:
            given.switches["help"] = True
            continue
        flag = known.get(name)
        if flag is None:
            raise UsageError(_unknown(name, known))
        if flag.takes is Takes.NOTHING:
            given.switches[name] = _truth(flag, value) if equals else True
            continue
        if not equals:
            if not rest:
                raise UsageError(f"-{name} needs a value.")
            value = rest.pop(0)
        _take(given, flag, value)
    given.arguments.extend(rest)
    _refuse_late_flags(given.arguments, known)
    return given


def _take(given: Given, flag: Flag, value: str) -> None:
    if flag.choices and value not in flag.choices:
        hint = did_you_mean(value, flag.choices) or f"It takes {_either(flag.choices)}."
        raise UsageError(f'-{flag.name} cannot be "{value}". {hint}')
    if "=" in flag.value and value.find("=") < 1:
        raise UsageError(f'-{flag.name} takes {flag.value}, not "{value}".')
    given.in_order.append((flag.name, value))
    given.texts[flag.name] = value
    if flag.takes is Takes.MANY:
        given.lists.setdefault(flag.name, []).append(value)


def _either(choices: Sequence[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


def _truth(flag: Flag, value: str) -> bool:
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise UsageError(f'-{flag.name} is a switch; "{value}" is neither true nor false.')


def _unknown(name: str, known: Iterable[str]) -> str:
    hint = did_you_mean(name, known).replace('"', "")
    return f"There is no flag -{name}. {hint.replace('mean ', 'mean -')}".rstrip()


def _refuse_late_flags(arguments: Sequence[str], known: Iterable[str]) -> None:
    names = set(known)
    for word in arguments:
        name = word.lstrip("-").partition("=")[0]
        if word.startswith("-") and word != "-" and name in names:
            raise UsageError(f"Flags come before the path: put {word} in front of it.")


def whole_number(given: Given, name: str, default: int) -> int:
    """The whole number given for a flag, not negative."""
    written = given.text(name)
    if not written:
        return default
    if not written.isdecimal():
        raise UsageError(f'-{name} takes a whole number from 0, not "{written}".')
    return int(written)
