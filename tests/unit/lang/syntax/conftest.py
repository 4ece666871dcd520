"""Trees as short texts, so that a test can say what it expects in one line."""

from collections.abc import Callable, Iterable
from pathlib import PurePath

import pytest

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax import (
    Argument,
    Attribute,
    Binary,
    Block,
    Body,
    Boolean,
    Call,
    Conditional,
    Expression,
    ForDirective,
    ForObject,
    ForTuple,
    IfDirective,
    Index,
    Interpolation,
    Name,
    Null,
    Number,
    Object,
    Parentheses,
    Property,
    Splat,
    SplatItem,
    Template,
    TemplatePart,
    Text,
    Tuple,
    Unary,
    Variable,
    parse,
    parse_expression,
    parse_template,
)
from goldsmith.lang.syntax.json import parse_json

Outline = Callable[[str], str]


@pytest.fixture
def expression() -> Outline:
    """The outline of the expression that a text is."""
    return lambda text: show(parse_expression(file(text)))


@pytest.fixture
def template() -> Outline:
    """The outline of a text that is a template as a whole."""
    return lambda text: show(parse_template(file(text)))


@pytest.fixture
def body() -> Outline:
    """The outline of the body that a text is; there must be nothing wrong with it."""

    def outline(text: str) -> str:
        parsed, problems = parse(file(text))
        assert problems == ()
        return show_body(parsed)

    return outline


@pytest.fixture
def json_body() -> Outline:
    """The outline of the body that a text in JSON is; there must be nothing wrong with it."""

    def outline(text: str) -> str:
        parsed, problems = parse_json(file(text))
        assert problems == ()
        return show_body(parsed)

    return outline


@pytest.fixture
def value(body: Outline) -> Outline:
    """The outline of what the text behind `a = ` gives."""
    return lambda text: body(f"a = {text}").removeprefix("a=")


@pytest.fixture
def summaries() -> Callable[[str], list[str]]:
    """What is wrong with a body: line, column and summary of each problem."""

    def found(text: str) -> list[str]:
        lines = []
        for problem in parse(file(text))[1]:
            assert problem.span is not None
            at = problem.span.position
            lines.append(f"{at.line}:{at.column} {problem.summary}")
        return lines

    return found


def file(text: str) -> SourceFile:
    return SourceFile(PurePath("test.pkr.hcl"), text)


def show_body(body: Body) -> str:
    return "; ".join(show_item(item) for item in body.items)


def show_item(item: Argument | Block) -> str:
    if isinstance(item, Property) and item.blocks is not None:
        blocks = " ".join(f"{{{show_body(one.body)}}}" for one in item.blocks)
        return f"{item.name.text}={show(item.value)} or {blocks or 'nothing'}"
    if isinstance(item, Argument):
        return f"{item.name.text}={show(item.value)}"
    labels = "".join(f" {label.text!r}" for label in item.labels)
    return f"{item.type.text}{labels} {{{show_body(item.body)}}}"


def show(node: Expression) -> str:  # noqa: C901, PLR0912 - a case for each kind of node
    match node:
        case Number(text):
            return text
        case Text(text):
            return repr(text)
        case Boolean(truth):
            return str(truth)
        case Null():
            return "None"
        case Template(parts):
            return f"<{show_parts(parts)}>"
        case Tuple(items):
            return f"[{joined(items)}]"
        case Object(items):
            return f"{{{', '.join(f'{show(one.key)}: {show(one.value)}' for one in items)}}}"
        case Variable(name):
            return name
        case Attribute(target, name):
            return f"{show(target)}.{name.text}"
        case Index(target, key):
            return f"{show(target)}[{show(key)}]"
        case SplatItem():
            return "@"
        case Splat(source, each):
            return f"{show(source)}*({show(each)})"
        case Call(name, arguments, spread):
            return f"{name.text}({joined(arguments)}{'...' if spread else ''})"
        case Unary(operator, operand):
            return f"({operator}{show(operand)})"
        case Binary(operator, left, right):
            return f"({show(left)}{operator}{show(right)})"
        case Conditional(condition, then, otherwise):
            return f"({show(condition)}?{show(then)}:{show(otherwise)})"
        case ForTuple(key, value, collection, item, condition):
            return f"[{loop(key, value, collection)}: {show(item)}{guard(condition)}]"
        case ForObject(key, value, collection, item_key, item, grouped, condition):
            pair = f"{show(item_key)}=>{show(item)}{'...' if grouped else ''}"
            return f"{{{loop(key, value, collection)}: {pair}{guard(condition)}}}"
        case Parentheses(inner):
            return f"p{show(inner)}" if show(inner).startswith("(") else f"({show(inner)})"


def joined(nodes: Iterable[Expression]) -> str:
    return ", ".join(show(node) for node in nodes)


def loop(key: Name | None, value: Name, collection: Expression) -> str:
    names = f"{key.text},{value.text}" if key else value.text
    return f"for {names} in {show(collection)}"


def guard(condition: Expression | None) -> str:
    return f" if {show(condition)}" if condition else ""


def show_parts(parts: Iterable[TemplatePart]) -> str:
    return " ".join(show_part(part) for part in parts)


def show_part(part: TemplatePart) -> str:
    match part:
        case Text(text):
            return repr(text)
        case Interpolation(expression):
            return show(expression)
        case IfDirective(condition, then, otherwise):
            other = f" else {show_parts(otherwise)}" if otherwise else ""
            return f"(if {show(condition)} then {show_parts(then)}{other})"
        case ForDirective(key, value, collection, body):
            return f"({loop(key, value, collection)}: {show_parts(body)})"
