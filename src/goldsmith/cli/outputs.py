"""Chooses how a run is shown, and how it asks."""

import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import anyio.to_thread

from goldsmith.cli.command import Invocation
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


def wants_color(call: Invocation) -> bool:
    """Whether to colour: in a terminal, unless switched off by flag or environment."""
    environment: Mapping[str, str] = call.environment
    if environment.get("PACKER_NO_COLOR") or environment.get("NO_COLOR"):
        return False
    return call.given.switch("color", default=True) and sys.stdout.isatty()


def choose_output(call: Invocation) -> tuple[Listener, Callable[[str], Awaitable[str]]]:
    """The listener that prints, and the function that asks the user."""
    timestamps = call.given.switch("timestamp-ui")
    if call.json:
        return EventLines(write_line), answer_nothing
    if call.machine_readable:
        return MachineOutput(write_line, timestamps=timestamps), answer_nothing
    color = wants_color(call)
    stepwise = call.given.switch("debug")
    dumb = call.environment.get("TERM", "") in {"", "dumb"}
    if sys.stdout.isatty() and not stepwise and not dumb:
        live = _live_view(color=color, timestamps=timestamps)
        return live, asker(live)
    return PlainOutput(write_line, color=color, timestamps=timestamps), asker(None)


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
            answer: str = await anyio.to_thread.run_sync(sys.stdin.readline, abandon_on_cancel=True)
            return answer.strip()
        finally:
            if live is not None:
                live.resume()

    return ask
