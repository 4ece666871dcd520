"""The difference of two texts is shown as `diff -u` does."""

from difflib import unified_diff

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.cli.line_diff import line_diff

NO_NEWLINE = "\\ No newline at end of file\n"


def applied(old: list[str], diff: str) -> list[str]:
    """The lines that come of a difference, which must fit."""
    new: list[str] = []
    at = 0
    for line in diff.splitlines(keepends=True)[2:]:
        if line.startswith("@@"):
            start = int(line.split()[1].split(",")[0].removeprefix("-")) - 1
            new += old[at:start]
            at = start
        elif line == NO_NEWLINE:
            continue
        elif line.startswith("+"):
            new.append(line[1:])
        else:
            assert old[at] == line[1:]
            at += 1
            new += [line[1:]] if line.startswith(" ") else []
    return new + old[at:]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=40))
def test_a_difference_applied_to_the_old_lines_gives_the_new(lines: list[tuple[str, bool]]) -> None:
    old = [f"{text}\n" for text, _ in lines]
    new = [f"{text}{' +' if changes else ''}\n" for text, changes in lines]
    if old == new:
        return

    diff = line_diff("".join(old).encode(), "".join(new).encode(), "x").decode()

    assert applied(old, diff) == new


@pytest.mark.parametrize("changed", [[0], [19], [3, 4], [3, 10], [3, 11], [0, 8, 16], [5, 7, 6]])
def test_hunks_are_cut_as_usual(changed: list[int]) -> None:
    old = [f"{number}\n" for number in range(20)]
    new = [f"{line[:-1]} new\n" if at in changed else line for at, line in enumerate(old)]

    diff = line_diff("".join(old).encode(), "".join(new).encode(), "a/b.pkr.hcl")

    assert diff.decode() == "".join(unified_diff(old, new, "old/a/b.pkr.hcl", "new/a/b.pkr.hcl"))


def test_a_last_line_without_an_end_is_marked() -> None:
    assert line_diff(b"a=1", b"a = 1", "x").decode().splitlines(keepends=True) == [
        "--- old/x\n",
        "+++ new/x\n",
        "@@ -1 +1 @@\n",
        "-a=1\n",
        NO_NEWLINE,
        "+a = 1\n",
        NO_NEWLINE,
    ]
