"""Things that a build acquires and that must be gone when it ends."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from goldsmith.record import record

H = TypeVar("H")
"""A handle: a record of strings and integers, all that is needed to release the thing."""


@record
class Resource(Generic[H]):
    """A kind of thing that can be acquired, and how it is given back."""

    kind: str
    """The name in the journal, as in `qemu-process`."""

    handle: type[H]
    """The record class of its handles; fields are `str` or `int`."""

    release: Callable[[H], Awaitable[None]]
    """Give it back, and read back that it is gone. A thing that is gone already is a success.

    Needs nothing but the handle and the account's access, for a sweep after a crash calls it too.
    Raises `GoldsmithError` when it could not be done.
    """

    find: Callable[[str, H | None], Awaitable[tuple[H, ...]]] | None = None
    """What carries a token, for a crash between the request and its answer.

    Also gets the `planned` handle of `Run.acquire`, which says where to look. Not needed where that
    handle names the thing itself: without `find` it is what is released.
    """

    describe: Callable[[H], str] = repr
    """The thing in words for a person: `temporary folder /tmp/x`."""
