"""Signals, and what a sweep finds after the process was killed."""

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import pytest

from goldsmith.engine.testing import Workshop
from goldsmith.toolkit.process_table import processes_of_run

PROGRAM = Path(__file__).with_name("program.py")
RESOURCES = {
    "process": "goldsmith.toolkit.process_table:PROCESS",
    "directory": "goldsmith.toolkit.temporary:DIRECTORY",
    "thing": f"{Workshop.__module__}:THING",
}


@contextmanager
def running(tmp_path: Path, how: str = "") -> Iterator["subprocess.Popen[str]"]:
    (tmp_path / "tmp").mkdir()
    with subprocess.Popen(
        [sys.executable, str(PROGRAM), str(tmp_path / "state"), tmp_path.name, how],
        stdout=subprocess.PIPE,
        text=True,
        env={
            "PATH": "/usr/bin:/bin",
            "TMPDIR": str(tmp_path / "tmp"),
            "PYTHONPATH": ":".join(sys.path),
        },
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def read_until(program: "subprocess.Popen[str]", text: str) -> None:
    if program.stdout is None:
        raise AssertionError
    for line in program.stdout:
        if line.strip() == text:
            return
    raise AssertionError(text)


@pytest.fixture
def sweeper(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "state", RESOURCES)


def command_of(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


def journal(tmp_path: Path) -> Path:
    return tmp_path / "state" / "runs" / tmp_path.name / "journal.jsonl"


async def nothing_is_left(tmp_path: Path, sweeper: Workshop) -> None:
    results = await sweeper.sweep()

    assert [one for one in results if not one.is_released] == []
    assert list((tmp_path / "tmp").iterdir()) == []
    assert processes_of_run(tmp_path.name) == ()
    assert not journal(tmp_path).exists()
    assert await sweeper.sweep() == []


@pytest.mark.parametrize("boundary", ["boot", "folder", "process", "ready"])
async def test_killed_at_a_boundary_a_sweep_finds_everything(
    tmp_path: Path, sweeper: Workshop, boundary: str
) -> None:
    with running(tmp_path) as program:
        read_until(program, boundary)
        program.kill()
        program.wait()

        await nothing_is_left(tmp_path, sweeper)


@pytest.mark.parametrize("seed", range(6))
async def test_killed_at_any_moment_a_sweep_finds_everything(
    tmp_path: Path, sweeper: Workshop, seed: int
) -> None:
    with running(tmp_path) as program:
        read_until(program, "boot")
        await anyio.sleep(random.Random(seed).uniform(0, 0.02))
        program.kill()
        program.wait()

        await nothing_is_left(tmp_path, sweeper)


async def test_children_end_with_goldsmith(tmp_path: Path, sweeper: Workshop) -> None:
    with running(tmp_path) as program:
        read_until(program, "ready")
        await anyio.sleep(0.1)  # for them to have become themselves

        program.kill()
        program.wait()
        await anyio.sleep(0.1)

        # Its shells are gone; what they had started themselves is left for the sweep.
        left = processes_of_run(tmp_path.name)
        assert [one.pid for one in left if b"sh" in command_of(one.pid)] == []
        await nothing_is_left(tmp_path, sweeper)


async def test_a_sweep_does_not_touch_a_run_that_is_alive(
    tmp_path: Path, sweeper: Workshop
) -> None:
    with running(tmp_path) as program:
        read_until(program, "ready")

        assert await sweeper.sweep() == []
        assert len(list((tmp_path / "tmp").iterdir())) == 1

        program.kill()
        program.wait()
        await nothing_is_left(tmp_path, sweeper)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_first_signal_undoes_everything(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path) as program:
        read_until(program, "ready")
        program.send_signal(number)
        read_until(program, f"interrupted by {number.name}")
        read_until(program, "cancelled test.one")

        assert program.wait() == 0
        assert list((tmp_path / "tmp").iterdir()) == []
        assert processes_of_run(tmp_path.name) == ()
        assert not journal(tmp_path).exists()


async def test_the_second_signal_stops_at_once_and_the_journal_remembers(
    tmp_path: Path, sweeper: Workshop
) -> None:
    with running(tmp_path, "stubborn") as program:
        read_until(program, "ready")
        program.send_signal(signal.SIGINT)
        read_until(program, "releasing")
        program.send_signal(signal.SIGINT)

        assert program.wait() == 128 + signal.SIGINT
        assert journal(tmp_path).exists()
        await nothing_is_left(tmp_path, sweeper)


def test_an_ignored_hangup_stays_ignored(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a child inherits it, as with nohup
    try:
        with running(tmp_path) as program:
            read_until(program, "ready")
            program.send_signal(signal.SIGHUP)
            program.send_signal(signal.SIGTERM)
            read_until(program, "interrupted by SIGTERM")
            read_until(program, "cancelled test.one")

            assert program.wait() == 0
            assert processes_of_run(tmp_path.name) == ()
    finally:
        signal.signal(signal.SIGHUP, before)
