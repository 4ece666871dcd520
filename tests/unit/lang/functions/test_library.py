"""Every template function: its example holds, its names agree, it has a text."""

from collections.abc import Callable
from importlib import import_module

import pytest

from goldsmith.lang import FUNCTIONS, Value, show
from goldsmith.lang.functions.function import PythonFunction
from goldsmith.lang.functions.library import FAMILIES


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_the_example_of_a_function_is_true(evaluated: Callable[..., Value], name: str) -> None:
    text, _, example = FUNCTIONS[name].documentation.strip().rpartition("\n")

    assert text.strip()
    assert f"{name}(" in example
    assert show(evaluated(example.strip())) == "true"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_holds_the_functions_listed_for_it(family: str) -> None:
    module = import_module(f"goldsmith.lang.functions.{family}")
    defined = [
        name.rstrip("_") for name, one in vars(module).items() if isinstance(one, PythonFunction)
    ]

    assert sorted(defined) == FAMILIES[family].split()


def test_names_are_known_without_loading_functions() -> None:
    assert "upper" in FUNCTIONS
    assert "nosuch" not in FUNCTIONS
    assert FUNCTIONS.get("nosuch") is None
    assert len(FUNCTIONS) == len(list(FUNCTIONS))


def test_a_usage_shows_what_may_be_left_out() -> None:
    assert FUNCTIONS["replace"].usage == "replace(text, old, new)"
    assert FUNCTIONS["max"].usage == "max(numbers...)"
    assert FUNCTIONS["legacy_strftime"].usage == "legacy_strftime([spec])"
