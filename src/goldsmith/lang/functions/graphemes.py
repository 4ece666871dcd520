"""Texts as readers count them: a letter with its accents is one character."""

from unicodedata import category

_JOINER = "\u200d"


def graphemes(text: str) -> list[str]:
    """The characters of `text` as a reader sees them."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    found: list[str] = []
    for letter in text:
        if found and _belongs(found[-1], letter):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _belongs(before: str, letter: str) -> bool:
    """Whether `letter` is part of the character that has begun with `before`."""
    if letter == "\n":
        return before == "\r"
    if before in {"\r", "\n"} or _is_control(before[-1]):
        return False
    if _is_flag_half(letter):
        return len(before) == 1 and _is_flag_half(before)
    return letter == _JOINER or _extends(letter) or (before[-1] == _JOINER and len(before) > 1)


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
