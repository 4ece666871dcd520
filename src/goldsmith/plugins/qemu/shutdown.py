"""Switching the machine off."""

from datetime import timedelta
from pathlib import Path

import anyio

from goldsmith.plugins.qemu.client import ControlLost, control
from goldsmith.plugins.qemu.machine_state import MachineState
from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.plugins.qemu.watch import until_exited, until_halted
from goldsmith.sdk import CommandResult, GoldsmithError, Machine, Run


async def shut_down(
    run: Run, settings: QemuSettings, state: MachineState, machine: Machine | None
) -> None:
    """Switch the machine off: by its own command, its power button, or however it does itself."""
    timeout = settings.shutdown.shutdown_timeout
    if machine is None:
        await _Ending(run, state, timeout).carry_out(None, "", "to switch itself off")
    elif settings.shutdown.shutdown_command:
        command = settings.shutdown.shutdown_command
        await _Ending(run, state, timeout).carry_out(machine, command, "after its shutdown_command")
    else:
        await _press_power_button(run, state, timeout)


async def _press_power_button(run: Run, state: MachineState, patience: timedelta) -> None:
    try:
        async with control(Path(state.socket)) as qemu:
            await qemu.press_power_button()
    except ControlLost:  # it is off already
        return
    try:
        await _Ending(run, state, patience).carry_out(
            None, "", "after its power button was pressed"
        )
    except StillRunning:
        run.warn(
            f"The machine has not reacted to its power button within {_words(patience)}, so it is "
            "switched off as it stands. Set shutdown_command to have it shut down cleanly."
        )
        try:
            async with control(Path(state.socket)) as qemu:
                await qemu.cut_power()
        except ControlLost:
            return


class StillRunning(GoldsmithError):
    """The machine did not end before its deadline."""


class _Ending:
    """The time from the first wish that the machine ends until it has."""

    def __init__(self, run: Run, state: MachineState, timeout: timedelta) -> None:
        self._run = run
        self._state = state
        self._timeout = timeout
        self._halted = ""
        self._result: CommandResult | None = None

    async def carry_out(self, machine: Machine | None, command: str, occasion: str) -> None:
        """Run `command`, if there is one, and wait for QEMU to end."""
        with anyio.move_on_after(self._timeout.total_seconds()) as deadline:
            async with anyio.create_task_group() as group:
                group.start_soon(self._wait_for_end, group.cancel_scope)
                group.start_soon(self._wait_for_halt, group.cancel_scope)
                if machine is not None:
                    group.start_soon(self._execute, machine, command)
        if self._halted:
            raise GoldsmithError(f"{self._halted} It was being shut down.")
        if deadline.cancelled_caught:
            raise StillRunning(self._too_late(occasion))

    async def _wait_for_end(self, scope: anyio.CancelScope) -> None:
        await until_exited(self._state.process)
        scope.cancel()

    async def _wait_for_halt(self, scope: anyio.CancelScope) -> None:
        self._halted = await until_halted(Path(self._state.socket))
        if self._halted:
            scope.cancel()

    async def _execute(self, machine: Machine, command: str) -> None:
        try:
            self._result = await machine.execute(command, on_line=self._run.output)
        except GoldsmithError as error:  # the connection ends with the machine, mostly
            self._run.debug_log(f"The shutdown command was cut off: {error}")

    def _too_late(self, occasion: str) -> str:
        sentence = f"The machine was still running {_words(self._timeout)} {occasion}."
        if self._result is not None and self._result.exit_code:
            sentence += f" The command ended with exit code {self._result.exit_code}."
        if occasion.startswith("to "):
            sentence = f"The machine has taken longer than {_words(self._timeout)} {occasion}."
        return f"{sentence} shutdown_timeout says how long it may take."


def _words(time: timedelta) -> str:
    seconds = time.total_seconds()
    minutes = seconds / 60
    if minutes >= 1 and minutes == int(minutes):
        return "1 minute" if minutes == 1 else f"{minutes:.0f} minutes"
    return f"{seconds:g} seconds"
