"""Processes as the system lists them: found by token, told apart from later ones, ended."""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import anyio

from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import record
from goldsmith.sdk.resource import Resource

TOKEN_VARIABLE = "GOLDSMITH_TOKEN"  # noqa: S105 - the name of a variable
"""Marks a program that was started as a resource."""
RUN_VARIABLE = "GOLDSMITH_RUN"
"""Marks every program that a run started, with the run's id."""

_GRACE_SECONDS = 5.0
"""How long a process may tidy up before it is killed."""
_KILL_SECONDS = 10.0
_LOOKS = 4
_LOOK_SECONDS = 0.005
_PROC = Path("/proc")
_ENDED = frozenset({b"Z", b"X"})
"""States of processes that only wait for somebody to ask how they ended."""


@record
class ProcessHandle:
    """A process, and what tells it from a later one with the same number."""

    pid: int
    started: int
    """When it began, in clock ticks since the system started."""
    boot: str
    """Which start of the system that was."""
    token: str
    """What it and its children carry in their environment; empty where only it is meant."""


def handle_of(pid: int, token: str) -> ProcessHandle:
    """The handle of a process that runs or has not been waited for."""
    return ProcessHandle(pid, _start_time(pid) or 0, _boot(), token)


def is_running(handle: ProcessHandle) -> bool:
    """Whether it is that very process and has not ended."""
    return _boot() == handle.boot and _start_time(handle.pid) == handle.started


def processes_with(token: str) -> tuple[ProcessHandle, ...]:
    """Every process that carries `token` as a resource; the youngest first."""
    if not token:
        return ()
    mark = f"{TOKEN_VARIABLE}={token}".encode()
    found = (pid for pid, variables in _environments() if mark in variables)
    return _youngest_first(handle_of(pid, token) for pid in found)


def processes_of_run(run_id: str) -> tuple[ProcessHandle, ...]:
    """Every process that a run has started; the youngest first."""
    mark = f"{RUN_VARIABLE}={run_id}".encode()
    found = (pid for pid, variables in _environments() if mark in variables)
    return _youngest_first(handle_of(pid, "") for pid in found)


def group_is_running(group: int) -> bool:
    """Whether any process of a process group has not ended."""
    processes = [_fields(pid) for pid in _pids()]
    return any(one and one[0] not in _ENDED and int(one[2]) == group for one in processes)


def commands_of(run_id: str) -> tuple[ProcessHandle, ...]:
    """Every process of a run that is not a resource of its own; the youngest first."""
    mark = f"{RUN_VARIABLE}={run_id}".encode()
    own = f"{TOKEN_VARIABLE}=".encode()
    found = (
        pid
        for pid, variables in _environments()
        if mark in variables and not any(one.startswith(own) for one in variables)
    )
    return _youngest_first(handle_of(pid, "") for pid in found)


async def find_processes(
    token: str, _planned: ProcessHandle | None = None
) -> tuple[ProcessHandle, ...]:
    """As `processes_with`, for a sweep."""
    return processes_with(token)


async def stop_process(handle: ProcessHandle) -> None:
    """End the process, its group, and every other that carries its token."""
    group = is_running(handle)
    _signal(handle, signal.SIGTERM, group=group)
    if await _until_gone(handle, _GRACE_SECONDS):
        return
    _signal(handle, signal.SIGKILL, group=group)
    if not await _until_gone(handle, _KILL_SECONDS):
        raise GoldsmithError(
            f"Process {handle.pid} is still there {_KILL_SECONDS:.0f} seconds after it was killed."
        )


PROCESS = Resource(
    "process",
    ProcessHandle,
    stop_process,
    find_processes,
    describe=lambda handle: f"process {handle.pid}",
)


def _signal(handle: ProcessHandle, number: signal.Signals, *, group: bool) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if group and os.getpgid(handle.pid) == handle.pid:
            os.killpg(handle.pid, number)
        elif group:
            os.kill(handle.pid, number)
    for other in processes_with(handle.token):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(other.pid, number)


async def _until_gone(handle: ProcessHandle, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    pause = 0.002
    while is_running(handle) or processes_with(handle.token):
        if time.monotonic() > deadline:
            return False
        await anyio.sleep(pause)
        pause = min(pause * 2, 0.1)
    _forget_child(handle.pid)
    return True


def _forget_child(pid: int) -> None:
    """A child of ours stays listed until somebody has asked how it ended."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _youngest_first(found: Iterable[ProcessHandle]) -> tuple[ProcessHandle, ...]:
    return tuple(sorted(found, key=lambda handle: handle.started, reverse=True))


def _environments() -> Iterator[tuple[int, list[bytes]]]:
    """The variables of every process that this user may look into, but for this one."""
    untouched = {os.getpid(), os.getppid()}
    pids = [pid for pid in _pids() if pid not in untouched]
    for _ in range(_LOOKS):
        unclear: list[int] = []
        for pid in pids:
            try:
                environment = Path(f"/proc/{pid}/environ").read_bytes()
            except OSError:  # it ended meanwhile, or belongs to somebody else
                continue
            if environment:
                yield pid, environment.split(b"\0")
            elif _is_program(pid):
                unclear.append(pid)
        if not unclear:
            return
        # While a process becomes another program its environment looks empty.
        pids = unclear
        time.sleep(_LOOK_SECONDS)


def _pids() -> list[int]:
    return [int(entry.name) for entry in os.scandir(_PROC) if entry.name.isdigit()]


def _is_program(pid: int) -> bool:
    """Neither a thread of the system nor a process that has ended."""
    try:
        Path(f"/proc/{pid}/exe").readlink()
    except OSError:
        return False
    return True


def _start_time(pid: int) -> int | None:
    """When a process began; None when there is none or it has ended."""
    fields = _fields(pid)
    return int(fields[19]) if fields and fields[0] not in _ENDED else None


def _fields(pid: int) -> list[bytes]:
    """What the system says of a process behind its name: state, parent, group, …; or nothing."""
    try:
        text = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return []
    return text[text.rindex(b")") + 2 :].split()


def _boot() -> str:
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()
