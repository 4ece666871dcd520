"""Bodies: arguments and blocks, and how to go on after one that is wrong."""

from typing import NoReturn

from goldsmith.diagnostics import Diagnostic, SourceFile, Span, TemplateError
from goldsmith.lang.syntax import item_problems as problems
from goldsmith.lang.syntax.cursor import Cursor, Parse
from goldsmith.lang.syntax.expressions import parse_operation
from goldsmith.lang.syntax.height import HIGHEST, check_height
from goldsmith.lang.syntax.lexer import Tokens, lex, lex_template
from goldsmith.lang.syntax.literals import normal
from goldsmith.lang.syntax.problems import too_many, trailing
from goldsmith.lang.syntax.recovery import recover
from goldsmith.lang.syntax.templates import parse_file, parse_string
from goldsmith.lang.syntax.tree import Argument, Block, Body, Expression, Name, Text


def parse(file: SourceFile) -> tuple[Body, tuple[Diagnostic, ...]]:
    """The body of a file, and everything that is wrong with it, in the order of the text."""
    return parse_tokens(lex(file))


def parse_tokens(tokens: Tokens) -> tuple[Body, tuple[Diagnostic, ...]]:
    """The same for a file that is tokens already; they change if something is wrong."""
    cursor = Cursor(tokens)
    items = _items(cursor, nested=False)
    body = Body(items, cursor.file, cursor.span)
    return body, _in_order(cursor.found)


def parse_expression(file: SourceFile) -> Expression:
    """A file that is one expression, newlines allowed anywhere; raises `TemplateError`."""
    return _alone(Cursor(lex(file), free=True), parse_operation)


def parse_template(file: SourceFile) -> Expression:
    """A file that is a template as a whole; raises `TemplateError`."""
    return _alone(Cursor(lex_template(file), free=True), _template)


def _template(cursor: Cursor) -> Expression:
    return parse_file(cursor, parse_operation)


def _alone(cursor: Cursor, read: Parse) -> Expression:
    try:
        expression = read(cursor)
        if cursor.kind != "end":
            cursor.fail(trailing(cursor.span, cursor.kind))
        if cursor.at > HIGHEST:
            check_height(expression)
    except TemplateError as error:
        cursor.found.extend(error.diagnostics)
        raise TemplateError(_in_order(cursor.found)) from None
    if cursor.found:
        raise TemplateError(_in_order(cursor.found))
    return expression


def _in_order(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=lambda one: one.span.start if one.span else 0))


def _items(cursor: Cursor, *, nested: bool) -> tuple[Argument | Block, ...]:
    """All items up to the end of the block or file."""
    items: list[Argument | Block] = []
    arguments: dict[str, Name] = {}
    while True:
        cursor.skip_newlines()
        if cursor.kind == "end" or (cursor.kind == "}" and nested):
            return tuple(items)
        first, depth = cursor.at, cursor.depth
        try:
            item = _item(cursor, nested=nested)
        except TemplateError as error:
            cursor.found.extend(error.diagnostics)
            cursor.depth = depth
            cursor.free = False
            _go_on(cursor, first)
            continue
        if isinstance(item, Argument):
            given = arguments.setdefault(item.name.text, item.name)
            if given is not item.name:
                cursor.report(problems.duplicate(item.name, given))
                continue
        items.append(item)


def _go_on(cursor: Cursor, first: int) -> None:
    if cursor.kind == "end":
        return
    if not cursor.spent:
        recover(cursor, first)
        return
    cursor.found.append(too_many(cursor.span))
    cursor.stop()


def _item(cursor: Cursor, *, nested: bool) -> Argument | Block:
    """An argument or a block, with the end of its line."""
    if cursor.kind != "name":
        cursor.fail(_no_item(cursor))
    name = cursor.name()
    kind = cursor.kind
    match kind:
        case "=":
            item: Argument | Block = _argument(cursor, name)
            what = "the argument"
        case "{" | "name" | "string" | "string-start":
            item = _block(cursor, name)
            what = "the block"
        case "newline" if cursor.after_newlines() == "{":
            item = _block(cursor, name)
            what = "the block"
        case _:
            cursor.fail(_half_item(cursor, name))
    if cursor.kind == "}" and nested:
        cursor.report(problems.no_newline(cursor.span, cursor.kind, what))
    elif cursor.kind not in ("newline", "end"):
        cursor.fail(problems.no_newline(cursor.span, cursor.kind, what))
    return item


def _no_item(cursor: Cursor) -> Diagnostic:
    span = cursor.span
    if cursor.kind == "}":
        return problems.stray_brace(span)
    if cursor.kind == "string" and cursor.following() == "=":
        return problems.quoted_name(span, "name of an argument")
    if cursor.kind == "string" and cursor.following() in ("{", "string", "name"):
        return problems.quoted_name(span, "type of a block")
    return problems.no_item(span, cursor.kind)


def _half_item(cursor: Cursor, name: Name) -> Diagnostic:
    match cursor.kind:
        case "newline" | "end" | "}":
            return problems.lonely_name(name)
        case ":":
            return problems.colon(cursor.span, name)
        case "." | "[":
            return problems.dotted_name(cursor.span, name)
        case _:
            return problems.half_item(cursor.span, cursor.kind, name)


def _argument(cursor: Cursor, name: Name) -> Argument:
    cursor.advance()
    first = cursor.at
    value = parse_operation(cursor)
    if cursor.at - first > HIGHEST:
        check_height(value)
    return Argument(name, value, name.span.to(value.span))


def _block(cursor: Cursor, block_type: Name) -> Block:
    labels: list[Name] = []
    while cursor.kind in ("name", "string", "string-start"):
        labels.append(_label(cursor))
    header = block_type.span.to(labels[-1].span if labels else block_type.span)
    if cursor.kind == "newline":
        _brace_on_next_line(cursor, header)
    if cursor.kind != "{":
        cursor.fail(problems.bad_label(cursor.span, cursor.kind, block_type))
    opening = cursor.span
    outer = cursor.enter(free=False)
    if cursor.kind in ("newline", "}", "end"):
        items = _items(cursor, nested=True)
    else:
        items = (_single(cursor, opening),)
    if cursor.kind == "end":
        _unclosed(cursor, opening)
    end = cursor.span
    if cursor.suspect is None and _looks_foreign(cursor, header.start):
        cursor.suspect = (opening, end)
    cursor.leave(outer)
    body = Body(items, cursor.file, end)
    return Block(block_type, tuple(labels), body, header, header.to(end))


def _label(cursor: Cursor) -> Name:
    if cursor.kind == "string":
        label = Name(normal(cursor.word[1:-1]), cursor.span)
        cursor.advance()
        return label
    if cursor.kind == "string-start":
        written = parse_string(cursor, parse_operation)
        if not isinstance(written, Text):
            cursor.fail(problems.template_label(written.span))
        return Name(written.text, written.span)
    name = cursor.name()
    if cursor.kind == "." and cursor.following() in ("name", "number"):
        start = name.span.start
        while cursor.kind in (".", "name", "number"):
            cursor.advance()
        cursor.fail(problems.unquoted_label(cursor.since(start)))
    return name


def _brace_on_next_line(cursor: Cursor, header: Span) -> None:
    problem = problems.no_brace(cursor.span, header)
    if cursor.after_newlines() != "{":
        cursor.fail(problem)
    cursor.report(problem)
    cursor.skip_newlines()


def _single(cursor: Cursor, opening: Span) -> Argument:
    """The argument of a block on one line."""
    if cursor.kind != "name":
        cursor.fail(_no_item(cursor))
    name = cursor.name()
    if cursor.kind in ("{", "name", "string", "string-start"):
        cursor.fail(problems.block_in_line(name.span, opening))
    if cursor.kind != "=":
        cursor.fail(_half_item(cursor, name))
    argument = _argument(cursor, name)
    if cursor.kind != "}":
        cursor.fail(problems.long_block(cursor.span, cursor.kind, opening))
    return argument


def _looks_foreign(cursor: Cursor, header: int) -> bool:
    """Whether the current brace begins its line, but further left or right than its block."""
    column = cursor.column(cursor.start)
    indent = cursor.text[cursor.start - column : cursor.start]
    return not indent.strip() and column != cursor.column(header)


def _unclosed(cursor: Cursor, opening: Span) -> NoReturn:
    """The file ends inside a block; the one whose brace stands askew is to blame."""
    blamed, suspect = cursor.suspect or (opening, None)
    if cursor.ended or cursor.kinds[-2] == "unclosed":
        # What has been told already goes on to the end of the file.
        raise TemplateError([])
    cursor.ended = True
    cursor.fail(problems.unclosed_block(blamed, suspect))
