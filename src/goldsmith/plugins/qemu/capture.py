"""Making the image of the machine: it is switched off, and its disk written out."""

import json
from functools import partial
from pathlib import Path

from goldsmith.plugins.qemu.disks import identity, rewrite_image
from goldsmith.plugins.qemu.firmware import VARIABLES
from goldsmith.plugins.qemu.machine_state import MachineState, state_of
from goldsmith.plugins.qemu.output import keep_output
from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.plugins.qemu.shutdown import shut_down
from goldsmith.sdk import Artifact, GoldsmithError, Host, Machine, Run
from goldsmith.toolkit.temporary import DirectoryHandle, remove_directory

BUILDER_ID = "transcend.qemu"


async def capture(
    settings: QemuSettings, run: Run, host: Host, machine: Machine | None
) -> Artifact:
    """Switch the machine off and make its disk the result."""
    state = state_of(host)
    async with run.step("Shutting the machine down"):
        await shut_down(run, settings, state, machine)
        await run.release(state.process)
    _refuse_changed_source(state)
    if settings.disk.rewrites_image:
        title = "Compressing" if settings.disk.disk_compression else "Compacting"
        async with run.step(f"{title} the image"):
            source = Path(state.source) if state.source_identity else None
            await rewrite_image(run, settings, Path(state.disk), source)
    keep_output(run, state.output)
    return _artifact(settings, run, state)


def _refuse_changed_source(state: MachineState) -> None:
    """What the disk rests on must be what it was when the machine started."""
    if state.source_identity and identity(Path(state.source)) != state.source_identity:
        raise GoldsmithError(
            f"The image {state.source} was changed while the machine ran from it, so what has been "
            "made is of no use. Build again, and leave the image alone meanwhile."
        )


def _artifact(settings: QemuSettings, run: Run, state: MachineState) -> Artifact:
    folder = settings.output(run.source_name)
    made = (path for path in sorted(folder.rglob("*")) if path.is_file())
    files = tuple(path for path in made if not _is_dropped(settings, path))
    disk = settings.name(run.source_name)
    disks = [path.name for path in files if path.name == disk or path.name.startswith(f"{disk}-")]
    return Artifact(
        builder_id=BUILDER_ID,
        id="VM",
        description=f"VM files in directory: {folder}",
        files=files,
        destroy=partial(remove_directory, DirectoryHandle(state.output.path)),
        state={
            "diskName": disk,
            "diskPaths": json.dumps(disks),
            "diskType": settings.disk.image_format,
            "diskSize": str(state.size),
            "domainType": state.accelerator,
        },
    )


def _is_dropped(settings: QemuSettings, path: Path) -> bool:
    return settings.firmware.efi_drop_efivars and path.name == VARIABLES
