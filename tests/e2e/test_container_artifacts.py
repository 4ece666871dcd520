"""What containers leave behind, as programs are told of it."""

import json
from pathlib import Path

import pytest
from tests.e2e.program import Program
from tests.engines.docker import IMAGE, Docker, Registry, small_archive

pytestmark = [pytest.mark.engine("docker"), pytest.mark.slow]


TWO_CHAINS = """
source "docker" "web" {
  image  = "debian-base:12"
  pull   = false
  commit = true
}

build {
  sources = ["docker.web"]

  provisioner "shell" {
    inline = [
      "test $(cat /etc/hostname) = $(echo ${build.ID} | cut -c 1-12)",
      "echo '<${build.ImageSha256}>' '<${build.SourceImageDigest}>'",
    ]
  }

  post-processors {
    post-processor "docker-tag" {
      repository = "web"
      tags       = ["1", "2"]
    }
    post-processor "docker-save" { path = "web.tar" }
    post-processor "manifest" {
      output      = "first.json"
      custom_data = { image = "${build.ImageSha256}" }
    }
  }

  post-processors {
    post-processor "docker-tag" {
      repository = "other"
    }
    post-processor "manifest" { output = "second.json" }
  }
}
"""

UPLOADED = """
source "docker" "archive" {
  image   = "debian-base:12"
  pull    = false
  discard = true
}

build {
  sources = ["docker.archive"]

  post-processors {
    post-processor "artifice" { files = ["root.tar"] }
    post-processor "docker-import" {
      repository          = "ADDRESS/web"
      tag                 = "0"
      keep_input_artifact = true
    }
    post-processor "docker-tag" {
      repository = "ADDRESS/web"
      tags       = ["1", "2"]
    }
    post-processor "docker-push" { keep_input_artifact = KEEP }
    post-processor "manifest" {
      output      = "web.json"
      custom_data = { digest = "${build.Digest}" }
    }
  }
}
"""


@pytest.fixture
def program(tmp_path: Path, docker_engine: Docker) -> Program:
    return Program(tmp_path, extra=docker_engine.environment)


def artifacts(output: str) -> list[list[str]]:
    """What is told of artifacts, without time and build."""
    return [line.split(",")[3:] for line in output.splitlines() if ",artifact," in line]


def manifest(program: Program, name: str) -> dict[str, object]:
    (found,) = json.loads((program.work / name).read_text())["builds"]
    assert isinstance(found, dict)
    return found


def test_programs_are_told_of_each_image_as_packer_tells_them(
    program: Program, docker_engine: Docker
) -> None:
    (program.work / "web.pkr.hcl").write_text(TWO_CHAINS)
    # Another test may have pushed the base image.
    known = docker_engine.run("image", "inspect", '--format={{join .RepoDigests " "}}', IMAGE)
    digest = known.split()[0] if known else "ERR_SOURCE_IMAGE_DIGEST_NOT_FOUND"

    done = program.run("build", "-machine-readable", ".")

    assert done.returncode == 0, done.stdout
    image = docker_engine.run("images", "-q", "--no-trunc", "web:2")
    assert f"<ERR_IMAGE_SHA256_NOT_FOUND> <{digest}>" in done.stdout
    told = artifacts(done.stdout)
    ids = [one[2] for one in told if one[1] == "id"]
    tagged, more = ["web:2"] * 3, ["other"] * 2
    assert ids == [image, *tagged, *more]
    assert ["1", "builder-id", "packer.post-processor.docker-tag"] in told
    assert ["1", "string", "Imported Docker image: web:2 with tags web:1 web:2"] in told
    assert ["5", "string", "Imported Docker image: other"] in told
    first, second = manifest(program, "first.json"), manifest(program, "second.json")
    assert (first["artifact_id"], first["custom_data"]) == ("web:2", {"image": image})
    assert (second["artifact_id"], second["builder_type"]) == ("other", "docker")
    docker_engine.run("rmi", "web:1", "web:2", "other")


@pytest.mark.parametrize("keep", [True, False])
def test_every_name_is_pushed_and_the_names_go_where_they_are_not_kept(
    program: Program, docker_engine: Docker, image_registry: Registry, keep: bool
) -> None:
    address = image_registry.address
    small_archive(program.work / "root.tar")
    template = UPLOADED.replace("ADDRESS", address).replace("KEEP", str(keep).lower())
    (program.work / "web.pkr.hcl").write_text(template)

    done = program.run("build", "-machine-readable", ".")

    assert done.returncode == 0, done.stdout
    names = docker_engine.run("images", "--format", "{{.Tag}}", f"{address}/web").split()
    assert sorted(names) == (["0", "1", "2"] if keep else ["0"])
    ids = [one[2] for one in artifacts(done.stdout) if one[1] == "id"]
    pushed = [f"{address}/web:2"] * (3 if keep else 2)
    assert ids[-len(pushed) :] == pushed
    data = manifest(program, "web.json")["custom_data"]
    docker_engine.run("rmi", *[f"{address}/web:{name}" for name in names])
    for name in ("1", "2"):
        said = docker_engine.run("pull", f"{address}/web:{name}")
        assert isinstance(data, dict)
        assert f"Digest: {data['digest']}" in said
    docker_engine.run("rmi", f"{address}/web:1", f"{address}/web:2")
