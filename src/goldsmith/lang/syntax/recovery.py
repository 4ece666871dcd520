"""Where to go on after an item that is wrong."""

from goldsmith.lang.syntax.cursor import Cursor
from goldsmith.lang.syntax.lexer import lex

_CLOSERS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "${": "template-end",
    "${~": "template-end",
    "%{": "template-end",
    "%{~": "template-end",
    "string-start": "string-end",
    "heredoc-start": "heredoc-end",
}
_CLOSING = frozenset(_CLOSERS.values())
_TEMPLATES = ("string-end", "heredoc-end")
_FARTHEST = 2000
"""How many tokens behind the mistake the end of its item is looked for."""


def recover(cursor: Cursor, first: int) -> None:
    """Go from the mistake to the end of the item that began with token `first`.

    That is the end of its last line, brackets counted. Where brackets do not match, the mistake may
    be a missing one; then the next line that is not indented deeper is taken for the next item.
    """
    end = _balanced(cursor, first)
    if end is not None:
        cursor.go(end)
        return
    end = _outdented(cursor, first)
    if _in_template(cursor, first, end):
        cursor.load(lex(cursor.file, cursor.starts[end]))
    else:
        cursor.go(end)


def _balanced(cursor: Cursor, first: int) -> int | None:
    kinds, mistake = cursor.kinds, cursor.at
    awaited: list[str] = []
    for at in range(first, min(mistake + _FARTHEST, len(kinds))):
        kind = kinds[at]
        if kind in _CLOSERS:
            awaited.append(_CLOSERS[kind])
        elif kind == "unclosed":
            while awaited and awaited.pop() not in _TEMPLATES:
                pass
        elif kind in _CLOSING and awaited:
            if awaited.pop() != kind:
                return None
        elif at >= mistake and not awaited and kind in ("newline", "}", "end"):
            return at
    return None


def _outdented(cursor: Cursor, first: int) -> int:
    kinds, starts = cursor.kinds, cursor.starts
    column = cursor.column(starts[first])
    at = cursor.at
    while kinds[at] != "end":
        if kinds[at] == "newline":
            next_kind = kinds[at + 1]
            there = cursor.column(starts[at + 1])
            if there < column or (there == column and next_kind == "name"):
                return at
        at += 1
    return at


def _in_template(cursor: Cursor, first: int, end: int) -> bool:
    depth = 0
    for kind in cursor.kinds[first:end]:
        if kind in ("string-start", "heredoc-start"):
            depth += 1
        elif kind in _TEMPLATES:
            depth -= 1
        elif kind == "unclosed":
            depth = 0
    return depth > 0
