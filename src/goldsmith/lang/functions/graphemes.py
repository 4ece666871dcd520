"""Texts as readers count them: a letter with its accents is one character."""

from unicodedata import category

_JOINER = "\u200d"


def graphemes(text: str) -> list[str]:
    """The characters of `text` as a reader sees them."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    found: list[str] = []
    start = 0
    for at in range(1, len(text)):
        if not _belongs(text[at - 1], at - start, text[at]):
            found.append(text[start:at])
            start = at
    return [*found, text[start:]] if text else []


def _belongs(before: str, length: int, letter: str) -> bool:
    """Whether `letter` is part of the character of `length` letters that ends with `before`."""
    if letter == "\n":
        return before == "\r"
    if _is_control(before) or _is_control(letter):
        return False
    if _is_flag_half(letter):
        return length == 1 and _is_flag_half(before)
    return letter == _JOINER or _extends(letter) or (before == _JOINER and length > 1)


def _extends(letter: str) -> bool:
    # Accents and other marks, tints of emoji, and the later letters of a Hangul syllable.
    return (
        category(letter) in {"Mn", "Me", "Mc"}
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\u1160" <= letter <= "\u11ff"
        or "\U000e0020" <= letter <= "\U000e007f"
    )


def _is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _is_control(letter: str) -> bool:
    return category(letter) in {"Cc", "Zl", "Zp"}
