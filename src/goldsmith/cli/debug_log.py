"""The debug log that `PACKER_LOG` asks for."""

import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from goldsmith.cli.event_lines import event_name
from goldsmith.diagnostics import GoldsmithError
from goldsmith.events import Event, Listener
from goldsmith.record import fields_of


def with_debug_log(listen: Listener, environment: Mapping[str, str], stack: ExitStack) -> Listener:
    """`listen`, and a debug log beside it where the environment asks for one.

    `PACKER_LOG` switches it on (anything but empty or 0); `PACKER_LOG_PATH` names a file for it.
    """
    if environment.get("PACKER_LOG", "") in {"", "0"}:
        return listen
    path = environment.get("PACKER_LOG_PATH")
    stream: TextIO = sys.stderr
    if path:
        stream = stack.enter_context(_opened(Path(path)))

    def write(line: str) -> None:
        print(line, file=stream, flush=True)

    return _both(listen, write)


def logs_to_standard_error(environment: Mapping[str, str]) -> bool:
    """Whether a debug log is asked for, and no file for it."""
    wanted = environment.get("PACKER_LOG", "") not in {"", "0"}
    return wanted and not environment.get("PACKER_LOG_PATH")


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise GoldsmithError(
            f"The debug log {path}, which PACKER_LOG_PATH names, cannot be written: "
            f"{error.strerror}."
        ) from error


def _both(listen: Listener, write: Callable[[str], None]) -> Listener:
    def tell(event: Event) -> None:
        listen(event)
        write(_line(event))

    return tell


def _line(event: Event) -> str:
    cls = type(event)
    parts = [f"{name}={getattr(event, name)!r}" for name in fields_of(cls) if name != "time"]
    stamp = datetime.fromtimestamp(event.time, UTC).strftime("%Y/%m/%d %H:%M:%S.%f")
    return f"{stamp} {event_name(cls)} {' '.join(parts)}"
