"""shell-local, with real shells."""

import sys
import tempfile
from pathlib import Path

import pytest

from goldsmith.plugins.core.script_settings import ScriptSettings
from goldsmith.plugins.core.shell_local.run_scripts import linux_path, process, provision
from goldsmith.plugins.core.shell_local.settings import ShellLocalSettings
from goldsmith.sdk import Artifact, CommandFailed
from goldsmith.sdk.testing import FakeRun

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these scripts are for Unix")


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def printed(run: FakeRun) -> list[str]:
    return [line for _, line in run.output_lines]


async def test_inline_commands_are_lines_of_one_script_that_is_gone_afterwards(
    temporary_folder: Path,
) -> None:
    settings = ShellLocalSettings(commands=ScriptSettings(inline=("x=1", 'echo "$x $0"')))

    async with FakeRun() as run:
        await provision(settings, run, None)

    (line,) = printed(run)
    assert line.startswith(f"1 {temporary_folder}/packer-shell")
    assert names_in(temporary_folder) == []


async def test_a_failing_script_is_named_with_its_exit_code_and_last_lines(
    temporary_folder: Path,
) -> None:
    settings = ShellLocalSettings(commands=ScriptSettings(inline=("echo oh; exit 4",)))

    with pytest.raises(CommandFailed) as failure:
        async with FakeRun() as run:
            await provision(settings, run, None)

    assert str(failure.value) == "`echo oh; exit 4` ended with exit code 4.\n  oh"
    assert names_in(temporary_folder) == []


async def test_scripts_see_their_variables_and_those_of_the_run() -> None:
    settings = ShellLocalSettings(
        commands=ScriptSettings(
            inline=('echo "$MINE $PACKER_BUILD_NAME $PACKER_BUILDER_TYPE $PACKER_RUN_UUID"',),
            environment_vars=("MINE=it's {{ .Host }}",),
        )
    )

    async with FakeRun(facts={"Host": "192.0.2.1"}, build_name="null.here") as run:
        await provision(settings, run, None)

    assert printed(run) == [f"it's 192.0.2.1 here null {run.run_id}"]


async def test_a_script_file_is_run_in_the_folder_goldsmith_was_started_in(tmp_path: Path) -> None:
    script = tmp_path / "script.sh"
    script.write_text("#!/bin/sh\npwd\n")
    script.chmod(0o755)
    settings = ShellLocalSettings(commands=ScriptSettings(script=str(script)))

    async with FakeRun() as run:
        await provision(settings, run, None)

    assert printed(run) == [str(Path.cwd())]


async def test_a_command_of_one_word_is_given_to_a_shell() -> None:
    settings = ShellLocalSettings(
        commands=ScriptSettings(inline=("echo hello",)), execute_command=("cat {{.Script}}",)
    )

    async with FakeRun() as run:
        await provision(settings, run, None)

    assert printed(run) == ["#!/bin/sh -e", "echo hello"]


async def test_another_operating_system_runs_nothing() -> None:
    settings = ShellLocalSettings(
        commands=ScriptSettings(inline=("exit 1",)), only_on=("windows", "solaris")
    )

    async with FakeRun() as run:
        await provision(settings, run, None)

    assert "windows, solaris only" in run.said[0]


async def test_the_post_processor_hands_on_its_artifact() -> None:
    artifact = Artifact("packer.file", "File", "A file")
    settings = ShellLocalSettings(command="true")

    async with FakeRun() as run:
        assert await process(settings, run, artifact) is artifact


async def test_an_extension_is_part_of_the_name_of_the_script() -> None:
    settings = ShellLocalSettings(
        commands=ScriptSettings(inline=('echo "$0"',)), tempfile_extension="run"
    )

    async with FakeRun() as run:
        await provision(settings, run, None)

    assert printed(run)[0].endswith(".run")


def test_windows_paths_can_be_those_of_the_linux_subsystem() -> None:
    assert linux_path("C:\\work\\x.sh") == "/mnt/c/work/x.sh"


def test_paths_of_inline_scripts_cannot_be_rewritten() -> None:
    settings = ShellLocalSettings(command="true", use_linux_pathing=True)

    assert [one.setting for one in settings.problems()] == ["use_linux_pathing"]


def test_command_and_inline_are_one_too_many() -> None:
    settings = ShellLocalSettings(commands=ScriptSettings(inline=("x",)), command="y")

    assert [one.setting for one in settings.problems()] == ["command"]
