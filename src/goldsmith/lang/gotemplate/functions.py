"""The plain text functions that component options may call between braces."""

from collections.abc import Callable, Mapping

_LONGEST = 16_000_000
"""Characters that a text may grow to."""


def _upper(text: str) -> str:
    return text.upper()


def _lower(text: str) -> str:
    return text.lower()


def _replace(old: str, new: str, count: int, text: str) -> str:
    found = text.count(old)
    if count >= 0:
        found = min(found, count)
    if len(text) + found * (len(new) - len(old)) > _LONGEST:
        raise ValueError("the result would be too large")
    return text.replace(old, new, count)


def _replace_all(old: str, new: str, text: str) -> str:
    return _replace(old, new, -1, text)


def _split(text: str, separator: str, index: int) -> str:
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
