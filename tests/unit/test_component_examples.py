"""Beside every component lies a template that shows how it is used, and that is valid."""

import sys
from pathlib import Path

import pytest

from goldsmith.catalog import KINDS, Catalog, load
from goldsmith.planning import Inputs, plan
from goldsmith.sdk import Component

COMPONENTS = {
    f"{kind} {one.name}": one
    for plugin in Catalog.load().plugins
    for one in plugin.components
    for kind, cls in KINDS.items()
    if isinstance(one, cls)
}


def example_of(component: Component) -> Path:
    where = component.settings.partition(":")[0]
    load(component.settings)
    file = sys.modules[where].__file__
    assert file is not None
    return Path(file).with_name("example.pkr.hcl")


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_has_an_example_that_is_valid_and_names_it(name: str) -> None:
    component = COMPONENTS[name]
    example = example_of(component)

    made = plan(Inputs(str(example)), Catalog.load())

    assert made.builds
    assert f'"{component.name}"' in example.read_text()
