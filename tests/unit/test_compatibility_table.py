"""Every fact in docs/compatibility.md names tests that are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "compatibility.md"
LINES = PAGE.read_text(encoding="utf-8").splitlines()
ROWS = [line for line in LINES if line.startswith("| ") and line[2:6] not in ("Fact", "--- ")]
SECTIONS = ("1", "2", "3", "4", "5", "8")


def cells(row: str) -> list[str]:
    """The cells of a row of a table; an escaped bar is a bar."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


@cache
def functions_of(path: Path) -> frozenset[str]:
    """The names of the test functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


@pytest.mark.parametrize("row", ROWS)
def test_a_fact_is_held_by_tests_that_are_there(row: str) -> None:
    fact, tests, _ = cells(row)
    named = re.findall(r"`([^`]+)`", tests)

    assert fact
    assert named
    for one in named:
        file, _, function = one.partition("::")
        path = ROOT / file
        assert path.is_file(), one
        assert not function or function in functions_of(path), one
        assert function or path.suffix != ".py", one


def test_every_section_of_the_language_has_a_table() -> None:
    numbers = {line.split()[1] for line in LINES if line.startswith("## ")}

    assert numbers.issuperset(SECTIONS)
    assert len({cells(row)[0] for row in ROWS}) == len(ROWS)
