"""A machine's output cannot steer the user's terminal."""

import pytest
from hypothesis import given
from hypothesis.strategies import text

from goldsmith.cli.controls import with_colors_only, without_controls

RED = "\x1b[31m"
RESET = "\x1b[0m"


@pytest.mark.parametrize(
    "steering",
    [
        "\x1b[2J",
        "\x1b[10;20H",
        "\x1b[?25l",
        "\x1b]0;a title\x07",
        "\x1b]8;;http://192.0.2.1\x1b\\",
        "\x1bc",
        "\x1b(B",
        "\x07",
        "\x08",
        "\x9b2J"[:1],
    ],
)
def test_what_moves_clears_or_rings_is_left_out(steering: str) -> None:
    assert without_controls(f"a{steering}b") == "ab"
    assert with_colors_only(f"a{steering}") == "a"


def test_colours_can_stay_but_end_with_their_line() -> None:
    assert with_colors_only(f"{RED}hot") == f"{RED}hot{RESET}"
    assert without_controls(f"{RED}hot{RESET}") == "hot"


def test_tabs_stay() -> None:
    assert with_colors_only("a\tb") == "a\tb"


@given(text())
def test_nothing_to_obey_is_ever_left(anything: str) -> None:
    assert "\x1b" not in without_controls(anything)
    assert without_controls(without_controls(anything)) == without_controls(anything)
