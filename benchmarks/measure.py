"""Times commands side by side, and sums the memory of whole process trees."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

RUNS = int(os.environ.get("GOLDSMITH_BENCHMARK_RUNS", "5"))
"""Counted runs of each command, after one that warms up."""


@dataclass(slots=True)
class Figures:
    """What the counted runs of one command came to."""

    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Median wall time in seconds."""
        return statistics.median(self.seconds)

    @property
    def median_memory(self) -> float:
        """Median of the peak proportional memory in bytes."""
        return statistics.median(self.memory)


def compare(
    commands: Mapping[str, Sequence[str]],
    *,
    folder: Path,
    runs: int = RUNS,
    before: Callable[[], object] = lambda: None,
    memory: bool = False,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Figures]:
    """Run the commands in turn, A B A B …; the first round is not counted."""
    figures = {name: Figures() for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            before()
            seconds, peak = run_once(command, folder, memory=memory, environment=environment)
            if number:
                figures[name].seconds.append(seconds)
                figures[name].memory.append(peak)
    return figures


def run_once(
    command: Sequence[str],
    folder: Path,
    *,
    memory: bool,
    environment: Mapping[str, str] | None = None,
) -> tuple[float, int]:
    """Wall seconds and, if asked for, the peak proportional memory of the whole tree in bytes."""
    log = folder / "benchmark.log"
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=_environment(environment or {}),
        )
        peaks = [0]
        stop = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, stop, peaks))
        if memory:
            watcher.start()
        code = process.wait()
        seconds = time.perf_counter() - began
        stop.set()
        if memory:
            watcher.join()
    if code != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise SystemExit(f"{' '.join(command)} ended with exit code {code}:\n{tail}")
    return seconds, peaks[0]


def _environment(changes: Mapping[str, str]) -> dict[str, str]:
    # Bytecode is kept between runs, as it is after any installation.
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **changes}


def _watch(pid: int, stop: threading.Event, peaks: list[int]) -> None:
    while not stop.wait(1.0):
        peaks[0] = max(peaks[0], tree_memory(pid))


def tree_memory(pid: int) -> int:
    """Proportional memory in bytes of a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    total = 0
    open_ones = [pid]
    while open_ones:
        one = open_ones.pop()
        open_ones += children.get(one, [])
        total += _proportional(one)
    return total


def _proportional(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    for line in rollup.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def report(what: str, ours: float, theirs: float, bar: float, unit: str = "s") -> bool:
    """Print one line with the ratio; returns whether it is within the bar."""
    ratio = ours / theirs
    good = ratio <= bar
    mark = "ok  " if good else "OVER"
    print(
        f"{mark} {what:<44} {ours:8.3f} {unit} to {theirs:8.3f} {unit}"
        f"   ratio {ratio:6.3f}   bar {bar}",
        flush=True,
    )
    return good
