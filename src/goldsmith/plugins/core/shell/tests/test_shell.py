"""The shell provisioner, on a machine that only has files and a list of commands."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from goldsmith.plugins.core.script_settings import ScriptSettings
from goldsmith.plugins.core.shell.provision import DISCONNECTED, provision
from goldsmith.plugins.core.shell.settings import ShellSettings
from goldsmith.sdk import (
    Access,
    CommandFailed,
    CommandResult,
    ConnectionLost,
    OnLine,
    TransferFailed,
)
from goldsmith.sdk.testing import FakeMachine, FakeRun
from goldsmith.toolkit.process import run_command


class ScriptMachine(FakeMachine):
    """A machine whose scripts end with the next of `endings`; other commands succeed."""

    def __init__(self, *endings: int | Exception | None) -> None:
        super().__init__()
        self.endings = list(endings)

    async def execute(
        self, command: str, *, on_line: OnLine | None = None, stdin: bytes = b""
    ) -> CommandResult:
        await super().execute(command, on_line=on_line, stdin=stdin)
        if command.startswith("rm -f ") or not self.endings:
            return CommandResult(command, 0)
        ending = self.endings.pop(0)
        if isinstance(ending, Exception):
            raise ending
        return CommandResult(command, ending, ("the last line",))


class HereMachine(FakeMachine):
    """A machine that is this one: commands and files are real."""

    async def execute(
        self, command: str, *, on_line: OnLine | None = None, stdin: bytes = b""
    ) -> CommandResult:
        argv = ["/bin/sh", "-c", command]
        return await run_command(FakeRun(), argv, on_line=on_line, stdin=stdin)

    async def upload_bytes(self, content: bytes, destination: str, *, mode: int = 0o644) -> None:
        path = Path(destination)
        path.write_bytes(content)
        path.chmod(mode)


def shell(
    # Any: a test may set any option.
    *inline: str,
    commands: ScriptSettings | None = None,
    remote_file: str = "x.sh",
    **more: Any,
) -> ShellSettings:
    return ShellSettings(
        commands=commands or ScriptSettings(inline=inline), remote_file=remote_file, **more
    )


async def test_a_script_is_run_and_removed_with_one_command() -> None:
    machine = ScriptMachine()

    await provision(shell("echo one", "echo two"), FakeRun(build_name="qemu.web"), machine)

    assert machine.files == {"/tmp/x.sh": b"#!/bin/sh -e\necho one\necho two\n"}
    assert machine.modes == {"/tmp/x.sh": 0o755}
    assert machine.commands == [
        "chmod +x /tmp/x.sh; "
        "PACKER_BUILDER_TYPE='qemu' PACKER_BUILD_NAME='web'  /tmp/x.sh && rm -f /tmp/x.sh"
    ]


async def test_scripts_get_a_name_that_cannot_be_guessed() -> None:
    machine = ScriptMachine()

    await provision(shell("true", remote_file=""), FakeRun(), machine)
    await provision(shell("true", remote_file=""), FakeRun(), machine)

    names = [Path(name).name for name in machine.files]
    assert len(set(names)) == 2
    assert all(name.startswith("script_") and len(name) > 20 for name in names)


async def test_a_failing_script_is_named_with_its_exit_code_and_last_lines_and_removed() -> None:
    machine = ScriptMachine(3)

    with pytest.raises(CommandFailed) as failure:
        await provision(shell("make install"), FakeRun(), machine)

    assert str(failure.value) == "`make install` ended with exit code 3.\n  the last line"
    assert machine.commands[-1] == "rm -f /tmp/x.sh"


async def test_an_allowed_exit_code_is_a_success_and_the_script_is_removed_after_it() -> None:
    machine = ScriptMachine(3)
    commands = ScriptSettings(inline=("true",), valid_exit_codes=frozenset({0, 3}))

    await provision(shell(commands=commands), FakeRun(), machine)

    assert machine.commands[-1] == "rm -f /tmp/x.sh"


async def test_a_lost_connection_is_an_error_that_says_how_to_expect_it() -> None:
    with pytest.raises(CommandFailed, match=r"was cut off.*expect_disconnect = true"):
        await provision(shell("reboot"), FakeRun(), ScriptMachine(None))


@pytest.mark.parametrize(
    "settings",
    [
        shell("reboot", expect_disconnect=True),
        shell(
            commands=ScriptSettings(
                inline=("reboot",), valid_exit_codes=frozenset({0, DISCONNECTED})
            )
        ),
    ],
)
async def test_an_expected_disconnect_is_a_success(settings: ShellSettings) -> None:
    machine = ScriptMachine(None)

    await provision(settings, FakeRun(), machine)

    assert machine.commands[-1] == "rm -f /tmp/x.sh"


async def test_a_script_is_started_again_when_the_machine_did_not_answer() -> None:
    machine = ScriptMachine(ConnectionLost("The machine is restarting."))
    run = FakeRun()

    await provision(shell("true"), run, machine)

    assert len(machine.commands) == 2
    assert "yet" in run.said[0]


async def test_a_machine_that_never_answers_fails_after_the_time_that_the_template_allows() -> None:
    machine = ScriptMachine(*[ConnectionLost("Gone.")] * 5)

    with pytest.raises(ConnectionLost):
        await provision(shell("true", start_retry_timeout=timedelta(seconds=1)), FakeRun(), machine)


async def test_a_file_that_is_refused_fails_with_its_reason() -> None:
    machine = FakeMachine(failures={"/tmp/x.sh": TransferFailed("/tmp is full.")})

    with pytest.raises(TransferFailed, match="full"):
        await provision(shell("true", start_retry_timeout=timedelta(seconds=1)), FakeRun(), machine)


async def test_without_a_machine_nothing_is_run_and_the_user_is_told() -> None:
    run = FakeRun()

    await provision(shell("true"), run, None)

    assert "Nothing was run" in run.warnings[0]


async def test_variables_come_sorted_with_their_quotes_escaped_and_env_wins() -> None:
    machine = ScriptMachine()
    commands = ScriptSettings(
        inline=("true",),
        environment_vars=("B=from the list", "QUOTE=it's"),
        env={"B": "from the map"},
    )

    await provision(shell(commands=commands), FakeRun(build_name="null.x"), machine)

    assert (
        "B='from the map' PACKER_BUILDER_TYPE='null' PACKER_BUILD_NAME='x' QUOTE='it'\"'\"'s' "
        in machine.commands[0]
    )


async def test_the_address_of_the_file_server_is_told_only_where_there_is_one() -> None:
    machine = ScriptMachine()
    facts = {
        "PackerHTTPIP": "10.0.2.2",
        "PackerHTTPPort": "ERR_HTTP_PORT_NOT_IMPLEMENTED_BY_BUILDER",
    }

    await provision(shell("true"), FakeRun(facts=facts), machine)

    assert "PACKER_HTTP_IP='10.0.2.2'" in machine.commands[0]
    assert "PACKER_HTTP_PORT" not in machine.commands[0]


async def test_variables_may_go_through_a_file_that_only_the_user_reads() -> None:
    machine = ScriptMachine()
    commands = ScriptSettings(inline=("true",), env={"TOKEN": "x"})

    await provision(shell(commands=commands, use_env_var_file=True), FakeRun(), machine)

    file = next(name for name in machine.files if "varfile" in name)
    assert b"export TOKEN='x'\n" in machine.files[file]
    assert machine.modes[file] == 0o600
    assert machine.commands == [
        f"chmod +x /tmp/x.sh; . {file} && /tmp/x.sh && rm -f /tmp/x.sh {file}"
    ]


@pytest.mark.parametrize(
    "command",
    [
        "{{.Path}}; true",
        "exec {{.Path}}",
        "{{.Path}} # a note",
        "nohup {{.Path}} &",
        "sh -s < {{.Path}} <<END",
    ],
)
async def test_a_command_that_cannot_be_extended_is_run_as_it_is(command: str) -> None:
    machine = ScriptMachine()

    await provision(shell("true", execute_command=command), FakeRun(), machine)

    assert machine.commands == [command.replace("{{.Path}}", "/tmp/x.sh"), "rm -f /tmp/x.sh"]


async def test_a_machine_that_passes_input_gets_the_script_with_the_command() -> None:
    machine = ScriptMachine()
    run = FakeRun(access=Access("ssh", passes_input=True), build_name="qemu.web")

    await provision(shell("echo one"), run, machine)

    assert machine.files == {}
    assert machine.inputs == [b"#!/bin/sh -e\necho one\n"]
    assert machine.commands == [
        "cat > /tmp/x.sh && chmod 755 /tmp/x.sh || exit 191; chmod +x /tmp/x.sh; "
        "PACKER_BUILDER_TYPE='qemu' PACKER_BUILD_NAME='web'  /tmp/x.sh && rm -f /tmp/x.sh"
    ]


async def test_a_script_that_could_not_be_written_is_not_taken_for_one_that_failed() -> None:
    machine = ScriptMachine(*[191] * 9)
    machine.failures["/tmp/x.sh"] = TransferFailed("/tmp is full.")
    run = FakeRun(access=Access("ssh", passes_input=True))

    with pytest.raises(TransferFailed, match="full"):
        await provision(shell("true", start_retry_timeout=timedelta(seconds=1)), run, machine)


async def test_a_script_may_end_with_the_code_that_stands_for_one_not_written() -> None:
    run = FakeRun(access=Access("ssh", passes_input=True))

    with pytest.raises(CommandFailed, match="ended with exit code 191"):
        await provision(shell("exit 191"), run, ScriptMachine(191))


@pytest.mark.parametrize(
    "settings",
    [shell("true", execute_command="sh {{.Path}}"), shell("true", use_env_var_file=True)],
)
async def test_other_commands_find_the_script_on_the_machine(settings: ShellSettings) -> None:
    machine = ScriptMachine()

    await provision(settings, FakeRun(access=Access("ssh", passes_input=True)), machine)

    assert "/tmp/x.sh" in machine.files


@pytest.mark.parametrize("passes_input", [True, False])
@pytest.mark.parametrize("in_file", [True, False])
async def test_a_real_shell_runs_the_script_and_nothing_is_left(
    tmp_path: Path, passes_input: bool, in_file: bool
) -> None:
    run = FakeRun(access=Access("ssh", passes_input=passes_input))
    commands = ScriptSettings(
        inline=('echo "$NAME"; cat; exit 3',),
        env={"NAME": "it's $HOME"},
        valid_exit_codes=frozenset({3}),
    )
    settings = ShellSettings(
        commands=commands, remote_folder=str(tmp_path), use_env_var_file=in_file
    )

    await provision(settings, run, HereMachine())

    assert run.output_lines == [("stdout", "it's $HOME")]
    assert list(tmp_path.iterdir()) == []


async def test_skip_clean_leaves_the_script_there() -> None:
    machine = ScriptMachine()

    await provision(shell("true", skip_clean=True), FakeRun(), machine)

    assert not any("rm -f" in command for command in machine.commands)


async def test_a_shebang_of_the_first_line_is_kept_unless_one_is_set() -> None:
    own, set_too = ScriptMachine(), ScriptMachine()

    await provision(shell("#!/bin/bash", "true"), FakeRun(), own)
    await provision(shell("#!/bin/bash", inline_shebang="/bin/ksh"), FakeRun(), set_too)

    assert own.files["/tmp/x.sh"] == b"#!/bin/bash\ntrue\n"
    assert set_too.files["/tmp/x.sh"] == b"#!/bin/ksh\n#!/bin/bash\n"


async def test_line_ends_become_those_of_unix_unless_it_is_a_program(tmp_path: Path) -> None:
    script = tmp_path / "x"
    script.write_bytes(b"one\r\ntwo")
    commands = ScriptSettings(script=str(script))
    text, program = ScriptMachine(), ScriptMachine()

    await provision(shell(commands=commands), FakeRun(), text)
    await provision(shell(commands=commands, binary=True), FakeRun(), program)

    assert text.files["/tmp/x.sh"] == b"one\ntwo\n"
    assert program.files["/tmp/x.sh"] == b"one\r\ntwo"


async def test_every_script_is_run_in_order_until_one_fails(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a", "b", "c")]
    for file in files:
        file.write_text("true\n")
    paths = [str(file) for file in files]
    machine = ScriptMachine(0, 1)
    run = FakeRun()

    with pytest.raises(CommandFailed, match=f"{paths[1]}` ended with exit code 1"):
        await provision(shell(commands=ScriptSettings(scripts=tuple(paths))), run, machine)

    assert run.steps == [f"Running {paths[0]}", f"Running {paths[1]}"]


def test_nothing_to_run_is_a_mistake() -> None:
    (problem,) = shell().problems()

    assert problem.message == "The shell provisioner needs to know what to run."


def test_two_things_to_run_are_a_mistake() -> None:
    (problem,) = shell(commands=ScriptSettings(inline=("x",), script="y")).problems()

    assert problem.setting == "script"


def test_a_script_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    (missing,) = ScriptSettings(scripts=("no/such.sh",)).problems()
    (folder,) = ScriptSettings(script=str(tmp_path)).problems()

    assert missing.message == 'There is no script "no/such.sh".'
    assert folder.message.endswith("is a folder, not a script.")


@pytest.mark.parametrize("entry", ["NAME", "=value", ""])
def test_a_variable_needs_a_name_and_a_value(entry: str) -> None:
    (problem,) = ScriptSettings(environment_vars=(entry,)).problems()

    assert problem.setting == "environment_vars"
