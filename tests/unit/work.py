"""How much work something is, counted instead of timed, so that it is the same everywhere."""

import sys
from collections.abc import Callable


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those of Python and those written in C."""
    count = 0

    def watch(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(work: Callable[[int], Callable[[], object]], size: int, factor: int = 4) -> float:
    """How many times more work it is for `factor` times the size."""
    work(size)()  # what is made once only
    return calls(work(size * factor)) / calls(work(size))
