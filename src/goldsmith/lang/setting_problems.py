"""What can be wrong with the arguments and blocks of a body, in words."""

from collections.abc import Iterable, Mapping, Sequence

from goldsmith.diagnostics import Diagnostic, Label, Severity, Span, did_you_mean
from goldsmith.lang.gotemplate import Absent, GoTemplateError
from goldsmith.lang.syntax.tree import Block, Name, Number
from goldsmith.lang.values import TupleOf, Value, noun, quote

_MOST_LISTED = 12
_INSIDE_BUILD = "Write it inside a build block."
NOT_HERE: Mapping[str, str] = {
    "resource": 'What machines are made from is written source "TYPE" "NAME" { … }.',
    "provider": "There are no providers; each source says itself where it is built.",
    "module": "There are no modules; all templates of one folder belong together.",
    "output": "The manifest post-processor writes down what was made.",
    "terraform": "Write packer { required_plugins { … } } instead.",
    "provisioner": _INSIDE_BUILD,
    "provisioners": "Write a provisioner block for each, inside a build block.",
    "post-processor": _INSIDE_BUILD,
    "post-processors": _INSIDE_BUILD,
    "builders": "Write a source block for each, and name them in the sources of a build block.",
    "count": "A build is made of each of the sources that its block names; there is no count.",
    "for_each": 'To repeat a block, write dynamic "TYPE" { for_each = … } around its content.',
    "depends_on": "Leave it out; what refers to something comes after it by itself.",
    "nullable": "Leave it out; every variable can be null.",
    "ephemeral": "Leave it out; sensitive = true keeps a value out of outputs and logs.",
    "min_packer_version": 'Write packer { required_version = ">= …" }.',
}
"""Where that is which people look for here, in templates of this kind and related ones."""
_LONGEST_SHOWN = 60
_LONGEST_LOOK = 1000


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


def value_for_block(name: Name, span: Span) -> Diagnostic:
    """A plain value in JSON where blocks are meant."""
    return Diagnostic(
        f'"{name.text}" is a block, not an argument',
        "Write an object for one block, or a list of objects for more.",
        span,
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
    detail = "It is null or empty here."
    if "{{" in span.text[:_LONGEST_LOOK]:
        detail = "It is empty here, because what stands in {{ }} comes to nothing."
    return Diagnostic(f'{owner} needs "{name}"', detail, span)


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


def label_not_taken(kind: Name, label: Name) -> Diagnostic:
    """A block of a component has a label."""
    return Diagnostic(
        f'The block "{kind.text}" takes no label', f"Write {kind.text} {{ … }}.", label.span
    )


def wrong_type(subject: str, needed: str, given: str, hint: str, span: Span) -> Diagnostic:
    """A value is not of the kind that its setting takes."""
    return Diagnostic(f"{subject} must be {needed}, not {given}", hint, span)


def unreadable(subject: str, reason: str, span: Span) -> Diagnostic:
    """A text does not say what its setting takes."""
    what, _, instead = reason.partition("; ")
    detail = f"{instead[:1].upper()}{instead[1:]}." if instead else ""
    return Diagnostic(f"{subject}: {what}", detail, span)


def no_choice(subject: str, given: object, choices: Sequence[object], span: Span) -> Diagnostic:
    """A value is none of those that its setting can have."""
    listed = ", ".join(
        f'"{choice}"' if isinstance(choice, str) else str(choice)
        for choice in choices
        if choice != ""  # it stands for "unset"
    )
    shown = f'"{given}"' if isinstance(given, str) else str(given)
    texts = [choice for choice in choices if isinstance(choice, str)]
    close = did_you_mean(given, texts) if isinstance(given, str) else ""
    return Diagnostic(
        f"{subject} cannot be {shown}", f"It is one of {listed}. {close}".rstrip(), span
    )


def out_of_bounds(
    subject: str, given: str, bounds: tuple[float | None, float | None], span: Span
) -> Diagnostic:
    """A number is too small or too large."""
    least, most = bounds
    allowed = [f"at least {least:g}"] if least is not None else []
    allowed += [f"at most {most:g}"] if most is not None else []
    return Diagnostic(f"{subject} must be {' and '.join(allowed)}, not {given}", "", span)


def shown(value: Value) -> str:
    """A value in a sentence: itself where it is a short text and no secret, else its kind."""
    data = value.data
    if isinstance(data, str) and not value.sensitive and len(data) <= _LONGEST_SHOWN:
        return quote(data)
    if value.is_null:
        return "null"
    return "a list" if isinstance(value.type, TupleOf) else noun(value.type)


def bad_go_template(text: str, error: GoTemplateError, leaf: Span) -> Diagnostic:
    """What stands between double braces is malformed or does not fit."""
    summary = f"In {{{{ }}}}: {error.message}"
    return Diagnostic(summary, error.hint, _inside(text, error.offset, leaf))


def no_value(text: str, absent: Absent, leaf: Span) -> Diagnostic:
    """A name between double braces has no value and becomes a strange text."""
    return Diagnostic(
        f'There is no value "{absent.name}" here; it becomes "<no value>"',
        f"If the braces are meant for another program, write {{{{`{{{{`}}}}.{absent.name}}}}}.",
        _inside(text, absent.offset, leaf),
        Severity.WARNING,
    )


def bare_duration(subject: str, number: Number) -> Diagnostic:
    """A number where a duration is meant."""
    return Diagnostic(
        f"{subject} counts in nanoseconds here",
        f'As in Packer, a duration without a unit is one in nanoseconds. Write "{number.text}s".',
        number.span,
        Severity.WARNING,
    )


def _inside(text: str, offset: int, leaf: Span) -> Span:
    """The place of `offset` in the source of a text, as far as that can be told."""
    begin = max(text.rfind("{{", 0, offset + 2), 0)
    close = text.find("}}", offset)
    action = text[begin:] if close < 0 else text[begin : close + 2]
    source = leaf.text
    whole = source.find(text)
    if whole >= 0:
        start = leaf.start + whole + offset
    elif source.count(action) == 1:
        start = leaf.start + source.find(action) + offset - begin
    else:
        return leaf
    if offset == begin:
        return leaf.file.span(start, start + len(action.rstrip()))
    word = text[offset:].replace("}", " ").split(maxsplit=1)
    return leaf.file.span(start, start + (len(word[0]) if word else 1))


def _alternatives(name: str, known: Iterable[str]) -> str:
    if name in NOT_HERE:
        return NOT_HERE[name]
    names = sorted(known)
    close = did_you_mean(name, names)
    if close or not names:
        return close
    listed = ", ".join(names[:_MOST_LISTED])
    return f"It has {listed}." if len(names) <= _MOST_LISTED else ""
