"""Writes HCL: texts, lists and objects that mean exactly what they are made of."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from goldsmith.record import record

_WIDEST = 88
"""Columns of a list that stands in one line."""
_ENOUGH_LINES = 3
"""Lines of a text that is easier to read as it is than between quotes."""
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


@record
class Reference:
    """An expression inside of a text."""

    expression: str


Parts: TypeAlias = tuple[str | Reference, ...]
"""A text with expressions in it."""


def is_identifier(name: str) -> bool:
    """Whether `name` can stand without quotes."""
    return name.replace("-", "_").isidentifier() and not name.startswith("-")


def expression(parts: Parts) -> str:
    """The expression for a text; a lone reference stands for itself."""
    joined = _joined(parts)
    match joined:
        case (Reference(inner),):
            return inner
        case _:
            return f'"{inside(joined)}"'


def inside(parts: Parts) -> str:
    """What stands between the quotes."""
    made: list[str] = []
    joined = _joined(parts)
    for at, part in enumerate(joined):
        if isinstance(part, Reference):
            made.append(f"${{{part.expression}}}")
            continue
        escaped = _escaped(part)
        if escaped.endswith("$") and at + 1 < len(joined):
            # In front of the next part it would be taken for the sign that escapes one.
            escaped = f"{escaped[:-1]}\\u0024"
        made.append(escaped)
    return "".join(made)


def heredoc(parts: Parts) -> str | None:
    """A text of several lines as it is read; nothing where that cannot be written like this."""
    joined = _joined(parts)
    literal = "".join(part for part in joined if isinstance(part, str))
    lines = literal.splitlines()
    if len(lines) < _ENOUGH_LINES or not isinstance(joined[-1], str) or joined[-1][-1] != "\n":
        return None
    if not all(one.isprintable() or one in "\n\t" for one in literal):
        return None
    made: list[str] = []
    for at, part in enumerate(joined):
        if isinstance(part, Reference):
            made.append(f"${{{part.expression}}}")
            continue
        if part.endswith("$") and at + 1 < len(joined):
            return None
        made.append(_without_interpolations(part))
    marker = "EOT"
    while any(line.strip() == marker for line in lines):
        marker += "_"
    return f"<<{marker}\n{''.join(made)}{marker}"


def _joined(parts: Parts) -> Parts:
    made: list[str | Reference] = []
    for part in parts:
        if isinstance(part, str) and made and isinstance(made[-1], str):
            made[-1] += part
        elif part != "":
            made.append(part)
    return tuple(made)


def _escaped(literal: str) -> str:
    return _without_interpolations("".join(map(_escape, literal)))


def _without_interpolations(literal: str) -> str:
    return literal.replace("${", "$${").replace("%{", "%%{")


def _escape(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def quoted(literal: str) -> str:
    """The expression for a text without references."""
    return expression((literal,))


def key(parts: Parts) -> str:
    """The key of an item of an object."""
    match _joined(parts):
        case (str() as name,) if is_identifier(name) and name != "for":
            return name
        case joined:
            return f'"{inside(joined)}"'


def tuple_of(items: Sequence[str]) -> str:
    """A list, in one line where that is short enough."""
    line = f"[{', '.join(items)}]"
    if len(line) <= _WIDEST and "\n" not in line:
        return line
    rows = "".join(f"{item},\n" for item in items)
    return f"[\n{rows}]"


def object_of(items: Iterable[tuple[str, str]]) -> str:
    """An object, an item in each line."""
    rows = "".join(f"{name} = {value}\n" for name, value in items)
    return f"{{\n{rows}}}" if rows else "{}"


def block(header: str, *sections: str) -> str:
    """A block of the sections that are not empty, and a newline."""
    inner = apart(sections)
    return f"{header} {{\n{inner}}}\n"


def apart(sections: Iterable[str]) -> str:
    """Sections with an empty line between two, those left out that are empty."""
    kept = (one.strip("\n") for one in sections)
    return "\n".join(f"{one}\n" for one in kept if one)


def comment(words: str) -> str:
    """Lines of a comment, whatever stands in `words`."""
    lines = words.splitlines() or [""]
    return "".join(f"# {_visible(line)}".rstrip() + "\n" for line in lines)


def _visible(line: str) -> str:
    return "".join(one if one.isprintable() or one == "\t" else "\ufffd" for one in line)
