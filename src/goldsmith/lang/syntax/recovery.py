"""Where to go on after an item that is wrong."""

from goldsmith.lang.syntax.cursor import Cursor

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
    "bad-heredoc": "heredoc-end",
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
        cursor.read_again(end)
    else:
        cursor.go(end)


def _balanced(cursor: Cursor, first: int) -> int | None:
    kinds, mistake = cursor.kinds, cursor.at
    awaited: list[tuple[str, int]] = []
    last = min(mistake + _FARTHEST, len(kinds))
    at = first
    while at < last:
        kind = kinds[at]
        if kind in _CLOSERS:
            awaited.append((_CLOSERS[kind], at))
        elif kind == "unclosed":
            if not _unwind(cursor, awaited, at):
                return None
            if at == mistake:
                at = _skip_text(cursor, awaited)
            if kinds[first + 1] != "=" and _line_before(cursor, at).endswith("{"):
                awaited.append(("}", at))
        elif kind in _CLOSING and awaited:
            if awaited.pop()[0] != kind:
                return None
        elif at >= mistake and not awaited and kind in ("newline", "end"):
            return at
        at += 1
    return None


def _skip_text(cursor: Cursor, awaited: list[tuple[str, int]]) -> int:
    """Where a text ends that was meant to go over several lines: at a quote that ends its line.

    Without one that is where it begins. Brackets after the quote are taken from the awaited ones.
    """
    kinds, starts, mistake = cursor.kinds, cursor.starts, cursor.at
    for at in range(mistake + 1, min(mistake + _FARTHEST, len(kinds) - 2)):
        if kinds[at] == "newline" and _begins_item(kinds[at + 1], kinds[at + 2]):
            break
        if kinds[at] == "unclosed":
            rest = cursor.text[cursor.text.rfind('"', 0, starts[at]) + 1 : starts[at]]
            if rest.strip(" \t,)]}"):
                break
            for bracket in rest:
                if awaited and awaited[-1][0] == bracket:
                    awaited.pop()
            return at
    return mistake


def _begins_item(kind: str, following: str) -> bool:
    return kind == "}" or (kind == "name" and following in ("=", "{"))


def _unwind(cursor: Cursor, awaited: list[tuple[str, int]], at: int) -> bool:
    """Close what an unclosed string holds; false if it was left open on an earlier line."""
    start = at
    while awaited:
        closer, start = awaited.pop()
        if closer in _TEMPLATES:
            break
    return "newline" not in cursor.kinds[start:at]


def _outdented(cursor: Cursor, first: int) -> int:
    kinds, starts = cursor.kinds, cursor.starts
    column = cursor.column(starts[first])
    at = cursor.at
    while at > first + 1 and kinds[at] != "newline":
        at -= 1
    while kinds[at] != "end":
        if kinds[at] == "newline":
            there = cursor.column(starts[at + 1])
            if there < column or (there == column and kinds[at + 1] == "name"):
                return at
        at += 1
    return at


def _line_before(cursor: Cursor, at: int) -> str:
    """The line of an unclosed string: a block may have been meant to begin in it."""
    end = cursor.starts[at]
    return cursor.text[end - cursor.column(end) : end].rstrip()


def _in_template(cursor: Cursor, first: int, end: int) -> bool:
    depth = 0
    for kind in cursor.kinds[first:end]:
        if kind in ("string-start", "heredoc-start", "bad-heredoc"):
            depth += 1
        elif kind in _TEMPLATES:
            depth -= 1
        elif kind == "unclosed":
            depth = 0
    return depth > 0
