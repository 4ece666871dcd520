"""Carry out a plan."""

import resource
from collections.abc import Awaitable, Callable
from functools import partial

import anyio

from goldsmith.catalog import Catalog
from goldsmith.engine import Options, Outcome, execute
from goldsmith.events import Listener
from goldsmith.plan import Plan

_OPEN_FILES = 65_536
"""Enough for thousands of builds, and not so many that programs which close all take long."""


def build(
    plan: Plan,
    options: Options,
    listen: Listener,
    ask: Callable[[str], Awaitable[str]],
) -> Outcome:
    """Run every build of `plan` to its end; call it in the main thread."""
    _allow_open_files()
    work = partial(execute, plan, options, Catalog.load(), listen, ask)
    return anyio.run(work, backend="asyncio")


def _allow_open_files() -> None:
    """Every build needs a dozen files, and the usual limit of a shell is meant for one program."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if most == resource.RLIM_INFINITY else min(most, _OPEN_FILES)
    if 0 <= allowed < wanted:  # infinity is below 0
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
