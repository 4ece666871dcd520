"""`-json` tells what is wrong to programs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from goldsmith.cli.main import run

Told = list[dict[str, object]]
Call = Callable[..., tuple[int, Told]]
GOOD = 'source "null" "a" {\n  communicator = "none"\n}\nbuild {\n  sources = ["null.a"]\n}\n'
WARNING = GOOD + 'hcp_packer_registry {\n  bucket_name = "b"\n}\n'


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    """Run a command on a template: its exit code and the lines that it prints."""
    monkeypatch.chdir(tmp_path)

    def started(template: str, *words: str) -> tuple[int, Told]:
        (tmp_path / "a.pkr.hcl").write_text(template)
        code = run([*words, "a.pkr.hcl"], {})
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return started


def test_a_check_ends_with_its_verdict(call: Call) -> None:
    code, told = call(GOOD, "validate", "-json")

    assert code == 0
    assert told == [{"event": "validate_ended", "valid": True, "errors": 0, "warnings": 0}]


def test_a_check_of_the_syntax_ends_with_its_verdict_too(call: Call) -> None:
    assert call(GOOD, "validate", "-json", "-syntax-only")[1][-1]["valid"] is True


def test_every_error_is_a_line(call: Call) -> None:
    code, told = call("x {}\ny = 1\n", "validate", "-json")

    assert code == 1
    assert [one.get("severity") for one in told] == ["error", "error", "error", None]
    assert told[-1]["errors"] == 3


def test_warnings_do_not_make_it_invalid(call: Call) -> None:
    code, told = call(WARNING, "validate", "-json")

    assert code == 0
    assert [one["event"] for one in told] == ["diagnostic", "validate_ended"]
    assert (told[1]["valid"], told[1]["warnings"]) == (True, 1)


@pytest.mark.parametrize("command", ["build", "inspect", "validate"])
def test_every_command_tells_problems_alike(call: Call, command: str) -> None:
    code, told = call("x {}\n", "-json", command)

    assert code == 1
    assert told[0]["event"] == "diagnostic"


def test_without_json_the_same_is_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.pkr.hcl").write_text(WARNING)

    assert run(["validate", "a.pkr.hcl"], {}) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("warning: ")
    assert shown.endswith("\n\nThe configuration is valid.\n")


def test_machine_readable_output_leaves_warnings_to_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.pkr.hcl").write_text(WARNING)

    assert run(["-machine-readable", "validate", "a.pkr.hcl"], {}) == 0
    assert capsys.readouterr().err.startswith("warning: ")
