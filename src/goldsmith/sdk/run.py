"""A running build, as components see it."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeVar

from goldsmith.sdk.machine import Access, Stream
from goldsmith.sdk.resource import Resource

H = TypeVar("H")


class Progress(Protocol):
    """Work whose size is known or grows."""

    def advance(self, amount: int) -> None:
        """Say that `amount` more bytes are done."""
        ...


class Run(Protocol):
    """What a component may know of the build it works for, and ask of the engine."""

    @property
    def run_id(self) -> str:
        """The UUID of this invocation; `PACKER_RUN_UUID` for scripts."""
        ...

    @property
    def build_name(self) -> str:
        """The full name of the build: `[NAME.]TYPE.SOURCE`."""
        ...

    @property
    def source_name(self) -> str:
        """The name of its source: `{{build_name}}` and `PACKER_BUILD_NAME`."""
        ...

    @property
    def builder_type(self) -> str:
        """The type of its builder: `qemu`."""
        ...

    @property
    def force(self) -> bool:
        """Whether existing outputs may be replaced (`-force`)."""
        ...

    @property
    def debug(self) -> bool:
        """Whether `-debug` was given."""
        ...

    @property
    def leaves_machine(self) -> bool:
        """Whether the user may want to look at the machine after a failure.

        So it is with `-on-error=abort` and the like: what belongs to the machine shall then outlive
        goldsmith, until it is swept.
        """
        ...

    @property
    def access(self) -> Access:
        """How the machine will be reached."""
        ...

    @property
    def facts(self) -> Mapping[str, str]:
        """The values of `build.*` that are known by now, by name."""
        ...

    @property
    def temporary_directory(self) -> Path:
        """Where files lie that are gone when the run ends; exists."""
        ...

    @property
    def cache_directory(self) -> Path:
        """Where downloads and other things worth keeping lie; exists."""
        ...

    @property
    def log_path(self) -> Path:
        """The file that the full log of this build is written to."""
        ...

    def say(self, text: str) -> None:
        """Tell the user something worth reading."""
        ...

    def warn(self, text: str) -> None:
        """Tell the user of something that may be wrong."""
        ...

    def output(self, stream: Stream, line: str) -> None:
        """Pass on one line that a command printed."""
        ...

    def debug_log(self, text: str) -> None:
        """Write to the log file only."""
        ...

    def step(self, title: str) -> AbstractAsyncContextManager[None]:
        """A part of the work with a name, a duration, and a place in the output."""
        ...

    def progress(self, title: str, total: int | None) -> AbstractContextManager[Progress]:
        """A progress bar of `total` bytes, or without an end."""
        ...

    def secret(self, text: str) -> None:
        """From now on, mask `text` in everything that is shown or stored."""
        ...

    def render(self, text: str, data: Mapping[str, str] | None = None) -> str:
        """Render a Go template with the run's functions and facts, and `data` over them.

        Raises `GoldsmithError` where the template is malformed.
        """
        ...

    async def ask(self, question: str) -> str:
        """One line from the user; empty where there is nobody to ask."""
        ...

    async def acquire(
        self,
        resource: Resource[H],
        create: Callable[[str], Awaitable[H]],
        *,
        planned: H | None = None,
    ) -> H:
        """Make something that must be gone when the build ends.

        `create` gets the token that the thing shall carry. The journal line is on disk before
        `create` is called, with the `planned` handle where that is known beforehand. What is
        acquired is released when the build ends, last come first. So is what was planned when
        `create` fails half-way, except after a `FileExistsError`: what was there before belongs
        to somebody else.
        """
        ...

    async def release(self, handle: object) -> None:
        """Give back now what `acquire` returned."""
        ...

    def keep(self, handle: object, *, when_ended: bool = False) -> None:
        """Hand over what `acquire` returned: it is part of the result and stays.

        With `when_ended` it stays when the build ends, however that is; but if goldsmith is killed
        before, a sweep releases it. So it is for what nobody could find in use for anything, such
        as an image without a name.
        """
        ...
