"""Whatever goes wrong: a clear message, exit code 1, and nothing left behind."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.e2e.program import Program, events
from tests.engines.sshd import Sshd, servers

NULL = """
source "null" "a" {{
  ssh_host             = "{host}"
  ssh_port             = {port}
  ssh_username         = "{username}"
  ssh_private_key_file = "{key}"
  ssh_timeout          = "{timeout}"
}}

build {{
  sources = ["null.a"]
{steps}
}}
"""
LOCAL = """
source "null" "a" {{
  communicator = "none"
}}

build {{
  sources = ["null.a"]
{steps}
}}
"""

QUICK = LOCAL.format(steps='provisioner "shell-local" {\n inline = ["true"]\n}')


@pytest.fixture
def server() -> Iterator[Sshd]:
    with servers() as (one,):
        yield one


@contextmanager
def small_file_system(place: Path, size: str) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def write(program: Program, text: str) -> None:
    (program.work / "a.pkr.hcl").write_text(text)


def over_ssh(server: Sshd, steps: str = "", *, port: int = 0, key: Path | None = None) -> str:
    return NULL.format(
        host=server.host,
        port=port or server.port,
        username=server.username,
        key=key or server.key,
        timeout="3s" if port or key else "20s",
        steps=steps,
    )


def assert_fails_cleanly(program: Program, *expected: str) -> str:
    done = program.run("build", "a.pkr.hcl", timeout=60)
    assert done.returncode == 1, done.stdout
    for text in expected:
        assert text in done.stdout
    assert "Traceback" not in done.stdout
    assert program.leftovers() == []
    return done.stdout


def test_a_script_that_fails_is_told_with_its_exit_code_and_last_lines(program: Program) -> None:
    write(
        program,
        LOCAL.format(
            steps='provisioner "shell-local" {\n inline = ["echo almost there", "exit 9"]\n}'
        ),
    )

    assert_fails_cleanly(program, "ended with exit code 9", "almost there", "--> a.pkr.hcl:8:1")


@pytest.mark.engine("ssh")
def test_nobody_listening_is_told_before_long(program: Program, server: Sshd) -> None:
    write(program, over_ssh(server, port=1))

    assert_fails_cleanly(program, f"{server.host}:1", "refused")


@pytest.mark.engine("ssh")
def test_a_wrong_key_is_told(program: Program, server: Sshd, tmp_path: Path) -> None:
    key = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    write(program, over_ssh(server, key=key))

    assert_fails_cleanly(program, server.username)


@pytest.mark.engine("ssh")
def test_a_connection_that_is_cut_is_told(program: Program, server: Sshd) -> None:
    step = 'provisioner "shell" {\n inline = ["echo going; kill -9 $PPID; sleep 5"]\n}'
    write(program, over_ssh(server, step))

    assert_fails_cleanly(program, "connection")


@pytest.mark.engine("ssh")
def test_a_script_on_the_machine_that_fails_is_told(program: Program, server: Sshd) -> None:
    step = 'provisioner "shell" {\n inline = ["echo on the machine", "false"]\n}'
    write(program, over_ssh(server, step))

    assert_fails_cleanly(program, "exit code 1", "on the machine", "--> a.pkr.hcl:")


@pytest.mark.engine("mount")
def test_a_full_disk_is_told_and_what_was_half_written_is_gone(program: Program) -> None:
    with small_file_system(program.work / "small", "64k") as small:
        (program.work / "big").write_bytes(b"x" * (1 << 20))
        write(
            program,
            'source "file" "a" {\n source = "big"\n target = "small/out"\n}\n'
            'build {\n sources = ["file.a"]\n}\n',
        )

        assert_fails_cleanly(program, "No space left on device")
        assert list(small.iterdir()) == []


def test_a_missing_script_is_told_where_the_template_names_it(program: Program) -> None:
    steps = 'provisioner "shell-local" {\n script = "setup.sh"\n}'
    write(program, LOCAL.format(steps=steps))

    output = assert_fails_cleanly(program, "setup.sh")

    assert "--> a.pkr.hcl:9:" in output


@pytest.mark.parametrize("what", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_undoes_everything(program: Program, what: signal.Signals) -> None:
    write(program, LOCAL.format(steps='provisioner "shell-local" {\n inline = ["sleep 60"]\n}'))

    with program.start("build", "-json", "a.pkr.hcl") as process:
        for event in events(process):
            if event["event"] == "step_started" and event["step"] == 1:
                process.send_signal(what)

    assert process.returncode == 1
    assert program.leftovers() == []


def test_a_second_signal_stops_at_once_and_a_sweep_finishes(program: Program) -> None:
    steps = 'provisioner "shell-local" {\n inline = ["trap \'\' TERM; sleep 60"]\n}'
    write(program, LOCAL.format(steps=steps))

    with program.start("build", "-json", "a.pkr.hcl") as process:
        for event in events(process):
            first = event["event"] == "step_started" and event["step"] == 1
            if first or event["event"] == "interrupted":
                process.send_signal(signal.SIGINT)

    assert process.returncode != 0
    assert program.run("sweep").returncode == 0
    assert program.leftovers() == []


def test_a_reader_that_goes_away_does_not_keep_resources(program: Program) -> None:
    steps = 'provisioner "shell-local" {\n inline = ["for i in $(seq 2000); do echo $i; done"]\n}'
    write(program, LOCAL.format(steps=steps))

    with program.start("build", "a.pkr.hcl") as process:
        if process.stdout is not None:
            process.stdout.readline()
            process.stdout.close()

    assert program.leftovers() == []


@pytest.mark.engine("mount")
def test_a_full_disk_below_the_journal_is_told_before_anything_is_begun(program: Program) -> None:
    write(program, QUICK)

    with small_file_system(program.state / "goldsmith", "16k") as folder:
        with suppress(OSError):
            (folder / "full").write_bytes(b"x" * (1 << 20))
        done = program.run("build", "a.pkr.hcl")

    assert done.returncode == 1
    assert "No space left on device. Set XDG_STATE_HOME" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.engine("mount")
def test_a_log_that_fills_its_disk_ends_and_the_build_goes_on(program: Program) -> None:
    steps = 'provisioner "shell-local" {\n inline = ["seq 100000 120000"]\n}'
    write(program, LOCAL.format(steps=steps))

    with small_file_system(program.state / "goldsmith", "256k"):
        done = program.run("build", "a.pkr.hcl")

    assert done.returncode == 0, done.stdout
    assert "ends here: No space left on device. The build goes on." in done.stdout


def test_a_state_folder_that_is_none_is_told(program: Program) -> None:
    write(program, QUICK)
    (program.state / "goldsmith").write_text("a file")

    done = program.run("build", "a.pkr.hcl")

    assert done.returncode == 1
    assert "Set XDG_STATE_HOME to a folder that can be written to." in done.stdout


def test_a_folder_for_temporary_files_that_is_missing_is_told(tmp_path: Path) -> None:
    program = Program(tmp_path, {"TMPDIR": "/nonexistent"})
    write(program, QUICK)

    done = program.run("build", "a.pkr.hcl")

    assert done.returncode == 1
    assert "/nonexistent, the folder for temporary files, is not there." in done.stdout


def test_an_output_that_cannot_be_written_is_told_on_standard_error(program: Program) -> None:
    write(program, QUICK)

    for words in (["build", "a.pkr.hcl"], ["validate", "a.pkr.hcl"], ["version"]):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "goldsmith", *words],
                cwd=program.work,
                env=program.environment(),
                stdin=subprocess.DEVNULL,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert (done.returncode, done.stderr) == (
            1,
            "error: The output cannot be written: No space left on device.\n",
        )
    assert program.leftovers() == []


def test_an_output_that_was_closed_is_no_crash(program: Program) -> None:
    write(program, QUICK)

    done = subprocess.run(
        ["sh", "-c", '"$0" -m goldsmith build a.pkr.hcl >&-', sys.executable],
        cwd=program.work,
        env=program.environment(),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_an_output_without_letters_for_everything_is_no_crash(tmp_path: Path) -> None:
    program = Program(tmp_path, {"PYTHONIOENCODING": "ascii"})
    write(program, LOCAL.format(steps='provisioner "shell-local" {\n inline = ["echo ❦"]\n}'))

    done = program.run("build", "a.pkr.hcl")

    assert done.returncode == 0, done.stdout
    assert "\\u2766" in done.stdout


@pytest.mark.parametrize("package", ["asyncssh", "python_socks"])
def test_a_library_that_is_missing_is_told_with_the_command_that_mends_it(
    program: Program, package: str
) -> None:
    here = {"host": "127.0.0.1", "port": 1, "username": "root", "key": "word", "timeout": "3s"}
    text = NULL.format(**here, steps="")
    write(program, text.replace("ssh_private_key_file", "ssh_password"))
    (program.work / "sitecustomize.py").write_text(f"import sys\nsys.modules[{package!r}] = None\n")
    program.extra["PYTHONPATH"] = str(program.work)

    assert program.run("validate", "a.pkr.hcl").returncode == 0
    assert_fails_cleanly(
        program, f"The Python package `{package}` is needed", "pip install 'goldsmith[all]'"
    )


def test_an_option_that_means_nothing_here_is_checked_all_the_same(program: Program) -> None:
    (program.work / "a.pkr.hcl").write_text(
        'source "null" "a" {\n  communicator = "none"\n  ssh_port     = var.nope\n}\n'
        'build {\n  sources = ["null.a"]\n}\n'
    )

    done = program.run("validate", "a.pkr.hcl")

    assert done.returncode == 1
    assert 'There is no variable "nope"' in done.stdout
