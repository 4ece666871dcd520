"""Parse and plan with ever more sources: processor time and memory must grow as they do."""

import subprocess
import sys
import tempfile
from pathlib import Path

from measure import report
from startup import template

COUNTS = (10, 100, 1000, 10_000)
MOST_SECONDS = 15.0
MOST_MEBIBYTES = 600
TEXT = 10_000_000
"""Characters of the largest template that is only parsed."""

PARSE = """\
import sys
from pathlib import Path
from goldsmith.collector import WithoutCollector
from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax import parse
path = Path(sys.argv[1])
with WithoutCollector():
    body, problems = parse(SourceFile(path, path.read_text()))
sys.exit(bool(problems))
"""


def used(command: list[str], folder: Path) -> tuple[float, float]:
    """Processor seconds and peak memory in MiB of one run."""
    program = f"import resource, subprocess, sys; code = subprocess.call({command!r})\n"
    program += "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    program += "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    program += "sys.exit(code)"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        raise SystemExit(
            f"{' '.join(command)} failed:\n{answer.stdout[-800:]}{answer.stderr[-800:]}"
        )
    seconds, memory = answer.stdout.split()[-2:]
    return float(seconds), float(memory)


def validate(count: int, folder: Path) -> tuple[float, float]:
    """The same for `validate` with so many sources."""
    (folder / "many.pkr.hcl").write_text(template(count))
    return used(["goldsmith", "validate", "many.pkr.hcl"], folder)


def parse(size: int, folder: Path) -> tuple[float, float]:
    """The same for parsing so many characters."""
    one = template(100)
    (folder / "long.pkr.hcl").write_text(one * (size // len(one)))
    return used([sys.executable, "-c", PARSE, "long.pkr.hcl"], folder)


def main() -> None:
    """Print time and memory of each size, and the ratio of the largest to the one before."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        validate(1, folder)
        idle, _ = min(validate(1, folder) for _ in range(3))
        figures = {count: min(validate(count, folder) for _ in range(3)) for count in COUNTS}
        for count, (seconds, memory) in figures.items():
            print(f"     validate, {count:>6} sources {seconds:8.3f} s {memory:8.1f} MiB")
        seconds, memory = figures[COUNTS[-1]]
        report("validate, 10,000 sources, processor time", seconds, MOST_SECONDS, 1.0)
        report("validate, 10,000 sources, memory", memory, MOST_MEBIBYTES, 1.0, "MiB")
        fewer = figures[COUNTS[-2]][0]
        report(
            "validate, 10,000 to 10 times 1,000 sources", seconds - idle, 10 * (fewer - idle), 1.3
        )
        small, large = parse(TEXT // 10, folder)[0], parse(TEXT, folder)[0]
        report("parse, 10 MB to 10 times 1 MB", large, 10 * small, 1.2)


if __name__ == "__main__":
    main()
