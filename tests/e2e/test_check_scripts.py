"""The scripts that compare goldsmith with Packer's verdicts over a folder of templates."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engines.docker import IMAGE, Docker

SCRIPTS = Path(__file__).parents[2] / "scripts"
LEGACY = {
    "variables": {"name": "web"},
    "builders": [{"type": "file", "target": "out", "content": "{{user `name`}}"}],
    "provisioners": [{"type": "shell-local", "inline": ["echo {{user `name`}}"]}],
}
HCL = 'source "null" "a" {\n  communicator = "none"\n}\nbuild {\n  sources = ["null.a"]\n}\n'
CONTAINER = """
source "docker" "web" {
  image   = "somewhere.example.com/web:1"
  discard = true
}
build {
  sources = ["docker.web"]
  provisioner "file" {
    source      = "asset"
    destination = "/asset"
  }
  provisioner "shell" {
    inline = ["grep asset /asset"]
  }
}
"""
LEGACY_CONTAINER = {
    "builders": [{"type": "docker", "image": "somewhere.example.com/web:1", "discard": True}],
    "provisioners": [{"type": "shell", "inline": ["true"]}],
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "mine").mkdir(parents=True)
    (folder / "mine/web.json").write_text(json.dumps(LEGACY))
    (folder / "mine/web.pkr.hcl").write_text(HCL)
    units = [unit("web.json", "json"), unit("web.pkr.hcl", "hcl")]
    manifest(folder, units)
    return folder


def unit(path: str, kind: str, validate_class: str = "ok") -> dict[str, object]:
    verdict = {"syntax_rc": 0, "validate_rc": 0, "inspect_rc": 0, "error_at": None}
    return {
        "path": path,
        "kind": kind,
        "load": "file",
        "files": [path],
        "required_vars": [],
        "var_files": [],
        "packer116": {**verdict, "validate_class": validate_class, "components_missing": []},
    }


def manifest(folder: Path, units: list[dict[str, object]]) -> None:
    repositories = [{"dir": "mine", "units": units}]
    (folder / "MANIFEST.json").write_text(json.dumps({"repos": repositories}))


def ran(script: str, corpus: Path, *more: str) -> tuple[int, str]:
    command = [sys.executable, str(SCRIPTS / script), str(corpus), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_templates_that_packer_accepts_fit(corpus: Path) -> None:
    code, output = ran("check-corpus", corpus)

    assert code == 0, output
    assert "2 templates, 0 mismatches" in output


def test_a_template_that_packer_refuses_is_a_mismatch(corpus: Path) -> None:
    manifest(corpus, [unit("web.pkr.hcl", "hcl", "option")])

    code, output = ran("check-corpus", corpus)

    assert code == 1, output
    assert "MISMATCH" in output


def test_an_upgraded_template_plans_the_same(corpus: Path) -> None:
    code, output = ran("check-upgrade", corpus)

    assert code == 0, output
    assert "1 whole same planned" in output


@pytest.mark.engine("docker")
@pytest.mark.slow
def test_templates_with_containers_are_built_with_another_base_image(
    corpus: Path, docker_here: Docker
) -> None:
    folder = corpus / "mine"
    (folder / "web").mkdir()
    (folder / "asset").write_text("asset")
    (folder / "web/web.pkr.hcl").write_text(CONTAINER)
    (folder / "legacy.json").write_text(json.dumps(LEGACY_CONTAINER))
    (folder / "none.pkr.hcl").write_text(CONTAINER.replace("asset", "no-such-file"))
    units = [
        {**unit(path, kind), "builders": {"docker": 1}}
        for path, kind in (("web/web.pkr.hcl", "hcl"), ("legacy.json", "json"))
    ]
    units.append({**unit("none.pkr.hcl", "hcl", "missing-file"), "builders": {"docker": 1}})
    manifest(corpus, units)

    code, output = ran("build-corpus-containers", corpus, IMAGE)

    assert code == 0, output
    assert "3 units, 2 built" in output
    assert 'There is no file or folder "no-such-file"' in output
    assert docker_here.run("ps", "-aq") == ""
