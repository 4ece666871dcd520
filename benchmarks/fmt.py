"""`fmt` beside Packer: the processor time for 1 MB of HCL, and how it grows with the size."""

import resource
import statistics
import tempfile
from pathlib import Path

from measure import RUNS, report, run_once

BLOCK = """\
source "null" "s{n}" {{
communicator="ssh"
  ssh_host = "192.0.2.1" # where
   ssh_port= 22           # and there
ssh_username=var.user
    tags={{ a="${{ var.a }}-${{upper( var.b )}}", b = [1,2,3] }}
  ports=[
22,
      80, # web
    for_all ? {n} : - 1
]

  inline = [<<EOT
  some text ${{ var.c }}
EOT
]
}}
"""
MEGABYTE = 1_000_000


def template(size: int) -> str:
    """About so many characters of HCL in need of a layout."""
    count = size // len(BLOCK)
    return "".join(BLOCK.format(n=n) for n in range(count))


def processor_seconds(program: str, text: str, folder: Path) -> float:
    """Median of the processor time that a program takes to lay a text out."""
    seconds = []
    path = folder / "fmt.pkr.hcl"
    for _ in range(RUNS + 1):
        path.write_text(text)
        before = _used()
        run_once([program, "fmt", path.name], folder, memory=False)
        seconds.append(_used() - before)
    return statistics.median(seconds[1:])


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the ratio to Packer, and to itself with a quarter of the text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = processor_seconds("goldsmith", template(MEGABYTE), folder)
        outcome = (folder / "fmt.pkr.hcl").read_bytes()
        theirs = processor_seconds("packer", template(MEGABYTE), folder)
        if (folder / "fmt.pkr.hcl").read_bytes() != outcome:
            raise SystemExit("The two do not give the same bytes.")
        report("fmt, 1 MB, processor time", ours, theirs, 1.0)
        more = processor_seconds("goldsmith", template(4 * MEGABYTE), folder)
        report("fmt, 4 MB to 4 times 1 MB", more, 4 * ours, 1.2)


if __name__ == "__main__":
    main()
