"""Noticing at once that a machine has stopped, or cannot go on."""

import os
from pathlib import Path

import anyio

from goldsmith.plugins.qemu.client import ControlLost, control
from goldsmith.plugins.qemu.machine_state import MachineState
from goldsmith.toolkit.process_table import ProcessHandle, is_running


async def until_exited(process: ProcessHandle) -> None:
    """Wait until QEMU has ended."""
    if not is_running(process):
        return
    try:
        descriptor = os.pidfd_open(process.pid)
    except ProcessLookupError:
        return
    try:
        await anyio.wait_readable(descriptor)
    finally:
        os.close(descriptor)


async def until_gone(state: MachineState) -> str:
    """Wait until the machine has ended or been halted, and say why in a sentence."""
    reasons: list[str] = []
    async with anyio.create_task_group() as watching:

        async def wait_for_end() -> None:
            await until_exited(state.process)
            reasons.append("The machine has switched itself off.")
            watching.cancel_scope.cancel()

        async def wait_for_halt() -> None:
            reason = await until_halted(Path(state.socket))
            if reason:
                reasons.append(reason)
                watching.cancel_scope.cancel()

        watching.start_soon(wait_for_end)
        watching.start_soon(wait_for_halt)
    return reasons[0]


async def until_halted(socket: Path) -> str:
    """Wait until QEMU halts the machine, and say why; empty if QEMU goes away."""
    try:
        async with control(socket) as qemu:
            return await qemu.until_halted()
    except ControlLost:
        return ""
