"""What the targets say about texts, trees and problems."""

from collections.abc import Callable, Iterator
from pathlib import PurePath

from goldsmith.diagnostics import Diagnostic, SourceFile, Span, TemplateError, render
from goldsmith.lang.syntax import Expression
from goldsmith.lang.syntax.lexer import Tokens
from goldsmith.record import fields_of

HEIGHT = 2000
"""No tree that was accepted is taller, so that whoever walks it by recursion can."""


class LawBroken(AssertionError):
    """Something that must hold for every text does not."""


def require(law: str, *, holds: bool) -> None:
    """Stop at a law that is broken."""
    if not holds:
        raise LawBroken(law)


def source(text: str, name: str = "fuzz.pkr.hcl") -> SourceFile:
    """The text as a file."""
    return SourceFile(PurePath(name), text)


def check_tokens(tokens: Tokens) -> None:
    """Tokens and comments lie in order, and blanks alone lie between."""
    text = tokens.file.text
    require("The last token is the end.", holds=tokens.kinds[-1] == "end")
    require("There is no other end.", holds="end" not in tokens.kinds[:-1])
    at = 0
    parts = [*zip(tokens.starts, tokens.ends, strict=True), *tokens.comments]
    for start, end in sorted(parts):
        require("Tokens do not overlap.", holds=at <= start <= end)
        require("Blanks lie between.", holds=text[at:start].strip(" \t") in ("", "\ufeff"))
        at = end
    require("Tokens join up to their source.", holds=at == len(text))


def check_problems(problems: tuple[Diagnostic, ...], text: str) -> None:
    """Problems can be shown, and lie in the file in the order of its text."""
    starts = []
    for problem in problems:
        render(problem)
        require("A problem has a place.", holds=problem.span is not None)
        for span in filter(None, (problem.span, *(label.span for label in problem.labels))):
            require("It lies in the file.", holds=0 <= span.start <= span.end <= len(text))
        require("It says what to do.", holds=bool(problem.detail))
        starts += [problem.span.start] if problem.span else []
    require("Problems come in order.", holds=starts == sorted(starts))


def check_spans(tree: object, text: str) -> None:
    """Every node of a tree lies in the file."""
    for node in nodes(tree):
        for name in fields_of(type(node)):
            span = getattr(node, name)
            if isinstance(span, Span):
                require("A node lies there.", holds=0 <= span.start <= span.end <= len(text))


def nodes(tree: object) -> Iterator[object]:
    """All nodes of a tree; it is walked level by level and may not be too tall."""
    level = [tree]
    for _ in range(HEIGHT):
        yield from level
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise LawBroken("No tree is too tall.")


def _children(node: object) -> Iterator[object]:
    for name in fields_of(type(node)):
        value = getattr(node, name)
        for child in value if isinstance(value, tuple) else (value,):
            if hasattr(type(child), "__fields__") and not isinstance(child, Span):
                yield child


def meaning(tree: object) -> list[object]:
    """A tree without places: the same for two files that mean the same."""
    found: list[object] = []
    for node in nodes(tree):
        found.append(type(node).__name__)
        for name in fields_of(type(node)):
            value = getattr(node, name)
            if isinstance(value, tuple):
                found.append(len(value))
            elif not hasattr(type(value), "__fields__") and not isinstance(value, SourceFile):
                found.append(value)
    return found


def attempt(
    read: Callable[[SourceFile], Expression], file: SourceFile
) -> tuple[Expression | None, tuple[Diagnostic, ...]]:
    """A tree, or why there is none."""
    try:
        return read(file), ()
    except TemplateError as refusal:
        return None, refusal.diagnostics
