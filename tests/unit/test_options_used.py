"""No option is accepted and then ignored."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from goldsmith.catalog import KINDS, Catalog, load_class
from goldsmith.lang.schema import settings_of

SOURCE = Path(__file__).parents[2] / "src" / "goldsmith"
OF_AN_INSTALLATION = (
    "boot_key_interval",
    "boot_keygroup_interval",
    "boot_wait",
    "disable_vnc",
    "floppy_label",
    "http_bind_address",
    "http_interface",
    "http_network_protocol",
    "http_port_max",
    "http_port_min",
)
"""Details of options that the builder refuses by name, such as `boot_command`."""
PROGRAM = "the engine is reached by its API, without any program"
WITHOUT_EFFECT = {
    ("builder", "docker", "docker_path"): PROGRAM,
    ("builder", "docker", "container_dir"): "no folder is shared with the container",
    ("builder", "docker", "windows_container"): "setting it is refused",
    ("post-processor", "docker-import", "docker_path"): PROGRAM,
    ("post-processor", "docker-push", "docker_path"): PROGRAM,
    ("post-processor", "docker-save", "docker_path"): PROGRAM,
    ("post-processor", "docker-tag", "docker_path"): PROGRAM,
    ("post-processor", "docker-tag", "force"): "every engine since 2016 does so anyway",
    ("builder", "qemu", "run_once"): "Packer reads it and does nothing with it",
    ("communicator", "ssh", "ssh_keypair_name"): "the name of a key pair in a cloud",
    ("communicator", "ssh", "temporary_key_pair_name"): "the name of a key pair in a cloud",
    ("provisioner", "file", "generated"): "it only switches a check off",
    **{("builder", "qemu", name): "means nothing by itself" for name in OF_AN_INSTALLATION},
}
"""Options that have nothing to do yet, and why."""
CHECKS = frozenset({"problems", "problems_with"})
"""Functions that read options only to refuse them."""


@cache
def attributes_read(folder: Path) -> frozenset[str]:
    """Every attribute that is read in a folder, not counting the checks of settings classes."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        if "tests" not in path.parts:
            found |= set(read_in(ast.parse(path.read_text(encoding="utf-8"))))
    return frozenset(found)


def read_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef) and node.name in CHECKS:
        return
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield node.attr
    for child in ast.iter_child_nodes(node):
        yield from read_in(child)


def options() -> Iterator[tuple[str, str, str, str, str]]:
    """Plugin, kind, component, option and the attribute that holds it."""
    catalog = Catalog.load()
    for plugin in catalog.plugins:
        for component in plugin.components:
            kind = next(name for name, cls in KINDS.items() if isinstance(component, cls))
            for option, setting in settings_of(load_class(component.settings)).items():
                if not setting.refused:
                    yield plugin.name, kind, component.name, option, setting.name


OPTIONS = tuple(options())


@pytest.mark.parametrize(
    ("plugin", "kind", "component", "option", "attribute"), OPTIONS, ids=lambda part: part
)
def test_every_option_is_read_in_its_plugin_or_in_what_plugins_share(
    plugin: str, kind: str, component: str, option: str, attribute: str
) -> None:
    read = attributes_read(SOURCE / "plugins" / plugin) | attributes_read(SOURCE / "toolkit")

    assert attribute in read or (kind, component, option) in WITHOUT_EFFECT


def test_no_option_that_has_no_effect_is_unknown() -> None:
    assert set(WITHOUT_EFFECT) <= {option[1:4] for option in OPTIONS}
