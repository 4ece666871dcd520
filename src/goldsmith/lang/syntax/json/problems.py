"""What can be wrong with JSON, worded."""

from goldsmith.diagnostics import Diagnostic, Label, Span
from goldsmith.lang.syntax.problems import short
from goldsmith.lang.syntax.tree import Name, Text

_FOREIGN = {
    "True": "true",
    "False": "false",
    "TRUE": "true",
    "FALSE": "false",
    "None": "null",
    "nil": "null",
    "NULL": "null",
    "Null": "null",
    "undefined": "null",
}
"""Words that other languages write where JSON has its own."""
_WHOLE = {'"': "a string", "[": "a list", "{": "an object"}
_NOT_FINITE = ("NaN", "Infinity", "-Infinity", "+Infinity", "Inf", "-Inf", "+Inf")


def native(word: str) -> str | None:
    """The word of JSON that was meant by a word of another language."""
    return _FOREIGN.get(word)


def found_here(span: Span) -> str:
    """What stands there, for the middle of a sentence."""
    if span.start == len(span.file.text):
        return "the end of the file"
    text = span.text
    if len(text) > 1 and text[0] in _WHOLE:
        return _WHOLE[text[0]]
    return f'"{short(text)}"'


def empty(span: Span) -> Diagnostic:
    """A file without anything in it."""
    return Diagnostic("This file is empty", "JSON is at least {}.", span)


def trailing_comma(span: Span, closing: str) -> Diagnostic:
    """A comma and then the end."""
    detail = f'Remove it: in JSON no comma stands before "{closing}".'
    return Diagnostic("A comma after the last item", detail, span)


def extra_comma(span: Span) -> Diagnostic:
    """A comma where an item should be."""
    return Diagnostic("A comma without an item before it", "Remove it.", span)


def missing_comma(place: Span, span: Span) -> Diagnostic:
    """Two items with nothing between them."""
    detail = "Commas stand between the items of an object or a list."
    return Diagnostic(f"Missing comma before {found_here(span)}", detail, place)


def missing_colon(span: Span, key: Span) -> Diagnostic:
    """A key and then no colon."""
    detail = f"An item of an object is written {short(key.text)}: value."
    if span.text == "=":
        return Diagnostic('"=" after a key', f'Write ":" instead. {detail}', span)
    return Diagnostic(f'Expected ":" after a key, found {found_here(span)}', detail, span)


def missing_value(span: Span) -> Diagnostic:
    """Something that begins no value."""
    detail = "A string, number, object, list, true, false or null must stand here."
    return Diagnostic(f"Expected a value, found {found_here(span)}", detail, span)


def missing_key(span: Span) -> Diagnostic:
    """Something in an object that begins no item."""
    detail = 'An item of an object is written "key": value.'
    return Diagnostic(f"Expected a key in quotes, found {found_here(span)}", detail, span)


def bare_key(span: Span) -> Diagnostic:
    """A key without quotes."""
    detail = f'Keys stand in quotes in JSON: write "{short(span.text)}".'
    return Diagnostic("This key has no quotes", detail, span)


def comment(span: Span) -> Diagnostic:
    """A comment, as in JavaScript or a shell script."""
    detail = 'In the body of a block write it as an item: "//": "text".'
    return Diagnostic("JSON has no comments", detail, span)


def single_quotes(span: Span) -> Diagnostic:
    """A string as in JavaScript or Python."""
    detail = 'Write strings in double quotes, as in "text".'
    return Diagnostic("Single quotes do not make a string", detail, span)


def bad_word(span: Span) -> Diagnostic:
    """A word that is no value."""
    word = span.text
    if word in _FOREIGN:
        return Diagnostic(f'"{word}" is not JSON', f"Write {_FOREIGN[word]}.", span)
    if word in _NOT_FINITE:
        return Diagnostic(f'"{word}" is not JSON', "JSON has finite numbers only.", span)
    if word[0] in "-+.0123456789":
        return _bad_number(span)
    detail = f'Text stands in quotes: write "{short(word)}".'
    return Diagnostic(f'"{short(word)}" is no value', detail, span)


def _bad_number(span: Span) -> Diagnostic:
    word = span.text
    digits = word.lstrip("+-")
    detail = "Numbers are decimal: digits, perhaps a point with more digits, perhaps an exponent."
    if word.startswith("+"):
        detail = "A number has no plus sign."
    elif digits.startswith("."):
        detail = f"A digit stands before the point: write {word.replace('.', '0.', 1)}."
    elif digits.endswith("."):
        detail = "A digit stands behind the point."
    elif digits.isdecimal() and digits.startswith("0"):
        detail = f'A number has no leading zero. Text stands in quotes: "{short(word)}".'
    return Diagnostic(f'"{short(word)}" is no number in JSON', detail, span)


def unexpected(span: Span) -> Diagnostic:
    """A character that means nothing."""
    character = span.text[:1]
    shown = f'"{character}"' if character.isprintable() and character != " " else "This character"
    detail = f"{shown} (U+{ord(character):04X}) means nothing outside strings."
    return Diagnostic("Unexpected character", detail, span)


def unclosed(opening: Span, span: Span, *, suspected: bool = False) -> Diagnostic:
    """A bracket whose partner is missed, or was probably meant to be another."""
    partner = "}" if opening.text == "{" else "]"
    if suspected:
        labels = (Label(span, "is this the end of another?"),)
        detail = f'Add the missing "{partner}".'
        return Diagnostic(f'This "{opening.text}" is not closed', detail, opening, labels=labels)
    detail = f'Did you forget "{partner}"? It must come before {found_here(span)}.'
    return Diagnostic(f'This "{opening.text}" is not closed', detail, opening)


def trailing(span: Span) -> Diagnostic:
    """More text behind the end."""
    detail = "The file holds one value, which is complete before this."
    if span.text in ("}", "]"):
        detail = "It has no partner: remove it, or open one before."
    return Diagnostic(f"Unexpected {found_here(span).removeprefix('a ')}", detail, span)


def too_deep(span: Span, limit: int) -> Diagnostic:
    """Brackets in brackets in brackets."""
    detail = f"At most {limit} objects and lists may lie inside each other."
    return Diagnostic("This is nested too deeply", detail, span)


def control_character(span: Span) -> Diagnostic:
    """A line break or another character that a string cannot hold as it is."""
    names = {"\n": ("line break", "\\n"), "\t": ("tab", "\\t"), "\r": ("carriage return", "\\r")}
    name, escape = names.get(span.text, ("control character", f"\\u{ord(span.text):04x}"))
    return Diagnostic(f"A {name} inside a string", f'Write "{escape}" for it.', span)


def bad_escape(span: Span, letter: str) -> Diagnostic:
    """A backslash before something that it does not go with."""
    if letter == "u":
        detail = (
            'Exactly 4 hexadecimal digits follow "\\u". Write "\\\\" for a backslash, as in '
            '"C:\\\\Users".'
        )
    elif letter == "'":
        detail = "A single quote needs no backslash."
    else:
        detail = (
            'Write "\\\\" for a backslash. Escapes are \\n \\r \\t \\b \\f \\" \\/ \\\\ \\uXXXX.'
        )
    return Diagnostic("Unknown escape in a string", detail, span)


def unclosed_string(span: Span) -> Diagnostic:
    """A string without its second quote."""
    detail = 'Did you forget a closing quote? Write "\\n" for a line break inside a string.'
    return Diagnostic("This string is not closed", detail, span)


def repeated_key(key: Text, first: Text) -> Diagnostic:
    """A key that stands twice in one object."""
    labels = (Label(first.span, "it stands here first"),)
    detail = "Each key can stand once; remove one of the two."
    return Diagnostic(f'The key "{short(key.text)}" stands twice', detail, key.span, labels=labels)


# The dialect


def no_body(span: Span) -> Diagnostic:
    """Something else where the body of a block or file should be."""
    detail = "An object must stand here, or a list of objects, which count as one."
    return Diagnostic(f"Expected an object, found {found_here(span)}", detail, span)


def no_arguments(span: Span) -> Diagnostic:
    """Something else where names and values should be."""
    detail = 'Write names and values, as in {"name": "value"}.'
    return Diagnostic(f"Expected an object, found {found_here(span)}", detail, span)


def no_block(kind: Name, span: Span) -> Diagnostic:
    """A block that is written as a plain value."""
    detail = "Write an object for one block, or a list of objects for more."
    return Diagnostic(f'"{short(kind.text)}" is a block, not an argument', detail, span)


def no_labels(kind: Name, label: str, span: Span) -> Diagnostic:
    """A plain value where an object should name blocks."""
    detail = f'Write an object with a key for each {label}: {{"{label.upper()}": {{ … }}}}.'
    summary = f"Expected the {label} of a {short(kind.text)} block, found {found_here(span)}"
    return Diagnostic(summary, detail, span)


def missing_label(kind: Name, label: str, span: Span) -> Diagnostic:
    """An object that names no block."""
    detail = f'Write {{"{label.upper()}": {{ … }}}} for a block, or leave "{kind.text}" out.'
    return Diagnostic(f"This {short(kind.text)} block has no {label}", detail, span)


def comment_for_label(span: Span, label: str) -> Diagnostic:
    """A comment among the labels of blocks."""
    detail = "Move it into the block, or before it."
    return Diagnostic(f"A comment cannot stand where the {label} of a block does", detail, span)


def legacy(span: Span) -> Diagnostic:
    """A template in the JSON of old by the name of one in the JSON dialect."""
    detail = (
        "A file named *.pkr.json holds blocks such as source and build. Give this one a name that "
        "ends with .json alone, or make HCL of it with `goldsmith hcl2_upgrade`."
    )
    return Diagnostic("This is a legacy JSON template", detail, span)
