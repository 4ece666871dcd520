"""Containers that are reached over SSH, or not at all."""

import subprocess
from pathlib import Path

import pytest
from tests.e2e.program import Program
from tests.engines.docker import Docker

pytestmark = [pytest.mark.engine("docker"), pytest.mark.slow]

SSHD = "mkdir -p /run/sshd; ssh-keygen -A >/dev/null; exec /usr/sbin/sshd -D"

TEMPLATE = """
source "docker" "web" {
  image        = "debian-base:12"
  pull         = false
  commit       = true
  run_command  = ["-d", OPTIONS "--entrypoint=/bin/sh", "--", "{{.Image}}", "-c", "START"]
  communicator = "ssh"
  ssh_timeout  = "20s"
  SETTINGS
}

build {
  sources = ["source.docker.web"]

  provisioner "file" {
    content     = "sent"
    destination = "/tmp/sent"
  }
  provisioner "shell" {
    inline = ["id -un > /tmp/who", "cat /tmp/sent ~/.ssh/authorized_keys || true"]
  }
  post-processor "docker-tag" {
    repository = "over-ssh"
    tags       = ["1"]
  }
}
"""


@pytest.fixture
def program(tmp_path: Path, docker_engine: Docker) -> Program:
    return Program(tmp_path, extra=docker_engine.environment)


def write(program: Program, settings: str, *, options: str = "", start: str = SSHD) -> None:
    text = TEMPLATE.replace("SETTINGS", settings).replace("OPTIONS", options)
    (program.work / "web.pkr.hcl").write_text(text.replace("START", start))


def look(engine: Docker, script: str) -> str:
    """What a command prints in a container of the image, which is gone then."""
    said = engine.run("run", "--rm", "--entrypoint", "/bin/sh", "over-ssh:1", "-c", script)
    engine.run("rmi", "over-ssh:1")
    return said


def test_a_container_lets_in_the_key_of_the_build_and_its_image_does_not(
    program: Program, docker_engine: Docker
) -> None:
    before = docker_engine.inventory()
    write(program, 'ssh_username = "root"')

    done = program.run("build", ".")

    assert done.returncode == 0, done.stdout
    assert "ssh-ed25519" in done.stdout
    assert look(docker_engine, "cat /tmp/who; ls -A /root | grep ssh || true") == "root"
    assert docker_engine.inventory() == before


def test_the_keys_that_were_there_and_those_that_provisioners_add_stay(
    program: Program, docker_engine: Docker, tmp_path: Path
) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    start = (
        "useradd -m -s /bin/sh ann; mkdir -p ~ann/.ssh; printf %s before > ~ann/.ssh/"
        f"authorized_keys; chown -R ann ~ann/.ssh; usermod -p x ann; {SSHD}"
    )
    write(
        program,
        f'ssh_username = "ann"\n  ssh_private_key_file = "{key}"',
        options='"-p", "127.0.0.1::22",',
        start=start,
    )
    template = program.work / "web.pkr.hcl"
    template.write_text(
        template.read_text().replace("|| true", "&& echo after >> ~/.ssh/authorized_keys")
    )

    done = program.run("build", ".")

    assert done.returncode == 0, done.stdout
    said = look(docker_engine, "cat /tmp/who ~ann/.ssh/authorized_keys; stat -c %U ~ann/.ssh/a*")
    assert said.split() == ["ann", "before", "after", "ann"]


def test_a_password_lets_in_as_well(program: Program, docker_engine: Docker) -> None:
    start = f"useradd -m -s /bin/sh ann; echo ann:opens-sesame | chpasswd; {SSHD} -p 2222"
    write(
        program,
        'ssh_username = "ann"\n  ssh_password = "opens-sesame"\n  ssh_port = 2222',
        start=start,
    )

    done = program.run("build", ".")

    assert done.returncode == 0, done.stdout
    assert "opens-sesame" not in done.stdout.replace("chpasswd", "")
    assert look(docker_engine, "cat /tmp/who; ls ~ann/.ssh 2>&1 || true").startswith("ann\n")


def test_a_container_that_ends_before_ssh_answers_ends_the_build(
    program: Program, docker_engine: Docker
) -> None:
    write(program, 'ssh_username = "root"', start="sleep 2; exit 9")

    done = program.run("build", ".")

    assert done.returncode == 1
    assert "The container has ended with exit code 9." in done.stdout
    assert docker_engine.run("ps", "-aq") == ""


def test_a_user_whom_the_container_does_not_have_is_named(
    program: Program, docker_engine: Docker
) -> None:
    write(program, 'ssh_username = "nobody-here"\n  ssh_handshake_attempts = 1')

    done = program.run("build", ".")

    assert done.returncode == 1
    assert "it has no user nobody-here." in done.stdout
    assert docker_engine.run("ps", "-aq") == ""


def test_a_container_without_a_network_cannot_be_reached_over_ssh(
    program: Program, docker_engine: Docker
) -> None:
    write(program, 'ssh_username = "root"', options='"--network", "none",')

    done = program.run("build", ".")

    assert done.returncode == 1
    assert "-p 127.0.0.1::22" in done.stdout


def test_an_image_is_made_without_any_way_into_the_container(
    program: Program, docker_engine: Docker
) -> None:
    (program.work / "web.pkr.hcl").write_text(
        """
        source "docker" "web" {
          image        = "debian-base:12"
          pull         = false
          commit       = true
          communicator = "none"
          changes      = ["ENV A=b"]
        }
        build {
          sources = ["source.docker.web"]
          post-processor "docker-tag" {
            repository = "over-ssh"
            tags       = ["1"]
          }
        }
        """
    )

    done = program.run("build", ".")

    assert done.returncode == 0, done.stdout
    assert look(docker_engine, "echo $A") == "b"


def test_winrm_is_refused(program: Program) -> None:
    write(program, 'winrm_username = "x"')
    template = program.work / "web.pkr.hcl"
    template.write_text(template.read_text().replace('= "ssh"', '= "winrm"'))

    done = program.run("validate", ".")

    assert done.returncode == 1
    assert "winrm" in done.stdout
