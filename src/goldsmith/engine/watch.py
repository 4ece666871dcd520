"""Ending what needs a machine when the machine is gone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from goldsmith.diagnostics import GoldsmithError
from goldsmith.sdk import CommandFailed, ConnectionLost, Host, HostUnreachable, TransferFailed

_GRACE_SECONDS = 1.0
"""A lost connection may be noticed a little sooner than the end of the machine that caused it."""


class MachineGone(GoldsmithError):
    """The machine ended in the middle of the build."""


class Watch:
    """Waits for the machine's end, until it is meant to end."""

    def __init__(self) -> None:
        self.reason = ""
        self.noticed = anyio.Event()
        self._scope = anyio.CancelScope()

    def end(self) -> None:
        """From now on the machine may go."""
        self._scope.cancel()

    async def carry_out(self, host: Host, work: anyio.CancelScope) -> None:
        """Cancel `work` when the machine is gone."""
        with self._scope:
            if host.gone is not None:
                self.reason = await host.gone()
                self.noticed.set()
                work.cancel()


@asynccontextmanager
async def watched(host: Host) -> AsyncIterator[Watch]:
    """Do something that needs the machine; `MachineGone` says that it went away meanwhile."""
    watch = Watch()
    failure: Exception | None = None
    async with anyio.create_task_group() as group:
        with anyio.CancelScope() as work:
            group.start_soon(watch.carry_out, host, work)
            try:
                yield watch
            except Exception as error:  # noqa: BLE001 - raised again, without a group around it
                failure = error
                if host.gone is not None and _is_cut_off(error):
                    with anyio.move_on_after(_GRACE_SECONDS):
                        await watch.noticed.wait()
        watch.end()
    if watch.noticed.is_set():
        reason = watch.reason or "The machine is gone."
        raise MachineGone(f"{reason} It was needed until the image is made.") from failure
    if failure is not None:
        raise failure


def _is_cut_off(error: Exception) -> bool:
    match error:
        case CommandFailed(result=result):
            return result.exit_code is None
        case ConnectionLost() | HostUnreachable() | TransferFailed():
            return True
        case _:
            return False
