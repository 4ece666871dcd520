"""Chooses how a run is shown, and how it asks."""

import sys
from collections.abc import Awaitable, Callable
from typing import Protocol

import anyio

from goldsmith.cli.command import Invocation
from goldsmith.cli.debug_log import logs_to_standard_error
from goldsmith.cli.event_lines import EventLines
from goldsmith.cli.machine import MachineOutput
from goldsmith.cli.plain import PlainOutput
from goldsmith.events import Event, Listener
from goldsmith.loading import load


class _View(Protocol):
    """The live view, which is loaded for terminals alone."""

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def __call__(self, event: Event) -> None: ...


def choose_output(call: Invocation) -> tuple[Listener, Callable[[str], Awaitable[str]]]:
    """The listener that prints, and the function that asks the user."""
    timestamps = call.given.switch("timestamp-ui")
    if call.json:
        return EventLines(write_line), answer_nothing
    if call.machine_readable:
        return MachineOutput(write_line, timestamps=timestamps), answer_nothing
    color = call.wants_color(sys.stdout)
    if _can_be_live(call):
        live = _live_view(color=color, timestamps=timestamps)
        return live, asker(live)
    return PlainOutput(write_line, color=color, timestamps=timestamps), asker(None)


def _can_be_live(call: Invocation) -> bool:
    """Whether there is a terminal that nothing else writes to."""
    stepwise = call.given.switch("debug")
    dumb = call.environment.get("TERM", "") in {"", "dumb"}
    logged = logs_to_standard_error(call.environment) and sys.stderr.isatty()
    has_signs = sys.stdout.encoding.lower().replace("-", "") == "utf8"
    return sys.stdout.isatty() and has_signs and not stepwise and not dumb and not logged


def _live_view(*, color: bool, timestamps: bool) -> _View:
    make = load("goldsmith.cli.live:live_output")
    if not callable(make):
        raise TypeError(make)
    # The name above is this function's; its type is checked where it is defined.
    view: _View = make(color=color, timestamps=timestamps)
    return view


def write_line(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


async def answer_nothing(_question: str) -> str:
    """For outputs that nobody answers."""
    return ""


def asker(live: _View | None) -> Callable[[str], Awaitable[str]]:
    """A function that asks in the terminal; without one it answers with an empty line."""

    async def ask(question: str) -> str:
        if not sys.stdin.isatty():
            return ""
        if live is not None:
            live.pause()
        try:
            print(f"{question} ", end="", flush=True)
            # A thread that reads could not be called off by Ctrl-C.
            await anyio.wait_readable(sys.stdin)
            return sys.stdin.readline().strip()
        finally:
            if live is not None:
                live.resume()

    return ask
