"""Values as YAML text, in the very layout that Packer gives it."""

from collections.abc import Mapping, Sequence
from typing import Final

from goldsmith.lang.number import Real, text_of
from goldsmith.lang.values import Unknown, Value

_WIDTH: Final = 80
_LONGEST_KEY: Final = 128
"""Bytes of a key that may stand on one line with its value."""

_BREAKS: Final = "\n\r\x85\u2028\u2029"
_ESCAPES: Final = {
    "\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f",
    "\r": "\\r", "\x1b": "\\e", '"': '\\"', "\\": "\\\\", "\x85": "\\N",
    "\u2028": "\\L", "\u2029": "\\P",
}  # fmt: skip


def yaml_text(value: Value) -> str:
    """The value as one YAML document: texts in double quotes, or as a block if they have lines."""
    writer = _Writer()
    writer.node(value, -2)
    if writer.column > 0:
        writer.pieces.append("\n")
    if not value.parts and not isinstance(value.data, str | tuple | Mapping):
        # What is neither quoted nor between brackets shows where it ends.
        writer.pieces.append("...\n")
    return "".join(writer.pieces)


class _Writer:
    """Writes nodes one after the other; `column` is where the current line has come to."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.column = 0

    def node(self, value: Value, indent: int, *, behind_key: bool = False) -> None:
        """Write a value that belongs to something indented by `indent`."""
        match value.data:
            case None | Unknown():
                self._put("null")
            case bool():
                self._put("true" if value.data else "false")
            case str():
                self._text(value.data, indent + 2 if indent >= 0 else 2)
            case int() | Real():
                self._put(text_of(value.data))
            case tuple():
                # Elements stand right below the key whose value they are.
                self._sequence(value.data, indent if behind_key else indent + 2)
            case _:
                self._mapping(value, indent + 2)

    def _sequence(self, items: Sequence[Value], indent: int) -> None:
        if not items:
            self._put("[]")
        for item in items:
            self._line(indent)
            self._put("- ")
            self.node(item, indent)

    def _mapping(self, value: Value, indent: int) -> None:
        if not value.mapping:
            self._put("{}")
        for name, item in value.mapping.items():
            self._line(indent)
            if _is_simple(name):
                self._quoted(name)
                self._put(":")
                self._behind_key(item, indent)
            else:
                self._put("? ")
                self._text(name, indent + 2)
                self._line(indent)
                self._put(": ")
                self.node(item, indent)

    def _behind_key(self, item: Value, indent: int) -> None:
        if not item.parts or isinstance(item.data, str):
            self._put(" ")
        else:
            self._put("\n")
        self.node(item, indent, behind_key=True)

    def _text(self, text: str, indent: int) -> None:
        if "\n" in text and _can_be_block(text):
            self._block(text, indent)
        else:
            self._quoted(text, indent)

    def _quoted(self, text: str, indent: int | None = None) -> None:
        """In double quotes; with an `indent`, long lines go on in a new one."""
        self._put('"')
        after_blank = False
        for at, letter in enumerate(text):
            if letter != " ":
                self._put(letter if _is_plain(letter) else _escaped(letter))
                after_blank = False
                continue
            if (
                indent is not None
                and not after_blank
                and self.column > _WIDTH
                and 0 < at < len(text) - 1
            ):
                self._put("\n" + " " * indent)
                if text[at + 1] == " ":
                    self._put("\\")
            else:
                self._put(" ")
            after_blank = True
        self._put('"')

    def _block(self, text: str, indent: int) -> None:
        """As lines of their own, with what is needed to read them back exactly."""
        lead = "2" if text[0] in " \n\u2028\u2029" else ""
        end = "-" if text[-1] not in _BREAKS else ""
        if not end and (len(text) == 1 or text[-2] in _BREAKS):
            end = "+"
        self._put(f"|{lead}{end}\n")
        at_start = True
        for letter in text:
            if letter in _BREAKS:
                self._put(letter)
                at_start = True
                continue
            if at_start:
                self._put(" " * indent)
            self._put(letter)
            at_start = False

    def _line(self, indent: int) -> None:
        """Go to the place where a line begins that is indented by `indent`."""
        if self.column > indent:
            self._put("\n")
        self._put(" " * (indent - self.column))

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        _, newline, last = text.rpartition("\n")
        self.column = len(last) if newline else self.column + len(last)
        if last[-1:] in ("\u2028", "\u2029"):
            self.column = 0


def _is_simple(key: str) -> bool:
    """Whether a key may stand on one line with its value."""
    has_lines = any(letter in _BREAKS for letter in key)
    return not has_lines and len(key.encode()) <= _LONGEST_KEY


def _can_be_block(text: str) -> bool:
    if text.endswith(" ") or any(f" {one}" in text for one in _BREAKS):
        return False
    return all(letter in "\n\u2028\u2029" or _is_printable(letter) for letter in text)


def _is_plain(letter: str) -> bool:
    return _is_printable(letter) and letter not in _ESCAPES


def _is_printable(letter: str) -> bool:
    return " " <= letter <= "~" or ("\xa0" <= letter <= "\ufffd" and letter != "\ufeff")


def _escaped(letter: str) -> str:
    code = ord(letter)
    known = _ESCAPES.get(letter)
    if known is not None:
        return known
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
