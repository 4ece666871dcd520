"""How far the engine is with each layer that it pulls or pushes."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta

# Any: JSON as the engine sends it.
from typing import Any

from goldsmith.plugins.docker.engine.failures import EngineRefused
from goldsmith.sdk import Progress, Run

_MOVING = {"Downloading": "Downloading", "Extracting": "Unpacking", "Pushing": "Pushing"}
_RETRYING = "Retrying in "
_ENDS = ("complete", "Pushed", "exists", "Mounted")


PATIENCE = timedelta(minutes=2)
"""How long a registry may fail before we give up; most engines do so sooner, and say why."""


@contextmanager
def layer_bars(
    run: Run, *, patience: timedelta = PATIENCE
) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """A progress bar for each layer, told by the events that come."""
    bars = _Bars(run, patience)
    try:
        yield bars.take
    finally:
        bars.close()


class _Bars:
    """The bars that are open, by layer and what is done with it."""

    def __init__(self, run: Run, patience: timedelta) -> None:
        self._run = run
        self._patience = patience
        self._failing_since: float | None = None
        self._open: dict[str, tuple[str, ExitStack, Progress, int]] = {}
        self._waits: dict[str, int] = {}

    def take(self, event: Mapping[str, Any]) -> None:
        """Show one event."""
        layer, status = str(event.get("id") or ""), str(event.get("status") or "")
        detail = event.get("progressDetail") or {}
        if not layer or status not in _MOVING:
            if any(end in status for end in _ENDS):
                self._end(layer)
            elif status.startswith(_RETRYING):
                self._retry(layer, status)
            elif status and not layer:
                self._run.debug_log(status)
            return
        current, total = detail.get("current"), detail.get("total")
        if not isinstance(current, int):
            return
        self._advance(layer, _MOVING[status], current, total if isinstance(total, int) else None)

    def _retry(self, layer: str, status: str) -> None:
        """Tell of a layer that is tried again, but not of each second until then."""
        word = status.removeprefix(_RETRYING).split()[0]
        seconds = int(word) if word.isdecimal() else 0
        if seconds > self._waits.get(layer, 0):
            self._run.say(f"The registry failed; layer {layer} is tried again in {word} s.")
        self._waits[layer] = seconds
        now = time.monotonic()
        since = self._failing_since = self._failing_since or now
        patience = self._patience.total_seconds()
        if now - since > patience:
            raise EngineRefused(
                f"The registry has failed for {patience:.0f} seconds, however often it was tried."
            )

    def close(self) -> None:
        """End what is open."""
        for layer in tuple(self._open):
            self._end(layer)

    def _advance(self, layer: str, doing: str, current: int, total: int | None) -> None:
        known = self._open.get(layer)
        if known is None or known[0] != doing:
            self._end(layer)
            stack = ExitStack()
            bar = stack.enter_context(self._run.progress(f"{doing} layer {layer}", total))
            known = (doing, stack, bar, 0)
        _, stack, bar, before = known
        if current > before:
            self._failing_since = None
            bar.advance(current - before)
        self._open[layer] = (doing, stack, bar, max(current, before))

    def _end(self, layer: str) -> None:
        known = self._open.pop(layer, None)
        if known is not None:
            known[1].close()
