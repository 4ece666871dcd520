"""Fixers for types of builders that have got a new name."""

from goldsmith.upgrade.document import Settings
from goldsmith.upgrade.walk import builders, post_processors, provisioners


def virtualbox_iso(template: Settings) -> None:
    """There are several builders for VirtualBox; this one installs from a disc."""
    _rename_type(template, "virtualbox", "virtualbox-iso")


def vmware_iso(template: Settings) -> None:
    """There are several builders for VMware; this one installs from a disc."""
    _rename_type(template, "vmware", "vmware-iso")


def proxmox_iso(template: Settings) -> None:
    """There are several builders for Proxmox; this one installs from a disc."""
    _rename_type(template, "proxmox", "proxmox-iso")


def _rename_type(template: Settings, old: str, new: str) -> None:
    """Give builders their new type; where the type was the name too, what names them follows."""
    named = {name for one in builders(template) if isinstance(name := one.get("name"), str)}
    for builder in builders(template):
        if builder.get("type") == old:
            builder["type"] = new
    if old in named:
        return
    for step in provisioners(template):
        override = step.get("override")
        if isinstance(override, dict) and old in override:
            step["override"] = {new if key == old else key: override[key] for key in override}
    for step in (*provisioners(template), *post_processors(template)):
        for choice in ("only", "except"):
            names = step.get(choice)
            if isinstance(names, list):
                step[choice] = [new if one == old else one for one in names]
