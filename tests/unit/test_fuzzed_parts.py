"""What fuzzing found stays mended, and the parts that are fuzzed hold for its whole corpus."""

from pathlib import Path

import pytest
from fuzz.budget import blown_up
from fuzz.targets import TARGETS

FUZZ = Path(__file__).parents[2] / "fuzz"
CORPUS = sorted(path for path in (FUZZ / "corpus").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_of_the_corpus_is_borne(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes().decode(errors="replace"))


def test_every_target_has_a_corpus() -> None:
    assert {path.parent.name for path in CORPUS} == set(TARGETS)


@pytest.mark.parametrize("seed", range(20))
def test_a_text_is_blown_up_by_repeating_a_part_of_it(seed: int) -> None:
    large = blown_up("abc", seed)

    assert 60_000 < len(large) <= 65_536
    assert set(large) == set("abc")
