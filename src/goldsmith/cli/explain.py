"""`goldsmith explain`: the manual in the terminal."""

import os
import sys
from collections.abc import Iterator
from functools import partial

from goldsmith.app import manual
from goldsmith.cli.command import Command, Invocation, help_page
from goldsmith.cli.flags import Flag, Takes, UsageError
from goldsmith.cli.main import COMMANDS
from goldsmith.cli.manual_page import KINDS, page, summaries
from goldsmith.cli.prose import Prose
from goldsmith.diagnostics import GoldsmithError
from goldsmith.loading import load
from goldsmith.manual import Book, TextManual, Topic

_WIDEST = 100
"""Longer lines are hard to read."""

_LISTS = {f"{kind.replace(' ', '-')}s": kind for kind in KINDS}
_ENDING = (
    "`goldsmith explain NAME` explains any of these, `goldsmith explain NAME.OPTION` an option."
)


def explain(call: Invocation) -> int:
    """Print a page of the manual, or what there is."""
    prose = Prose(_width(call), color=call.wants_color(sys.stdout))
    book = manual.book(_commands())
    listed = call.given.text("list")
    path = topic_path(call.given.arguments)
    if call.given.switch("json-schema"):
        print(manual.json_schema(book, path))
        return 0
    if listed:
        if path:
            raise UsageError("-list shows everything of a kind; leave out the name.")
        lines = summaries(book.pages(_LISTS[listed]), prose)
    elif path:
        lines = _explanation(book, path, prose)
    else:
        lines = _overview(book, prose)
    for line in lines:
        print(line)
    return 0


def topic_path(words: list[str]) -> str:
    """What is asked for: `shell.inline` in one word or several, or a Go template."""
    text = " ".join(words).strip()
    if text.startswith("{{"):
        inner = text.strip("{}- ").replace("`", " ").replace('"', " ").split()
        if inner and inner[0].startswith("."):
            raise no_function(inner[0])
        return f"template-function.{inner[0]}" if inner else ""
    names = [word.strip("\"'()") for word in text.replace("()", "").split()]
    return ".".join(name for name in names if name).strip(".")


def _explanation(book: Book, path: str, prose: Prose) -> Iterator[str]:
    found = book.find(path) or book.find(path.lower())
    plain = [one for one in found if one.kind != "template function"]
    if len(plain) == 1 < len(found):
        yield from page(plain[0], prose)
        others = [one for one in found if one not in plain]
        yield ""
        yield "Something else has that name too:"
        yield from summaries(others, prose)
    elif len(found) == 1:
        yield from page(found[0], prose)
    elif found:
        yield from _several(f'"{path}" is the name of several things:', found, prose)
    elif kind := _kind(path):
        yield from summaries(book.pages(kind), prose)
    else:
        options = book.with_option(path)
        if not options:
            raise manual.nothing_called(path, book.suggestion(path))
        if len(options) == 1:
            yield from page(options[0], prose)
        else:
            yield from _several(f'Several things have an option "{path}":', options, prose)


def _kind(path: str) -> str:
    """The kind of pages that is asked for as a whole, such as `functions`."""
    return _LISTS.get(path) or _LISTS.get(f"{path}s", "")


def _several(title: str, topics: tuple[Topic, ...], prose: Prose) -> Iterator[str]:
    yield title
    yield ""
    yield from summaries(topics, prose)
    yield ""
    yield f"Ask for one of them: goldsmith explain {topics[0].path}"


def _overview(book: Book, prose: Prose) -> Iterator[str]:
    for kind, title in KINDS.items():
        pages = book.pages(kind)
        if pages:
            yield prose.heading(title)
            yield ""
            names = [one.path if "." in one.path and kind == "block" else one.name for one in pages]
            yield from prose.listed([name.removeprefix("block.") for name in names], 2)
            yield ""
    yield from prose.text(_ENDING, 0)


def _commands() -> Iterator[Topic]:
    for name in COMMANDS:
        yield Topic("command", name, f"command.{name}", partial(_command_page, name))


def _command_page(name: str) -> TextManual:
    command = load(COMMANDS[name][0])
    if not isinstance(command, Command):
        raise TypeError(name)
    return TextManual(help_page(command))


def _width(call: Invocation) -> int:
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        given = call.environment.get("COLUMNS", "")
        columns = int(given) if given.isdecimal() else 80
    return max(20, min(columns or 80, _WIDEST))


def no_function(name: str) -> GoldsmithError:
    """What stands between braces is no function, but a value."""
    return GoldsmithError(
        f"{name} is a value that only some options have. They say so themselves, as in "
        "`goldsmith explain shell.execute_command`."
    )


EXPLAIN = Command(
    name="explain",
    usage="explain [FLAGS] [NAME[.OPTION]]",
    summary="Explains a component, a block of the language, a function, a command, or an option.",
    flags=(
        Flag(
            "list",
            "list everything of a kind, with a sentence on each",
            Takes.TEXT,
            choices=tuple(_LISTS),
        ),
        Flag("json-schema", "print a JSON Schema: of a component or block, or of whole templates"),
    ),
    action=explain,
    arguments=(0, 9),
    examples=(
        ("explain qemu", "what the qemu builder does, and all its options"),
        ("explain shell.inline", "one option"),
        ("explain -list=functions", "every function with a sentence on it"),
    ),
)
