"""One QEMU build of a ready disk, beside Packer and beside the same work done by hand."""

import argparse
import shutil
import tempfile
from pathlib import Path

from measure import compare, report

TEMPLATE = """\
source "qemu" "disk" {{
  disk_image       = true
  iso_url          = "{disk}"
  iso_checksum     = "none"
  use_backing_file = false
  format           = "qcow2"
  disk_size        = "3G"
  accelerator      = "tcg"
  memory           = 512
  headless         = true
  ssh_username     = "packer"
  ssh_private_key_file = "{key}"
  shutdown_command = "sudo shutdown -P now"
  output_directory = "output-disk"
  qemuargs         = [["-cpu", "max"]]
}}

build {{
  sources = ["source.qemu.disk"]

  provisioner "shell" {{
    inline = ["echo built | sudo tee /etc/built", "uname -a"]
  }}
}}
"""

BY_HAND = """\
set -eu
rm -rf output-hand; mkdir output-hand
qemu-img create -q -f qcow2 -b "{disk}" -F qcow2 output-hand/overlay 3G
qemu-system-x86_64 -machine type=pc,accel=tcg -cpu max -m 512 -display none \\
  -netdev user,id=n,hostfwd=tcp:127.0.0.1:2999-:22 -device virtio-net,netdev=n \\
  -drive file=output-hand/overlay,if=virtio,cache=writeback,format=qcow2 &
qemu=$!
options="-i {key} -p 2999 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
options="$options -o LogLevel=ERROR -o ConnectTimeout=2 -o BatchMode=yes"
until ssh $options packer@127.0.0.1 true 2>/dev/null; do sleep 0.1; done
ssh $options packer@127.0.0.1 'echo built | sudo tee /etc/built; uname -a'
ssh $options packer@127.0.0.1 'sudo shutdown -P now' || true
wait $qemu
qemu-img convert -O qcow2 output-hand/overlay output-hand/disk
rm output-hand/overlay
"""


def main() -> None:
    """Print the ratios to Packer and to the script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "disk", type=Path, help="a disk of scripts/make-base-image, its key beside it"
    )
    arguments = parser.parse_args()
    disk = arguments.disk.resolve()
    key = Path(f"{disk}.key")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "disk.pkr.hcl").write_text(TEMPLATE.format(disk=disk, key=key))
        (folder / "by-hand").write_text(BY_HAND.format(disk=disk, key=key))

        def clean() -> None:
            shutil.rmtree(folder / "output-disk", ignore_errors=True)

        build = ["build", "-color=false", "disk.pkr.hcl"]
        figures = compare(
            {
                "goldsmith": ["goldsmith", *build],
                "packer": ["packer", *build],
                "by hand": ["sh", "by-hand"],
            },
            folder=folder,
            before=clean,
        )
        ours = figures["goldsmith"].median
        report("QEMU build, to Packer", ours, figures["packer"].median, 0.85)
        report("QEMU build, to a script", ours, figures["by hand"].median, 1.15)


if __name__ == "__main__":
    main()
