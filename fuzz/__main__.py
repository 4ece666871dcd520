"""`python -m fuzz TARGET SECONDS`: looks for a text that breaks what must hold for every text."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # it has no types

with atheris.instrument_imports(include=["goldsmith"]):
    from fuzz.budget import within_budget
    from fuzz.targets import SAFE, TARGETS

    from goldsmith.planning import context

HERE = Path(__file__).parent
FINDINGS = HERE / "findings"
DICTIONARIES = {"json": "json", "gotemplate": "gotemplate", "legacy": "legacy"}
"""The words of a target, where they are not those of HCL."""

LONGEST = 2048
EXAMPLES = ("examples", "tests", "src/goldsmith/plugins")


def main() -> None:
    """Start from the corpus, and go on until the time is over or something is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("seconds", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for texts that reach something new")
    given = parser.parse_args()
    FINDINGS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="goldsmith-fuzz-") as fresh:
        kept = (given.keep or Path(fresh)).absolute()
        kept.mkdir(parents=True, exist_ok=True)
        # Plans are made with all functions otherwise, and from where the user is.
        context.FUNCTIONS = SAFE  # type: ignore[attr-defined]
        os.chdir(fresh)
        atheris.Setup(_arguments(given.target, given.seconds, given.seed, kept), _one(given.target))
        atheris.Fuzz()


def _arguments(target: str, seconds: int, seed: int, kept: Path) -> list[str]:
    words = HERE / "dictionaries" / f"{DICTIONARIES.get(target, 'hcl')}.txt"
    examples = [] if target in DICTIONARIES else _examples()
    return [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={LONGEST}",
        f"-dict={words}",
        f"-artifact_prefix={FINDINGS / target}-",
        "-timeout=60",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        "-verbosity=1",
        *([f"-seed_inputs={','.join(map(str, examples))}"] if examples else []),
        str(kept),
        str(HERE / "corpus" / target),
    ]


def _examples() -> list[Path]:
    """The project's own templates."""
    found = [path for folder in EXAMPLES for path in (HERE.parent / folder).rglob("*.hcl")]
    return sorted(path for path in found if path.stat().st_size <= LONGEST)


def _one(target: str) -> "atheris.TestOneInputCallback":
    check = within_budget(TARGETS[target], slowness=6)

    def one_input(data: bytes) -> None:
        check(data.decode(errors="replace"))

    return one_input


if __name__ == "__main__":
    main()
