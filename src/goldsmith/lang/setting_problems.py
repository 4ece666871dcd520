"""What can be wrong with the arguments and blocks of a body, in words."""

from collections.abc import Iterable, Sequence

from goldsmith.diagnostics import Diagnostic, Label, Severity, Span, did_you_mean
from goldsmith.lang.syntax.tree import Block, Name

_MOST_LISTED = 12


def unknown_argument(name: Name, known: Iterable[str], owner: str) -> Diagnostic:
    """The template sets something that is not there."""
    return Diagnostic(
        f'{owner} has no argument "{name.text}"', _alternatives(name.text, known), name.span
    )


def unknown_block(name: Name, known: Iterable[str], owner: str) -> Diagnostic:
    """The template has a block of a kind that is not there."""
    return Diagnostic(
        f'{owner} has no block "{name.text}"', _alternatives(name.text, known), name.span
    )


def argument_for_block(name: Name) -> Diagnostic:
    """`x = {}` where `x {}` is meant."""
    return Diagnostic(
        f'"{name.text}" is a block, not an argument',
        f'Write it without "=": {name.text} {{ … }}.',
        name.span,
    )


def block_for_argument(name: Name, written: str) -> Diagnostic:
    """`x {}` where `x = {}` is meant; `written` is how the value goes on."""
    return Diagnostic(
        f'"{name.text}" is an argument, not a block',
        f'Write it with "=": {name.text} {written}.',
        name.span,
    )


def missing(name: str, owner: str, span: Span | None) -> Diagnostic:
    """Something that must be set is not."""
    return Diagnostic(f'{owner} needs "{name}"', f'Add "{name}" to it.', span)


def empty(name: str, owner: str, span: Span) -> Diagnostic:
    """Something that must be set is null or an empty text."""
    return Diagnostic(f'{owner} needs "{name}"', "It is null or empty here.", span)


def wrong_labels(block: Block, labels: Sequence[str]) -> Diagnostic:
    """A block has more or fewer labels than its kind."""
    kind = block.type.text
    if len(block.labels) > len(labels):
        extra = block.labels[len(labels)]
        pattern = " ".join([kind, *(f'"{label.upper()}"' for label in labels), "{ … }"])
        detail = f"Write {pattern}."
        return Diagnostic(f'A {kind} block has no label "{extra.text}"', detail, extra.span)
    needed = " and ".join(f"a {label}" for label in labels[len(block.labels) :])
    pattern = " ".join([kind, *(f'"{label.upper()}"' for label in labels)])
    return Diagnostic(
        f"This {kind} block needs {needed}", f"Write {pattern} {{ … }}.", block.header
    )


def set_twice(name: Name, first: Span) -> Diagnostic:
    """An argument, or a block that may only stand once, is there a second time."""
    return Diagnostic(
        f'"{name.text}" is set twice',
        "Leave out one of the two.",
        name.span,
        labels=(Label(first, "first set here"),),
    )


def not_supported(name: Name, owner: str, why: str) -> Diagnostic:
    """An option that is known, but refused."""
    return Diagnostic(f'{owner} does not support "{name.text}"', why, name.span)


def deprecated(name: Name, instead: str) -> Diagnostic:
    """An option that will go away."""
    return Diagnostic(f'"{name.text}" is deprecated', instead, name.span, severity=Severity.WARNING)


def _alternatives(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = did_you_mean(name, names)
    if close or not names:
        return close
    listed = ", ".join(names[:_MOST_LISTED])
    return f"It has {listed}." if len(names) <= _MOST_LISTED else ""
