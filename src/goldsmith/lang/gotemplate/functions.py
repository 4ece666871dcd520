"""The plain text functions that component options may call between braces.

The last line of each docstring is an example: a template, and what it gives.
"""

from collections.abc import Callable, Mapping

from goldsmith.lang.letter_case import changed_case

_LONGEST = 16_000_000
"""Characters that a text may grow to."""


def _upper(text: str) -> str:
    """The text in capital letters.

    {{ upper "web-1" }} == WEB-1
    """
    return changed_case(text, str.upper)


def _lower(text: str) -> str:
    """The text in small letters.

    {{ "WEB-1" | lower }} == web-1
    """
    return changed_case(text, str.lower)


def _replace(old: str, new: str, count: int, text: str) -> str:
    """The text with the first `count` of the old texts replaced; with a negative count, all.

    {{ replace "." "-" 1 "1.2.3" }} == 1-2.3
    """
    found = text.count(old)
    if count >= 0:
        found = min(found, count)
    if len(text) + found * (len(new) - len(old)) > _LONGEST:
        raise ValueError("the result would be too large")
    return text.replace(old, new, count)


def _replace_all(old: str, new: str, text: str) -> str:
    """The text with all of the old texts replaced.

    {{ replace_all "." "-" "1.2.3" }} == 1-2-3
    """
    return _replace(old, new, -1, text)


def _split(text: str, separator: str, index: int) -> str:
    """The part with that number, from 0, of the text between separators.

    {{ split "debian-12-amd64" "-" 1 }} == 12
    """
    parts = text.split(separator) if separator else list(text)
    if not 0 <= index < len(parts):
        raise ValueError(f'"{text}" has no part {index} between "{separator}"')
    return parts[index]


PLAIN_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "lower": _lower,
    "replace": _replace,
    "replace_all": _replace_all,
    "split": _split,
    "upper": _upper,
}
"""`timestamp`, `isotime`, `build_name` and the like are bound where a build is known."""
