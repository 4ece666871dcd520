"""What one build holds, given back last come first."""

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio
import anyio.lowlevel

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.failures import words_for
from goldsmith.engine.journal import Journal, fields_as_written
from goldsmith.engine.telling import Teller
from goldsmith.events import ResourceAcquired, ResourceReleased
from goldsmith.sdk import Resource

H = TypeVar("H")


class Held:
    """Something that was asked for, and may exist."""

    def __init__(self, kind: str, description: str) -> None:
        self.kind = kind
        self.description = description
        self.number = 0
        self.handle: object = None
        self.exists = False
        """Whether it was made; a request that failed half-way may have made it or not."""
        self.undo: Callable[[], Awaitable[None]] | None = None
        """None before the request."""


class Holdings:
    """The resources of one build: journalled, announced, and released once each."""

    def __init__(
        self,
        build: str,
        journal: Journal,
        tell: Teller,
        mask: Callable[[str], str],
        release_seconds: float,
    ) -> None:
        self._build = build
        self._journal = journal
        self._tell = tell
        self._mask = mask
        self._release_seconds = release_seconds
        self._held: list[Held] = []
        self._results: list[int] = []
        """Entries of the journal that stay when the build has ended."""
        self.leftovers: list[str] = []
        """What could not be released, or was left on purpose, in words."""

    def mark(self) -> int:
        """How many things are held by now, for `undo_to`."""
        return len(self._held)

    @property
    def descriptions(self) -> tuple[str, ...]:
        """What exists, in words, first come first."""
        return tuple(one.description for one in self._held if one.undo is not None)

    async def acquire(
        self,
        resource: Resource[H],
        create: Callable[[str], Awaitable[H]],
        planned: H | None,
    ) -> H:
        """As `Run.acquire`."""
        token = secrets.token_hex(16)
        words = resource.kind if planned is None else resource.describe(planned)
        one = Held(resource.kind, words)
        self._held.append(one)
        plain = None if planned is None else fields_as_written(planned)
        one.number = self._journal.intend(self._build, resource.kind, token, plain)
        await self._journal.sync()
        one.undo = _undo_unanswered(resource, token, planned)
        try:
            handle = await create(token)
        except FileExistsError:
            self._held.remove(one)
            self._journal.disowned(one.number, "withdrawn")
            raise
        one.handle = handle
        one.exists = True
        one.undo = _undo(resource, handle)
        one.description = resource.describe(handle)
        if handle != planned:
            self._journal.acquired(one.number, fields_as_written(handle))
        self._tell(ResourceAcquired(time.time(), self._build, one.kind, one.description))
        # What came while a build was being cancelled must not become its result.
        await anyio.lowlevel.checkpoint_if_cancelled()
        return handle

    async def release(self, handle: object) -> None:
        """As `Run.release`: raises where it cannot be done, and it stays held."""
        one = self._find(handle)
        if one is not None:
            await self._release(one)
            self._held.remove(one)

    def keep(self, handle: object, *, when_ended: bool = False) -> None:
        """As `Run.keep`."""
        one = self._find(handle)
        if one is None:
            raise LookupError(f"{handle!r} is not held by this build.")
        if when_ended:
            self._results.append(one.number)
        else:
            self._journal.disowned(one.number, "kept")
        self._held.remove(one)

    def hand_over(self) -> None:
        """The build has ended: what was to stay then is no longer a sweep's."""
        while self._results:
            self._journal.disowned(self._results.pop(0), "kept")

    async def undo_to(
        self, mark: int = 0, before_each: Callable[[str], Awaitable[None]] | None = None
    ) -> None:
        """Give back everything that came after `mark`; what fails is noted and goes on."""
        while len(self._held) > mark:
            one = self._held[-1]
            if before_each is not None and one.exists:
                await before_each(one.description)
            try:
                await self._release(one)
            except Exception as error:  # noqa: BLE001 - one bad release must not stop the others
                self._note_failure(one, words_for(error))
            self._held.remove(one)

    def leave(self) -> tuple[str, ...]:
        """Let everything be, for the user to look at; it stays in the journal for a sweep."""
        left = self.descriptions
        for one in self._held:
            if one.undo is None:
                self._journal.gone(one.number, "withdrawn")
        self._held.clear()
        self.leftovers += left
        return left

    def _find(self, handle: object) -> Held | None:
        found = (one for one in reversed(self._held) if one.exists and one.handle == handle)
        return next(found, None)

    async def _release(self, one: Held) -> None:
        if one.undo is None:  # cancelled before anything was asked for
            self._journal.gone(one.number, "withdrawn")
            return
        try:
            # What has begun runs to its end, also in a build that is cancelled.
            with anyio.fail_after(self._release_seconds, shield=True):
                await one.undo()
        except TimeoutError as error:
            raise GoldsmithError(
                f"It was not gone after {self._release_seconds:.0f} seconds."
            ) from error
        self._journal.gone(one.number, "released")
        if one.exists:
            self._tell(ResourceReleased(time.time(), self._build, one.kind, one.description))

    def _note_failure(self, one: Held, error: str) -> None:
        self.leftovers.append(f"{one.description}: {error}")
        self._journal.failed(one.number, self._mask(error))
        self._tell(ResourceReleased(time.time(), self._build, one.kind, one.description, error))


def _undo(resource: Resource[H], handle: H) -> Callable[[], Awaitable[None]]:
    async def undo() -> None:
        await resource.release(handle)

    return undo


def _undo_unanswered(
    resource: Resource[H], token: str, planned: H | None
) -> Callable[[], Awaitable[None]]:
    """Undo a request whose answer never came."""

    async def undo() -> None:
        if resource.find is not None:
            for handle in await resource.find(token, planned):
                await resource.release(handle)
        elif planned is not None:
            await resource.release(planned)

    return undo
