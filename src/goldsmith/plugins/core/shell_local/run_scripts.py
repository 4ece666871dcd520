"""shell-local at work, as a provisioner and as a post-processor."""

import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from goldsmith.plugins.core.environment import script_environment, written_for_shell
from goldsmith.plugins.core.scripts import check_exit_code, inline_script, inline_title
from goldsmith.plugins.core.shell_local.settings import ShellLocalSettings
from goldsmith.record import record
from goldsmith.sdk import Artifact, Machine, Run
from goldsmith.toolkit.process import run_command
from goldsmith.toolkit.temporary import FileHandle, temporary_file

_DRIVE = re.compile(r"^([A-Za-z]):/")


@record
class LocalShell:
    """How scripts are run on one kind of system."""

    execute_command: tuple[str, ...]
    env_var_format: str
    extension: str


UNIX = LocalShell(("/bin/sh", "-c", "{{.Vars}} {{.Script}}"), "%s='%s' ", "")
WINDOWS = LocalShell(
    ("cmd", "/V", "/C", "{{.Vars}}", "call", "{{.Script}}"), "set %s=%s && ", ".cmd"
)


async def provision(settings: ShellLocalSettings, run: Run, _machine: Machine | None) -> None:
    """Run the scripts here; the first that fails ends the build."""
    await run_scripts(settings, run)


async def process(settings: ShellLocalSettings, run: Run, artifact: Artifact) -> Artifact:
    """Run the scripts here and hand on the artifact as it is."""
    await run_scripts(settings, run)
    return artifact


async def run_scripts(settings: ShellLocalSettings, run: Run) -> None:
    """Run every script, unless they are for another operating system."""
    here = operating_system()
    if settings.only_on and here not in settings.only_on:
        run.say(f"Nothing was run: this is {here}, and the step is for {_listed(settings)} only.")
        return
    shell = WINDOWS if here == "windows" else UNIX
    what = settings.commands
    lines = what.inline or ((settings.command,) if settings.command else ())
    if not lines:
        for path in what.script_files:
            async with run.step(f"Running here: {path}"):
                await _run_one(settings, run, shell, path, Path(path))
        return
    rendered = tuple(run.render(line) for line in lines)
    title = inline_title(rendered)
    async with (
        run.step(f"Running here: {title}"),
        _script_file(settings, run, shell, rendered) as made,
    ):
        await _run_one(settings, run, shell, title, made)


def operating_system() -> str:
    """The system this runs on, as `only_on` names it."""
    for start, name in (("win32", "windows"), ("cygwin", "windows"), ("sunos", "solaris")):
        if sys.platform.startswith(start):
            return name
    return sys.platform.rstrip("0123456789")


@asynccontextmanager
async def _script_file(
    settings: ShellLocalSettings, run: Run, shell: LocalShell, lines: tuple[str, ...]
) -> AsyncIterator[Path]:
    suffix = settings.tempfile_extension or shell.extension
    if suffix and not suffix.startswith("."):
        suffix = f".{suffix}"
    content = inline_script(lines, settings.inline_shebang)
    path = await temporary_file(run, content, prefix="packer-shell", suffix=suffix, mode=0o700)
    yield path
    await run.release(FileHandle(str(path)))


async def _run_one(
    settings: ShellLocalSettings, run: Run, shell: LocalShell, title: str, script: Path
) -> None:
    what = settings.commands
    variables = script_environment(what, run)
    path = str(script.absolute())  # noqa: ASYNC240 - looks at no disk
    if settings.use_linux_pathing:
        path = linux_path(path)
    data = {
        "Vars": written_for_shell(variables, what.env_var_format or shell.env_var_format),
        "Script": path,
        "Command": path,
    }
    argv = [run.render(word, data) for word in settings.execute_command or shell.execute_command]
    if len(argv) == 1:
        argv = ["sh", "-c", *argv]
    run.debug_log(f"Running {argv}")
    result = await run_command(run, argv, on_line=run.output, env=_process_environment(run))
    check_exit_code(title, result, what.valid_exit_codes)


def linux_path(path: str) -> str:
    """A Windows path as the Linux subsystem sees it: `C:\\x` is `/mnt/c/x`."""
    forward = path.replace("\\", "/")
    return _DRIVE.sub(lambda match: f"/mnt/{match[1].lower()}/", forward)


def _process_environment(run: Run) -> Mapping[str, str]:
    return {"PACKER_RUN_UUID": run.run_id}


def _listed(settings: ShellLocalSettings) -> str:
    return ", ".join(settings.only_on)
