"""Killed at any moment of a QEMU build, goldsmith leaves nothing that a sweep does not find."""

import random
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.e2e.program import Program, events
from tests.engines.base_disk import BaseDisk

pytestmark = [pytest.mark.engine("qemu", "ssh"), pytest.mark.slow]

TEMPLATE = """\
source "qemu" "disk" {{
  disk_image           = true
  iso_url              = "{disk}"
  iso_checksum         = "none"
  headless             = true
  accelerator          = "tcg"
  memory               = 384
  ssh_username         = "packer"
  ssh_private_key_file = "{key}"
  shutdown_command     = "sudo shutdown -P now"
  output_directory     = "output"
  vtpm                 = {vtpm}
  cd_content           = {{ "note" = "hello" }}
  cd_label             = "notes"
}}

build {{
  sources = ["source.qemu.disk"]

  provisioner "shell" {{
    inline = ["echo built | sudo tee /etc/built"]
  }}

  provisioner "shell-local" {{
    inline = ["sleep 0.3"]
  }}

  post-processor "checksum" {{
    checksum_types = ["sha256"]
    output         = "output.{{{{.ChecksumType}}}}"
  }}
}}
"""
BOUNDARIES = frozenset({"step_started", "step_ended", "resource_acquired", "resource_released"})
RANDOM_MOMENTS = 20


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder with room for sockets: their names may not be long."""
    with TemporaryDirectory(prefix="gs") as name:
        yield Path(name)


def prepare(root: Path, disk: BaseDisk) -> Program:
    shutil.rmtree(root, ignore_errors=True)
    program = Program(root)
    vtpm = "true" if shutil.which("swtpm") else "false"
    text = TEMPLATE.format(disk=disk.path, key=disk.key, vtpm=vtpm)
    (program.work / "disk.pkr.hcl").write_text(text)
    return program


def assert_clean_after_sweep(program: Program, moment: str) -> None:
    swept = program.run("sweep")
    assert swept.returncode == 0, f"killed {moment}:\n{swept.stdout}"
    assert program.leftovers() == [], f"killed {moment}:\n{swept.stdout}"
    # Either the build had come as far as its result, or nothing of it is there.
    if (program.work / "output").exists():
        assert (program.work / "output" / "packer-disk").exists(), moment


def build_to_its_end(root: Path, disk: BaseDisk) -> tuple[int, float]:
    """The number of boundaries of a build, and its seconds."""
    program = prepare(root, disk)
    began = time.monotonic()
    with program.start("build", "-json", "disk.pkr.hcl") as process:
        told = list(events(process))
    assert process.returncode == 0, str(told[-2])
    assert program.leftovers() == []
    count = sum(1 for event in told if event["event"] in BOUNDARIES)
    return count, time.monotonic() - began


def kill_at_boundary(root: Path, disk: BaseDisk, number: int) -> None:
    program = prepare(root, disk)
    seen = 0
    with program.start("build", "-json", "disk.pkr.hcl") as process:
        for event in events(process):
            if event["event"] in BOUNDARIES:
                if seen == number:
                    process.kill()
                seen += 1
    assert_clean_after_sweep(program, f"at boundary {number}")
    shutil.rmtree(root)


def kill_after(root: Path, disk: BaseDisk, seconds: float) -> None:
    program = prepare(root, disk)
    with program.start("build", "-json", "disk.pkr.hcl") as process:
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        for _event in events(process):
            pass
        timer.cancel()
    assert_clean_after_sweep(program, f"after {seconds:.2f} s")
    shutil.rmtree(root)


def test_a_sweep_finds_everything_after_a_kill_at_any_moment(
    short_path: Path, base_disk: BaseDisk
) -> None:
    count, seconds = build_to_its_end(short_path / "whole", base_disk)
    moments = random.Random(20)

    with ThreadPoolExecutor(max_workers=2) as two_at_a_time:
        killed = [
            two_at_a_time.submit(kill_at_boundary, short_path / f"b{number}", base_disk, number)
            for number in range(count)
        ]
        killed += [
            two_at_a_time.submit(
                kill_after, short_path / f"r{number}", base_disk, moments.uniform(0.05, seconds)
            )
            for number in range(RANDOM_MOMENTS)
        ]

    assert [str(one.exception()) for one in killed if one.exception()] == []


def test_an_interrupted_build_undoes_everything_itself(
    short_path: Path, base_disk: BaseDisk
) -> None:
    program = prepare(short_path / "interrupted", base_disk)
    with program.start("build", "-json", "disk.pkr.hcl") as process:
        for event in events(process):
            if event["event"] == "step_started" and event["phase"] == "connect":
                process.send_signal(signal.SIGINT)

    assert process.returncode == 1
    assert program.leftovers() == []
    assert not (program.work / "output").exists()
