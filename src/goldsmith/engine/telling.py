"""Passes events on to whoever listens, without the secrets in them."""

import threading
from collections.abc import Callable
from pathlib import Path

from goldsmith.engine.redact import Redactor
from goldsmith.events import Event, Listener
from goldsmith.record import fields_of, replace
from goldsmith.sdk import Artifact

_FIXED_WORDS = frozenset({"level", "stream", "phase", "outcome", "signal", "kind"})
"""Fields that hold one of a few words, which stay even if somebody's secret is such a word."""


class Teller:
    """The way of every event; may be called from any thread.

    A listener that raises is told no more, and nobody who tells something notices: what a build
    has acquired is released all the same. The first failure is kept in `failure`.
    """

    def __init__(self, redactor: Redactor, *listeners: Listener) -> None:
        self._redactor = redactor
        self._listeners = list(listeners)
        self._lock = threading.RLock()
        self._on_failure: Callable[[], object] | None = None
        self.failure: Exception | None = None

    def __call__(self, event: Event) -> None:
        """Mask the event and hand it to every listener."""
        with self._lock:
            told = event if self._redactor.is_empty else _masked(event, self._redactor.mask)
            for listen in tuple(self._listeners):
                try:
                    listen(told)
                except Exception as error:  # noqa: BLE001 - raised again when the run is over
                    self._listeners.remove(listen)
                    self._note(error)

    def when_one_fails(self, react: Callable[[], object]) -> None:
        """Call `react`, in whatever thread tells something, once a listener has failed."""
        with self._lock:
            self._on_failure = react
            if self.failure is not None:
                react()

    def _note(self, error: Exception) -> None:
        if self.failure is None:
            self.failure = error
            if self._on_failure is not None:
                self._on_failure()


def _masked(event: Event, mask: Callable[[str], str]) -> Event:
    changes: dict[str, object] = {}
    for name in fields_of(type(event)):
        value = getattr(event, name)
        if name not in _FIXED_WORDS and (masked := _masked_value(value, mask)) is not value:
            changes[name] = masked
    return replace(event, **changes) if changes else event


def _masked_value(value: object, mask: Callable[[str], str]) -> object:
    match value:
        case str():
            return mask(value)
        case tuple():
            return tuple(_masked_value(one, mask) for one in value)
        case Artifact():
            return _masked_artifact(value, mask)
        case _:
            return value


def _masked_artifact(artifact: Artifact, mask: Callable[[str], str]) -> Artifact:
    return replace(
        artifact,
        id=mask(artifact.id),
        description=mask(artifact.description),
        files=tuple(Path(mask(str(path))) for path in artifact.files),
        facts={name: mask(value) for name, value in artifact.facts.items()},
        state={name: mask(value) for name, value in artifact.state.items()},
    )
