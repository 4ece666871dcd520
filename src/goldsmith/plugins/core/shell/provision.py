"""The shell provisioner at work: upload a script, run it, remove it."""

import secrets
import shlex
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import anyio

from goldsmith.plugins.core.environment import script_environment, written_for_shell
from goldsmith.plugins.core.scripts import check_exit_code, inline_script, inline_title
from goldsmith.plugins.core.shell.settings import ShellSettings
from goldsmith.record import record
from goldsmith.sdk import (
    CommandFailed,
    CommandResult,
    ConnectionLost,
    GoldsmithError,
    HostUnreachable,
    Machine,
    Run,
    TransferFailed,
)

T = TypeVar("T")

DISCONNECTED = 2300218
"""Stands in `valid_exit_codes` for a connection that ended before the script did."""

_FIRST_PAUSE = timedelta(milliseconds=200)
_LONGEST_PAUSE = timedelta(seconds=2)
_PATIENCE_WITH_FILES = timedelta(seconds=20)
"""A refused file is refused again, unless the machine is just starting."""

_LARGEST_INPUT = 1 << 20
_NOT_WRITTEN = 191

_EXECUTE = "chmod +x {{.Path}}; {{.Vars}} {{.Path}}"
_EXECUTE_WITH_FILE = "chmod +x {{.Path}}; . {{.EnvVarFile}} && {{.Path}}"


@record
class Script:
    """One script, ready to be run."""

    title: str
    content: bytes


@record
class Places:
    """Where things are put on the machine."""

    script: str
    variables: str | None


async def provision(settings: ShellSettings, run: Run, machine: Machine | None) -> None:
    """Run every script on the machine; the first that fails ends the build."""
    if machine is None:
        run.warn('Nothing was run: with communicator = "none" there is no machine to run it on.')
        return
    work = _ShellWork(settings, run, machine)
    for script in _scripts(settings, run):
        async with run.step(f"Running {script.title}"):
            await work.run_script(script)
    if settings.pause_after > timedelta():
        run.say(f"Waiting for {settings.pause_after.total_seconds():g} seconds.")
        await anyio.sleep(settings.pause_after.total_seconds())


def _scripts(settings: ShellSettings, run: Run) -> Iterator[Script]:
    what = settings.commands
    if what.inline:
        lines = tuple(run.render(line) for line in what.inline)
        shebang = settings.inline_shebang
        if not shebang and not lines[0].startswith("#!"):
            shebang = "/bin/sh -e"
        text = inline_script(lines, shebang)
        yield Script(inline_title(lines), text if settings.binary else _with_unix_lines(text))
        return
    for path in what.script_files:
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise GoldsmithError(f"{path} cannot be read: {error.strerror}.") from error
        yield Script(path, content if settings.binary else _with_unix_lines(content))


def _with_unix_lines(content: bytes) -> bytes:
    unix = content.replace(b"\r\n", b"\n")
    return unix if unix.endswith(b"\n") or not unix else unix + b"\n"


def _places(settings: ShellSettings) -> Places:
    token = secrets.token_hex(8)
    folder = settings.remote_folder
    path = settings.remote_path or f"{folder}/{settings.remote_file or f'script_{token}.sh'}"
    return Places(path, f"{folder}/varfile_{token}.sh" if settings.use_env_var_file else None)


class _ShellWork:
    """What all scripts of one provisioner share."""

    def __init__(self, settings: ShellSettings, run: Run, machine: Machine) -> None:
        self._settings = settings
        self._run = run
        self._machine = machine
        self._places = _places(settings)
        in_file = self._places.variables is not None
        pattern = settings.commands.env_var_format or (
            "export %s='%s'\n" if in_file else "%s='%s' "
        )
        self._variables = written_for_shell(script_environment(settings.commands, run), pattern)
        self._command = run.render(
            settings.execute_command or (_EXECUTE_WITH_FILE if in_file else _EXECUTE),
            {
                "Path": self._places.script,
                "Vars": self._variables,
                "EnvVarFile": self._places.variables or "",
            },
        )

    async def run_script(self, script: Script) -> None:
        """Upload, run and remove it."""
        cleans = not self._settings.skip_clean
        removing = _removing_at_once(self._command, self._places) if cleans else None
        try:
            result = await self._patiently(
                f"start {script.title}", lambda: self._start(script, removing or self._command)
            )
            self._check(script, result)
        except CommandFailed:
            if cleans:
                await self._tidy_up()
            raise
        if cleans and not (removing and result.exit_code == 0):
            await self._remove()

    async def _start(self, script: Script, command: str) -> CommandResult:
        if self._goes_with_command(script):
            return await self._start_with_script(script, command)
        if self._places.variables is not None:
            content = self._variables.encode()
            await self._machine.upload_bytes(content, self._places.variables, mode=0o600)
        await self._machine.upload_bytes(script.content, self._places.script, mode=0o755)
        return await self._machine.execute(command, on_line=self._run.output)

    def _goes_with_command(self, script: Script) -> bool:
        """Whether the script can be the input of the command that runs it.

        Only where that command is ours: then the machine has a Unix shell.
        """
        return (
            self._run.access.passes_input
            and not self._settings.execute_command
            and self._places.variables is None
            and len(script.content) <= _LARGEST_INPUT
        )

    async def _start_with_script(self, script: Script, command: str) -> CommandResult:
        path = shlex.quote(self._places.script)
        whole = f"cat > {path} && chmod 755 {path} || exit {_NOT_WRITTEN}; {command}"
        result = await self._machine.execute(whole, on_line=self._run.output, stdin=script.content)
        if result.exit_code == _NOT_WRITTEN:
            # Either the script said so, or it could not be written: then this fails, and says why.
            await self._machine.upload_bytes(script.content, self._places.script, mode=0o755)
        return result

    def _check(self, script: Script, result: CommandResult) -> None:
        allowed = self._settings.commands.valid_exit_codes
        if result.exit_code is None:
            if self._settings.expect_disconnect or DISCONNECTED in allowed:
                self._run.say("The connection ended while the script was running, as expected.")
                return
            hint = "Set expect_disconnect = true if the script restarts the machine."
            raise CommandFailed(CommandResult(script.title, None, result.tail), hint=hint)
        check_exit_code(script.title, result, allowed)

    async def _remove(self) -> None:
        result = await self._patiently("remove the script from the machine", self._execute_remove)
        if result.exit_code != 0:
            raise CommandFailed(result, hint="Set skip_clean = true to leave the script there.")

    async def _execute_remove(self) -> CommandResult:
        result = await self._machine.execute(_remove_command(self._places))
        if result.exit_code is None:
            raise ConnectionLost(f"The connection ended during `{result.command}`.")
        return result

    async def _tidy_up(self) -> None:
        """After a failure, a script that stays behind is not worth a second one."""
        try:
            await self._machine.execute(_remove_command(self._places))
        except GoldsmithError as error:
            self._run.debug_log(f"The script was not removed: {error}")

    async def _patiently(self, what: str, attempt: Callable[[], Awaitable[T]]) -> T:
        """Try until the machine answers, for as long as the template allows."""
        begin = anyio.current_time()
        timeout = self._settings.start_retry_timeout
        pause = _FIRST_PAUSE
        while True:
            try:
                return await attempt()
            except (ConnectionLost, HostUnreachable, TransferFailed) as error:
                transfer = isinstance(error, TransferFailed)
                patience = min(timeout, _PATIENCE_WITH_FILES) if transfer else timeout
                spent = timedelta(seconds=anyio.current_time() - begin)
                if spent + pause >= patience:
                    raise
                self._run.debug_log(f"Could not {what}: {error}")
                if pause is _FIRST_PAUSE:
                    seconds = patience.total_seconds()
                    self._run.say(f"Could not {what} yet; trying for {seconds:g} seconds.")
            await anyio.sleep(pause.total_seconds())
            pause = min(2 * pause, _LONGEST_PAUSE)


def _remove_command(places: Places) -> str:
    paths = [places.script, *([places.variables] if places.variables else [])]
    return f"rm -f {' '.join(shlex.quote(path) for path in paths)}"


def _removing_at_once(command: str, places: Places) -> str | None:
    """`command` so that it removes the script after a success, which saves one way there and back.

    None where more text behind the command could mean something else: only what ends in the
    script's path, and neither replaces its shell nor hides what follows, is extended.
    """
    ends_in_script = command.rstrip(" '\")").endswith(places.script)
    if not ends_in_script or "exec " in command or "#" in command or "<<" in command:
        return None
    return f"{command} && {_remove_command(places)}"
