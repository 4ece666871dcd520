"""Programs on this machine: short ones that are waited for, and long-lived ones that are resources.

Every program runs in a process group of its own, carries the run in its environment so that
`goldsmith sweep` finds it, and is ended by the system when goldsmith itself is killed.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import IO

import anyio

from goldsmith.diagnostics import GoldsmithError
from goldsmith.sdk.machine import CommandResult, OnLine, Stream
from goldsmith.sdk.run import Run
from goldsmith.toolkit.lines import LineSplitter, Tail
from goldsmith.toolkit.process_table import (
    PROCESS,
    RUN_VARIABLE,
    TOKEN_VARIABLE,
    ProcessHandle,
    group_is_running,
    handle_of,
)

_GRACE_SECONDS = 5.0
"""How long a cancelled program may tidy up before it is killed."""
_CHUNK = 64 * 1024


async def run_command(
    run: Run,
    argv: Sequence[str],
    *,
    on_line: OnLine | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: bytes = b"",
) -> CommandResult:
    """Run a program to its end, passing on its output line by line.

    `env` is laid over goldsmith's own environment. When the caller is cancelled, the whole process
    group is asked to end, and killed when it does not. As with Packer, something left running in
    the background with its output still open is waited for. Call it in the event loop's thread.
    """
    child = _spawn(
        argv,
        environment=_environment(run, env),
        cwd=cwd,
        stdin=stdin,
        output=subprocess.PIPE,
        ends_with_goldsmith=True,
    )
    tail = Tail()

    def pass_on(stream: Stream, line: str) -> None:
        tail.add(line)
        if on_line is not None:
            on_line(stream, line)

    try:
        async with anyio.create_task_group() as readers:
            readers.start_soon(_read_lines, child.stdout, partial(pass_on, "stdout"))
            readers.start_soon(_read_lines, child.stderr, partial(pass_on, "stderr"))
        await _until_exited(child.pid)
    except BaseException:
        with anyio.CancelScope(shield=True):
            await _end_group(child.pid)
        raise
    finally:
        for pipe in (child.stdout, child.stderr):
            if pipe is not None:
                pipe.close()
        exit_code = _reap(child.pid)
    return CommandResult(" ".join(argv), exit_code, tail.lines)


class Child:
    """A long-lived program that was started with `start`."""

    def __init__(self, handle: ProcessHandle, output: int) -> None:
        self.handle = handle
        self._output = output
        weakref.finalize(self, os.close, output)
        self._exit_code: int | None = None

    @property
    def pid(self) -> int:
        """The number the system knows it by."""
        return self.handle.pid

    async def wait(self) -> int:
        """Wait for its end; the exit code, or the negative number of the signal that ended it."""
        if self._exit_code is None:
            await _until_exited(self.pid)
        if self._exit_code is None:  # or else somebody who waited too was faster
            self._exit_code = _reap(self.pid)
        return self._exit_code

    def tail(self, count: int = 20) -> tuple[str, ...]:
        """The last lines that it printed."""
        size = os.fstat(self._output).st_size
        data = os.pread(self._output, _CHUNK, max(0, size - _CHUNK))
        return tuple(data.decode("utf-8", "replace").splitlines()[-count:])


async def start(
    run: Run,
    argv: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Child:
    """Start a program that lives until it ends by itself, is released, or the build ends.

    `run.release(child.handle)` ends it early. What it prints is kept for `Child.tail`. Call it in
    the event loop's thread: the system ends the program together with the thread that started it.
    """
    # It has no name, so nothing of it can be left.
    with tempfile.TemporaryFile(dir=run.temporary_directory) as file:
        output = os.dup(file.fileno())

    async def create(token: str) -> ProcessHandle:
        child = _spawn(
            argv,
            environment={**_environment(run, env), TOKEN_VARIABLE: token},
            cwd=cwd,
            output=output,
            ends_with_goldsmith=not run.leaves_machine,
        )
        return handle_of(child.pid, token)

    try:
        handle = await run.acquire(PROCESS, create)
    except BaseException:
        os.close(output)
        raise
    return Child(handle, output)


def _spawn(
    argv: Sequence[str],
    *,
    environment: Mapping[str, str],
    cwd: Path | None,
    output: int | IO[bytes],
    ends_with_goldsmith: bool,
    stdin: bytes = b"",
) -> "subprocess.Popen[bytes]":
    program = shutil.which(argv[0], path=environment.get("PATH"))
    if program is None:
        raise GoldsmithError(
            f"The program `{argv[0]}` was not found. Install it, or add its folder to PATH."
        )
    prefix = _ends_with_parent() if ends_with_goldsmith else ()
    standard_input = _memory_file(stdin) if stdin else subprocess.DEVNULL
    try:
        child = subprocess.Popen(
            [*prefix, *argv] if prefix else list(argv),
            bufsize=0,
            stdin=standard_input,
            stdout=output,
            stderr=output,
            cwd=cwd,
            env=environment,
            # Every file that Python opens is closed by the start of the program itself. Until then
            # the child shares the lock of the journal, so that a sweep waits for it to be one.
            close_fds=False,
            process_group=0,
        )
    except OSError as error:
        raise GoldsmithError(f"`{argv[0]}` cannot be started: {error}.") from error
    finally:
        if stdin:
            os.close(standard_input)
    # From here on the process is waited for by its number, here or in `stop_process`; the standard
    # object would complain that nobody asked it.
    child.returncode = 0
    return child


def _environment(run: Run, env: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, **(env or {}), RUN_VARIABLE: run.run_id}


@cache
def _ends_with_parent() -> tuple[str, ...]:
    """What makes the system end a program with its parent; it replaces itself by the program."""
    setpriv = shutil.which("setpriv")
    return () if setpriv is None else (setpriv, "--pdeathsig", "KILL", "--")


def _memory_file(content: bytes) -> int:
    descriptor = os.memfd_create("stdin")
    with open(os.dup(descriptor), "wb") as file:  # noqa: PTH123 - a descriptor, not a path
        file.write(content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


async def _read_lines(pipe: IO[bytes] | None, on_line: Callable[[str], None]) -> None:
    if pipe is None:
        return
    os.set_blocking(pipe.fileno(), False)
    splitter = LineSplitter(on_line)
    while True:
        await anyio.wait_readable(pipe)
        try:
            data = os.read(pipe.fileno(), _CHUNK)
        except BlockingIOError:
            continue
        if not data:
            splitter.end()
            return
        splitter.feed(data)


async def _until_exited(pid: int) -> None:
    """Wait for the end of a child without collecting its exit code."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        await anyio.wait_readable(descriptor)
    finally:
        os.close(descriptor)


async def _end_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGTERM)
    with anyio.move_on_after(_GRACE_SECONDS):
        await _until_exited(pid)
        # A shell ends at once, and what it runs may have much to tidy up.
        pause = 0.002
        while group_is_running(pid):
            await anyio.sleep(pause)
            pause = min(pause * 2, 0.1)
    with suppress(ProcessLookupError):  # what is left of the group; its number is still ours
        os.killpg(pid, signal.SIGKILL)
    await _until_exited(pid)


def _reap(pid: int) -> int:
    try:
        _, status = os.waitpid(pid, 0)
    except ChildProcessError:  # collected when it was released
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status)
