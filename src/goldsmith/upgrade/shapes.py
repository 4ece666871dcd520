"""What an option of a component is in HCL: an argument, of which kind, or a block."""

from collections.abc import Iterable, Mapping

from goldsmith.catalog import Catalog, load_class
from goldsmith.lang.schema import Setting, class_of, settings_of
from goldsmith.lang.shape import Kind, shape_of
from goldsmith.record import field, record

_BLOCKS = frozenset(
    {
        # amazon
        *("ami_block_device_mappings", "ami_root_device", "assume_role", "aws_polling"),
        *("deregistration_protection", "ebs_volumes", "fast_launch", "fleet_tag"),
        *("launch_block_device_mappings", "license_configuration_request"),
        *("license_specifications", "metadata_options", "placement", "region_launch_templates"),
        *("root_volume_tag", "run_tag", "run_volume_tag", "security_group_filter", "snapshot_tag"),
        *("source_ami_filter", "spot_tag", "Statement", "subnet_filter", "vault_aws_engine"),
        *("temporary_iam_instance_profile_policy_document", "vpc_filter"),
        # azure
        *("azure_tag", "dtl_artifacts", "parameters", "plan_info", "shared_image_destination"),
        *("shared_image_gallery", "shared_image_gallery_destination", "spot", "target_region"),
        "target_regions",
        # docker, googlecompute, hyperv, oracle, proxmox, vsphere
        *("disk_attachment", "disk_encryption_key", "image_encryption_key", "linux_options"),
        *("network_adapters", "network_interface", "node_affinity", "reservation_affinity"),
        *("storage", "vga_config", "additional_iso_files"),
    }
)
"""Options of components that are no part of goldsmith and are blocks, whatever they hold."""
_LISTS = frozenset(
    {
        *("allowed_inbound_ip_addresses", "ami_groups", "ami_org_arns", "ami_ou_arns"),
        *("ami_product_codes", "ami_regions", "ami_users", "ansible_env_vars", "boot_command"),
        *("ansible_ssh_extra_args", "cap_add", "cap_drop", "cd_files", "changes", "copy_files"),
        *("collection_paths", "cookbook_paths", "empty_groups", "environment_vars"),
        *("extra_arguments", "floppy_dirs", "floppy_files", "image_guest_os_features"),
        *("image_licenses", "image_storage_locations", "inline", "inventory_groups", "iso_urls"),
        *("mount_options", "only_builds", "ovftool_options", "owners", "playbook_files"),
        *("playbook_paths", "policy_arns", "post_mount_commands", "pre_mount_commands"),
        *("pre_unmount_commands", "remote_cookbook_paths", "replication_regions", "role_paths"),
        *("run_command", "run_list", "scopes", "scripts", "security_group_ids"),
        *("snapshot_groups", "snapshot_users", "source_image_project_id", "spot_instance_types"),
        *("ssh_ciphers", "ssh_key_exchange_algorithms", "ssh_local_tunnels"),
        *("ssh_remote_tunnels", "tags", "temporary_security_group_source_cidrs"),
        *("transitive_tag_keys", "user_assigned_managed_identities"),
    }
)
"""Options of such components that are lists of texts."""
_MAPS = frozenset({"override", "json"})
"""Options of such components that are arguments, although their values may hold anything."""


@record
class Option:
    """One option: its name in HCL, what it takes if that is known, and the options inside."""

    name: str
    kind: Kind | None
    inner: "Options"


@record
class Options:
    """The options of a component or block: those of its settings classes, or any."""

    known: Mapping[str, Setting] | None = None

    def find(self, name: str) -> Option:
        """The option called `name`, in any case."""
        if self.known is None:
            return Option(name, _likely(name), self)
        setting = self.known.get(name) or next(
            (one for option, one in self.known.items() if option.lower() == name.lower()), None
        )
        if setting is None:
            return Option(name, None, ANY)
        shape = shape_of(setting.annotation)
        inner = _options_of([class_of(shape.element)]) if shape.is_block else ANY
        return Option(setting.option, shape.kind, inner)


ANY = Options()
"""Nothing is known."""


def _likely(name: str) -> Kind | None:
    if name in _BLOCKS:
        return Kind.BLOCKS
    if name in _MAPS:
        return Kind.MAPPING
    return Kind.SEQUENCE if name in _LISTS else None


def _options_of(classes: Iterable[type]) -> Options:
    known: dict[str, Setting] = {}
    for one in classes:
        known.update(settings_of(one))
    return Options(known)


@record
class Shapes:
    """The options of every component."""

    catalog: Catalog
    unknown_builders: set[str] = field(factory=set)
    """Types of builders that were asked for and are not there."""

    def builder(self, name: str) -> Options:
        """The options of a builder, and of the communicators that it can use."""
        found = self.catalog.builder(name)
        if found is None:
            self.unknown_builders.add(name)
            return ANY
        communicators = [self.catalog.communicator(one) for one in found.communicators]
        places = [found.settings, *(one.settings for one in communicators if one is not None)]
        return _options_of(load_class(one) for one in places)

    def provisioner(self, name: str) -> Options:
        """The options of a provisioner."""
        found = self.catalog.provisioner(name)
        return ANY if found is None else _options_of([load_class(found.settings)])

    def post_processor(self, name: str) -> Options:
        """The options of a post-processor."""
        found = self.catalog.post_processor(name)
        return ANY if found is None else _options_of([load_class(found.settings)])
