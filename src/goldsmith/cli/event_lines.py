"""`-json`: each event as one line of JSON; docs/reference/events.md is the schema."""

import json
from collections.abc import Callable, Mapping

from goldsmith.events import Event
from goldsmith.record import fields_of
from goldsmith.sdk import Artifact


class EventLines:
    """Prints events as JSON, each as it comes."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def __call__(self, event: Event) -> None:
        """Print an event."""
        # In ASCII alone, so that it is JSON whatever encoding the output has.
        self._write(json.dumps(as_json(event)))


def as_json(event: Event) -> Mapping[str, object]:
    """`{"event": "step_started", …}` with the fields of the event."""
    cls = type(event)
    values = {name: _plain(getattr(event, name)) for name in fields_of(cls)}
    return {"event": event_name(cls), **values}


def event_name(cls: type) -> str:
    """The name in snake case: `BuildStarted` is `build_started`."""
    name = cls.__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _plain(value: object) -> object:
    if isinstance(value, Artifact):
        return {
            "builder_id": value.builder_id,
            "id": value.id,
            "description": value.description,
            "files": [str(path) for path in value.files],
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
