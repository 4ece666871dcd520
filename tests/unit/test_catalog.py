"""Which components exist."""

from pathlib import Path

import pytest

from goldsmith.catalog import (
    Catalog,
    EntryPoint,
    Installed,
    entry_points,
    load,
    load_class,
    load_function,
)
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

    assert [(one.name, one.module, one.owner) for one in found] == [
        ("foo", "foo.bar", "one 1.0"),
        ("foo", "hidden", "two 1.0"),
        ("baz", "qux:name", "two 1.0"),
    ]


def test_of_a_package_that_is_there_twice_the_first_counts(tmp_path: Path) -> None:
    first = installed(tmp_path / "a", "one", "[goldsmith.plugins]\nfoo = first\n")
    second = installed(tmp_path / "b", "one", "[goldsmith.plugins]\nfoo = second\n")

    (found,) = entry_points([first, second])

    assert (found.module, found.folder) == ("first", first)


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


def test_what_two_plugins_offer_is_refused_when_it_is_asked_for() -> None:
    other = Plugin(name="other", components=(Provisioner("act", "", ""), Provisioner("b", "", "")))

    catalog = Catalog([PLUGIN, other])

    assert catalog.provisioner("b") is not None
    with pytest.raises(GoldsmithError, match=r'"workshop" and "other" both offer the provisioner'):
        catalog.provisioner("act")


def test_nobody_takes_the_place_of_what_is_part_of_the_program() -> None:
    ours = Plugin("core", components=(Provisioner("shell", "ours", ""),))
    theirs = Plugin("x", components=(Provisioner("shell", "theirs", ""), Provisioner("b", "", "")))
    catalog = Catalog(
        [
            Installed(EntryPoint("x", "x", "a-plugin", "1.2"), theirs),
            Installed(EntryPoint("core", "core", "goldsmith", "1.0"), ours),
        ]
    )

    assert catalog.plugins == (ours,)
    assert catalog.provisioner("shell") == ours.components[0]
    assert catalog.provisioner("b") is None
    (broken,) = catalog.broken
    assert 'the package a-plugin 1.2 could not be loaded: the provisioner "shell"' in broken.fault


def test_a_resource_that_nobody_knows_is_said_so() -> None:
    with pytest.raises(GoldsmithError, match='No installed plugin knows the resource kind "moon"'):
        Catalog([PLUGIN]).resource("moon")


def test_a_resource_must_be_one() -> None:
    catalog = Catalog([Plugin(name="x", resources={"moon": "goldsmith.catalog:GROUP"})])

    with pytest.raises(TypeError):
        catalog.resource("moon")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import goldsmith.nowhere", "No module named 'goldsmith.nowhere'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("def", "SyntaxError"),
        ("", "has no attribute 'plugin'"),
        ("plugin = 1", "what its entry point names is not a Plugin"),
        ("plugin = Plugin('x', components=(1,))", "it lists 1, which is no component"),
        ("plugin = Plugin('x', components=(Builder(*[None] * 5),))", "None is not listed"),
        ("plugin = Plugin('x', version='new')", "its version 'new' is no version"),
    ],
)
def test_a_broken_plugin_is_named_and_does_not_stand_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, reason: str
) -> None:
    module = f"broken_{abs(hash(text))}"
    (tmp_path / f"{module}.py").write_text(f"from goldsmith.sdk import Builder, Plugin\n{text}\n")
    path = installed(tmp_path, "a_plugin", f"[goldsmith.plugins]\nbroken = {module}\n")
    monkeypatch.syspath_prepend(path)

    catalog = Catalog.load([path])

    (broken,) = catalog.broken
    assert 'The plugin "broken" of the package a-plugin 1.0 could not be loaded' in broken.fault
    assert reason in broken.fault


def test_a_broken_plugin_of_our_own_is_a_bug(tmp_path: Path) -> None:
    path = installed(tmp_path, "goldsmith", "[goldsmith.plugins]\nx = goldsmith.nowhere\n")

    with pytest.raises(ImportError):
        Catalog.load([path])


def test_where_something_is_missing_broken_plugins_are_told(tmp_path: Path) -> None:
    path = installed(tmp_path, "a_plugin", "[goldsmith.plugins]\nx = goldsmith.nowhere\n")

    with pytest.raises(GoldsmithError, match=r'"moon".*the package a-plugin 1\.0'):
        Catalog.load([path]).resource("moon")


def test_only_what_is_asked_for_is_loaded() -> None:
    assert load("goldsmith.catalog:GROUP") == "goldsmith.plugins"
    assert load_class("goldsmith.catalog:Catalog") is Catalog
    assert load_function("goldsmith.loading:load") is load
    with pytest.raises(TypeError):
        load_class("goldsmith.catalog:GROUP")
    with pytest.raises(TypeError):
        load_function("goldsmith.catalog:GROUP")
