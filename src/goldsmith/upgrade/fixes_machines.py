"""Fixers for builders of virtual machines, and of the smaller clouds."""

from math import isfinite

from goldsmith.upgrade.changes import rename, rename_text
from goldsmith.upgrade.document import Figure, Json, Settings

_WITHOUT_COMPACTION = frozenset({"0", "zeroedthick", "eagerzeroedthick"})


def guest_additions_attach(builder: Settings) -> None:
    """Guest additions can be left out altogether, so that a switch no longer does."""
    attach = builder.get("guest_additions_attach")
    if isinstance(attach, bool):
        del builder["guest_additions_attach"]
        builder["guest_additions_mode"] = "attach" if attach else "upload"


def parallels_headless(builder: Settings) -> None:
    """Parallels builders never open a window."""
    builder.pop("headless", None)


def parallels_deprecations(builder: Settings) -> None:
    """The builder finds the tools itself, and the system is named as other builders name it."""
    builder.pop("parallels_tools_host_path", None)
    rename(builder, "guest_os_distribution", "guest_os_type")


def scaleway_access_key(builder: Settings) -> None:
    """What Scaleway called an access key is the id of an organization."""
    rename_text(builder, "access_key", "organization_id")


def vmware_compaction(builder: Settings) -> None:
    """Compacting works on thin disks only; on a host with ESX others are the default."""
    if builder.get("remote_type") != "esx5":
        return
    kind = builder.get("disk_type_id", "")
    if kind == "":
        builder["disk_type_id"] = kind = "zeroedthick"
    if kind in _WITHOUT_COMPACTION:
        builder["skip_compaction"] = True


def hyperv_deprecations(builder: Settings) -> None:
    """Disks are made where they stay."""
    builder.pop("vhd_temp_path", None)


def hyperv_vmcx(builder: Settings) -> None:
    """The file format is called VMCX."""
    rename(builder, "clone_from_vmxc_path", "clone_from_vmcx_path")


def hyperv_cpu_and_ram(builder: Settings) -> None:
    """Processors and memory are named as other builders name them."""
    rename(builder, "cpu", "cpus")
    rename(builder, "ram_size", "memory")


def qemu_disk_size(builder: Settings) -> None:
    """The size is a text with a unit; a bare number always meant megabytes."""
    size = builder.get("disk_size")
    if isinstance(size, Figure) and isfinite(megabytes := float(size.text)):
        builder["disk_size"] = f"{int(megabytes)}M"


def port_forwarding(builder: Settings) -> None:
    """Ports are forwarded for WinRM too, so that the options no longer speak of SSH."""
    rename(builder, "ssh_host_port_min", "host_port_min", keep=True)
    rename(builder, "ssh_host_port_max", "host_port_max", keep=True)
    if isinstance(builder.get("ssh_skip_nat_mapping"), bool) or "skip_nat_mapping" in builder:
        rename(builder, "ssh_skip_nat_mapping", "skip_nat_mapping", keep=True)


def qemu_host_port(builder: Settings) -> None:
    """Ports are forwarded for WinRM too, so that the options no longer speak of SSH."""
    rename(builder, "ssh_host_port_min", "host_port_min")
    rename(builder, "ssh_host_port_max", "host_port_max")


def vsphere_adapters_and_storage(builder: Settings) -> None:
    """There can be several network adapters and disks; what was said of one describes the first."""
    _move_to_first(builder, "network_adapters", ("network", "network_card"))
    disk = ("disk_size", "disk_thin_provisioned", "disk_eagerly_scrub")
    _move_to_first(builder, "storage", disk)


def _move_to_first(builder: Settings, target: str, options: tuple[str, ...]) -> None:
    others = builder.get(target, [])
    first: dict[str, Json] = {name: builder[name] for name in options if name in builder}
    if not first or not isinstance(others, list):
        return
    for name in first:
        del builder[name]
    builder[target] = [first, *others]


def azure_exclude_from_latest(builder: Settings) -> None:
    """The option had been misspelt."""
    destination = builder.get("shared_image_destination")
    if isinstance(destination, dict):
        mended = dict(destination)
        rename(mended, "exlude_from_latest", "exclude_from_latest")
        builder["shared_image_destination"] = mended
