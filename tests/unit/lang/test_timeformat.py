"""Points in time, in Go's layouts and strftime letters."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from goldsmith.lang.timeformat import RFC3339, format_time, strftime

MOMENT = datetime(2024, 3, 7, 15, 4, 9, 120_000, tzinfo=UTC)
INDIA = MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30), "IST"))
WEST = MOMENT.astimezone(timezone(timedelta(hours=-8), "PST"))


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (RFC3339, "2024-03-07T15:04:09Z"),
        ("20060102150405", "20240307150409"),
        ("20060102-1504", "20240307-1504"),
        ("Monday Mon January Jan Janet", "Thursday Thu March Mar Janet"),
        ("3:04PM 3:4:5pm 03", "3:04PM 3:4:9pm 03"),
        ("1/2/06 _2 002 __2", "3/7/24  7 067  67"),
        ("_2006", "_2024"),
        ("15:04:05.000 05.99 05.999999 05,00", "15:04:09.120 09.12 09.12 09,12"),
        (".0x .05 a.b", ".1x .09 a.b"),
        ("MST -0700 -07:00 -07 Z0700", "UTC +0000 +00:00 +00 Z"),
        ("", ""),
    ],
)
def test_a_layout_is_how_go_would_write_its_reference_time(layout: str, expected: str) -> None:
    assert format_time(MOMENT, layout) == expected


def test_a_zone_shows_its_distance() -> None:
    layout = "MST Z07:00 Z0700 Z07 -0700 -07:00:00 -070000 Z07:00:00 Z070000"
    shown = format_time(INDIA, layout)

    assert shown == "IST +05:30 +0530 +05 +0530 +05:30:00 +053000 +05:30:00 +053000"
    assert format_time(WEST, "-07 Z07:00") == "-08 -08:00"


def test_morning_is_am() -> None:
    assert format_time(MOMENT.replace(hour=0), "3pm 15") == "12am 00"


def test_a_fraction_of_nothing_is_left_out() -> None:
    assert format_time(MOMENT.replace(microsecond=0), "05.999|05.000") == "09|09.000"


def test_strftime_knows_the_usual_letters() -> None:
    assert strftime(MOMENT, "%Y-%m-%d %H:%M:%S") == "2024-03-07 15:04:09"
