"""Finding files by patterns with `*`, `?`, `[…]`, `{a,b}` and `**`."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from goldsmith.lang.functions.function import ArgumentError


def match_files(directory: Path, pattern: str) -> Iterator[str]:
    """The regular files below `directory` that match, as paths seen from it."""
    fixed, moving = _split(pattern)
    start = directory.joinpath(*fixed)
    if not moving:
        if os.path.isfile(start):  # noqa: PTH113 - bears names that are too long
            yield "/".join(fixed)
        return
    expression = _compiled("/".join(moving))
    deep = "**" in moving or any("{" in one for one in moving)
    for found in _files(start, len(moving) if not deep else None):
        if expression.fullmatch(found):
            yield "/".join([*fixed, found])


def _split(pattern: str) -> tuple[list[str], list[str]]:
    """The leading parts of a pattern that are plain names, and the others."""
    parts = [part for part in pattern.split("/") if part not in {"", "."}]
    count = 0
    while count < len(parts) and not any(letter in parts[count] for letter in "*?[{\\"):
        count += 1
    return parts[:count], parts[count:]


def _files(start: Path, depth: int | None) -> Iterator[str]:
    """Regular files below `start`, at most `depth` levels down."""
    for root, directories, names in os.walk(start):
        below = Path(root).relative_to(start).parts
        if depth is not None and len(below) + 1 >= depth:
            directories.clear()
        for name in names:
            if os.path.isfile(f"{root}/{name}"):  # noqa: PTH113 - as above
                yield "/".join([*below, name])


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(_translated(pattern), re.DOTALL)
    except RecursionError:
        raise ArgumentError("pattern", "Its braces lie too deep in each other.") from None
    except re.error:
        raise ArgumentError("pattern", "It has a bracket without its counterpart.") from None


def _translated(pattern: str) -> str:
    """The pattern as a regular expression."""
    made: list[str] = []
    at = braces = 0
    while at < len(pattern):
        letter = pattern[at]
        begins = at == 0 or pattern[at - 1] == "/"
        if begins and pattern.startswith("**/", at):
            made.append("(?:[^/]+/)*")
            at += 3
            continue
        if at + 2 == len(pattern) and begins and pattern.endswith("**"):
            made.append(".*")
            at += 2
            continue
        at += 1
        match letter:
            case "*":
                made.append("[^/]*")
            case "?":
                made.append("[^/]")
            case "[" if (end := pattern.find("]", at + 1)) >= 0:
                inside = pattern[at:end].replace("\\", "\\\\").replace("[", "\\[")
                negated = inside[0] in "!^"
                made.append(f"(?!/)[{'^' if negated else ''}{inside[negated:]}]")
                at = end + 1
            case "{":
                made.append("(?:")
                braces += 1
            case "}" if braces:
                made.append(")")
                braces -= 1
            case "," if braces:
                made.append("|")
            case "\\" if at < len(pattern):
                made.append(re.escape(pattern[at]))
                at += 1
            case "[":
                raise re.error("unclosed")
            case _:
                made.append(re.escape(letter))
    return "".join(made)
