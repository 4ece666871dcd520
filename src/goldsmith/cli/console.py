"""`goldsmith console`: try out expressions."""

import sys
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path, PurePath
from typing import Protocol, TextIO, cast

from goldsmith.app.console import Session, open_console
from goldsmith.cli.command import Command, Invocation
from goldsmith.cli.controls import without_controls
from goldsmith.cli.inputs import read_inputs, without_effect
from goldsmith.cli.inspect import value_sections
from goldsmith.cli.problems import print_problems
from goldsmith.diagnostics import Position, SourceFile, TemplateError, render_all
from goldsmith.folders import folders
from goldsmith.loading import load
from goldsmith.plan import Plan

_EXPRESSIONS = """\
Type an expression to see what it comes to, such as upper("a") or var.NAME.
It goes on in the next line while brackets or a heredoc are open."""
_GO_TEMPLATES = """\
Type a text to see what it becomes in a setting of a legacy template, such as {{timestamp}}
or {{user `NAME`}}. Expressions of HCL can be typed with a template in HCL, or without one
with -config-type=hcl2."""
_WORDS = """

  variables  shows all variables with their values
  help       shows this
  exit       ends, as Ctrl-D does; Ctrl-C takes back what was typed

In a terminal Tab completes names. What is typed is kept for the next time, unless it begins
with a blank or holds the value of something sensitive."""


class Piece(SourceFile):
    """Some lines out of a longer text."""

    __slots__ = ("first",)

    def __init__(self, path: PurePath, text: str, first: int) -> None:
        super().__init__(path, text)
        self.first = first

    def position(self, offset: int) -> Position:
        """Line and column, where lines count from the beginning of the longer text."""
        found = super().position(offset)
        return Position(found.line + self.first - 1, found.column)

    def line(self, number: int) -> str:
        """The text of a line of the longer text."""
        return super().line(number - self.first + 1)


class Typing(Protocol):
    """Somebody who types."""

    def next_expression(self) -> str | None:
        """The next whole expression; None at the end."""
        ...

    def forget(self) -> None:
        """Take back what was typed of an expression."""
        ...


def console(call: Invocation) -> int:
    """Answer what is typed, or what comes through a pipe."""
    inputs = read_inputs(call, evaluate_data_sources=True, warn_undeclared=False)
    session = open_console(inputs)
    if session.problems:
        shown = render_all(session.problems, color=call.wants_color(sys.stderr))
        print(shown, end="\n\n", file=sys.stderr)
    # An input that was closed before the start is None, whatever its type says.
    given: TextIO | None = sys.stdin
    if given is not None and given.isatty():
        return _converse(call, session)
    if isinstance(given, TextIOWrapper):
        given.reconfigure(encoding="utf-8", errors="replace")
    return _answer_last(call, session, given or ())


def _answer_last(call: Invocation, session: Session, lines: Iterable[str]) -> int:
    """Evaluate every line, print what is wrong and the last result."""
    last = ""
    failed = False
    for piece in _pieces(lines, session):
        if piece.text.strip() == "exit":
            last = ""
            break
        try:
            last = answer(piece, session)
        except TemplateError as error:
            last = ""
            failed = True
            print_problems(call, error.diagnostics)
    print(last)
    return int(failed)


def _pieces(lines: Iterable[str], session: Session) -> Iterator[Piece]:
    """Lines, or several where an expression goes on."""
    path = PurePath("standard input")
    text = ""
    first = 1
    for number, line in enumerate(lines, 1):
        goes_on = bool(text) and not _may_close(line)
        text += line
        if not goes_on and not session.is_unfinished(text):
            yield Piece(path, _expression(text), first)
            text = ""
            first = number + 1
    if text:
        yield Piece(path, text, first)


def _may_close(line: str) -> bool:
    """Whether what is open may end in this line; most lines of long texts close nothing."""
    return any(one in line for one in (")", "]", "}", "*/")) or len(line.split()) == 1


def _expression(lines: str) -> str:
    """What lines say; only where a heredoc may end does the end of the last line matter."""
    text = lines.removesuffix("\n")
    return f"{text}\n" if "<<" in text else text


def answer(file: SourceFile, session: Session) -> str:
    """What to print for one thing that was typed."""
    match file.text.strip():
        case "":
            return ""
        case "help":
            about = _EXPRESSIONS if session.plan.outline is None else _GO_TEMPLATES
            return about + _WORDS
        case "variables":
            return _variables(session.plan)
        case _:
            return session.evaluate(file)


def _variables(plan: Plan) -> str:
    if plan.outline is None:
        return "\n".join(value_sections(plan)).rstrip("\n")
    return "\n".join(
        f"{one.name}: {one.shown}"
        for one in sorted(plan.variables, key=lambda variable: variable.name)
    )


def _converse(call: Invocation, session: Session) -> int:
    # What is loaded here has this signature; those who use a pipe have no need of it.
    open_typing = cast(
        "Callable[[Session, Path], Typing]", load("goldsmith.cli.console_lines:TypedLines")
    )
    typing = open_typing(session, folders(call.environment).state)
    out = sys.stdout if sys.stdout.isatty() else sys.stderr
    print(f'Type {session.language}, or "help". Ctrl-D ends.', file=out)
    while True:
        try:
            text = typing.next_expression()
            if text is None or text.strip() == "exit":
                return 0
            print(_answered(call, text, session))
        except KeyboardInterrupt:
            print()
            typing.forget()


def _answered(call: Invocation, text: str, session: Session) -> str:
    try:
        return without_controls(answer(SourceFile(PurePath("console"), _expression(text)), session))
    except TemplateError as error:
        return render_all(error.diagnostics, color=call.wants_color(sys.stdout))


CONSOLE = Command(
    name="console",
    usage="console [FLAGS] [PATH]",
    summary="Tries out expressions with the variables, locals and data sources of a template.\n"
    "What comes through a pipe is evaluated line by line; the last result is printed.\n"
    "With a legacy JSON template, or with none, Go templates are rendered instead.",
    flags=without_effect("nothing is built", "only", "except"),
    action=console,
    arguments=(0, 1),
    examples=(
        ("console web.pkr.hcl", "asks for expressions until Ctrl-D"),
        ("console -config-type=hcl2", "does so without a template"),
        ("console . <<<'cidrsubnet(var.network, 8, 2)'", "prints one result"),
    ),
)
