"""What Go templates in settings can call."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from goldsmith.lang.gotemplate import render
from goldsmith.planning import Inputs
from goldsmith.planning.rendering import functions

STARTED = datetime(2018, 1, 2, 23, 12, 1, 989_000, UTC)


def rendered(template: str) -> str:
    inputs = Inputs(".", started=STARTED, working_directory=Path("/work"))
    known = functions(inputs, source_name="web", builder_type="qemu")
    return render(template, {}, known)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{build_name}}", "web"),
        ("{{build_type | upper}}", "QEMU"),
        ("{{timestamp}}", "1514934721"),
        ("{{isotime}}", "2018-01-02T23:12:01Z"),
        ('{{isotime "20060102-150405"}}', "20180102-231201"),
        ("{{isotime `Mon Jan _2 03:04PM 06`}}", "Tue Jan  2 11:12PM 18"),
        ('{{strftime "%Y-%m-%d %H:%M:%S%L"}}', "2018-01-02 23:12:01.989"),
        (
            '{{strftime "%a %A %b %B %I %p %y %z %Z %%"}}',
            "Tue Tuesday Jan January 11 PM 18 +0000 UTC %",
        ),
        ('{{strftime "%F %e %"}}', "%F %e %"),
        ("{{pwd}}", "/work"),
        ("{{packer_version}}", "1.16.0"),
        ("{{len uuid}}", "36"),
    ],
)
def test_a_function_says_what_is_so(template: str, expected: str) -> None:
    assert rendered(template) == expected


def test_each_uuid_is_new_and_later_ones_sort_behind() -> None:
    first, second = rendered("{{uuid}} {{uuid}}").split()

    assert first != second
    assert first[:8] <= second[:8]
    assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first)
