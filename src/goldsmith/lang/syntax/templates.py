"""Strings, heredocs and template files: literals, interpolations and directives."""

from goldsmith.diagnostics import Span, TemplateError
from goldsmith.lang.syntax import problems
from goldsmith.lang.syntax.collections import parse_for
from goldsmith.lang.syntax.cursor import Cursor, Parse
from goldsmith.lang.syntax.directives import For, If, Piece, Word, nest
from goldsmith.lang.syntax.literals import unescape, unquote
from goldsmith.lang.syntax.tree import Expression, Interpolation, Template, TemplatePart, Text


def parse_string(cursor: Cursor, parse: Parse) -> Expression:
    """A quoted string, from its opening quote."""
    opening = cursor.span
    outer = cursor.enter(free=True)
    pieces = _pieces(cursor, parse, opening, "string-end")
    span = opening.to(cursor.span)
    cursor.leave(outer)
    return _whole(nest(pieces), span)


def parse_heredoc(cursor: Cursor, parse: Parse) -> Expression:
    """A heredoc, from its opening marker."""
    opening = cursor.span
    outer = cursor.enter(free=True)
    pieces = _pieces(cursor, parse, opening, "heredoc-end")
    span = opening.to(cursor.span)
    cursor.leave(outer)
    if opening.text.startswith("<<-"):
        _dedent(pieces)
    return _whole(nest(pieces), span)


def parse_file(cursor: Cursor, parse: Parse) -> Expression:
    """A file that is a template as a whole."""
    span = cursor.file.span(0, len(cursor.text))
    return _whole(nest(_pieces(cursor, parse, span, "end")), span)


def _whole(parts: tuple[TemplatePart, ...], span: Span) -> Expression:
    match parts:
        case ():
            return Text("", span)
        case (Text(text),):
            return Text(text, span)
        case _:
            return Template(parts, span)


def _pieces(cursor: Cursor, parse: Parse, opening: Span, closing: str) -> list[Piece]:
    """The tokens of a template up to the one that closes it, trim marks applied."""
    pieces: list[Piece] = []
    trim = False
    while cursor.kind != closing:
        if cursor.kind == "literal":
            pieces.append(_literal(cursor, trim=trim, quoted=closing == "string-end"))
            trim = False
            continue
        if cursor.kind == "unclosed":
            raise TemplateError([problems.unclosed_template(opening, cursor.span)])
        start = cursor.span
        if cursor.word.endswith("~") and pieces:
            pieces[-1] = _trimmed(pieces[-1])
        piece = _interpolation if cursor.kind.startswith("$") else _directive
        pieces.append(piece(cursor, parse, start))
        trim = cursor.word.startswith("~")
        cursor.advance()
    return pieces


def _literal(cursor: Cursor, *, trim: bool, quoted: bool) -> Text:
    span = cursor.span
    if quoted:
        text = unquote(cursor.file, span.start, span.end, cursor.report)
    else:
        text = unescape(span.text)
    cursor.advance()
    return Text(text.lstrip() if trim else text, span)


def _trimmed(piece: Piece) -> Piece:
    return Text(piece.text.rstrip(), piece.span) if isinstance(piece, Text) else piece


def _interpolation(cursor: Cursor, parse: Parse, start: Span) -> Interpolation:
    cursor.advance()
    if cursor.kind == "template-end":
        cursor.fail(problems.empty_sequence(start.to(cursor.span)))
    expression = parse(cursor)
    _check_end(cursor, start)
    return Interpolation(expression, start.to(cursor.span))


def _directive(cursor: Cursor, parse: Parse, start: Span) -> Piece:
    cursor.advance()
    if cursor.kind == "template-end":
        cursor.fail(problems.empty_sequence(start.to(cursor.span)))
    word = cursor.word
    if cursor.kind == "name" and word in ("else", "endif", "endfor"):
        cursor.advance()
        _check_end(cursor, start)
        return Word(word, start.to(cursor.span))
    if cursor.at_name("if"):
        cursor.advance()
        condition = parse(cursor)
        _check_end(cursor, start)
        return If(condition, start.to(cursor.span))
    if not cursor.at_name("for"):
        cursor.fail(problems.unknown_directive(cursor.span))
    key, value, collection = parse_for(cursor, parse)
    _check_end(cursor, start)
    return For(key, value, collection, start.to(cursor.span))


def _check_end(cursor: Cursor, start: Span) -> None:
    if cursor.kind != "template-end":
        cursor.fail(problems.unclosed_sequence(cursor.span, cursor.kind, start))


def _dedent(pieces: list[Piece]) -> None:
    """Take the smallest indentation of all lines from each of them.

    Lines of nothing but blanks neither count nor change. A line begins only where the heredoc does
    or behind a piece that ends with a newline, so a newline that was trimmed hides the line behind.
    """
    smallest: int | None = None
    indented: list[int] = []
    fresh = True
    for at, piece in enumerate(pieces):
        text = piece.text if isinstance(piece, Text) else ""
        if fresh:
            bare = text.lstrip()
            if bare or not text.endswith("\n"):
                width = len(text) - len(bare)
                smallest = width if smallest is None else min(smallest, width)
                indented.append(at)
        fresh = text.endswith("\n")
    for at in indented:
        piece = pieces[at]
        if smallest and isinstance(piece, Text):
            pieces[at] = Text(piece.text[smallest:], piece.span)
