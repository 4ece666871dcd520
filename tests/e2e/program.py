"""Runs goldsmith as its users do: as a process, with folders of its own."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MARK = "GOLDSMITH_TEST_MARK"


@dataclass(frozen=True)
class Program:
    """The program with its own state, cache, temporary and working folders below `root`."""

    root: Path
    extra: dict[str, str] = field(default_factory=dict)
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __post_init__(self) -> None:
        for folder in (self.state, self.cache, self.temporary, self.work):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def work(self) -> Path:
        return self.root / "work"

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "XDG_STATE_HOME": str(self.state),
            "XDG_CACHE_HOME": str(self.cache),
            "TMPDIR": str(self.temporary),
            MARK: self.mark,
            **self.extra,
        }

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "goldsmith", *words],
            cwd=self.work,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: str, timeout: float = 300) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "goldsmith", *words],
            cwd=self.work,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            check=False,
        )

    def processes(self) -> list[str]:
        """The command lines of all living processes that were started by this program."""
        needle = f"{MARK}={self.mark}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                if needle in (entry / "environ").read_bytes():
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                    found.append(b" ".join(words).decode(errors="replace"))
            except OSError:
                continue
        return found

    def leftovers(self) -> list[str]:
        """What a run left behind: processes, temporary files, open journals."""
        files = [path for path in self.temporary.rglob("*") if not path.is_dir()]
        folders = [path for path in self.temporary.iterdir() if path.is_dir()]
        journals = list(self.state.rglob("journal.jsonl"))
        return [*self.processes(), *map(str, [*files, *folders, *journals])]


def events(process: "subprocess.Popen[str]") -> Iterator[dict[str, object]]:
    """The events that a process started with `-json` tells, as they come."""
    if process.stdout is None:
        raise ValueError("The process has no output to read.")
    for line in process.stdout:
        if line.startswith("{"):
            told: dict[str, object] = json.loads(line)
            yield told
