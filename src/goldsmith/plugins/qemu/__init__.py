"""Machines made with QEMU, listed by where their parts live."""

from goldsmith.sdk import Builder, Plugin

plugin = Plugin(
    name="qemu",
    sources=("github.com/hashicorp/qemu",),
    version="1.1.5",
    components=(
        Builder(
            name="qemu",
            settings="goldsmith.plugins.qemu.settings:QemuSettings",
            boot="goldsmith.plugins.qemu.boot:boot",
            capture="goldsmith.plugins.qemu.capture:capture",
            builder_id="transcend.qemu",
        ),
    ),
    resources={"qemu-output": "goldsmith.plugins.qemu.output:OUTPUT"},
)
