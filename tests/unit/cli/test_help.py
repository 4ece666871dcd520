"""What the help pages say is true."""

import shlex

import pytest

from goldsmith.cli.command import Command, help_page
from goldsmith.cli.flags import parse_flags
from goldsmith.cli.main import COMMANDS, check_number, command_name, overview
from goldsmith.loading import load

WIDEST = 140


def command_called(name: str) -> Command:
    found = load(COMMANDS[name][0])
    assert isinstance(found, Command)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_called_as_the_table_says(name: str) -> None:
    command = command_called(name)

    assert command.name == name
    assert command.usage.split()[: len(name.split())] == name.split()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_a_command_line_that_is_understood(name: str) -> None:
    command = command_called(name)

    assert command.examples
    for line, text in command.examples:
        words = shlex.split(line.split(" > ")[0].split(" >")[0].split(" <")[0])
        found, rest = command_name(words)
        assert found == name
        check_number(
            parse_flags([one for one in rest if one != "-json"], command.flags).arguments, command
        )
        assert text


@pytest.mark.parametrize("name", COMMANDS)
def test_a_help_page_fits_the_screen(name: str) -> None:
    assert max(map(len, help_page(command_called(name)).splitlines())) <= WIDEST


def test_the_overview_has_every_command_once_under_a_heading() -> None:
    rows = [line.strip().partition("  ")[0] for line in overview().splitlines()]

    assert [rows.count(name) for name in COMMANDS] == [1] * len(COMMANDS)
    assert "More:" not in rows
