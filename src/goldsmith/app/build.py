"""Carry out a plan."""

from collections.abc import Awaitable, Callable
from functools import partial

import anyio

from goldsmith.catalog import Catalog
from goldsmith.engine import Options, Outcome, execute
from goldsmith.events import Listener
from goldsmith.plan import Plan


def build(
    plan: Plan,
    options: Options,
    listen: Listener,
    ask: Callable[[str], Awaitable[str]],
) -> Outcome:
    """Run every build of `plan` to its end; call it in the main thread."""
    work = partial(execute, plan, options, Catalog.load(), listen, ask)
    return anyio.run(work, backend="asyncio")
