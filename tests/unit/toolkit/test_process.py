"""Programs: their output, their end, and that nothing of them is left."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.sdk.testing import FakeRun
from goldsmith.toolkit import process
from goldsmith.toolkit.process import run_command, start
from goldsmith.toolkit.process_table import (
    ProcessHandle,
    find_processes,
    handle_of,
    is_running,
    processes_of_run,
    processes_with,
    stop_process,
)


@pytest.fixture
def run(tmp_path: Path) -> FakeRun:
    made = FakeRun()
    made.run_id = tmp_path.name
    return made


def argv_of(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:-1]


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds that another process brings about."""
    with anyio.fail_after(5):
        while not condition():  # noqa: ASYNC110 - another process sets no event
            await anyio.sleep(0.005)


async def test_output_comes_line_by_line_with_its_stream_and_the_exit_code(run: FakeRun) -> None:
    lines: list[tuple[str, str]] = []

    result = await run_command(
        run,
        ["sh", "-c", "echo out; echo err >&2; printf 'half\\rway\\r\\nno end'; exit 3"],
        on_line=lambda stream, line: lines.append((stream, line)),
    )

    assert result.exit_code == 3
    assert [line for stream, line in lines if stream == "stdout"] == [
        "out",
        "half",
        "way",
        "no end",
    ]
    assert ("stderr", "err") in lines
    assert sorted(result.tail) == ["err", "half", "no end", "out", "way"]


async def test_a_command_gets_its_input_environment_and_folder(
    run: FakeRun, tmp_path: Path
) -> None:
    result = await run_command(
        run,
        ["sh", "-c", 'cat; echo "$X $GOLDSMITH_RUN"; pwd'],
        stdin=b"input\n" * 20_000,
        env={"X": "y"},
        cwd=tmp_path,
    )

    assert result.tail[-3:] == ("input", f"y {run.run_id}", str(tmp_path))


async def test_without_input_a_command_reads_nothing(run: FakeRun) -> None:
    assert (await run_command(run, ["cat"])).tail == ()


async def test_a_program_that_is_not_there_is_named(run: FakeRun) -> None:
    with pytest.raises(GoldsmithError, match=r"The program `no-such-program` was not found\."):
        await run_command(run, ["no-such-program"])


async def test_a_folder_that_is_not_there_is_named(run: FakeRun, tmp_path: Path) -> None:
    with pytest.raises(GoldsmithError, match=r"`true` cannot be started: .*gone"):
        await run_command(run, ["true"], cwd=tmp_path / "gone")


async def test_a_killed_command_has_the_signal_as_its_code(run: FakeRun) -> None:
    assert (await run_command(run, ["sh", "-c", "kill -9 $$"])).exit_code == -9


async def test_a_command_that_closes_its_output_is_still_waited_for(run: FakeRun) -> None:
    began = time.monotonic()

    await run_command(run, ["sh", "-c", "exec >&- 2>&-; sleep 0.2"])

    assert time.monotonic() - began >= 0.2


async def test_a_cancelled_command_ends_with_everything_it_started(run: FakeRun) -> None:
    with anyio.move_on_after(0.1):
        await run_command(run, ["sh", "-c", "sleep 1000 & sleep 1000; true"])

    await until(lambda: processes_of_run(run.run_id) == ())


async def test_a_cancelled_command_may_tidy_up(run: FakeRun, tmp_path: Path) -> None:
    trap = f"trap 'touch {tmp_path}/tidy; exit' TERM"
    script = f"{trap}; touch {tmp_path}/ready; while :; do sleep 0.01; done"

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run_command, run, ["sh", "-c", script])
        await until((tmp_path / "ready").exists)
        tasks.cancel_scope.cancel()

    assert (tmp_path / "tidy").exists()


async def test_a_command_that_will_not_tidy_up_is_killed(
    run: FakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_GRACE_SECONDS", 0.05)
    script = f"trap '' TERM; touch {tmp_path}/ready; sleep 1000; sleep 1000"

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run_command, run, ["sh", "-c", script])
        await until((tmp_path / "ready").exists)
        tasks.cancel_scope.cancel()

    await until(lambda: processes_of_run(run.run_id) == ())


async def test_a_bug_in_a_listener_ends_the_command(run: FakeRun) -> None:
    def listen(_stream: str, _line: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ExceptionGroup):
        await run_command(run, ["sh", "-c", "echo; sleep 1000; true"], on_line=listen)

    await until(lambda: processes_of_run(run.run_id) == ())


async def test_no_descriptor_is_left_open(run: FakeRun) -> None:
    await run_command(run, ["true"], stdin=b"x")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a number is all

    for _ in range(3):
        await run_command(run, ["true"], stdin=b"x")
        async with FakeRun() as other:
            await start(other, ["true"])
    with pytest.raises(GoldsmithError):
        await start(run, ["no-such-program"])

    assert len(os.listdir("/proc/self/fd")) <= before  # noqa: PTH208 - the same


async def test_a_hundred_commands_run_side_by_side_without_a_thread_each(run: FakeRun) -> None:
    async def watch() -> int:
        await anyio.sleep(0.4)
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - a number is all

    before = len(os.listdir("/proc/self/task"))  # noqa: PTH208 - the same
    async with anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(run_command, run, ["sh", "-c", "sleep 0.8"])
        during = await watch()

    assert during == before


async def test_a_child_lives_until_the_run_ends() -> None:
    async with FakeRun() as run:
        child = await start(run, ["sh", "-c", "echo started; echo again >&2; sleep 1000; true"])
        await until(lambda: child.tail() == ("started", "again"))
        assert is_running(child.handle)
        assert child.tail(1) == ("again",)

    assert not is_running(child.handle)
    assert processes_with(child.handle.token) == ()
    assert await child.wait() == -signal.SIGKILL


async def test_the_end_of_a_child_can_be_waited_for() -> None:
    async with FakeRun() as run:
        child = await start(run, ["sh", "-c", "exit 5"])

        assert await child.wait() == 5
        assert await child.wait() == 5


async def test_a_child_can_be_released_early() -> None:
    async with FakeRun() as run:
        child = await start(run, ["sleep", "1000"])

        await run.release(child.handle)

        assert not is_running(child.handle)


async def test_a_child_that_ignores_polite_requests_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("goldsmith.toolkit.process_table._GRACE_SECONDS", 0.05)
    async with FakeRun() as run:
        script = f"trap '' TERM; touch {tmp_path}/ready; sleep 1000; sleep 1000"
        child = await start(run, ["sh", "-c", script])
        await until((tmp_path / "ready").exists)

    assert not is_running(child.handle)


async def test_a_process_that_cannot_be_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    table = "goldsmith.toolkit.process_table"
    async with FakeRun() as run:
        child = await start(run, ["sleep", "1000"])
        with monkeypatch.context() as patch:
            patch.setattr(f"{table}._GRACE_SECONDS", 0.02)
            patch.setattr(f"{table}._KILL_SECONDS", 0.02)
            patch.setattr(f"{table}._signal", lambda *_args, **_kwargs: None)
            with pytest.raises(GoldsmithError, match=rf"Process {child.pid} is still there"):
                await stop_process(child.handle)


async def test_what_a_child_started_is_found_by_its_token_and_ended_too() -> None:
    async with FakeRun() as run:
        child = await start(run, ["setsid", "-f", "sleep", "1000"])
        await child.wait()
        await until(lambda: len(processes_with(child.handle.token)) == 1)
        (orphan,) = await find_processes(child.handle.token)
        await until(lambda: argv_of(orphan.pid) == [b"sleep", b"1000"])

    assert not is_running(orphan)


async def test_a_later_process_with_the_same_number_is_left_alone(run: FakeRun) -> None:
    child = await start(run, ["sleep", "1000"])
    handle = child.handle
    earlier = ProcessHandle(handle.pid, handle.started - 1, handle.boot, "")
    other_boot = ProcessHandle(handle.pid, handle.started, "other", "")

    await stop_process(earlier)
    await stop_process(other_boot)

    assert is_running(handle)
    await run.undo_all()
    assert handle_of(handle.pid, "").started == 0


async def test_a_child_ends_with_goldsmith_unless_the_machine_is_to_stay(run: FakeRun) -> None:
    run.leaves_machine = True
    child = await start(run, ["sleep", "1000"])
    status = Path(f"/proc/{child.pid}/cmdline")
    await until(lambda: status.read_bytes() == b"sleep\x001000\x00")

    assert os.getpgid(child.pid) == child.pid
    await run.undo_all()


async def test_without_setpriv_programs_run_all_the_same(
    run: FakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_ends_with_parent", lambda: ())

    assert (await run_command(run, ["sh", "-c", "echo hello"])).tail == ("hello",)


async def test_all_who_wait_for_a_program_learn_how_it_ended(run: FakeRun) -> None:
    codes: list[int] = []
    child = await start(run, ["sh", "-c", "sleep 0.1; exit 7"])

    async def wait() -> None:
        codes.append(await child.wait())

    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(wait)
    await run.undo_all()

    assert codes == [7, 7, 7]


async def test_a_script_that_is_cancelled_may_tidy_up_although_its_shell_has_ended(
    run: FakeRun, tmp_path: Path
) -> None:
    script = tmp_path / "script"
    script.write_text(
        f"trap 'sleep 0.2; touch {tmp_path}/tidied; exit' TERM\ntouch {tmp_path}/ready\n"
        "while :; do sleep 0.01; done\n"
    )

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run_command, run, ["sh", "-c", f"sh {script}; true"])
        await until((tmp_path / "ready").exists)
        tasks.cancel_scope.cancel()

    assert (tmp_path / "tidied").exists()
    assert processes_of_run(run.run_id) == ()
