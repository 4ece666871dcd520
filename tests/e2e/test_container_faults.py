"""Whatever goes wrong with a container: a clear error, and nothing left behind."""

import base64
import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.e2e.program import Program
from tests.engines.docker import PASSWORD, USERNAME, Docker, Registry

pytestmark = [pytest.mark.engine("docker"), pytest.mark.slow]

TEMPLATE = """
variable "password" {{
  default   = "none"
  sensitive = true
}}

source "docker" "web" {{
  image = "busybox:1"
  pull  = false
  {result}
}}

build {{
  sources = ["source.docker.web"]

  provisioner "shell" {{
    inline = [{command}]
  }}
  {after}
}}
"""
MUCH = "busybox head -c 150000000 /dev/urandom > /much"


@pytest.fixture(autouse=True)
def _small_image(docker_engine: Docker) -> None:
    if not docker_engine.run("images", "-q", "busybox:1"):
        docker_engine.busybox_image("busybox:1")


@pytest.fixture
def program(tmp_path: Path, docker_engine: Docker) -> Program:
    return Program(tmp_path, extra=docker_engine.environment)


def write(program: Program, result: str, command: str = "true", after: str = "") -> None:
    text = TEMPLATE.format(result=result, command=json.dumps(command), after=after)
    (program.work / "a.pkr.hcl").write_text(text)


def assert_fails_cleanly(program: Program, engine: Docker, *expected: str) -> str:
    before = engine.inventory()
    done = program.run("build", "a.pkr.hcl")
    assert done.returncode == 1, done.stdout
    for text in expected:
        assert text in done.stdout
    assert "Traceback" not in done.stdout
    assert "bug in goldsmith" not in done.stdout
    assert program.leftovers() == []
    assert engine.inventory() == before
    return done.stdout


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def test_without_an_engine_it_is_said_how_to_start_it(tmp_path: Path) -> None:
    program = Program(tmp_path, {"DOCKER_HOST": f"unix://{tmp_path}/docker.sock"})
    write(program, "commit = true")

    assert program.run("validate", "a.pkr.hcl").returncode == 0
    done = program.run("build", "a.pkr.hcl")

    assert done.returncode == 1
    assert f"Tried unix://{tmp_path}/docker.sock (no such file or directory)" in done.stdout
    assert "systemctl start docker" in done.stdout


@pytest.mark.parametrize("way", [("kill",), ("rm", "-f")])
def test_a_container_that_is_killed_ends_its_build(
    program: Program, docker_engine: Docker, way: tuple[str, ...]
) -> None:
    write(program, "commit = true", "echo here; sleep 60")
    before = docker_engine.inventory()

    with program.start("build", "a.pkr.hcl") as process:
        shown = until(process, "docker.web: here")
        docker_engine.run(*way, *docker_engine.run("ps", "-q").split())
        shown += process.communicate(timeout=60)[0]

    assert process.returncode == 1
    assert "It was needed until the image is made." in shown
    assert program.leftovers() == []
    assert docker_engine.inventory() == before


def until(process: "subprocess.Popen[str]", text: str) -> str:
    """Read what is printed up to the line with `text`."""
    assert process.stdout is not None
    shown = ""
    for line in process.stdout:
        shown += line
        if text in line:
            return shown
    raise AssertionError(f"{text} is not shown: {shown}")


def test_a_command_that_needs_more_memory_than_there_is_was_killed(
    program: Program, docker_engine: Docker
) -> None:
    run_command = ["-dit", "--memory", "16m", "--entrypoint=/bin/sh", "{{.Image}}"]
    write(
        program,
        f"discard = true\nrun_command = {json.dumps(run_command)}",
        "busybox tail /dev/zero",
    )

    assert_fails_cleanly(program, docker_engine, "exit code 137", "want of memory")


@pytest.mark.engine("mount")
def test_a_full_disk_while_exporting_leaves_the_old_file(
    program: Program, docker_engine: Docker
) -> None:
    write(program, 'export_path = "small/root.tar"')

    with small_disk(program.work / "small", "1m") as small:
        (small / "root.tar").write_text("from before")
        assert_fails_cleanly(program, docker_engine, "root.tar cannot be written: No space left")
        assert [one.name for one in small.iterdir()] == ["root.tar"]
        assert (small / "root.tar").read_text() == "from before"


@pytest.mark.engine("mount")
def test_a_full_disk_while_downloading_leaves_nothing_of_the_file(
    program: Program, docker_engine: Docker
) -> None:
    download = """
    provisioner "file" {
      direction   = "download"
      source      = "/much"
      destination = "small/much"
    }
    """
    write(program, "discard = true", "busybox head -c 9000000 /dev/zero > /much", download)

    with small_disk(program.work / "small", "2m") as small:
        assert_fails_cleanly(program, docker_engine, "No space left")
        assert list(small.iterdir()) == []


@pytest.mark.parametrize(
    ("result", "after", "expected"),
    [
        ('export_path = "a.tar"', 'docker-tag" { repository = "web" }', "Put docker-import before"),
        ('export_path = "a.tar"', 'docker-save" { path = "b.tar" }', "Put docker-import before"),
        ("commit = true", 'docker-import" { repository = "web" }', "is an image already"),
        ("commit = true", 'docker-push" {}', "Put docker-tag before docker-push"),
        ("discard = true", 'docker-import" { repository = "web" }', "Set export_path"),
    ],
)
def test_a_post_processor_that_cannot_take_the_result_says_what_is_missing(
    program: Program, docker_engine: Docker, result: str, after: str, expected: str
) -> None:
    write(
        program, result, after=f'post-processor "{after}'.replace("{ ", "{\n").replace(" }", "\n}")
    )

    done = program.run("build", "a.pkr.hcl")

    assert done.returncode == 1
    assert expected in done.stdout
    assert program.leftovers() == []
    assert docker_engine.run("ps", "-aq") == ""
    docker_engine.run("image", "prune", "-f")


@pytest.mark.parametrize(
    ("result", "command", "sign"),
    [
        ("discard = true", "echo here; sleep 60", "docker.web: here"),
        ("commit = true", MUCH, "Committing the container"),
        ('export_path = "root.tar"', MUCH, "Exporting the container"),
    ],
    ids=["command", "commit", "export"],
)
@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_leaves_nothing_or_what_a_sweep_removes(
    program: Program, docker_engine: Docker, result: str, command: str, sign: str, times: int
) -> None:
    write(program, result, command)
    (program.work / "root.tar").write_text("from before")
    before = docker_engine.inventory()

    with program.start("build", "a.pkr.hcl") as process:
        until(process, sign)
        process.send_signal(signal.SIGINT)
        if times == 2:
            until(process, "A second one stops at once")
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)

    assert process.returncode == (1 if times == 1 else 128 + signal.SIGINT)
    if times == 2:
        assert program.run("sweep").returncode == 0
    assert program.leftovers() == []
    assert docker_engine.inventory() == before
    assert sorted(one.name for one in program.work.iterdir()) == ["a.pkr.hcl", "root.tar"]
    assert (program.work / "root.tar").read_text() == "from before"


def test_an_interrupt_during_a_push_keeps_what_was_tagged_and_says_so(
    program: Program, docker_engine: Docker, image_registry: Registry
) -> None:
    name = f"{image_registry.address}/web"
    after = f"""
    post-processors {{
      post-processor "docker-tag" {{
        repository = "{name}"
        tags       = ["1"]
      }}
      post-processor "docker-push" {{}}
    }}
    """
    write(program, "commit = true", MUCH, after)

    with program.start("build", "a.pkr.hcl") as process:
        until(process, f"Pushing {name}:1")
        process.send_signal(signal.SIGINT)
        shown = process.communicate(timeout=60)[0]

    assert process.returncode == 1
    assert f"Imported Docker image: {name}:1" in shown
    assert program.leftovers() == []
    assert docker_engine.run("ps", "-aq") == ""
    docker_engine.run("rmi", f"{name}:1")


LOGIN = """
post-processors {{
  post-processor "docker-tag" {{
    repository = "{registry}/web"
    tags       = ["1"]
  }}
  post-processor "docker-push" {{
    login          = true
    login_server   = "{registry}"
    login_username = "{user}"
    login_password = {password}
  }}
}}
"""


def forms_of(password: str, registry: str) -> set[str]:
    """Every text that gives the password away, the engine's header for logins among them."""
    header = {"username": USERNAME, "password": password, "serveraddress": registry}
    return {
        password,
        base64.b64encode(password.encode()).decode().rstrip("=")[:-1],
        base64.b64encode(json.dumps(header).encode()).decode()[60:100],
        base64.b64encode(f"{USERNAME}:{password}".encode()).decode().rstrip("=")[-12:],
    }


@pytest.mark.parametrize(
    ("flags", "password"),
    [
        ([], PASSWORD),
        *(([flag], "no-such-word") for flag in ("-json", "-machine-readable", "-debug")),
    ],
)
def test_a_password_for_a_registry_is_shown_nowhere(
    tmp_path: Path,
    docker_engine: Docker,
    locked_registry: Registry,
    flags: list[str],
    password: str,
) -> None:
    log = {"PACKER_LOG": "1", "PACKER_LOG_PATH": str(tmp_path / "state" / "debug.log")}
    program = Program(tmp_path, {**docker_engine.environment, **log})
    address = locked_registry.address
    write(
        program,
        "commit = true",
        after=LOGIN.format(registry=address, user=USERNAME, password=json.dumps(password)),
    )

    client = Path(docker_engine.environment["DOCKER_CONFIG"])
    stored = written_below(client)

    done = program.run("build", *flags, "a.pkr.hcl")

    assert done.returncode == (0 if password == PASSWORD else 1), done.stdout
    seen = done.stdout + written_below(program.state)
    assert [form for form in forms_of(password, address) if form in seen] == []
    assert written_below(client) == stored
    docker_engine.run("rmi", f"{address}/web:1")


def written_below(folder: Path) -> str:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return "\n".join(path.read_text(errors="replace") for path in files)


def test_what_is_pulled_and_exported_has_a_bar_for_each_layer_and_for_the_file(
    program: Program, docker_engine: Docker, image_registry: Registry, tmp_path: Path
) -> None:
    name = f"{image_registry.address}/layers:1"
    (tmp_path / "Dockerfile").write_text(f"FROM busybox:1\nRUN {MUCH.replace('150', '30')}\n")
    docker_engine.run("build", "-q", "-t", name, str(tmp_path))
    docker_engine.run("push", name)
    docker_engine.run("rmi", name)
    write(program, 'export_path = "root.tar"')
    template = program.work / "a.pkr.hcl"
    changed = template.read_text().replace("busybox:1", name).replace("pull  = false", "")
    template.write_text(changed)

    done = program.run("build", "-json", "a.pkr.hcl")

    assert done.returncode == 0, done.stdout
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    titles = {one["title"].rpartition(" ")[0] for one in told if one["event"] == "progress_changed"}
    assert {"Downloading layer", "Unpacking layer", "Exporting"} <= titles
    docker_engine.run("rmi", name)
