"""From the flat sequence of a template's parts to directives that hold what they govern."""

from typing import TypeAlias

from goldsmith.diagnostics import Span, TemplateError
from goldsmith.lang.syntax import problems
from goldsmith.lang.syntax.literals import normal
from goldsmith.lang.syntax.tree import (
    Expression,
    ForDirective,
    IfDirective,
    Interpolation,
    Name,
    TemplatePart,
    Text,
)
from goldsmith.record import record


@record
class If:
    """`%{ if condition }`."""

    condition: Expression
    span: Span


@record
class For:
    """`%{ for key, value in collection }`."""

    key: Name | None
    value: Name
    collection: Expression
    span: Span


@record
class Word:
    """`%{ else }`, `%{ endif }` or `%{ endfor }`."""

    text: str
    span: Span


Piece: TypeAlias = Text | Interpolation | If | For | Word
"""A literal token, an interpolation, or one end of a directive."""


class _Open:
    """What has been read of a directive whose end is still to come, or of the whole template."""

    __slots__ = ("opener", "other", "otherwise", "parts")

    def __init__(self, opener: If | For | None) -> None:
        self.opener = opener
        self.parts: list[TemplatePart] = []
        self.otherwise: list[TemplatePart] = []
        self.other: Word | None = None

    @property
    def current(self) -> list[TemplatePart]:
        return self.parts if self.other is None else self.otherwise


def nest(pieces: list[Piece]) -> tuple[TemplatePart, ...]:
    """The parts of a template; literals that meet are one."""
    whole = _Open(None)
    stack = [whole]
    for piece in pieces:
        match piece:
            case If() | For():
                stack.append(_Open(piece))
            case Word("else"):
                _turn(stack[-1], piece)
            case Word():
                closed = _close(stack.pop(), piece)
                stack[-1].current.append(closed)
            case _:
                stack[-1].current.append(piece)
    opener = stack[-1].opener
    if opener is not None:
        raise TemplateError([problems.open_directive(opener.span, _end_of(opener))])
    return _joined(whole.parts)


def _turn(level: _Open, word: Word) -> None:
    if not isinstance(level.opener, If):
        raise TemplateError([problems.stray_directive(word.span, "else", "if")])
    if level.other is not None:
        raise TemplateError([problems.second_else(word.span, level.other.span)])
    level.other = word


def _close(level: _Open, word: Word) -> IfDirective | ForDirective:
    opener = level.opener
    if opener is None:
        starter = word.text.removeprefix("end")
        raise TemplateError([problems.stray_directive(word.span, word.text, starter)])
    if word.text != _end_of(opener):
        problem = problems.wrong_end(word.span, word.text, opener.span, _end_of(opener))
        raise TemplateError([problem])
    span = opener.span.to(word.span)
    parts = _joined(level.parts)
    if isinstance(opener, If):
        return IfDirective(opener.condition, parts, _joined(level.otherwise), span)
    return ForDirective(opener.key, opener.value, opener.collection, parts, span)


def _end_of(opener: If | For) -> str:
    return "endif" if isinstance(opener, If) else "endfor"


def _joined(parts: list[TemplatePart]) -> tuple[TemplatePart, ...]:
    joined: list[TemplatePart] = []
    texts: list[Text] = []

    def flush() -> None:
        text = "".join(one.text for one in texts)
        if text:
            joined.append(Text(normal(text), texts[0].span.to(texts[-1].span)))
        texts.clear()

    for part in parts:
        if isinstance(part, Text):
            texts.append(part)
        else:
            flush()
            joined.append(part)
    flush()
    return tuple(joined)
