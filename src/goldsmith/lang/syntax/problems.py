"""What can be wrong with the text of a template, worded."""

import re

from goldsmith.diagnostics import Diagnostic, Label, Span
from goldsmith.lang.syntax.tree import Expression, Name, Text

_ODD = {
    "'": ("Single quotes do not make a string", 'Write strings in double quotes, as in "text".'),
    "`": ("Backquotes do not make a string", 'Write strings in double quotes, as in "text".'),
    "&": ('There is no operator "&"', 'Write "&&" for "and". Bits cannot be combined.'),
    "|": ('There is no operator "|"', 'Write "||" for "or". Bits cannot be combined.'),
    "^": ('There is no operator "^"', "Write pow(a, b) to raise a to the power of b."),
    "**": ('There is no operator "**"', "Write pow(a, b) to raise a to the power of b."),
    "~": ('"~" means nothing here', 'It trims blanks beside "${", "%{" and their "}" only.'),
    ";": ('";" ends nothing', "Put each argument and block on a line of its own."),
    "\\": ("A backslash means nothing outside quotes", "An expression goes on inside brackets."),
    "\r": ("A lone carriage return ends no line", "End lines with LF or with CR LF."),
    "\ufeff": ("A byte order mark in the middle of the file", "Remove it."),
    "\u00a0": ("A no-break space is no blank here", "Replace it by an ordinary space."),
}
_HEREDOC = r"""<<-?([ \t]*)(["']?)([^\W\d][\w-]*)"""
END_OF_FILE = "the end of the file"
_LONGEST = 40
"""How many characters of a token are quoted in a sentence."""
_QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2033\u2032"


def in_token(kind: str, span: Span) -> Diagnostic | None:
    """The problem of a token that is wrong wherever it stands; None for any other token."""
    match kind:
        case "bad":
            return _bad_character(span)
        case "open-comment":
            start = span.file.span(span.start, span.start + 2)
            return Diagnostic("This comment is not closed", 'Write "*/" where it ends.', start)
        case "<<" | "bad-heredoc":
            return _bad_heredoc(span)
        case _:
            return None


def _bad_character(span: Span) -> Diagnostic:
    character = span.text
    if character in _ODD:
        summary, detail = _ODD[character]
        return Diagnostic(summary, detail, span)
    if character in _QUOTES:
        detail = 'Write strings in straight double quotes, as in "text".'
        return Diagnostic(f'"{character}" does not begin a string', detail, span)
    shown = f'"{character}"' if character.isprintable() and character != " " else "This character"
    detail = f"{shown} (U+{ord(character):04X}) means nothing outside strings and comments."
    return Diagnostic("Unexpected character", detail, span)


def _bad_heredoc(span: Span) -> Diagnostic:
    line = span.file.text[span.start :].partition("\n")[0].rstrip("\r")
    found = re.match(_HEREDOC, line)
    if found is None:
        detail = 'A marker follows "<<" in a heredoc, as in <<EOT. There is no other "<<".'
        return Diagnostic("This is no heredoc", detail, span)
    blank, quote, marker = found[1], found[2], found[3]
    start, end = found.end(), len(line)
    detail = f"Nothing but the end of the line may follow {marker}, not even blanks."
    if quote:
        start, end = found.start(2), found.end() + line.startswith(quote, found.end())
        detail = f"Write the marker without quotes, as in <<{marker}."
    elif blank:
        start, end = found.span(1)
        detail = f"The marker follows without a blank, as in <<{marker}."
    place = span.file.span(span.start + start, span.start + end)
    return Diagnostic("This heredoc does not start properly", detail, place)


def short(text: str) -> str:
    """As much of what the user wrote as fits into a sentence."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def shown(span: Span, kind: str) -> str:
    """What stands there, for the middle of a sentence."""
    match kind:
        case "newline":
            return "the end of the line"
        case "end":
            return END_OF_FILE
        case "string-start" | "string":
            return "a string"
        case "heredoc-start":
            return "a heredoc"
        case _:
            return f'"{short(span.text)}"'


def bare(span: Span, kind: str) -> str:
    """The same without its article."""
    return shown(span, kind).removeprefix("a ")


def _opened(opening: Span) -> tuple[Label, ...]:
    return (Label(opening, "opened here"),)


def touching_string(problem: Diagnostic) -> Diagnostic:
    """The same, for a token that stands right after the end of a string."""
    detail = 'A string ends right before it. A quote may be missing, or stand inside text as \\".'
    return Diagnostic(problem.summary, detail, problem.span, labels=problem.labels)


def too_deep(span: Span, limit: int) -> Diagnostic:
    """Brackets in brackets in brackets."""
    detail = f"At most {limit} brackets, blocks and templates may lie inside each other."
    return Diagnostic("This is nested too deeply", detail, span)


def too_long(span: Span, limit: int) -> Diagnostic:
    """An expression whose tree is a tower."""
    detail = (
        f"At most {limit} operators and steps may build on each other. Name a part of it in a "
        "locals block."
    )
    return Diagnostic("This expression is too complex", detail, span)


def too_many(span: Span) -> Diagnostic:
    """Enough is enough."""
    detail = "Mend what was found so far first."
    return Diagnostic("Too many problems; the rest of the file was not read", detail, span)


# Strings and templates


def bad_escape(span: Span, character: str) -> Diagnostic:
    """A backslash before something it does not go with."""
    if character in "uU":
        digits = 4 if character == "u" else 8
        detail = (
            f'Exactly {digits} hexadecimal digits follow "\\{character}". '
            'Write "\\\\" for a backslash, as in "C:\\\\Users".'
        )
    elif character in "$%":
        detail = f'Write "{character * 2}{{" for a literal "{character}{{".'
    elif character == "'":
        detail = "A single quote needs no backslash."
    else:
        detail = (
            'Write "\\\\" for a backslash. Escapes are \\n \\r \\t \\" \\\\ \\uXXXX \\UXXXXXXXX.'
        )
    return Diagnostic("Unknown escape in a string", detail, span)


def no_character(span: Span) -> Diagnostic:
    """A number that Unicode does not give to a character."""
    return Diagnostic("No character has this number", "It must be a Unicode character.", span)


def unclosed_template(opening: Span, place: Span) -> Diagnostic:
    """A string without its second quote, or a heredoc without its second marker."""
    if not opening.text.startswith("<<"):
        detail = (
            "Did you forget a closing quote? A string ends on its line; longer text goes into a "
            "heredoc."
        )
        return Diagnostic("This string is not closed", detail, opening)
    marker = opening.text.removeprefix("<<").removeprefix("-").rstrip()
    if place.file.text[: place.start].rpartition("\n")[2].strip() == marker:
        detail = f"{marker} must be followed by the end of its line, at the end of the file too."
    else:
        detail = f"A line that holds only {marker} must end it."
    span = opening.file.span(opening.start, opening.start + len(opening.text.rstrip()))
    return Diagnostic("This heredoc is not closed", detail, span)


def empty_sequence(span: Span) -> Diagnostic:
    """`${}` or `%{}`."""
    twice = span.text[0] * 2
    detail = f'Put an expression inside, or write "{twice}{{" for the characters themselves.'
    if span.text.startswith("%"):
        detail = f'Put a directive inside, or write "{twice}{{" for the characters themselves.'
    return Diagnostic("Nothing stands inside the braces", detail, span)


def unclosed_sequence(span: Span, kind: str, opening: Span) -> Diagnostic:
    """Something else where `}` should be."""
    detail = f'"}}" must come before {shown(span, kind)}.'
    if kind == "string-start":
        detail = 'Did you forget "}" before the closing quote?'
    later = opening.file.text.find("\n", opening.start, span.start) >= 0
    if later or kind in ("end", "string-start"):
        return Diagnostic(f'This "{opening.text}" is not closed', detail, opening)
    if span.text.startswith(":") and opening.text.startswith("$"):
        detail = 'If this is for the shell, write "$${" for the characters "${".'
    summary = f"Unexpected {bare(span, kind)} inside a template"
    return Diagnostic(summary, detail, span, labels=_opened(opening))


def unknown_directive(span: Span) -> Diagnostic:
    """`%{` before some other word."""
    detail = (
        'After "%{" comes if, else, endif, for or endfor. Write "%%{" for the characters '
        "themselves."
    )
    return Diagnostic("This is no template directive", detail, span)


def open_directive(span: Span, end: str) -> Diagnostic:
    """A directive without its end."""
    return Diagnostic(
        "This directive is not closed", f"Add %{{ {end} }} after what it governs.", span
    )


def stray_directive(span: Span, word: str, starter: str) -> Diagnostic:
    """An end without its directive."""
    detail = f"There is no %{{ {starter} }} before it that is still open."
    return Diagnostic(f'"{word}" without "{starter}"', detail, span)


def wrong_end(span: Span, word: str, opening: Span, end: str) -> Diagnostic:
    """The end of some other directive."""
    detail = f"%{{ {end} }} must come first."
    return Diagnostic(
        f'"{word}" does not close this directive', detail, span, labels=_opened(opening)
    )


def second_else(span: Span, first: Span) -> Diagnostic:
    """Two ways out of one condition."""
    labels = (Label(first, "the first is here"),)
    detail = "Put another %{ if } inside the first else for a third case."
    return Diagnostic('A second "else"', detail, span, labels=labels)


# Expressions


def no_expression(span: Span, kind: str) -> Diagnostic:
    """Something that begins no expression."""
    details = {
        "newline": "The value must begin on this line. Brackets let it go on over several lines.",
        "end": "The file ends where a value should be.",
        "=": 'Write "==" to compare.',
        "+": "A number has no plus sign.",
        ".": "A number begins with a digit, as in 0.5.",
    }
    detail = details.get(kind, "A value must stand here.")
    return Diagnostic(f"Expected a value, found {shown(span, kind)}", detail, span)


def half_conditional(span: Span, question: Span) -> Diagnostic:
    """`?` without `:`."""
    detail = 'A condition is written "condition ? value if true : value if false", on one line.'
    labels = (Label(question, "the condition ends here"),)
    return Diagnostic('Expected ":" and the other value', detail, span, labels=labels)


def bad_number(span: Span) -> Diagnostic:
    """Digits that run into something else."""
    detail = "Numbers are decimal: digits, perhaps a point with more digits, perhaps an exponent."
    if span.text.count(".") > 1 or (span.text[-1].isalpha() and span.text[-1] not in "eE"):
        detail += f' Text stands in quotes: "{short(span.text)}".'
    return Diagnostic(f'"{short(span.text)}" is no number', detail, span)


def unclosed(span: Span, kind: str, opening: Span, closing: str) -> Diagnostic:
    """A bracket whose partner is missed here."""
    detail = f'Did you forget "{closing}"? It must come before {shown(span, kind)}.'
    return Diagnostic(f'This "{opening.text}" is not closed', detail, opening)


def no_comma(place: Span, span: Span, kind: str, opening: Span, things: str) -> Diagnostic:
    """Neither a comma nor the end after an item."""
    detail = f"Commas stand between {things}, also when each has a line of its own."
    if kind == "name" and "\n" not in span.file.text[place.start : span.start]:
        detail += " Text stands in quotes."
    summary = f"Missing comma before {shown(span, kind)}"
    return Diagnostic(summary, detail, place, labels=_opened(opening))


def no_separator(span: Span, kind: str, opening: Span) -> Diagnostic:
    """Two items of an object on one line."""
    detail = "Each item of an object has a line of its own, or a comma between it and the next."
    summary = f"Unexpected {bare(span, kind)} after an item"
    return Diagnostic(summary, detail, span, labels=_opened(opening))


def after_spread(span: Span, kind: str) -> Diagnostic:
    """`...` before the last argument."""
    detail = '"..." spreads the last argument; ")" must follow.'
    return Diagnostic(f'Unexpected {bare(span, kind)} after "..."', detail, span)


def no_item_value(span: Span, kind: str, key: Expression) -> Diagnostic:
    """A key and then nothing that belongs to it."""
    name = f'"{short(key.text)}"' if isinstance(key, Text) else "the key"
    if kind == "{":
        detail = f"An object holds values, not blocks: write {name} = {{ ... }}."
        return Diagnostic(f'Missing "=" after {name}', detail, span)
    detail = 'An item of an object is written "key = value".'
    return Diagnostic(f'Expected "=" and a value, found {shown(span, kind)}', detail, span)


def no_key(span: Span, kind: str) -> Diagnostic:
    """Something that begins no item of an object."""
    detail = 'An item of an object is written "key = value".'
    return Diagnostic(f"Expected a key, found {shown(span, kind)}", detail, span)


def ambiguous_key(span: Span) -> Diagnostic:
    """A reference as a key, which could be meant as a name."""
    text = short(span.text)
    detail = f'Write ({text}) to use its value, or "{text}" for the text itself.'
    return Diagnostic("This key could be a name or a reference", detail, span)


def no_for_name(span: Span, kind: str) -> Diagnostic:
    """`for` without a name."""
    detail = 'A for-expression begins "for value in" or "for key, value in".'
    return Diagnostic(f"Expected a name, found {shown(span, kind)}", detail, span)


def no_in(span: Span, kind: str) -> Diagnostic:
    """`for` and names, but no `in`."""
    detail = 'A for-expression begins "for value in" or "for key, value in".'
    return Diagnostic(f'Expected "in", found {shown(span, kind)}', detail, span)


def no_colon(span: Span, kind: str, opening: Span) -> Diagnostic:
    """A for-expression without a body."""
    detail = 'A ":" stands between the collection and what is made of each element.'
    return Diagnostic(
        f'Expected ":", found {shown(span, kind)}', detail, span, labels=_opened(opening)
    )


def no_arrow(span: Span, kind: str, opening: Span) -> Diagnostic:
    """A for-expression in braces that makes no pairs."""
    detail = 'In braces, for makes an object: "key => value". In square brackets it makes a list.'
    return Diagnostic(
        f'Expected "=>", found {shown(span, kind)}', detail, span, labels=_opened(opening)
    )


def arrow_in_tuple(span: Span, opening: Span) -> Diagnostic:
    """A for-expression in square brackets that makes pairs."""
    detail = "In square brackets, for makes a list. Write braces to make an object."
    return Diagnostic('"=>" belongs in braces', detail, span, labels=_opened(opening))


def spread_in_tuple(span: Span, opening: Span) -> Diagnostic:
    """Grouping without keys."""
    detail = "It groups values of equal keys. Write braces to make an object."
    return Diagnostic('"..." belongs in braces', detail, span, labels=_opened(opening))


def no_attribute(span: Span, kind: str) -> Diagnostic:
    """A dot and then no name."""
    detail = "A name, a number or * follows the dot."
    if kind in ("string", "string-start"):
        detail = 'Write ["name"] for an attribute whose name is not a plain word.'
    return Diagnostic(f"Expected a name, found {shown(span, kind)}", detail, span)


def bad_legacy_index(span: Span) -> Diagnostic:
    """`x.0.1`, which reads as a fraction."""
    parts = span.text.split(".")
    written = "".join(f"[{part}]" for part in parts)
    plain = all(part.isdigit() for part in parts)
    detail = f"Write {short(written)}." if plain else "Write the index in brackets."
    return Diagnostic(f'".{short(span.text)}" could be a fraction', detail, span)


def no_index(span: Span) -> Diagnostic:
    """`[]` after a value."""
    return Diagnostic("Nothing stands inside the brackets", "Put an index or a key inside.", span)


def splat_in_splat(span: Span) -> Diagnostic:
    """`.*` after `.*`."""
    return Diagnostic('".*" cannot follow another', "Write [*] for both.", span)


def half_function_name(span: Span, kind: str) -> Diagnostic:
    """`::` and then no name."""
    detail = '"::" stands between the parts of the name of a function.'
    return Diagnostic(f"Expected a name, found {shown(span, kind)}", detail, span)


def no_call(span: Span, kind: str, name: Name) -> Diagnostic:
    """A name with `::` that is not called."""
    detail = f"Only functions have such names: {short(name.text)}(...)."
    return Diagnostic(f'Expected "(", found {shown(span, kind)}', detail, span)


def trailing(span: Span, kind: str) -> Diagnostic:
    """More text after a whole expression."""
    detail = "The expression is complete before it."
    return Diagnostic(f"Unexpected {bare(span, kind)}", detail, span)
