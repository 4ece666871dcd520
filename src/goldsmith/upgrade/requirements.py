"""Which version of the program and which plugins an upgraded template asks for."""

from collections.abc import Iterator

from goldsmith.upgrade.hcl import block, object_of, quoted
from goldsmith.upgrade.written import WrittenTemplate

_PLUGINS = (
    *("amazon", "ansible", "azure", "docker", "googlecompute", "qemu", "vagrant", "virtualbox"),
    *("vmware", "vsphere"),
)
"""Plugins whose components Packer once had built in; their types begin with these names."""


def packer_block(template: WrittenTemplate) -> str:
    """The block, or nothing where nothing is asked for."""
    version = template.required_version
    wanted = "" if version is None else f"required_version = {quoted(f'>= {version.text}')}\n"
    plugins = [one for one in _PLUGINS if any(_is_of(kind, one) for kind in _types(template))]
    rows = "\n".join(f"{one} = {_requirement(one)}" for one in plugins)
    needed = block("required_plugins", rows) if rows else ""
    return block("packer", wanted, needed) if wanted or needed else ""


def is_of_a_known_plugin(component: str) -> bool:
    """Whether one of those plugins may well have a component of that type."""
    return any(_is_of(component, plugin) for plugin in _PLUGINS)


def _types(template: WrittenTemplate) -> Iterator[str]:
    steps = (one for chain in template.chains for one in chain)
    for one in (*template.builders, *template.provisioners, *steps):
        yield one.type.text
    if template.cleanup is not None:
        yield template.cleanup.type.text


def _is_of(component: str, plugin: str) -> bool:
    return component == plugin or component.startswith(f"{plugin}-")


def _requirement(plugin: str) -> str:
    return object_of(
        [("source", quoted(f"github.com/hashicorp/{plugin}")), ("version", quoted("~> 1"))]
    )
