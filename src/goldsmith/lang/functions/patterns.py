"""Functions of regular expressions, in the syntax of RE2."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from goldsmith.lang.convert import unify
from goldsmith.lang.functions.automaton import Found, TooLarge, matches
from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.limits import bounded
from goldsmith.lang.functions.re2 import UnsupportedPattern, translate
from goldsmith.lang.values import (
    ANY,
    STRING,
    Value,
    list_of,
    null,
    object_of,
    text,
    tuple_of,
)

Match: TypeAlias = re.Match[str] | Found


@function
def regex(pattern: str, string: str) -> Value:
    """The first match of a pattern: its text, or a tuple or object of its groups.

    regex("[0-9]+", "build 42 of 50") == "42"
    """
    found = next(_matches(_grouped(pattern), string), None)
    if found is None:
        raise ArgumentError("string", "Nothing in it matches the pattern.")
    return _captured(found)


@function
def regexall(pattern: str, string: str) -> Value:
    """All matches of a pattern, each as regex() gives it.

    length(regexall("[a-z]+", "1 fish, 2 fish")) == 2
    """
    items = [_captured(found) for found in _matches(_grouped(pattern), string)]
    common = unify(item.type for item in items) if items else STRING
    return list_of(items, common or ANY)


@function
def regex_replace(text: str, pattern: str, replacement: str) -> str:
    """The text with every match replaced; `$1` and `${name}` stand for groups.

    regex_replace("hello world", "l+", "L") == "heLo worLd"
    """
    return "".join(bounded(_replaced(text, _compiled(pattern), replacement)))


def _replaced(text: str, pattern: re.Pattern[str], replacement: str) -> Iterator[str]:
    end = 0
    for found in _matches(pattern, text):
        yield text[end : found.start()]
        yield _expanded(replacement, found)
        end = found.end()
    yield text[end:]


def _matches(pattern: re.Pattern[str], string: str) -> Iterator[Match]:
    try:
        yield from matches(pattern, string)
    except TooLarge:
        raise ArgumentError("pattern", "It repeats too much.") from None


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(translate(pattern))
    except RecursionError:
        raise ArgumentError("pattern", "Its groups lie too deep in each other.") from None
    except UnsupportedPattern as problem:
        raise ArgumentError("pattern", f"{problem}.") from None
    except (re.error, OverflowError) as problem:
        raise ArgumentError("pattern", f"It is no regular expression: {problem}.") from None


def _grouped(pattern: str) -> re.Pattern[str]:
    """The pattern, if its groups make one kind of result."""
    compiled = _compiled(pattern)
    if 0 < len(compiled.groupindex) < compiled.groups:
        raise ArgumentError("pattern", "Either all of its groups have a name or none has.")
    return compiled


def _captured(found: Match) -> Value:
    if found.re.groupindex:
        return object_of({name: _group(one) for name, one in found.groupdict().items()})
    if found.re.groups:
        return tuple_of(_group(one) for one in found.groups())
    return _group(found.group())


def _group(content: str | None) -> Value:
    return null(STRING) if content is None else text(content)


def _expanded(replacement: str, found: Match) -> str:
    pieces: list[str] = []
    rest = replacement
    while True:
        before, dollar, rest = rest.partition("$")
        pieces.append(before)
        if not dollar:
            return "".join(bounded(pieces))
        if rest.startswith("$"):
            pieces.append("$")
            rest = rest[1:]
            continue
        name, rest_behind = _name(rest)
        if not name:
            pieces.append("$")
            continue
        rest = rest_behind
        pieces.append(_content(found, name))


def _name(rest: str) -> tuple[str, str]:
    """The group name behind a dollar sign and what follows it; an empty name if there is none."""
    if rest.startswith("{"):
        name, brace, behind = rest[1:].partition("}")
        return (name, behind) if brace and _is_name(name) else ("", rest)
    length = 0
    while length < len(rest) and _is_name(rest[length]):
        length += 1
    return rest[:length], rest[length:]


def _is_name(text: str) -> bool:
    return text.replace("_", "a").isalnum()


def _content(found: Match, name: str) -> str:
    try:
        is_number = name.isdigit() and name.isascii() and (name == "0" or name[0] != "0")
        return found.group(int(name) if is_number and len(name) < 9 else name) or ""
    except IndexError:
        return ""
