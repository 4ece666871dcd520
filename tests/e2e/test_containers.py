"""Templates with containers, from the source to the registry."""

import json
import tarfile
from pathlib import Path

import pytest
from tests.e2e.program import Program
from tests.engines.base_disk import BaseDisk
from tests.engines.docker import PASSWORD, USERNAME, Docker, Registry

pytestmark = [pytest.mark.engine("docker"), pytest.mark.slow]

EXAMPLE = Path(__file__).parents[2] / "examples" / "two-platforms"


@pytest.fixture
def program(tmp_path: Path, docker_engine: Docker) -> Program:
    return Program(tmp_path, extra=docker_engine.environment)


WEB = """
variable "password" {
  default   = ""
  sensitive = true
}

source "docker" "web" {
  image  = "debian-base:12"
  pull   = false
  RESULT
}

build {
  sources = ["source.docker.web"]

  provisioner "shell" {
    inline = ["echo made > /made"]
  }

  post-processors {
    POST
  }
}
"""


def web(program: Program, result: str, post: str) -> None:
    (program.work / "web.pkr.hcl").write_text(WEB.replace("RESULT", result).replace("POST", post))


def test_an_export_becomes_an_image_with_names_and_the_file_goes(
    program: Program, docker_engine: Docker
) -> None:
    before = docker_engine.inventory()
    web(
        program,
        'export_path = "root.tar"',
        """
        post-processor "docker-import" {
          repository = "imported"
          tag        = "1"
          changes    = ["CMD [\\"cat\\", \\"/made\\"]"]
        }
        post-processor "docker-tag" {
          repository = "imported"
          tags       = ["2", "3"]
        }
        post-processor "docker-save" {
          path = "saved.tar"
        }
        """,
    )

    done = program.run("build", ".")

    assert done.returncode == 0, done.stdout
    assert docker_engine.run("run", "--rm", "imported:3") == "made"
    with tarfile.open(program.work / "saved.tar") as saved:
        manifest = saved.extractfile("manifest.json")
        assert manifest is not None
        assert json.load(manifest)[0]["RepoTags"] == ["imported:3"]
    assert not (program.work / "root.tar").exists()
    docker_engine.run("rmi", "imported:1", "imported:2", "imported:3")
    assert docker_engine.inventory() == before


def test_what_was_tagged_stays_when_the_login_is_wrong(
    program: Program, docker_engine: Docker, locked_registry: Registry
) -> None:
    web(
        program,
        "commit = true",
        f"""
        post-processor "docker-tag" {{
          repository = "{locked_registry.address}/web"
          tags       = ["1"]
        }}
        post-processor "docker-push" {{
          login          = true
          login_server   = "{locked_registry.address}"
          login_username = "{USERNAME}"
          login_password = var.password
        }}
        """,
    )

    refused = program.run("build", "-var", "password=no-such-word", ".")
    accepted = program.run("build", "-var", f"password={PASSWORD}", ".")

    assert refused.returncode == 1
    assert "does not let goldsmith in" in refused.stdout
    assert "no-such-word" not in refused.stdout
    assert accepted.returncode == 0, accepted.stdout
    assert "sha256:" in accepted.stdout
    assert docker_engine.run("ps", "-aq") == ""
    docker_engine.run("rmi", f"{locked_registry.address}/web:1")


def test_a_kill_while_an_image_is_saved_leaves_nothing_after_a_sweep(
    program: Program, docker_engine: Docker
) -> None:
    web(program, "commit = true", 'post-processor "docker-save" { path = "saved.tar" }')
    process = program.start("build", ".")
    assert process.stdout is not None
    for line in process.stdout:
        if "Saving" in line:
            break

    process.kill()
    process.communicate()
    swept = program.run("sweep")

    assert swept.returncode == 0, swept.stdout
    assert [one.name for one in program.work.iterdir()] == ["web.pkr.hcl"]
    assert docker_engine.run("ps", "-aq") == ""
    docker_engine.run("image", "prune", "-f")


@pytest.mark.engine("qemu")
def test_one_template_makes_a_container_and_a_machine(
    program: Program, docker_engine: Docker, base_disk: BaseDisk
) -> None:
    done = program.run(
        "build",
        *("-var", f"base_image={base_disk.path}", "-var", f"private_key={base_disk.key}"),
        str(EXAMPLE),
    )

    assert done.returncode == 0, done.stdout
    assert docker_engine.run("run", "--rm", "two-platforms:1.0").startswith("Hello from container")
    assert (program.work / "output-two-platforms" / "two-platforms.qcow2").exists()
    assert "docker.debian: Hello from docker" in done.stdout
    assert "qemu.debian: Hello from qemu" in done.stdout
    docker_engine.run("rmi", "two-platforms:1.0", "two-platforms:latest")
