"""What no memory could hold is refused before it is made."""

import time
from collections.abc import Callable

import pytest

from goldsmith.diagnostics import Diagnostic

LONG = "a" * 100_000
LINES = "\n" * 100_000
BACKSLASHES = "\\" * (40 << 20)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('replace(long, "a", long)', "longer than 64 MiB"),
        ('replace(long, "", long)', "longer than 64 MiB"),
        ("join(long, range(1000))", "longer than 64 MiB"),
        ("indent(10000, lines)", "longer than 64 MiB"),
        ('regex_replace(long, "a", long)', "longer than 64 MiB"),
        ('regex_replace(long, "a*", dollars)', "longer than 64 MiB"),
        ("format(places, long)", "longer than 64 MiB"),
        ('formatlist("%s%s", range(1000), long)', "longer than 64 MiB"),
        ("jsonencode(backslashes)", "longer than 64 MiB"),
        ('format("%1000000000s", "a")', "wider than 1000"),
        ('format("%.1000000000f", 1)', "wider than 1000"),
        ("range(1e300)", "more than 1024"),
        ("setproduct(range(1024), range(1024))", "more than 262144 elements"),
        ("concat(many, many, many)", "more than 262144 elements"),
        ("flatten([many, [many, [many]]])", "more than 262144 elements"),
        ('regex("((a{0,1000}){0,1000})b", "aaaaaaaa")', "It repeats too much"),
        ("pow(1e3000, 2) / parseint(digits, 10)", "whole number"),
        ('timeadd("2018-01-02T03:04:05Z", "999999999999h")', ""),
    ],
)
def test_a_huge_result_is_refused_at_once(
    problems: Callable[..., list[Diagnostic]], written: str, message: str
) -> None:
    names = {
        "long": LONG,
        "lines": LINES,
        "backslashes": BACKSLASHES,
        "dollars": "$0" * 1000,
        "places": "%[1]s" * 1000,
        "many": [1] * 100_000,
        "digits": "9" * 10_000,
    }
    start = time.process_time()

    (problem,) = problems(written, **{name: one for name, one in names.items() if name in written})

    assert message in problem.detail
    assert time.process_time() - start < 3
