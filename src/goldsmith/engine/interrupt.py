"""What ends a run early: Ctrl-C and its relatives, and listeners that fail.

The first signal undoes everything in order, the second stops at once.
"""

import asyncio
import signal
import time
from collections.abc import Callable
from functools import partial

import anyio
from anyio.abc import TaskStatus

from goldsmith.engine.options import Options
from goldsmith.engine.telling import Teller
from goldsmith.events import Interrupted


async def watch_signals(
    options: Options,
    tell: Teller,
    cancel: Callable[[], None],
    *,
    task_status: TaskStatus[None] = anyio.TASK_STATUS_IGNORED,
) -> None:
    """Call `cancel` at the first signal and end the process at the second.

    The journal and the logs are written without delay, so nothing is lost by stopping.
    """
    watched = [one for one in options.signals if signal.getsignal(one) is not signal.SIG_IGN]
    if not watched:
        task_status.started()
        return
    with anyio.open_signal_receiver(*watched) as arriving:
        task_status.started()
        is_first = True
        async for number in arriving:
            tell(Interrupted(time.time(), signal.Signals(number).name))
            if not is_first:
                options.stop_at_once(128 + number)
            is_first = False
            cancel()


async def watch_listeners(tell: Teller, cancel: Callable[[], None]) -> None:
    """Call `cancel` when a listener has failed, say because nobody reads the output any more."""
    failed = anyio.Event()
    # It may fail in any thread, and only the loop's own may set an event.
    tell.when_one_fails(partial(asyncio.get_running_loop().call_soon_threadsafe, failed.set))
    await failed.wait()
    cancel()
