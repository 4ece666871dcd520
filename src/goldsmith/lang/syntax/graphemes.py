"""How wide text is for people: what they see as one character counts one (Unicode annex 29)."""

import unicodedata
from enum import Enum


class _Class(Enum):
    """How a character goes together with its neighbours."""

    OTHER = "other"
    CONTROL = "control"
    MARK = "mark"
    JOINER = "joiner"
    PREFIX = "prefix"
    FLAG = "flag"
    PICTURE = "picture"
    LEADING = "leading consonant"
    VOWEL = "vowel"
    TRAILING = "trailing consonant"


_RANGES = (
    (0x00A9, 0x00A9, _Class.PICTURE),
    (0x00AE, 0x00AE, _Class.PICTURE),
    (0x0600, 0x0605, _Class.PREFIX),
    (0x06DD, 0x06DD, _Class.PREFIX),
    (0x070F, 0x070F, _Class.PREFIX),
    (0x08E2, 0x08E2, _Class.PREFIX),
    (0x0E33, 0x0E33, _Class.MARK),
    (0x0EB3, 0x0EB3, _Class.MARK),
    (0x1100, 0x115F, _Class.LEADING),
    (0x1160, 0x11A7, _Class.VOWEL),
    (0x11A8, 0x11FF, _Class.TRAILING),
    (0x200C, 0x200C, _Class.MARK),
    (0x200D, 0x200D, _Class.JOINER),
    (0xA960, 0xA97C, _Class.LEADING),
    (0xD7B0, 0xD7C6, _Class.VOWEL),
    (0xD7CB, 0xD7FB, _Class.TRAILING),
    (0xFF9E, 0xFF9F, _Class.MARK),
    (0x1F1E6, 0x1F1FF, _Class.FLAG),
    (0x1F3FB, 0x1F3FF, _Class.MARK),
    (0xE0020, 0xE007F, _Class.MARK),
)
_CATEGORIES = dict.fromkeys(("Mn", "Me", "Mc"), _Class.MARK) | dict.fromkeys(
    ("Cc", "Cf", "Zl", "Zp"), _Class.CONTROL
)
_SYLLABLES = range(0xAC00, 0xD7A4)
_SYLLABLES_OF_A_VOWEL = 28
_TOGETHER = frozenset(
    {
        (_Class.LEADING, _Class.LEADING),
        (_Class.LEADING, _Class.VOWEL),
        (_Class.VOWEL, _Class.VOWEL),
        (_Class.VOWEL, _Class.TRAILING),
        (_Class.TRAILING, _Class.TRAILING),
    }
)


def columns(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return _clusters(text)


def _clusters(text: str) -> int:
    count = flags = 0
    last = _Class.CONTROL
    picture = False
    previous = ""
    for character in text:
        begins, ends = _classes(character)
        joined = (
            (previous == "\r" and character == "\n")
            or (begins in (_Class.MARK, _Class.JOINER) and last is not _Class.CONTROL)
            or (last is _Class.PREFIX and begins is not _Class.CONTROL)
            or (last is _Class.JOINER and begins is _Class.PICTURE and picture)
            or (begins is _Class.FLAG and flags % 2 == 1)
            or (last, begins) in _TOGETHER
        )
        count += not joined
        flags = flags + 1 if begins is _Class.FLAG else 0
        picture = begins is _Class.PICTURE or (
            picture and begins in (_Class.MARK, _Class.JOINER) and last is not _Class.JOINER
        )
        last, previous = ends, character
    return count


def _classes(character: str) -> tuple[_Class, _Class]:
    """How a character begins and ends: Hangul syllables begin like one letter, end like another."""
    code = ord(character)
    if code in _SYLLABLES:
        open_syllable = (code - _SYLLABLES.start) % _SYLLABLES_OF_A_VOWEL == 0
        return _Class.OTHER, _Class.VOWEL if open_syllable else _Class.TRAILING
    for first, last, kind in _RANGES:
        if first <= code <= last:
            return kind, kind
    category = unicodedata.category(character)
    kind = _CATEGORIES.get(category, _Class.OTHER)
    if category == "So":
        kind = _Class.PICTURE
    return kind, kind
