"""The programs that bring Python packages in."""

from pathlib import Path

import pytest

from goldsmith.app import packages
from goldsmith.app.packages import (
    Installer,
    Program,
    canonical,
    carry_out,
    find_installer,
    missing_libraries,
    versions,
)
from goldsmith.diagnostics import GoldsmithError

PIP = ("/env/bin/python", "-P", "-m", "pip")


def installer(program: Program) -> Installer:
    return Installer(program, "/env/bin/python", "goldsmith")


def with_programs(folder: Path, *names: str) -> dict[str, str]:
    """An environment whose path has these programs alone."""
    for name in names:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


@pytest.mark.parametrize(
    ("program", "install", "remove"),
    [
        (
            Program.PIP,
            (*PIP, "install", "--disable-pip-version-check", "--no-input", "x"),
            (*PIP, "uninstall", "--yes", "x"),
        ),
        (
            Program.UV,
            ("uv", "pip", "install", "--python", "/env/bin/python", "x"),
            ("uv", "pip", "uninstall", "--python", "/env/bin/python", "x"),
        ),
        (
            Program.PIPX,
            ("pipx", "inject", "goldsmith", "x"),
            ("pipx", "uninject", "goldsmith", "x"),
        ),
    ],
)
def test_every_program_has_its_commands(
    program: Program, install: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    assert installer(program).install("x") == install
    assert installer(program).remove("x") == remove


def test_what_comes_back_stays_in_the_books_of_pipx() -> None:
    command = installer(Program.PIPX).remove("x", comes_back=True)

    assert command == ("pipx", "runpip", "goldsmith", "uninstall", "--yes", "x")


@pytest.mark.parametrize("program", Program)
def test_pins_and_another_time_are_part_of_the_command(program: Program) -> None:
    command = " ".join(installer(program).install("x", Path("/a b/pins.txt"), again=True))

    assert "--constraint" in command
    assert "/a b/pins.txt" in command
    assert any(word in command for word in ("--force", "--reinstall"))


@pytest.mark.parametrize(
    ("program", "package", "command"),
    [
        (Program.PIP, "x", "/env/bin/python -m pip install x"),
        (Program.PIP, "goldsmith[aws]", "/env/bin/python -m pip install 'goldsmith[aws]'"),
        (Program.UV, "x", "uv pip install --python /env/bin/python x"),
        (Program.UV_TOOL, "x", "uv tool install goldsmith --with x"),
        (Program.UV_TOOL, "goldsmith[aws]", "uv tool install 'goldsmith[aws]'"),
        (Program.PIPX, "x", "pipx inject goldsmith x"),
        (Program.PIPX, "goldsmith[aws]", "pipx install --force 'goldsmith[aws]'"),
    ],
)
def test_people_are_told_what_to_type(program: Program, package: str, command: str) -> None:
    assert installer(program).advice(package) == command


@pytest.mark.parametrize(
    ("mark", "programs", "found"),
    [
        ("pipx_metadata.json", ["pipx", "uv"], Program.PIPX),
        ("pipx_metadata.json", [], Program.PIP),
        ("uv-receipt.toml", ["uv"], Program.UV_TOOL),
        ("", ["uv", "pipx"], Program.PIP),
    ],
)
def test_the_program_that_made_the_environment_is_used(
    tmp_path: Path, mark: str, programs: list[str], found: Program
) -> None:
    prefix = tmp_path / "goldsmith"
    prefix.mkdir()
    if mark:
        (prefix / mark).write_text("")

    chosen = find_installer(with_programs(tmp_path, *programs), prefix, "python")

    assert (chosen.program, chosen.name) == (found, "goldsmith")


def test_without_pip_uv_does_it_and_without_both_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "find_spec", lambda _name: None)

    assert find_installer(with_programs(tmp_path, "uv"), tmp_path, "p").program is Program.UV
    with pytest.raises(GoldsmithError, match="Neither pip nor uv"):
        find_installer({"PATH": "/nowhere"}, tmp_path, "p")


def test_what_an_extra_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [
        "anyio>=4",
        "goldsmith[ssh,more]; extra == 'qemu'",
        "Not.There>=1; extra == 'ssh'",
        'not-here[fast]; extra == "more"',
        "pytest; extra == 'more'",
        "other; extra == 'docker'",
        "old; extra == 'qemu' and python_version < '3'",
    ]
    monkeypatch.setattr("importlib.metadata.requires", lambda _name: wanted)

    assert missing_libraries("qemu") == ("Not.There", "not-here")
    assert missing_libraries("core") == ()


def test_what_is_installed_is_known_by_its_canonical_name() -> None:
    assert "goldsmith" in versions()
    assert canonical("A_b.-C") == "a-b-c"


def test_a_command_that_fails_or_is_not_there_is_named() -> None:
    with pytest.raises(GoldsmithError, match=r"false ended with exit code 1\."):
        carry_out(["false"])
    with pytest.raises(GoldsmithError, match="/nowhere cannot be started: No such file"):
        carry_out(["/nowhere"])
