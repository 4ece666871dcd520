"""What template functions give, mostly as observed from Packer 1.6.6."""

from collections.abc import Callable
from pathlib import Path

import pytest

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang import Value, describe, show, text, unknown
from goldsmith.lang.functions.library import FAMILIES

PLENTY = "1" * 70


HERE = Path(__file__).parent
ELSEWHERE = ("test_files.py", "test_services.py", "mistakes/encryption.txt")
"""Where that is told which no line can say: functions that read files, or ask for something."""


def lines(folder: str) -> list[str]:
    tables = sorted((HERE / folder).glob("*.txt"))
    return [line for table in tables for line in table.read_text().splitlines()]


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_each_function_has_facts(family: str) -> None:
    tables = [HERE / table for table in (f"facts/{family}.txt", *ELSEWHERE)]
    told = "".join(table.read_text() for table in tables if table.exists())

    assert not [name for name in FAMILIES[family].split() if f"{name}(" not in told]


@pytest.mark.parametrize("fact", lines("facts"))
def test_a_fact_holds(evaluated: Callable[..., Value], fact: str) -> None:
    left, _, right = fact.rpartition(" == ")

    assert show(evaluated(left)) == show(evaluated(right))
    assert show(evaluated(fact)) == "true"


@pytest.mark.parametrize("line", lines("mistakes"))
def test_a_mistake_is_refused_by_name(problems: Callable[..., list[Diagnostic]], line: str) -> None:
    written, parameter, message = (part.strip() for part in line.split(" | "))

    (problem,) = problems(written)

    assert message in problem.detail
    expected = f'this as its argument "{parameter}"' if parameter != "-" else "has no result here"
    assert expected in problem.summary


def test_json_that_is_nested_too_deeply_is_refused(
    problems: Callable[..., list[Diagnostic]],
) -> None:
    (problem,) = problems("jsondecode(deep)", deep="[" * 100_000)

    assert "nested too deeply" in problem.detail


def test_many_digits_come_through(evaluated: Callable[..., Value]) -> None:
    assert evaluated(f'"${{parseint("{PLENTY}", 10)}}!"') == text(f"{PLENTY}!")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("concat(convert([1], list(number)), convert([2], list(number)))", "list(number)"),
        ("concat([1], convert([2], list(number)))", "tuple([number, number])"),
        ("convert(convert([], list(string)), set(any))", "set(string)"),
        ("setunion(convert([], set(number)), [])", "set(number)"),
        ("flatten([later])", "any"),
        ("flatten([convert(later, list(string))])", "any"),
        ("flatten([[later]])", "any"),
        ("coalesce(later, 1)", "any"),
        ("merge({ a = later }, { b = 1 }).b", "number"),
        ('regexall("(?P<a>b)", "c")', "list(string)"),
        ('csvdecode("a,b\\n")', "list(object({a = string, b = string}))"),
        ('fileset(".", "*")', "set(string)"),
    ],
)
def test_results_have_types(evaluated: Callable[..., Value], written: str, expected: str) -> None:
    assert describe(evaluated(written, later=unknown()).type) == expected
