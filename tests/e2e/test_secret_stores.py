"""Functions that read secrets from servers, in the program as a process."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.e2e.program import Program
from tests.engines import consul, vault
from tests.engines.answering import Server, answering

TEMPLATE = """
local "port" { expression = vault("kv/web", "password") }
locals {
  base = consul_key("images/base")
  both = "${local.base}/${vault("secret/data/web", "password")}"
}
source "null" "it" { communicator = "none" }
build {
  sources = ["null.it"]
  provisioner "shell-local" { inline = ["echo base=${local.base} both=${local.both}"] }
  provisioner "shell-local" { inline = ["echo port=${local.port}"] }
}
"""


@pytest.fixture
def vault_server() -> Iterator[Server]:
    with answering(vault.answer) as server:
        yield server


@pytest.fixture
def consul_server() -> Iterator[Server]:
    with answering(consul.answer) as server:
        yield server


@pytest.fixture
def program(program: Program, vault_server: Server, consul_server: Server) -> Program:
    program.extra.update(
        VAULT_ADDR=f"http://{vault_server.address}",
        VAULT_TOKEN=vault.TOKEN,
        CONSUL_HTTP_ADDR=consul_server.address,
        CONSUL_HTTP_TOKEN=consul.TOKEN,
    )
    (program.work / "web.pkr.hcl").write_text(TEMPLATE)
    return program


def piped(program: Program, expression: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "goldsmith", "console", "-config-type=hcl2"],
        cwd=program.root,
        env=program.environment(),
        input=expression,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def test_a_build_uses_secrets_and_never_shows_them(program: Program) -> None:
    done = program.run("build", ".")

    assert done.returncode == 0, done.stdout
    assert "base=debian-12 both=debian-12/<sensitive>" in done.stdout
    assert "port=<sensitive>" in done.stdout
    assert "hunter2" not in done.stdout
    assert "old-style" not in done.stdout


def test_a_secret_that_is_asked_for_late_is_hidden_as_well(program: Program) -> None:
    late = 'vault("secret/data/${substr(build.PackerRunUUID, 0, 0)}web", "password")'
    step = f'provisioner "shell-local" {{ inline = ["echo late=${{{late}}}"] }}\n  '
    template = TEMPLATE.replace('vault("secret/data/web", "password")', '"nothing"')
    template = template.replace("provisioner", f"{step}provisioner", 1)
    (program.work / "web.pkr.hcl").write_text(template)

    done = program.run("build", ".")

    assert done.returncode == 0, done.stdout
    assert "late=<sensitive>" in done.stdout
    assert "hunter2" not in done.stdout


def test_validate_asks_no_server(
    program: Program, vault_server: Server, consul_server: Server
) -> None:
    done = program.run("validate", ".")

    assert done.returncode == 0, done.stdout
    assert vault_server.requests == consul_server.requests == []


def test_validate_asks_where_it_is_told_to(program: Program, vault_server: Server) -> None:
    (program.work / "web.pkr.hcl").write_text(TEMPLATE.replace("data/web", "data/nosuch"))

    done = program.run("validate", "-evaluate-datasources", ".")

    assert done.returncode == 1
    assert 'the secret "secret/data/nosuch" from Vault at http://127' in done.stdout
    assert "-->" in done.stdout
    assert vault_server.requests


def test_the_console_reads_keys_and_masks_secrets(program: Program) -> None:
    assert piped(program, 'consul_key("images/base")') == "debian-12\n"
    assert piped(program, 'vault("secret/data/web", "password")') == "<sensitive>\n"


def test_a_missing_extra_is_explained(program: Program) -> None:
    (program.work / "hvac.py").write_text("raise ModuleNotFoundError(name='hvac')")
    program.extra["PYTHONPATH"] = str(program.work)

    done = program.run("validate", "-evaluate-datasources", ".")

    assert done.returncode == 1
    assert "vault() needs the Python package hvac, which is not installed." in done.stdout
    assert "pip install 'goldsmith[vault]'" in done.stdout
