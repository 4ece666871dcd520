"""Every fixer, before and after."""

import json
from pathlib import PurePath

import pytest

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax import Object
from goldsmith.lang.syntax.json import read_json
from goldsmith.upgrade import FIXERS, Fixer, Part, fixes_for
from goldsmith.upgrade.document import Json, Settings, plain
from goldsmith.upgrade.fix import fix

CASES: tuple[tuple[str, str, str], ...] = (
    ("iso-md5", '{"iso_md5": "a"}', '{"iso_checksum": "a", "iso_checksum_type": "md5"}'),
    (
        "iso-md5",
        '{"iso_md5": "a", "iso_checksum": "b", "iso_checksum_type": "sha1"}',
        '{"iso_checksum": "a", "iso_checksum_type": "md5"}',
    ),
    ("iso-md5", '{"iso_md5": 5}', '{"iso_md5": 5}'),
    ("createtime", '{"ami_name": "a {{ .CreateTime }}"}', '{"ami_name": "a {{timestamp}}"}'),
    ("createtime", '{"vm_name": "{{.CreateTime}}"}', '{"vm_name": "{{.CreateTime}}"}'),
    (
        "virtualbox-gaattach",
        '{"type": "virtualbox", "guest_additions_attach": true}',
        '{"type": "virtualbox", "guest_additions_mode": "attach"}',
    ),
    (
        "virtualbox-gaattach",
        '{"type": "virtualbox", "guest_additions_attach": false}',
        '{"type": "virtualbox", "guest_additions_mode": "upload"}',
    ),
    (
        "pp-vagrant-override",
        '{"type": "vagrant", "aws": {"a": 1}, "vmware": {}, "override": {"x": {}}}',
        '{"type": "vagrant", "override": {"aws": {"a": 1}, "vmware": {}, "x": {}}}',
    ),
    (
        "pp-vagrant-override",
        '{"type": "compress", "aws": {"a": 1}}',
        '{"type": "compress", "aws": {"a": 1}}',
    ),
    (
        "parallels-headless",
        '{"type": "parallels-iso", "headless": true}',
        '{"type": "parallels-iso"}',
    ),
    (
        "parallels-deprecations",
        '{"type": "parallels-pvm", "parallels_tools_host_path": "a", "guest_os_distribution": "b"}',
        '{"type": "parallels-pvm", "guest_os_type": "b"}',
    ),
    ("sshkeypath", '{"ssh_key_path": "a"}', '{"ssh_private_key_file": "a"}'),
    (
        "sshkeypath",
        '{"ssh_key_path": "a", "ssh_private_key_file": "b"}',
        '{"ssh_private_key_file": "b"}',
    ),
    ("sshkeypath", '{"ssh_key_path": 5}', '{"ssh_key_path": 5}'),
    (
        "sshdisableagent",
        '{"ssh_disable_agent": true}',
        '{"ssh_disable_agent_forwarding": true}',
    ),
    ("sshdisableagent", '{"ssh_disable_agent": "x"}', '{"ssh_disable_agent": "x"}'),
    (
        "scaleway-access-key",
        '{"type": "scaleway", "access_key": "a"}',
        '{"type": "scaleway", "organization_id": "a"}',
    ),
    (
        "scaleway-access-key",
        '{"type": "amazon-ebs", "access_key": "a"}',
        '{"type": "amazon-ebs", "access_key": "a"}',
    ),
    (
        "manifest-filename",
        '{"type": "manifest", "filename": "a"}',
        '{"type": "manifest", "output": "a"}',
    ),
    (
        "amazon-shutdown_behavior",
        '{"type": "amazon-ebs", "shutdown_behaviour": "stop"}',
        '{"type": "amazon-ebs", "shutdown_behavior": "stop"}',
    ),
    (
        "amazon-enhanced-networking",
        '{"type": "amazon-ebs", "enhanced_networking": true}',
        '{"type": "amazon-ebs", "ena_support": true}',
    ),
    (
        "amazon-private-ip",
        '{"type": "amazon-ebs", "ssh_private_ip": true}',
        '{"type": "amazon-ebs", "ssh_interface": "private_ip"}',
    ),
    (
        "amazon-private-ip",
        '{"type": "amazon-ebs", "ssh_private_ip": "0"}',
        '{"type": "amazon-ebs", "ssh_interface": "public_ip"}',
    ),
    (
        "amazon-private-ip",
        '{"type": "amazon-ebs", "ssh_private_ip": 1}',
        '{"type": "amazon-ebs", "ssh_interface": "private_ip"}',
    ),
    (
        "amazon-private-ip",
        '{"type": "amazon-ebs", "ssh_private_ip": "{{user `x`}}"}',
        '{"type": "amazon-ebs", "ssh_private_ip": "{{user `x`}}"}',
    ),
    (
        "amazon-private-ip",
        '{"type": "amazon-ebs", "ssh_private_ip": true, "ssh_interface": "public_dns"}',
        '{"type": "amazon-ebs", "ssh_private_ip": true, "ssh_interface": "public_dns"}',
    ),
    (
        "amazon-temp-sec-cidrs",
        '{"type": "amazon-ebs", "temporary_security_group_source_cidr": "10.0.0.0/8"}',
        '{"type": "amazon-ebs", "temporary_security_group_source_cidrs": ["10.0.0.0/8"]}',
    ),
    ("docker-email", '{"type": "docker-push", "login_email": "a"}', '{"type": "docker-push"}'),
    (
        "docker-tag-tags",
        '{"type": "docker-tag", "tag": "a, b", "tags": ["b", "c"]}',
        '{"type": "docker-tag", "tags": ["a", "b", "c"]}',
    ),
    (
        "docker-tag-tags",
        '{"type": "docker-tag", "tags": "a,b"}',
        '{"type": "docker-tag", "tags": ["a", "b"]}',
    ),
    ("docker-tag-tags", '{"type": "docker-tag", "tag": 5}', '{"type": "docker-tag", "tag": 5}'),
    ("docker-tag-tags", '{"type": "docker-tag"}', '{"type": "docker-tag"}'),
    (
        "powershell-escapes",
        '{"type": "powershell", "environment_vars": ["A=`$x", "B=``"], "elevated_user": "`\\"`\'"}',
        '{"type": "powershell", "environment_vars": ["A=$x", "B=`"], "elevated_user": "\\"\'"}',
    ),
    (
        "powershell-escapes",
        '{"type": "powershell", "elevated_password": "a`b```$", "inline": ["`$"]}',
        '{"type": "powershell", "elevated_password": "a`b`$", "inline": ["`$"]}',
    ),
    (
        "vmware-compaction",
        '{"type": "vmware-iso", "remote_type": "esx5"}',
        '{"type": "vmware-iso", "remote_type": "esx5", "disk_type_id": "zeroedthick",'
        ' "skip_compaction": true}',
    ),
    (
        "vmware-compaction",
        '{"type": "vmware-iso", "remote_type": "esx5", "disk_type_id": "0"}',
        '{"type": "vmware-iso", "remote_type": "esx5", "disk_type_id": "0",'
        ' "skip_compaction": true}',
    ),
    (
        "vmware-compaction",
        '{"type": "vmware-iso", "remote_type": "esx5", "disk_type_id": "thin"}',
        '{"type": "vmware-iso", "remote_type": "esx5", "disk_type_id": "thin"}',
    ),
    (
        "hyperv-deprecations",
        '{"type": "hyperv-iso", "vhd_temp_path": "a"}',
        '{"type": "hyperv-iso"}',
    ),
    (
        "hyperv-vmxc-typo",
        '{"type": "hyperv-vmcx", "clone_from_vmxc_path": "a"}',
        '{"type": "hyperv-vmcx", "clone_from_vmcx_path": "a"}',
    ),
    (
        "hyperv-cpu-and-ram",
        '{"type": "hyperv-iso", "cpu": 2, "ram_size": 1024}',
        '{"type": "hyperv-iso", "cpus": 2, "memory": 1024}',
    ),
    (
        "clean-image-name",
        '{"a": "{{isotime | clean_ami_name}}", "b": {"c": ["{{clean_image_name .D}}"]}, "d": 1}',
        '{"a": "{{isotime | clean_resource_name}}",'
        ' "b": {"c": ["{{clean_resource_name .D}}"]}, "d": 1}',
    ),
    (
        "spot-price-auto-product",
        '{"type": "amazon-ebs", "spot_price_auto_product": "Linux/UNIX"}',
        '{"type": "amazon-ebs"}',
    ),
    (
        "qemu-disk-size",
        '{"type": "qemu", "disk_size": 40000}',
        '{"type": "qemu", "disk_size": "40000M"}',
    ),
    (
        "qemu-disk-size",
        '{"type": "qemu", "disk_size": 1e999}',
        '{"type": "qemu", "disk_size": 1e999}',
    ),
    (
        "qemu-disk-size",
        '{"type": "vmware-iso", "disk_size": 40000}',
        '{"type": "vmware-iso", "disk_size": 40000}',
    ),
    (
        "galaxy-command",
        '{"type": "ansible-local", "galaxycommand": "a"}',
        '{"type": "ansible-local", "galaxy_command": "a"}',
    ),
    (
        "comm-config",
        '{"type": "virtualbox-iso", "ssh_host_port_min": 1, "ssh_host_port_max": "2",'
        ' "ssh_skip_nat_mapping": true}',
        '{"type": "virtualbox-iso", "host_port_min": 1, "host_port_max": "2",'
        ' "skip_nat_mapping": true}',
    ),
    (
        "comm-config",
        '{"type": "parallels-iso", "ssh_host_port_min": 1}',
        '{"type": "parallels-iso", "ssh_host_port_min": 1}',
    ),
    ("ssh-wait-timeout", '{"ssh_wait_timeout": "5m"}', '{"ssh_timeout": "5m"}'),
    (
        "vsphere-iso-net-disk",
        '{"type": "vsphere-iso", "network": "a", "network_card": "b", "disk_size": 5,'
        ' "disk_thin_provisioned": true, "storage": [{"disk_size": 1}]}',
        '{"type": "vsphere-iso", "network_adapters": [{"network": "a", "network_card": "b"}],'
        ' "storage": [{"disk_size": 5, "disk_thin_provisioned": true}, {"disk_size": 1}]}',
    ),
    (
        "vsphere-iso-net-disk",
        '{"type": "vsphere-iso", "disk_size": 5, "storage": "x"}',
        '{"type": "vsphere-iso", "disk_size": 5, "storage": "x"}',
    ),
    (
        "iso-checksum-type-and-url",
        '{"iso_checksum": "a", "iso_checksum_type": "sha256"}',
        '{"iso_checksum": "sha256:a"}',
    ),
    (
        "iso-checksum-type-and-url",
        '{"iso_checksum": "a", "iso_checksum_type": "sha256", "iso_checksum_url": "http://b"}',
        '{"iso_checksum": "file:http://b"}',
    ),
    (
        "iso-checksum-type-and-url",
        '{"iso_checksum": "a", "iso_checksum_type": "none"}',
        '{"iso_checksum": "none"}',
    ),
    ("iso-checksum-type-and-url", '{"iso_checksum_type": "none"}', '{"iso_checksum": "none"}'),
    (
        "iso-checksum-type-and-url",
        '{"iso_checksum": "a", "iso_checksum_type": "{{user `t`}}"}',
        '{"iso_checksum": "{{user `t`}}:a"}',
    ),
    (
        "iso-checksum-type-and-url",
        '{"iso_checksum": 5, "iso_checksum_type": 6}',
        '{"iso_checksum": 5, "iso_checksum_type": 6}',
    ),
    (
        "qemu-host-port",
        '{"type": "qemu", "ssh_host_port_min": 1, "ssh_host_port_max": 2}',
        '{"type": "qemu", "host_port_min": 1, "host_port_max": 2}',
    ),
    (
        "azure-exclude_from_latest",
        '{"type": "azure-chroot", "shared_image_destination": {"exlude_from_latest": true}}',
        '{"type": "azure-chroot", "shared_image_destination": {"exclude_from_latest": true}}',
    ),
)
TEMPLATES: tuple[tuple[str, str, str], ...] = (
    (
        "virtualbox-rename",
        '{"builders": [{"type": "virtualbox"}], "provisioners": [{"type": "shell",'
        ' "only": ["virtualbox", "a"], "override": {"virtualbox": {"x": "y"}}}]}',
        '{"builders": [{"type": "virtualbox-iso"}], "provisioners": [{"type": "shell",'
        ' "only": ["virtualbox-iso", "a"], "override": {"virtualbox-iso": {"x": "y"}}}]}',
    ),
    (
        "virtualbox-rename",
        '{"builders": [{"type": "virtualbox", "name": "virtualbox"}],'
        ' "post-processors": [[{"type": "compress", "except": ["virtualbox"]}]]}',
        '{"builders": [{"type": "virtualbox-iso", "name": "virtualbox"}],'
        ' "post-processors": [[{"type": "compress", "except": ["virtualbox"]}]]}',
    ),
    (
        "vmware-rename",
        '{"builders": [{"type": "vmware"}],'
        ' "post-processors": ["a", {"type": "vagrant", "override": {"vmware": {}},'
        ' "except": ["vmware"]}]}',
        '{"builders": [{"type": "vmware-iso"}],'
        ' "post-processors": ["a", {"type": "vagrant", "override": {"vmware": {}},'
        ' "except": ["vmware-iso"]}]}',
    ),
    (
        "proxmox-type",
        '{"builders": [{"type": "proxmox"}, {"type": "proxmox-clone"}]}',
        '{"builders": [{"type": "proxmox-iso"}, {"type": "proxmox-clone"}]}',
    ),
)


def settings_of(text: str) -> Settings:
    tree, problems = read_json(SourceFile(PurePath("a.json"), text))
    assert not problems
    assert isinstance(tree, Object)
    values = plain(tree)
    assert isinstance(values, dict)
    return values


def fixer(name: str) -> Fixer:
    return next(one for one in FIXERS if one.name == name)


def around(part: Part, component: Json) -> Settings:
    """A template with one component of that part."""
    return {part.value: [component]}


def fixed(template: Settings, *fixers: Fixer) -> Settings:
    steps = fix(template, fixers or FIXERS)
    return steps[-1].after if steps else template


@pytest.mark.parametrize(("name", "before", "after"), CASES)
def test_a_fixer_mends_a_component_and_nothing_else(name: str, before: str, after: str) -> None:
    mended = fixed(around(fixer(name).part, settings_of(before)), fixer(name))

    assert mended == around(fixer(name).part, settings_of(after))


@pytest.mark.parametrize(("name", "before", "after"), TEMPLATES)
def test_a_builder_of_a_new_type_is_still_named_wherever_it_was(
    name: str, before: str, after: str
) -> None:
    assert fixed(settings_of(before), fixer(name)) == settings_of(after)


def test_every_fixer_is_shown_before_and_after() -> None:
    shown = {name for name, before, after in (*CASES, *TEMPLATES) if before != after}

    assert shown == {one.name for one in FIXERS}


@pytest.mark.parametrize(
    ("name", "before"),
    # What has been escaped twice is no longer escaped after the second time.
    [(name, before) for name, before, _ in CASES if name != "powershell-escapes"],
)
def test_what_is_mended_stays_mended(name: str, before: str) -> None:
    once = fixed(around(fixer(name).part, settings_of(before)))

    assert not fix(once)


def test_fixers_build_on_each_other() -> None:
    template = around(Part.BUILDERS, settings_of('{"type": "vmware", "iso_md5": "a"}'))

    steps = fix(template)

    assert [step.fixer.name for step in steps] == [
        "iso-md5",
        "vmware-rename",
        "iso-checksum-type-and-url",
    ]
    assert steps[-1].after == around(
        Part.BUILDERS, settings_of('{"type": "vmware-iso", "iso_checksum": "md5:a"}')
    )


def test_the_template_that_is_fixed_stays_as_it_is() -> None:
    template = settings_of('{"builders": [{"type": "qemu", "disk_size": 5}]}')
    kept = json.dumps(template, default=str)

    fix(template)

    assert json.dumps(template, default=str) == kept


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"builders": {"type": "qemu"}}',
        '{"builders": [5, null, "x", [{"iso_md5": "a"}]], "provisioners": null}',
        '{"post-processors": [[[{"type": "manifest", "filename": "a"}]], 5]}',
        '{"builders": [{"type": 5, "disk_size": 5}]}',
    ],
)
def test_what_is_no_template_stays_as_it_is(text: str) -> None:
    assert fixed(settings_of(text)) == settings_of(text)


@pytest.mark.parametrize(
    ("key", "component", "part", "names"),
    [
        ("iso_md5", "qemu", Part.BUILDERS, ("iso-md5",)),
        ("iso_md5", "shell", Part.PROVISIONERS, ()),
        ("ssh_host_port_min", "qemu", Part.BUILDERS, ("qemu-host-port",)),
        ("ssh_host_port_min", "virtualbox-ovf", Part.BUILDERS, ("comm-config",)),
        ("filename", "manifest", Part.POST_PROCESSORS, ("manifest-filename",)),
        ("filename", "compress", Part.POST_PROCESSORS, ()),
        ("nonsense", "qemu", Part.BUILDERS, ()),
    ],
)
def test_an_unknown_option_finds_the_fixer_that_mends_it(
    key: str, component: str, part: Part, names: tuple[str, ...]
) -> None:
    assert fixes_for(key, component, part) == names


@pytest.mark.parametrize("one", [one for one in FIXERS if one.keys], ids=lambda one: one.name)
def test_a_fixer_takes_away_the_options_that_it_is_found_by(one: Fixer) -> None:
    texts = [text for name, text, after in CASES if name == one.name and text != after]
    cases = [settings_of(text) for text in texts]

    left = {
        key for case in cases for key in component(fixed(around(one.part, case), one), one.part)
    }

    assert not left & set(one.keys)
    assert any(f'"{key}"' in text for text in texts for key in one.keys)


def component(template: Settings, part: Part) -> Settings:
    match template[part.value]:
        case [dict() as only]:
            return only
        case other:
            raise TypeError(other)
