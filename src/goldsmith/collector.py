"""Doing without the garbage collector where much is made and little goes in circles."""

import gc
from types import TracebackType


class WithoutCollector:
    """A block in which nothing looks for circles, which may take as long as the work itself."""

    __slots__ = ("_was_on",)

    def __init__(self) -> None:
        self._was_on = False

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._was_on:
            gc.enable()
