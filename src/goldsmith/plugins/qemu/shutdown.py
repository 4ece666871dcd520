"""Switching the machine off."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import anyio

from goldsmith.plugins.qemu.client import Control, ControlLost, control
from goldsmith.plugins.qemu.machine_state import MachineState
from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.plugins.qemu.watch import until_exited
from goldsmith.sdk import CommandResult, GoldsmithError, Machine, Run

_FIRST_PRESS_SECONDS = 5.0
"""How soon the power button is pressed again: a machine that is still starting misses the first."""


async def shut_down(
    run: Run, settings: QemuSettings, state: MachineState, machine: Machine | None
) -> None:
    """Switch the machine off: by its own command, its power button, or however it does itself."""
    command = settings.shutdown.shutdown_command
    ending = _Ending(run, state)
    with anyio.move_on_after(settings.shutdown.shutdown_timeout.total_seconds()) as deadline:
        if machine is not None and command:
            await ending.by_command(machine, command)
        else:
            await ending.come_about(presses_button=machine is not None)
    if ending.halted:
        raise GoldsmithError(f"{ending.halted} It was being shut down.")
    if not deadline.cancelled_caught:
        return
    patience = _words(settings.shutdown.shutdown_timeout)
    if machine is not None and not command:
        await _cut_power(run, state, patience)
        return
    raise GoldsmithError(_still_running(patience, command, ending.result))


class _Ending:
    """The time from the first wish that the machine ends until it has."""

    def __init__(self, run: Run, state: MachineState) -> None:
        self._run = run
        self._state = state
        self.halted = ""
        """Why QEMU has stopped the machine instead, in a sentence."""
        self.result: CommandResult | None = None

    async def by_command(self, machine: Machine, command: str) -> None:
        """Run `command` on the machine, and wait for QEMU to end."""
        async with anyio.create_task_group() as group:
            group.start_soon(self._execute, machine, command)
            await self.come_about(presses_button=False)
            group.cancel_scope.cancel()

    async def come_about(self, *, presses_button: bool) -> None:
        """Wait for QEMU to end or to stop the machine."""
        async with anyio.create_task_group() as group:
            group.start_soon(self._watch_control, group.cancel_scope, presses_button)
            await until_exited(self._state.process)
            group.cancel_scope.cancel()

    async def _watch_control(self, waiting: anyio.CancelScope, presses_button: bool) -> None:
        try:
            async with control(Path(self._state.socket)) as qemu:
                self.halted = await _until_halted(qemu, presses_button=presses_button)
        except ControlLost:  # it is off already
            return
        if self.halted:
            waiting.cancel()

    async def _execute(self, machine: Machine, command: str) -> None:
        try:
            self.result = await machine.execute(command, on_line=self._run.output)
        except GoldsmithError as error:  # the connection ends with the machine, mostly
            self._run.debug_log(f"The shutdown command was cut off: {error}")


async def _until_halted(qemu: Control, *, presses_button: bool) -> str:
    """Why QEMU has stopped the machine; empty when QEMU is gone. QEMU takes one connection only."""
    reason = ""
    async with anyio.create_task_group() as group:
        if presses_button:
            group.start_soon(_keep_pressing, qemu)
        with suppress(ControlLost):
            reason = await qemu.until_halted()
        group.cancel_scope.cancel()
    return reason


async def _keep_pressing(qemu: Control) -> None:
    pause = _FIRST_PRESS_SECONDS
    try:
        while True:
            await qemu.press_power_button()
            await anyio.sleep(pause)
            pause *= 2
    except ControlLost:
        return


async def _cut_power(run: Run, state: MachineState, patience: str) -> None:
    run.warn(
        f"The machine has not reacted to its power button within {patience}, so it is switched off "
        "as it stands. Set shutdown_command to have it shut down cleanly."
    )
    try:
        async with control(Path(state.socket)) as qemu:
            await qemu.cut_power()
    except ControlLost:
        return


def _still_running(patience: str, command: str, result: CommandResult | None) -> str:
    advice = "shutdown_timeout says how long it may take."
    if not command:
        return f"The machine has not switched itself off within {patience}. {advice}"
    ended = ""
    if result is not None and result.exit_code:
        ended = f" That command ended with exit code {result.exit_code}."
    return f"The machine still runs {patience} after its shutdown_command.{ended} {advice}"


def _words(time: timedelta) -> str:
    seconds = time.total_seconds()
    minutes = seconds / 60
    if minutes >= 1 and minutes == int(minutes):
        return "1 minute" if minutes == 1 else f"{minutes:.0f} minutes"
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"
