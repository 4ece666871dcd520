"""No text may cost more than its length allows, nor may one that repeats a part of it."""

from collections.abc import Callable
from random import Random
from time import process_time
from zlib import crc32

LARGE = 64 * 1024
SECONDS = 1.0
"""What the work on a text of that size may take."""

ONE_IN = 200
"""How many texts come to one that is blown up, chosen by their content."""

TRIES = 3


class TooSlow(AssertionError):
    """A text took more time than its length allows."""


def within_budget(check: Callable[[str], None], *, slowness: float = 1) -> Callable[[str], None]:
    """`check` with a limit of time, for a program that runs slower by some factor."""

    def one_text(text: str) -> None:
        _timed(check, text, slowness)
        chosen = crc32(text.encode(errors="replace"))
        if chosen % ONE_IN == 0 and text:
            _timed(check, blown_up(text, chosen), slowness)

    return one_text


def blown_up(text: str, seed: int) -> str:
    """A large text that repeats a part of the given one."""
    chance = Random(seed)  # noqa: S311 - the same for the same text
    start = chance.randrange(len(text))
    end = min(len(text), start + 1 + int(chance.expovariate(1 / 8)))
    if chance.random() < 0.2:
        start, end = 0, len(text)
    part = text[start:end]
    rest = len(text) - len(part)
    return text[:start] + part * max(1, (LARGE - rest) // len(part)) + text[end:]


def _timed(check: Callable[[str], None], text: str, slowness: float) -> None:
    allowed = max(0.25, len(text) / LARGE) * SECONDS * slowness
    fastest = _seconds(check, text)
    for _ in range(TRIES - 1):
        if fastest <= allowed:
            return
        fastest = min(fastest, _seconds(check, text))
    if fastest > allowed:
        raise TooSlow(f"{len(text)} characters took {fastest:.2f} s: {text[:200]!r}")


def _seconds(check: Callable[[str], None], text: str) -> float:
    began = process_time()
    check(text)
    return process_time() - began
