"""Text as people count it: what they see as one character is one (Unicode annex 29)."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from itertools import pairwise


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
    (0x0D4E, 0x0D4E, _Class.PREFIX),
    (0x0E33, 0x0E33, _Class.MARK),
    (0x0EB3, 0x0EB3, _Class.MARK),
    (0x102B, 0x102C, _Class.OTHER),
    (0x1038, 0x1038, _Class.OTHER),
    (0x1062, 0x1064, _Class.OTHER),
    (0x1067, 0x106D, _Class.OTHER),
    (0x1083, 0x1083, _Class.OTHER),
    (0x1087, 0x108C, _Class.OTHER),
    (0x108F, 0x108F, _Class.OTHER),
    (0x109A, 0x109C, _Class.OTHER),
    (0x1100, 0x115F, _Class.LEADING),
    (0x1160, 0x11A7, _Class.VOWEL),
    (0x11A8, 0x11FF, _Class.TRAILING),
    (0x1A61, 0x1A61, _Class.OTHER),
    (0x1A63, 0x1A64, _Class.OTHER),
    (0x200C, 0x200C, _Class.MARK),
    (0x200D, 0x200D, _Class.JOINER),
    (0x203C, 0x203C, _Class.PICTURE),
    (0x2049, 0x2049, _Class.PICTURE),
    (0x2122, 0x2122, _Class.PICTURE),
    (0x2139, 0x2139, _Class.PICTURE),
    (0x2194, 0x2199, _Class.PICTURE),
    (0x21A9, 0x21AA, _Class.PICTURE),
    (0x231A, 0x231B, _Class.PICTURE),
    (0x23E9, 0x23FA, _Class.PICTURE),
    (0x25AA, 0x25AB, _Class.PICTURE),
    (0x25B6, 0x25B6, _Class.PICTURE),
    (0x25C0, 0x25C0, _Class.PICTURE),
    (0x25FB, 0x25FE, _Class.PICTURE),
    (0x2600, 0x2685, _Class.PICTURE),
    (0x2690, 0x2767, _Class.PICTURE),
    (0x2795, 0x2797, _Class.PICTURE),
    (0x27A1, 0x27A1, _Class.PICTURE),
    (0x27B0, 0x27BF, _Class.PICTURE),
    (0x2934, 0x2935, _Class.PICTURE),
    (0x2B05, 0x2B07, _Class.PICTURE),
    (0x2B1B, 0x2B55, _Class.PICTURE),
    (0x3030, 0x303D, _Class.PICTURE),
    (0x3297, 0x3299, _Class.PICTURE),
    (0xA960, 0xA97C, _Class.LEADING),
    (0xAA7B, 0xAA7B, _Class.OTHER),
    (0xAA7D, 0xAA7D, _Class.OTHER),
    (0xD7B0, 0xD7C6, _Class.VOWEL),
    (0xD7CB, 0xD7FB, _Class.TRAILING),
    (0xFF9E, 0xFF9F, _Class.MARK),
    (0x110BD, 0x110BD, _Class.PREFIX),
    (0x110CD, 0x110CD, _Class.PREFIX),
    (0x111C2, 0x111C3, _Class.PREFIX),
    (0x11A3A, 0x11A3A, _Class.PREFIX),
    (0x11A84, 0x11A89, _Class.PREFIX),
    (0x1F000, 0x1F0FF, _Class.PICTURE),
    (0x1F170, 0x1F1E5, _Class.PICTURE),
    (0x1F1E6, 0x1F1FF, _Class.FLAG),
    (0x1F200, 0x1F3FA, _Class.PICTURE),
    (0x1F3FB, 0x1F3FF, _Class.MARK),
    (0x1F400, 0x1FAFF, _Class.PICTURE),
    (0xE0020, 0xE007F, _Class.MARK),
)
"""Where the category of a character does not say its class."""

_STARTS = [first for first, _, _ in _RANGES]
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
    """How many columns a token takes; the quotes of a string go together with nothing."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    if text.startswith('"'):
        return 2 + _clusters(text[1:-1])
    return _clusters(text)


def graphemes(text: str) -> list[str]:
    """The characters of a text as a reader sees them."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    starts = [*_starts(text), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def _clusters(text: str) -> int:
    return sum(1 for _ in _starts(text))


def _starts(text: str) -> Iterator[int]:
    """Where each character begins."""
    flags = 0
    last = _Class.CONTROL
    before = ""
    picture = False
    for at, character in enumerate(text):
        begins, ends = _classes(character)
        joined = (
            (begins in (_Class.MARK, _Class.JOINER) and last is not _Class.CONTROL)
            or (last is _Class.PREFIX and begins is not _Class.CONTROL)
            or (last is _Class.JOINER and begins is _Class.PICTURE and picture)
            or (begins is _Class.FLAG and flags % 2 == 1)
            or (last, begins) in _TOGETHER
            or (character == "\n" and before == "\r")
        )
        if not joined:
            yield at
        flags = flags + 1 if begins is _Class.FLAG else 0
        picture = begins is _Class.PICTURE or (
            picture and begins in (_Class.MARK, _Class.JOINER) and last is not _Class.JOINER
        )
        last, before = ends, character


@lru_cache(maxsize=1024)
def _classes(character: str) -> tuple[_Class, _Class]:
    """How a character begins and ends; only Hangul syllables end otherwise than they begin."""
    code = ord(character)
    if code in _SYLLABLES:
        is_open = (code - _SYLLABLES.start) % _SYLLABLES_OF_A_VOWEL == 0
        return _Class.LEADING, _Class.VOWEL if is_open else _Class.TRAILING
    first, last, kind = _RANGES[bisect_right(_STARTS, code) - 1]
    if not first <= code <= last:
        kind = _CATEGORIES.get(unicodedata.category(character), _Class.OTHER)
    return kind, kind
