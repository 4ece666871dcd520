"""Killed at any moment of a QEMU build, goldsmith leaves nothing that a sweep does not find."""

import random
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

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


def boundary_count(root: Path, disk: BaseDisk) -> tuple[int, float]:
    program = prepare(root, disk)
    began = time.monotonic()
    process = program.start("build", "-json", "disk.pkr.hcl")
    count = sum(1 for event in events(process) if event["event"] in BOUNDARIES)
    assert process.wait() == 0
    assert program.leftovers() == []
    return count, time.monotonic() - began


def test_a_sweep_finds_everything_after_a_kill_at_any_moment(
    tmp_path: Path, base_disk: BaseDisk
) -> None:
    count, seconds = boundary_count(tmp_path / "whole", base_disk)

    for number in range(count):
        program = prepare(tmp_path / "boundary", base_disk)
        process = program.start("build", "-json", "disk.pkr.hcl")
        kill_at_boundary(process, number)
        assert_clean_after_sweep(program, f"at boundary {number} of {count}")

    moments = random.Random(20)
    for _ in range(RANDOM_MOMENTS):
        wait = moments.uniform(0.05, seconds)
        program = prepare(tmp_path / "random", base_disk)
        process = program.start("build", "-json", "disk.pkr.hcl")
        timer = threading.Timer(wait, process.kill)
        timer.start()
        for _event in events(process):
            pass
        process.wait()
        timer.cancel()
        assert_clean_after_sweep(program, f"after {wait:.2f} s")


def kill_at_boundary(process: "subprocess.Popen[str]", number: int) -> None:
    seen = 0
    for event in events(process):
        if event["event"] in BOUNDARIES:
            if seen == number:
                process.kill()
            seen += 1
    process.wait()


def test_an_interrupted_build_undoes_everything_itself(tmp_path: Path, base_disk: BaseDisk) -> None:
    program = prepare(tmp_path / "interrupted", base_disk)
    process = program.start("build", "-json", "disk.pkr.hcl")
    for event in events(process):
        if event["event"] == "step_started" and event["phase"] == "connect":
            process.send_signal(signal.SIGINT)

    assert process.wait(60) == 1
    assert program.leftovers() == []
    assert not (program.work / "output").exists()
