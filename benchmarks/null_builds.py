"""100 builds at once that only wait: what the engine itself costs in time and memory."""

import tempfile
from pathlib import Path

from measure import compare, report

BUILDS = 100
SLEEP = 8
TEMPLATE = """\
{sources}
build {{
  sources = [{names}]

  provisioner "shell-local" {{
    inline = ["sleep {sleep}"]
  }}
}}
"""


def main() -> None:
    """Print the ratios of the time beyond the sleep and of the summed proportional memory."""
    sources = "".join(
        f'source "null" "s{n}" {{\n  communicator = "none"\n}}\n\n' for n in range(BUILDS)
    )
    names = ", ".join(f'"null.s{n}"' for n in range(BUILDS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = TEMPLATE.format(sources=sources, names=names, sleep=SLEEP)
        (folder / "builds.pkr.hcl").write_text(text)
        arguments = ["build", "-color=false", "builds.pkr.hcl"]
        figures = compare(
            {"goldsmith": ["goldsmith", *arguments], "packer": ["packer", *arguments]},
            folder=folder,
            memory=True,
        )
        ours, theirs = figures["goldsmith"], figures["packer"]
        report(
            f"{BUILDS} builds, beyond {SLEEP} s", ours.median - SLEEP, theirs.median - SLEEP, 0.15
        )
        mebibyte = 1 << 20
        report(
            f"{BUILDS} builds, memory",
            ours.median_memory / mebibyte,
            theirs.median_memory / mebibyte,
            0.08,
            "MiB",
        )


if __name__ == "__main__":
    main()
