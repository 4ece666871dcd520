"""Which components exist."""

from pathlib import Path

import pytest

from goldsmith.catalog import Catalog, entry_points, load, load_class, load_function
from goldsmith.diagnostics import GoldsmithError
from goldsmith.planning.testing import PLUGIN
from goldsmith.sdk import Plugin, Provisioner, Resource


def installed(folder: Path, name: str, text: str) -> str:
    metadata = folder / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "entry_points.txt").write_text(text, encoding="utf-8")
    return str(folder)


def test_plugins_are_found_by_their_entry_points(tmp_path: Path) -> None:
    first = installed(
        tmp_path / "a",
        "one",
        "[console_scripts]\nx = y:z\n\n[goldsmith.plugins]\n# a comment\nfoo = foo.bar\n",
    )
    second = installed(
        tmp_path / "b",
        "two",
        "[goldsmith.plugins]\nfoo = hidden\nbaz=qux:name\n[other]\nno = no\n",
    )
    installed(tmp_path / "b", "three", "[console_scripts]\nx = y\n")
    (tmp_path / "b" / "four-1.dist-info").mkdir()

    found = entry_points([first, second, second, str(tmp_path / "nowhere")])

    assert [(one.name, one.module) for one in found] == [("foo", "foo.bar"), ("baz", "qux:name")]


def test_components_are_found_by_kind_and_name() -> None:
    catalog = Catalog([PLUGIN])

    assert catalog.builder("bare") is not None
    assert catalog.builder("act") is None
    assert catalog.provisioner("act") is not None
    assert catalog.post_processor("wrap") is not None
    assert catalog.data_source("question") is not None
    assert catalog.communicator("ssh") is not None
    assert catalog.names("builder") == ("bare", "odd", "workshop")
    assert catalog.plugins == (PLUGIN,)


def test_what_comes_with_goldsmith_is_found() -> None:
    catalog = Catalog.load()

    assert {"core", "ssh", "qemu"} <= {one.name for one in catalog.plugins}
    assert {"file", "null", "qemu"} <= set(catalog.names("builder"))
    assert {"shell", "shell-local", "file"} <= set(catalog.names("provisioner"))


def test_every_part_of_every_component_can_be_loaded() -> None:
    catalog = Catalog.load()
    parts = ("settings", "boot", "capture", "prepare", "connect", "provision", "process", "read")

    for plugin in catalog.plugins:
        for component in plugin.components:
            for part in parts:
                where = getattr(component, part, None)
                if where is not None:
                    assert callable(load(where)), f"{component.name}: {part}"
        for kind in plugin.resources:
            assert isinstance(catalog.resource(kind), Resource)
            assert catalog.resource(kind).kind == kind


def test_two_plugins_cannot_offer_the_same() -> None:
    other = Plugin(name="other", components=(Provisioner("act", "", ""),))

    with pytest.raises(GoldsmithError, match=r'"workshop" and "other" both offer the provisioner'):
        Catalog([PLUGIN, other])


def test_a_resource_that_nobody_knows_is_said_so() -> None:
    with pytest.raises(GoldsmithError, match='No installed plugin knows the resource kind "moon"'):
        Catalog([PLUGIN]).resource("moon")


def test_a_resource_must_be_one() -> None:
    catalog = Catalog([Plugin(name="x", resources={"moon": "goldsmith.catalog:GROUP"})])

    with pytest.raises(TypeError):
        catalog.resource("moon")


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("goldsmith.nowhere", "No module named 'goldsmith.nowhere'"),
        ("goldsmith.catalog", "has no attribute 'plugin'"),
        ("goldsmith.catalog:GROUP", "is not a Plugin"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_named(tmp_path: Path, module: str, reason: str) -> None:
    path = installed(tmp_path, "x", f"[goldsmith.plugins]\nbroken = {module}\n")

    with pytest.raises(GoldsmithError, match='The plugin "broken" could not be loaded') as error:
        Catalog.load([path])
    assert reason in str(error.value)


def test_only_what_is_asked_for_is_loaded() -> None:
    assert load("goldsmith.catalog:GROUP") == "goldsmith.plugins"
    assert load_class("goldsmith.catalog:Catalog") is Catalog
    assert load_function("goldsmith.loading:load") is load
    with pytest.raises(TypeError):
        load_class("goldsmith.catalog:GROUP")
    with pytest.raises(TypeError):
        load_function("goldsmith.catalog:GROUP")
