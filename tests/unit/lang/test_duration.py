"""Durations in Go's notation."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from goldsmith.lang.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("-0", 0),
        ("5s", 5),
        ("1h2m3s", 3723),
        ("300ms", 0.3),
        ("-1.5h", -5400),
        ("+2m", 120),
        ("1us", 1e-6),
        ("1µs", 1e-6),
        ("1μs", 1e-6),
        ("2000ns", 2e-6),
        (".5s", 0.5),
        ("1.s", 1),
    ],
)
def test_a_duration_is_a_row_of_numbers_with_units(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is not a duration"),
        ("-", "is not a duration"),
        ("s", "is not a duration"),
        (".s", "is not a duration"),
        ("1.2.3s", "is not a duration"),
        ("5", 'needs a unit, as in "5s"'),
        ("5s5", "needs a unit"),
        ("5 s", 'the unit " s"'),
        ("1d", 'the unit "d"'),
        ("99999999999999999h", "longer than any build"),
    ],
)
def test_anything_else_is_refused_with_its_reason(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0s", 0),
        ("5m0s", 300),
        ("1.5s", 1.5),
        ("1h0m0s", 3600),
        ("1h1m1s", 3661),
        ("-2s", -2),
        ("300ms", 0.3),
        ("5µs", 5e-6),
        ("1m0.5s", 60.5),
    ],
)
def test_a_duration_is_written_as_go_writes_it(text: str, seconds: float) -> None:
    assert format_duration(timedelta(seconds=seconds)) == text


@given(integers(min_value=-(10**14), max_value=10**14))
def test_what_is_written_reads_back(milliseconds: int) -> None:
    duration = timedelta(milliseconds=milliseconds % 10**11)

    assert parse_duration(format_duration(duration)) == duration
