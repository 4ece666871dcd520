"""What can be wrong with arguments and blocks, worded."""

from goldsmith.diagnostics import Diagnostic, Label, Span
from goldsmith.lang.syntax.problems import bare, short, shown
from goldsmith.lang.syntax.tree import Name

_WORDS = {"and": "&&", "or": "||"}


def quoted_name(span: Span, what: str) -> Diagnostic:
    """A string where the name of an argument or the type of a block should be."""
    text = span.text[1:-1]
    detail = f"Write {short(text)} without quotes." if text.isidentifier() else "It is one word."
    return Diagnostic(f"The {what} is not quoted", detail, span)


def no_item(span: Span, kind: str) -> Diagnostic:
    """Something that begins neither an argument nor a block."""
    detail = 'Here stands an argument, as in "name = value", or a block, as in "name { ... }".'
    return Diagnostic(f"Expected a name, found {shown(span, kind)}", detail, span)


def stray_brace(span: Span) -> Diagnostic:
    """A `}` at the top of the file."""
    return Diagnostic(
        'This "}" closes nothing', "Remove it, or add the block it should close.", span
    )


def lonely_name(name: Name) -> Diagnostic:
    """A name, and nothing else on the line."""
    text = short(name.text)
    detail = f'Write "{text} = value" for an argument, or "{text} {{ ... }}" for a block.'
    return Diagnostic(f'"{text}" is neither an argument nor a block', detail, name.span)


def colon(span: Span, name: Name) -> Diagnostic:
    """`name: value`."""
    detail = f'Write "=" between an argument and its value: {short(name.text)} = ...'
    return Diagnostic('":" gives no value to an argument', detail, span)


def dotted_name(span: Span, name: Name) -> Diagnostic:
    """`name.other = value`."""
    detail = f'To set a part of "{short(name.text)}", write an object.'
    return Diagnostic("The name of an argument is a single word", detail, span)


def half_item(span: Span, kind: str, name: Name) -> Diagnostic:
    """A name, and then something that goes with neither an argument nor a block."""
    text = short(name.text)
    detail = f'Write "{text} = value" for an argument, or "{text} {{ ... }}" for a block.'
    return Diagnostic(f'Expected "=", a label or "{{", found {shown(span, kind)}', detail, span)


def bad_label(span: Span, kind: str, block: Name) -> Diagnostic:
    """Something between the type of a block and its brace that is no label."""
    if kind == "=":
        detail = 'A block has no "=" before its "{"; an argument has no labels.'
        return Diagnostic(f'Unexpected "=" after the labels of "{short(block.text)}"', detail, span)
    detail = f'Block labels need quotes, as in {short(block.text)} "label" {{.'
    return Diagnostic(f'Expected a label or "{{", found {shown(span, kind)}', detail, span)


def unquoted_label(span: Span) -> Diagnostic:
    """A label that would be several tokens."""
    detail = f'Block labels need quotes: "{short(span.text)}".'
    return Diagnostic("This label is not a plain word", detail, span)


def template_label(span: Span) -> Diagnostic:
    """A label that would have to be evaluated."""
    detail = "Labels are fixed texts. Only a dynamic block can make them from values."
    return Diagnostic("A label cannot hold a template", detail, span)


def no_brace(span: Span, header: Span) -> Diagnostic:
    """The header of a block, and then the end of the line."""
    detail = 'The "{" of a block stands on the line of its type and labels.'
    if '"' in header.text:
        name, _, value = header.text.partition('"')
        detail += f" For an argument, write {short(f'{name.strip()} = {chr(34)}{value}')}."
    return Diagnostic('Missing "{"', detail, span, labels=(Label(header, "this block"),))


def unclosed_block(opening: Span, suspect: Span | None) -> Diagnostic:
    """A block that goes on to the end of the file."""
    labels = () if suspect is None else (Label(suspect, "is this the end of another block?"),)
    return Diagnostic('This "{" is not closed', 'Add the missing "}".', opening, labels=labels)


def no_newline(span: Span, kind: str, what: str) -> Diagnostic:
    """More text after a whole argument or block."""
    if kind == ",":
        detail = "Arguments stand on lines of their own, without commas."
        return Diagnostic(f"Unexpected comma after {what}", detail, span)
    match kind:
        case "=":
            detail = 'Write "==" to compare.'
        case "}":
            detail = 'Put the "}" on a line of its own.'
        case _ if span.file.text[max(0, span.start - 10) : span.start].split()[-1:] == ["not"]:
            detail = 'Write "!" for "not".'
        case "name" if span.text in _WORDS:
            detail = f'Write "{_WORDS[span.text]}" for "{span.text}".'
        case "name" | "string-start" if what == "the argument":
            detail = "The argument ends with its line. Text needs a double quote on both sides."
        case _:
            detail = f"{what[0].upper()}{what[1:]} ends with its line."
    return Diagnostic(f"Unexpected {bare(span, kind)} after {what}", detail, span)


def long_block(span: Span, kind: str, opening: Span) -> Diagnostic:
    """More than one argument in a block on one line."""
    detail = "A block on one line holds one argument at most. Give each item a line of its own."
    summary = f'Expected "}}", found {shown(span, kind)}'
    return Diagnostic(summary, detail, span, labels=(Label(opening, "opened here"),))


def block_in_line(span: Span, opening: Span) -> Diagnostic:
    """A block inside a block on one line."""
    detail = "A block on one line holds an argument at most. Give the inner block lines of its own."
    labels = (Label(opening, "opened here"),)
    return Diagnostic("A block inside a block on one line", detail, span, labels=labels)


def duplicate(name: Name, first: Name) -> Diagnostic:
    """An argument that has a value already."""
    detail = "Each argument is given once. Remove one of them."
    labels = (Label(first.span, "first given here"),)
    return Diagnostic(f'"{short(name.text)}" is given twice', detail, name.span, labels=labels)
