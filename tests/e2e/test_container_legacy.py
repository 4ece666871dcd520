"""Legacy JSON templates with containers, written as such templates are, and built."""

import json
from pathlib import Path

import pytest
from tests.e2e.program import Program
from tests.engines.docker import IMAGE, Docker

pytestmark = [pytest.mark.engine("docker"), pytest.mark.slow]


@pytest.fixture
def program(tmp_path: Path, docker_engine: Docker) -> Program:
    return Program(tmp_path, extra=docker_engine.environment)


BAKERY = {
    "variables": {"base": "", "component": "web", "version": "1,latest", "port": "80"},
    "builders": [
        {
            "type": "docker",
            "image": "{{user `base`}}",
            "pull": "false",
            "commit": "true",
            "run_command": [
                *("-e", "container=docker", "-v", "{{template_dir}}:/template"),
                *("-d", "-i", "-t", "{{.Image}}", "/bin/bash"),
            ],
            "volumes": {"{{template_dir}}": "/again"},
            "changes": [
                "ENV LANG en_US.UTF-8",
                "EXPOSE {{user `port`}}",
                'CMD ["cat", "/etc/made"]',
            ],
        }
    ],
    "provisioners": [
        {
            "type": "shell",
            "environment_vars": ["COMPONENT={{user `component`}}"],
            "inline": [
                "test -e /template/bakery.json && test -e /again/bakery.json",
                'echo "$COMPONENT {{build `ID`}} $container" > /etc/made',
            ],
        },
        {"type": "file", "direction": "download", "source": "/etc/made", "destination": "made"},
    ],
    "post-processors": [
        [
            {
                "type": "docker-tag",
                "repository": "bakery-{{user `component`}}",
                "tag": "{{user `version`}}",
            },
            {"type": "docker-save", "path": "{{build_name}}.tar"},
        ],
        {"type": "docker-tag", "repository": "bakery-more", "tag": ["2"], "force": True},
    ],
}


def test_a_legacy_template_is_built_with_its_base_image_given_by_a_variable(
    program: Program, docker_engine: Docker
) -> None:
    (program.work / "bakery.json").write_text(json.dumps(BAKERY))

    done = program.run("build", "-var", f"base={IMAGE}", "bakery.json")

    assert done.returncode == 0, done.stdout
    made = (program.work / "made").read_text().split()
    assert (made[0], len(made[1]), made[2]) == ("web", 64, "docker")
    (facts,) = json.loads(docker_engine.run("image", "inspect", "bakery-web:latest"))
    assert set(facts["RepoTags"]) == {"bakery-web:1", "bakery-web:latest", "bakery-more:2"}
    assert list(facts["Config"]["ExposedPorts"]) == ["80/tcp"]
    assert "LANG=en_US.UTF-8" in facts["Config"]["Env"]
    assert docker_engine.run("run", "--rm", "bakery-more:2").split() == made
    assert (program.work / "docker.tar").exists()
    docker_engine.run("rmi", *facts["RepoTags"])


def test_an_upgraded_template_makes_the_same_image(program: Program, docker_engine: Docker) -> None:
    (program.work / "bakery.json").write_text(json.dumps(BAKERY))
    upgraded = program.run("hcl2_upgrade", "bakery.json")
    (program.work / "bakery.json.pkr.hcl").rename(program.work / "bakery.pkr.hcl")

    done = program.run("build", "-var", f"base={IMAGE}", "bakery.pkr.hcl")

    assert upgraded.returncode == 0, upgraded.stdout
    assert done.returncode == 0, done.stdout
    names = ("bakery-web:1", "bakery-web:latest", "bakery-more:2")
    assert docker_engine.run("run", "--rm", "bakery-more:2").startswith("web ")
    docker_engine.run("rmi", *names)
