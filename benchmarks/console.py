"""`console`: how long a user waits for the prompt, and a script for an answer beside Packer's."""

import os
import pty
import select
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from measure import RUNS, compare, report
from startup import template

PROMPT_BAR = 0.150
"""Seconds on an idle core."""
PROMPT = b"> "


def seconds_to_prompt(folder: Path) -> float:
    """From the start to the prompt, in a terminal."""
    outer, inner = pty.openpty()
    began = time.perf_counter()
    process = subprocess.Popen(
        ["goldsmith", "console", "one.pkr.hcl"],
        cwd=folder,
        env={**os.environ, "TERM": "dumb", "XDG_STATE_HOME": str(folder)},
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
    )
    os.close(inner)
    shown = b""
    while PROMPT not in shown:
        if not select.select([outer], [], [], 20)[0]:
            raise SystemExit(f"There is no prompt:\n{shown.decode(errors='replace')}")
        shown += os.read(outer, 65536)
    seconds = time.perf_counter() - began
    os.write(outer, b"exit\r")
    process.wait(20)
    os.close(outer)
    return seconds


def main() -> None:
    """Print the time to the prompt, and the ratio for one answer in a pipe."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one.pkr.hcl").write_text(template(1))
        seconds = [seconds_to_prompt(folder) for _ in range(2 * RUNS + 1)][1:]
        report("console, time to the prompt", statistics.median(seconds), PROMPT_BAR, 1.0)
        commands = {
            program: ["sh", "-c", f"echo 'upper(var.user)' | {program} console one.pkr.hcl"]
            for program in ("goldsmith", "packer")
        }
        figures = compare(commands, folder=folder, runs=3 * RUNS)
        report("console, one answer", figures["goldsmith"].median, figures["packer"].median, 1.0)


if __name__ == "__main__":
    main()
