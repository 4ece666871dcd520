"""Whatever goes wrong: a clear message, exit code 1, and nothing left behind."""

import signal
import subprocess
from collections.abc import Iterator
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


@pytest.fixture
def server() -> Iterator[Sshd]:
    with servers() as (one,):
        yield one


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
    small = program.work / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], check=True)
    try:
        (program.work / "big").write_bytes(b"x" * (1 << 20))
        write(
            program,
            'source "file" "a" {\n source = "big"\n target = "small/out"\n}\n'
            'build {\n sources = ["file.a"]\n}\n',
        )

        assert_fails_cleanly(program, "No space left on device")
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)


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
