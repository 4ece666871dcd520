"""Which fixers there are, in the order in which they run, and what each of them is for.

A list and nothing else, so that checking a template can ask it for little.
"""

from collections.abc import Iterator
from enum import Enum

from goldsmith.record import record


class Part(Enum):
    """The part of a template that a fixer looks at, by its key."""

    BUILDERS = "builders"
    PROVISIONERS = "provisioners"
    POST_PROCESSORS = "post-processors"
    WHOLE = ""


@record
class Fixer:
    """Mends one kind of outdated setting; `change` is written "package.module:name".

    It is called with each component of the part that is of one of the `types`, or with the whole
    template. A type that ends in `*` stands for all that begin like it; none stands for any.
    """

    name: str
    summary: str
    part: Part
    change: str
    keys: tuple[str, ...] = ()
    """The outdated options, by name; none where it is a text inside of them."""
    types: tuple[str, ...] = ()

    def concerns(self, component: str) -> bool:
        """Whether it looks at components of this type."""
        return not self.types or any(_matches(component, one) for one in self.types)


def _matches(component: str, pattern: str) -> bool:
    if pattern.endswith("*"):
        return component.startswith(pattern[:-1])
    return component == pattern


_GENERAL = "goldsmith.upgrade.fixes_general"
_AMAZON = "goldsmith.upgrade.fixes_amazon"
_MACHINES = "goldsmith.upgrade.fixes_machines"
_STEPS = "goldsmith.upgrade.fixes_steps"
_TYPES = "goldsmith.upgrade.fixes_types"
_VIRTUALBOX = ("virtualbox*",)
_PARALLELS = ("parallels-iso", "parallels-pvm")
_CLOUD = ("amazon-*",)
_SPOT = ("amazon-ebs", "amazon-ebssurrogate", "amazon-ebsvolume", "amazon-instance")

FIXERS: tuple[Fixer, ...] = (
    Fixer(
        "iso-md5",
        'replaces "iso_md5" of builders with "iso_checksum"',
        Part.BUILDERS,
        f"{_GENERAL}:iso_md5",
        keys=("iso_md5",),
    ),
    Fixer(
        "createtime",
        'replaces "{{.CreateTime}}" in names of builders with "{{timestamp}}"',
        Part.BUILDERS,
        f"{_GENERAL}:create_time",
    ),
    Fixer(
        "virtualbox-gaattach",
        'replaces "guest_additions_attach" of virtualbox builders with "guest_additions_mode"',
        Part.BUILDERS,
        f"{_MACHINES}:guest_additions_attach",
        keys=("guest_additions_attach",),
        types=("virtualbox",),
    ),
    Fixer(
        "pp-vagrant-override",
        'moves what the vagrant post-processor says of one provider into its "override"',
        Part.POST_PROCESSORS,
        f"{_STEPS}:vagrant_override",
        keys=("aws", "digitalocean", "virtualbox", "vmware"),
        types=("vagrant",),
    ),
    Fixer(
        "virtualbox-rename",
        "makes virtualbox builders virtualbox-iso builders",
        Part.WHOLE,
        f"{_TYPES}:virtualbox_iso",
    ),
    Fixer(
        "vmware-rename",
        "makes vmware builders vmware-iso builders",
        Part.WHOLE,
        f"{_TYPES}:vmware_iso",
    ),
    Fixer(
        "parallels-headless",
        'removes "headless", which parallels builders do not need',
        Part.BUILDERS,
        f"{_MACHINES}:parallels_headless",
        keys=("headless",),
        types=_PARALLELS,
    ),
    Fixer(
        "parallels-deprecations",
        'removes "parallels_tools_host_path" of parallels builders, '
        'and calls "guest_os_distribution" "guest_os_type"',
        Part.BUILDERS,
        f"{_MACHINES}:parallels_deprecations",
        keys=("parallels_tools_host_path", "guest_os_distribution"),
        types=_PARALLELS,
    ),
    Fixer(
        "sshkeypath",
        'calls "ssh_key_path" of builders "ssh_private_key_file"',
        Part.BUILDERS,
        f"{_GENERAL}:ssh_key_path",
        keys=("ssh_key_path",),
    ),
    Fixer(
        "sshdisableagent",
        'calls "ssh_disable_agent" of builders "ssh_disable_agent_forwarding"',
        Part.BUILDERS,
        f"{_GENERAL}:ssh_disable_agent",
        keys=("ssh_disable_agent",),
    ),
    Fixer(
        "scaleway-access-key",
        'calls "access_key" of scaleway builders "organization_id"',
        Part.BUILDERS,
        f"{_MACHINES}:scaleway_access_key",
        keys=("access_key",),
        types=("scaleway",),
    ),
    Fixer(
        "manifest-filename",
        'calls "filename" of manifest post-processors "output"',
        Part.POST_PROCESSORS,
        f"{_STEPS}:manifest_filename",
        keys=("filename",),
        types=("manifest",),
    ),
    Fixer(
        "amazon-shutdown_behavior",
        'spells "shutdown_behaviour" of amazon builders "shutdown_behavior"',
        Part.BUILDERS,
        f"{_AMAZON}:shutdown_behavior",
        keys=("shutdown_behaviour",),
        types=_CLOUD,
    ),
    Fixer(
        "amazon-enhanced-networking",
        'calls "enhanced_networking" of amazon builders "ena_support"',
        Part.BUILDERS,
        f"{_AMAZON}:enhanced_networking",
        keys=("enhanced_networking",),
        types=_CLOUD,
    ),
    Fixer(
        "amazon-private-ip",
        'replaces "ssh_private_ip" of amazon builders with "ssh_interface"',
        Part.BUILDERS,
        f"{_AMAZON}:private_ip",
        keys=("ssh_private_ip",),
        types=_CLOUD,
    ),
    Fixer(
        "amazon-temp-sec-cidrs",
        'makes "temporary_security_group_source_cidr" of amazon builders a list',
        Part.BUILDERS,
        f"{_AMAZON}:temporary_source_cidrs",
        keys=("temporary_security_group_source_cidr",),
        types=_CLOUD,
    ),
    Fixer(
        "docker-email",
        'removes "login_email" of docker post-processors',
        Part.POST_PROCESSORS,
        f"{_STEPS}:docker_email",
        keys=("login_email",),
    ),
    Fixer(
        "docker-tag-tags",
        'makes "tag" of docker-tag post-processors the list "tags"',
        Part.POST_PROCESSORS,
        f"{_STEPS}:docker_tags",
        keys=("tag",),
        types=("docker-tag",),
    ),
    Fixer(
        "powershell-escapes",
        "takes back-quotes out of what powershell provisioners now escape themselves",
        Part.PROVISIONERS,
        f"{_STEPS}:powershell_escapes",
        types=("powershell",),
    ),
    Fixer(
        "vmware-compaction",
        'adds "skip_compaction" to vmware-iso builders whose disks cannot be compacted',
        Part.BUILDERS,
        f"{_MACHINES}:vmware_compaction",
        types=("vmware-iso",),
    ),
    Fixer(
        "hyperv-deprecations",
        'removes "vhd_temp_path" of hyperv-iso builders',
        Part.BUILDERS,
        f"{_MACHINES}:hyperv_deprecations",
        keys=("vhd_temp_path",),
        types=("hyperv-iso",),
    ),
    Fixer(
        "hyperv-vmxc-typo",
        'spells "clone_from_vmxc_path" of hyperv-vmcx builders "clone_from_vmcx_path"',
        Part.BUILDERS,
        f"{_MACHINES}:hyperv_vmcx",
        keys=("clone_from_vmxc_path",),
        types=("hyperv-vmcx",),
    ),
    Fixer(
        "hyperv-cpu-and-ram",
        'calls "cpu" and "ram_size" of hyperv builders "cpus" and "memory"',
        Part.BUILDERS,
        f"{_MACHINES}:hyperv_cpu_and_ram",
        keys=("cpu", "ram_size"),
        types=("hyperv-iso", "hyperv-vmcx"),
    ),
    Fixer(
        "clean-image-name",
        "calls clean_ami_name and clean_image_name in builders clean_resource_name",
        Part.BUILDERS,
        f"{_GENERAL}:clean_resource_name",
    ),
    Fixer(
        "spot-price-auto-product",
        'removes "spot_price_auto_product" of amazon builders',
        Part.BUILDERS,
        f"{_AMAZON}:spot_price_auto_product",
        keys=("spot_price_auto_product",),
        types=_SPOT,
    ),
    Fixer(
        "qemu-disk-size",
        'gives the number in "disk_size" of qemu builders its unit',
        Part.BUILDERS,
        f"{_MACHINES}:qemu_disk_size",
        types=("qemu",),
    ),
    Fixer(
        "galaxy-command",
        'calls "galaxycommand" of ansible-local provisioners "galaxy_command"',
        Part.PROVISIONERS,
        f"{_STEPS}:galaxy_command",
        keys=("galaxycommand",),
        types=("ansible-local",),
    ),
    Fixer(
        "comm-config",
        "takes the ssh_ off the port forwarding options of virtualbox builders",
        Part.BUILDERS,
        f"{_MACHINES}:port_forwarding",
        keys=("ssh_host_port_min", "ssh_host_port_max", "ssh_skip_nat_mapping"),
        types=_VIRTUALBOX,
    ),
    Fixer(
        "ssh-wait-timeout",
        'calls "ssh_wait_timeout" of builders "ssh_timeout"',
        Part.BUILDERS,
        f"{_GENERAL}:ssh_wait_timeout",
        keys=("ssh_wait_timeout",),
    ),
    Fixer(
        "vsphere-iso-net-disk",
        'moves network and disk of vsphere-iso builders to "network_adapters" and "storage"',
        Part.BUILDERS,
        f"{_MACHINES}:vsphere_adapters_and_storage",
        keys=(
            "network",
            "network_card",
            "disk_size",
            "disk_thin_provisioned",
            "disk_eagerly_scrub",
        ),
        types=("vsphere-iso",),
    ),
    Fixer(
        "iso-checksum-type-and-url",
        'puts "iso_checksum_type" and "iso_checksum_url" of builders into "iso_checksum"',
        Part.BUILDERS,
        f"{_GENERAL}:iso_checksum",
        keys=("iso_checksum_type", "iso_checksum_url"),
    ),
    Fixer(
        "qemu-host-port",
        "takes the ssh_ off the host port options of qemu builders",
        Part.BUILDERS,
        f"{_MACHINES}:qemu_host_port",
        keys=("ssh_host_port_min", "ssh_host_port_max"),
        types=("qemu",),
    ),
    Fixer(
        "azure-exclude_from_latest",
        'spells "exlude_from_latest" of azure-chroot builders "exclude_from_latest"',
        Part.BUILDERS,
        f"{_MACHINES}:azure_exclude_from_latest",
        keys=("exlude_from_latest",),
        types=("azure-chroot",),
    ),
    Fixer(
        "proxmox-type",
        "makes proxmox builders proxmox-iso builders",
        Part.WHOLE,
        f"{_TYPES}:proxmox_iso",
    ),
)


def fixes_for(key: str, component: str, part: Part) -> tuple[str, ...]:
    """The names of the fixers that would mend the option `key` of a component of this type."""
    return tuple(_fixes_for(key, component, part))


def _fixes_for(key: str, component: str, part: Part) -> Iterator[str]:
    for one in FIXERS:
        if one.part is part and key in one.keys and one.concerns(component):
            yield one.name
