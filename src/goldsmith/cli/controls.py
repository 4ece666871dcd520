"""Keeps what a machine prints from steering the user's terminal."""

import re

_COLOR = r"\x1b\[[0-9;:]*m"
_OTHER = (
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # move, clear, switch modes
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"  # titles, links, strings
    r"|\x1b[ -/]*[0-~]?"
    r"|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]"
)
_ALL = re.compile(f"{_COLOR}|{_OTHER}")
_ALL_BUT_COLOR = re.compile(f"({_COLOR})|{_OTHER}")
_RESET = "\x1b[0m"


def without_controls(text: str) -> str:
    """`text` without anything that a terminal would obey; tabs and newlines stay."""
    return _ALL.sub("", text)


def with_colors_only(text: str) -> str:
    """`text` with its colours, which end with it, and without anything else to obey."""
    if "\x1b" not in text:
        return without_controls(text)
    kept = _ALL_BUT_COLOR.sub(lambda found: found[1] or "", text)
    return f"{kept}{_RESET}" if "\x1b" in kept else kept
