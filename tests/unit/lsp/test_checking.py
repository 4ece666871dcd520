"""Checks follow changes, a moment later, and only the last one counts."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.lsp.desks import MANUALS

from goldsmith.diagnostics import Diagnostic
from goldsmith.lsp import checking
from goldsmith.lsp.checking import Checker
from goldsmith.lsp.desk import Desk
from goldsmith.lsp.subject import Looker, Subject
from goldsmith.planning import Examination

BUILD = 'source "null" "a" { communicator = "none" }\nbuild {\n  sources = ["null.a"]\n}\n'


class Screen:
    """What an editor would show, and the checks that were made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk(MANUALS)
        self.shown: dict[str, list[str]] = {}
        self.checks = 0
        self.during: Callable[[], None] = lambda: None
        self.faults: list[Exception] = []
        looker = Looker(MANUALS.catalog, {})
        self.checker = Checker(self.desk, self.tell, self.run, looker, self.faults.append)

    def tell(self, _: Subject, path: Path, problems: tuple[Diagnostic, ...]) -> None:
        self.shown[path.name] = [one.summary for one in problems]

    async def run(self, work: Callable[[], Examination]) -> Examination:
        self.checks += 1
        found = work()
        during, self.during = self.during, lambda: None
        during()
        return found

    def write(self, name: str, text: str) -> None:
        self.desk.documents.open(self.folder / name, text, 1)
        self.checker.changed(self.folder)

    def close(self, name: str) -> None:
        self.desk.documents.close(self.folder / name)
        self.checker.changed(self.folder)

    async def settle(self) -> None:
        await asyncio.sleep(checking.PAUSE * 6)


@pytest.fixture
def screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr(checking, "PAUSE", 0.02)
    return Screen(tmp_path)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_many_changes_in_a_row_are_checked_once(screen: Screen) -> None:
    for length in range(len(BUILD)):
        screen.write("a.pkr.hcl", BUILD[:length])
    screen.write("a.pkr.hcl", BUILD)
    await screen.settle()

    assert screen.checks == 1
    assert screen.shown == {"a.pkr.hcl": []}


async def test_what_a_check_finds_of_an_older_text_is_dropped(screen: Screen) -> None:
    screen.during = lambda: screen.write("a.pkr.hcl", BUILD)
    screen.write("a.pkr.hcl", "broken {")
    await screen.settle()

    assert screen.checks == 2
    assert screen.shown == {"a.pkr.hcl": []}


async def test_problems_go_away_with_their_cause(screen: Screen) -> None:
    screen.write("a.pkr.hcl", BUILD)
    screen.write("b.pkr.hcl", "broken {")
    await screen.settle()
    before = dict(screen.shown)
    screen.write("b.pkr.hcl", "")
    await screen.settle()

    assert before["b.pkr.hcl"]
    assert screen.shown["b.pkr.hcl"] == []


async def test_the_last_file_that_is_closed_takes_its_problems_along(screen: Screen) -> None:
    screen.write("a.pkr.hcl", "broken {")
    await screen.settle()
    before = dict(screen.shown)
    screen.close("a.pkr.hcl")
    await screen.settle()

    assert before["a.pkr.hcl"]
    assert screen.shown == {"a.pkr.hcl": []}


async def test_a_file_that_is_closed_during_its_check_shows_nothing(screen: Screen) -> None:
    screen.during = lambda: screen.close("a.pkr.hcl")
    screen.write("a.pkr.hcl", "broken {")
    await screen.settle()

    assert screen.shown == {}


async def test_a_file_that_is_opened_again_during_a_check_is_checked_again(screen: Screen) -> None:
    def reopen() -> None:
        screen.close("a.pkr.hcl")
        screen.write("a.pkr.hcl", BUILD)

    screen.during = reopen
    screen.write("a.pkr.hcl", "broken {")
    await screen.settle()

    assert screen.checks == 2
    assert screen.shown == {"a.pkr.hcl": []}


async def test_a_file_of_values_in_another_folder_takes_its_problems_along(
    screen: Screen,
) -> None:
    screen.write("a.pkr.hcl", BUILD)
    values = screen.folder / "values" / "x.pkrvars.hcl"
    screen.desk.documents.open(values, "a = [", 1)
    screen.checker.changed(values.parent)
    await screen.settle()
    before = dict(screen.shown)
    screen.desk.documents.close(values)
    screen.checker.changed(values.parent)
    await screen.settle()

    assert before["x.pkrvars.hcl"]
    assert screen.shown["x.pkrvars.hcl"] == []


async def test_values_stay_known_while_the_text_is_broken(screen: Screen) -> None:
    screen.write("a.pkr.hcl", f"locals {{\n  a = 1\n}}\n{BUILD}")
    await screen.settle()
    screen.write("a.pkr.hcl", f"locals {{\n  a = \n}}\n{BUILD}")
    await screen.settle()

    view = screen.desk.view(screen.folder / "a.pkr.hcl")
    assert view is not None
    assert view.shown["local", "a"] == "1"


async def test_a_mistake_of_ours_is_told_and_the_next_check_is_made(screen: Screen) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    screen.during = fail
    screen.write("a.pkr.hcl", "broken {")
    await screen.settle()
    screen.write("a.pkr.hcl", BUILD)
    await screen.settle()

    assert [type(one) for one in screen.faults] == [ZeroDivisionError]
    assert screen.shown == {"a.pkr.hcl": []}
