"""What was typed in the console stays, but not everything and not for everybody."""

import stat
from pathlib import Path

import pytest

from goldsmith.cli.console_history import History


def typed(path: Path, *texts: str, secrets: tuple[str, ...] = ()) -> list[str]:
    """What is there after these have been typed."""
    history = History(path, secrets)
    list(history.load())
    for text in texts:
        list(history.add(text))
    return list(History(path, ()).load())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history"


def test_what_is_typed_is_kept_in_order_and_once_in_a_row(path: Path) -> None:
    assert typed(path, "a", "a", "b", "a") == ["a", "b", "a"]
    assert typed(path, "a") == ["a", "b", "a"]


def test_several_lines_become_one_where_that_means_the_same(path: Path) -> None:
    assert typed(path, "[\n  1,\n  2\n]", "<<E\nx\nE", "[ # one\n]") == [
        "[ 1, 2 ]",
        "<<E",
        "x",
        "E",
        "[ # one",
        "]",
    ]


def test_secrets_and_what_begins_with_a_blank_are_forgotten(path: Path) -> None:
    assert typed(path, " a", '"my hunter2"', "", "b", secrets=("hunter2",)) == ["b"]


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("old\n")
    path.chmod(0o644)

    assert typed(path, "new") == ["old", "new"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_too_old_is_forgotten(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("".join(f"{n}\n" for n in range(2500)))

    assert typed(path, "new") == [*map(str, range(1501, 2500)), "new"]
    assert len(path.read_text().splitlines()) == 1001
    assert [one.name for one in path.parent.iterdir()] == ["history"]


def test_where_nothing_can_be_kept_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")

    assert typed(tmp_path / "state" / "history", "a") == []


def test_a_link_is_not_followed(tmp_path: Path, path: Path) -> None:
    path.parent.mkdir()
    target = tmp_path / "target"
    target.write_text("")
    path.symlink_to(target)

    typed(path, "a")

    assert target.read_text() == ""
