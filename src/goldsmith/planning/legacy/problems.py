"""What can be wrong with a legacy JSON template, worded."""

from collections.abc import Iterable, Sequence

from goldsmith.diagnostics import (
    Diagnostic,
    GoldsmithError,
    Label,
    Severity,
    SourceFile,
    Span,
    did_you_mean,
)
from goldsmith.lang.syntax import (
    Boolean,
    Expression,
    Name,
    Null,
    Number,
    Object,
    Text,
    Tuple,
)

_SHAPES = {
    "builders": '"builders": [{"type": "TYPE", …}]',
    "provisioners": '"provisioners": [{"type": "TYPE", …}]',
    "post-processors": '"post-processors": ["TYPE", {"type": "TYPE", …}, [ … ]]',
    "variables": '"variables": {"name": "value", "needed": null}',
    "sensitive-variables": '"sensitive-variables": ["name"]',
}
_ELSEWHERE = {
    "source": '"builders"',
    "sources": '"builders"',
    "build": '"provisioners" and "post-processors"',
    "variable": '"variables"',
    "locals": '"variables"; one may refer to others as {{user `name`}}',
    "packer": '"min_packer_version"',
    "required_version": '"min_packer_version"',
}


def called(value: Expression) -> str:
    """What a sentence calls a value of JSON."""
    match value:
        case Text():
            return "a text"
        case Number():
            return "a number"
        case Boolean():
            return "true" if value.value else "false"
        case Null():
            return "null"
        case Tuple():
            return "a list"
        case Object():
            return "an object"
        case _:
            return "something else"


def no_object(value: Expression) -> Diagnostic:
    """The file holds JSON, but no template."""
    span = value.span
    return Diagnostic(
        f"A template is an object, not {called(value)}",
        f"It begins with {{ and has at least {_SHAPES['builders']}.",
        span.file.span(span.start, min(span.start + 1, span.end)),
    )


def no_json(file: SourceFile) -> Diagnostic:
    """A template in HCL whose name does not say so."""
    start = len(file.text) - len(file.text.lstrip())
    line = file.text[start : start + 1000].partition("\n")[0].rstrip()
    return Diagnostic(
        "This file is HCL, not JSON",
        "Say -config-type=hcl2, or give it a name that ends with .pkr.hcl.",
        file.span(start, start + len(line)),
    )


def wrong_kind(what: str, wanted: str, value: Expression) -> Diagnostic:
    """A value is not of the kind that belongs there."""
    shape = _SHAPES.get(what.strip('"'), "")
    hint = f"Write {shape}." if shape else ""
    if wanted == "true or false" and isinstance(value, Text) and value.text in {"true", "false"}:
        hint = f"Write {value.text}, without quotes."
    return Diagnostic(f"{what} must be {wanted}, not {called(value)}", hint, value.span)


def unknown_key(name: Text, known: Iterable[str]) -> Diagnostic:
    """The template has a key that templates do not have."""
    names = list(known)
    hint = did_you_mean(name.text, names)
    if not hint and name.text in _ELSEWHERE:
        hint = (
            f"A legacy template has {_ELSEWHERE[name.text]} for that. HCL in JSON goes into a file "
            "named *.pkr.json."
        )
    if not hint:
        hint = f"It has {', '.join(names)}; a key that begins with _ is a comment."
    return Diagnostic(f'A template has no "{name.text}"', hint, name.span)


def bad_comment(name: Text, value: Expression) -> Diagnostic:
    """A comment is no text."""
    return Diagnostic(
        f'The comment "{name.text}" must be a text, not {called(value)}',
        "What begins with _ is a comment, which is written as one text.",
        value.span,
    )


def no_builders(span: Span) -> Diagnostic:
    """The template makes nothing."""
    return Diagnostic("The template has no builders", f"Write {_SHAPES['builders']}.", span)


def missing_type(what: str, span: Span) -> Diagnostic:
    """A component does not say what it is."""
    return Diagnostic(f'{what} needs a "type"', 'Say which it is: "type": "…".', span)


def builder_twice(name: Name, first: Name, *, rendered: str = "") -> Diagnostic:
    """Two builders have the same name."""
    hint = 'Give one of them another "name".'
    if rendered and rendered != name.text:
        hint = f'{hint} "{name.text}" comes to "{rendered}".'
    return Diagnostic(
        f'There are two builders "{rendered or name.text}"',
        hint,
        name.span,
        labels=(Label(first.span, "the first is here"),),
    )


def nested_sequence(span: Span) -> Diagnostic:
    """A chain of post-processors holds another."""
    return Diagnostic(
        "A chain of post-processors cannot hold another chain",
        "A list in the list of post-processors is a chain; write its steps one after the other.",
        span,
    )


def no_builder(name: str, span: Span, known: Sequence[str], what: str) -> Diagnostic:
    """`only`, `except` or `override` names a builder that is not there."""
    hint = did_you_mean(name, known) or (f"There is {', '.join(known)}." if known else "")
    return Diagnostic(f'"{what}": there is no builder "{name}"', hint, span)


def bad_retries(text: str, span: Span) -> Diagnostic:
    """`max_retries` says no number."""
    return Diagnostic(f'"max_retries" must be a whole number, not "{text}"', "", span)


def too_old(wanted: str, ours: str, span: Span) -> Diagnostic:
    """The template asks for a later version."""
    return Diagnostic(
        f"This template needs Packer {wanted} or later",
        f"goldsmith does what Packer {ours} does.",
        span,
    )


def bad_version(reason: str, span: Span) -> Diagnostic:
    """`min_packer_version` is no version."""
    return Diagnostic('"min_packer_version" is not a version', f"{reason}", span)


def unset(names: Sequence[Text]) -> Diagnostic:
    """Variables that nothing gives a value."""
    listed = ", ".join(one.text for one in names)
    first, *others = names
    if others:
        summary = f"These variables have no value: {listed}"
        hint = f"Set each of them with -var {first.text}=… or in a file for -var-file."
    else:
        summary = f"The variable {listed} has no value"
        hint = f"Set it with -var {first.text}=… or in a file for -var-file."
    labels = tuple(Label(one.span, "and this one") for one in others)
    return Diagnostic(summary, hint, first.span, labels=labels)


def not_declared(name: Text, known: Iterable[str]) -> Diagnostic:
    """`sensitive-variables` names a variable that the template does not declare."""
    return Diagnostic(
        f'"{name.text}" is not a variable of this template',
        did_you_mean(name.text, known) or "It stays without effect.",
        name.span,
        Severity.WARNING,
    )


def circle(path: Sequence[str], places: Sequence[Span | None]) -> Diagnostic:
    """Variables that need each other."""
    first, *others = places
    labels = tuple(Label(one, "which needs the next") for one in others if one is not None)
    return Diagnostic(
        f"The variable {path[0]} needs itself",
        " → ".join((*path, path[0])),
        first,
        labels=labels,
    )


def no_answer(name: str, error: GoldsmithError, span: Span) -> Diagnostic:
    """What a variable asks for cannot be had."""
    return Diagnostic(f"The value of the variable {name} cannot be had", str(error), span)


def never_settles(name: str, passes: int, span: Span | None) -> Diagnostic:
    """The value of a variable always holds another reference."""
    return Diagnostic(
        f"The value of the variable {name} never settles",
        f"After {passes} passes it still refers to other variables.",
        span,
    )


def variable_file_value(name: Text, value: Expression) -> Diagnostic:
    """A value in a variable file is no text."""
    return Diagnostic(
        f'The value of "{name.text}" must be a text, not {called(value)}',
        "Variables of templates in JSON hold texts; put it between quotes.",
        value.span,
    )


def variable_file_in_hcl(path: str) -> Diagnostic:
    """A variable file of another language."""
    return Diagnostic(
        f"{path} is a variable file for templates in HCL",
        'Templates in JSON take theirs as an object of texts, as in {"name": "value"}.',
    )
