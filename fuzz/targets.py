"""The parts that are fuzzed: for each a function that takes any text and checks what must hold."""

import atexit
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final

from fuzz import laws
from fuzz.json_laws import json_dialect

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import SourceFile, TemplateError, render_all
from goldsmith.lang import FUNCTIONS, Function, Scope, evaluate, from_python, show
from goldsmith.lang.gotemplate import PLAIN_FUNCTIONS, GoTemplateError, fields, rendered
from goldsmith.lang.syntax import Expression, parse, parse_expression, parse_template
from goldsmith.lang.syntax.format import format_source
from goldsmith.lang.syntax.json import parse_json
from goldsmith.lang.syntax.lexer import lex, lex_template
from goldsmith.planning import Inputs, plan, survey

_SERVICES = ("aws_secretsmanager", "aws_secretsmanager_raw", "consul_key", "vault")
_FILES = ("file", "filebase64", "fileexists", "fileset", "templatefile")
WORLDLY = frozenset({*_SERVICES, *_FILES, "bcrypt"})
"""Functions that read the disk, ask a service or are slow on purpose: not to be done by chance."""

SAFE: Final[Mapping[str, Function]] = {
    name: FUNCTIONS[name] for name in FUNCTIONS if name not in WORLDLY
}
NAMES: Final[Mapping[str, object]] = {
    "var": {"a": "text", "b": 2, "c": True, "l": ["x", "y"], "m": {"k": "v"}, "n": None},
    "local": {"a": [1, 2, 3], "o": {"a": {"b": "c"}}, "é": "é"},
}
DATA: Final[Mapping[str, object]] = {
    "Name": "vm",
    "Size": 3,
    "Ratio": 2.5,
    "List": ["a", "b"],
    "Map": {"k": "v"},
    "Yes": True,
}


def lexer(text: str) -> None:
    """Tokens join up to their source."""
    file = laws.source(text)
    laws.check_tokens(lex(file))
    laws.check_tokens(lex_template(file))


def parser(text: str) -> None:
    """Any text becomes a tree and problems; an expression is read or refused."""
    file = laws.source(text)
    body, problems = parse(file)
    laws.check_spans(body, text)
    laws.check_problems(problems, text)
    for read in (parse_expression, parse_template):
        tree, problems = laws.attempt(read, file)
        laws.require("A tree or problems.", holds=(tree is None) == bool(problems))
        laws.check_problems(problems, text)
        if tree is not None:
            laws.check_spans(tree, text)


def planning(text: str) -> None:
    """An expression has a value or problems; any other text gives a plan or problems."""
    tree, _ = laws.attempt(parse_expression, laws.source(text))
    if tree is not None:
        _value(tree)
        return
    _plan(text, "fuzz.pkr.hcl")


def json_templates(text: str) -> None:
    """JSON is read as others read it, and as a template gives a plan or problems."""
    json_dialect(text)
    file = laws.source(text, "fuzz.pkr.json")
    body, problems = parse_json(file)
    laws.check_spans(body, text)
    laws.check_problems(problems, text)
    if not problems:
        _plan(text, file.path.name)


def legacy(text: str) -> None:
    """A template in the JSON of old gives a plan or problems."""
    _plan(text, "fuzz.json")


def _plan(text: str, name: str) -> None:
    folder = _folder()
    (folder / name).write_text(text, encoding="utf-8", errors="replace", newline="")
    inputs = Inputs(name, environment={}, working_directory=folder)
    for read in (plan, survey):
        try:
            read(inputs, _catalog())
        except TemplateError as error:
            laws.require("Problems are told.", holds=bool(render_all(error.diagnostics)))


def _value(tree: Expression) -> None:
    folder = _folder()
    names = {name: from_python(one) for name, one in NAMES.items()}
    scope = Scope(names, SAFE, folder, working_directory=folder, started=1514934721)
    try:
        show(evaluate(tree, scope))
    except TemplateError as error:
        laws.require("Problems are told.", holds=bool(render_all(error.diagnostics)))


@cache
def _folder() -> Path:
    """An empty folder."""
    folder = Path(mkdtemp(prefix="goldsmith-fuzz-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


@cache
def _catalog() -> Catalog:
    return Catalog.load()


def go_template(text: str) -> None:
    """A Go template is rendered or refused, at a place in its text."""
    for work in (lambda: rendered(text, DATA, PLAIN_FUNCTIONS), lambda: fields(text, {})):
        try:
            work()
        except GoTemplateError as error:
            laws.require("It lies there.", holds=0 <= error.offset <= len(text))
            laws.require("It says what is wrong.", holds=bool(error.message))


def formatter(text: str) -> None:
    """A layout is for good, changes blanks alone, and means what was written."""
    file = laws.source(text)
    body, problems = parse(file)
    try:
        once = format_source(file)
    except TemplateError as error:
        too_wide = "too long" in error.diagnostics[0].summary
        laws.require("What can be read is laid out.", holds=bool(problems) or too_wide)
        return
    laws.require("What cannot be read is refused.", holds=not problems)
    again = laws.source(once)
    laws.require("Once is enough.", holds=format_source(again) == once)
    laws.require("Tokens and comments stay.", holds=_written(file) == _written(again))
    laws.require("The meaning stays.", holds=laws.meaning(body) == laws.meaning(parse(again)[0]))


def _written(file: SourceFile) -> list[str]:
    tokens = lex(file)
    spans = [*zip(tokens.starts, tokens.ends, strict=True), *tokens.comments]
    return [file.text[start:end] for start, end in sorted(spans)]


TARGETS: Final[Mapping[str, Callable[[str], None]]] = {
    "lexer": lexer,
    "parser": parser,
    "plan": planning,
    "json": json_templates,
    "legacy": legacy,
    "gotemplate": go_template,
    "formatter": formatter,
}
