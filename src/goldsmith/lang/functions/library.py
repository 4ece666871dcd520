"""Every template function by name; a family is imported when one of its functions is looked up."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

from goldsmith.lang.functions.function import PythonFunction
from goldsmith.lang.scope import Function

FAMILIES: Final[Mapping[str, str]] = {
    "numbers": "abs ceil floor log max min parseint pow range signum sum",
    "control": "can convert try",
}
"""The names in each module of this package."""


class Library(Mapping[str, Function]):
    """Functions by name, loaded when asked for."""

    def __init__(self, families: Mapping[str, str]) -> None:
        self._family = {
            name: family for family, names in families.items() for name in names.split()
        }
        self._loaded: dict[str, Function] = {}

    def __getitem__(self, name: str) -> Function:
        found = self._loaded.get(name)
        if found is None:
            family = self._family[name]
            found = self._loaded[name] = _load(family, name)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._family

    def __iter__(self) -> Iterator[str]:
        return iter(self._family)

    def __len__(self) -> int:
        return len(self._family)


def _load(family: str, name: str) -> Function:
    module = import_module(f"goldsmith.lang.functions.{family}")
    # Python keeps some names for itself; such a function ends in an underscore.
    defined: object = getattr(module, name, None) or getattr(module, f"{name}_")
    if not isinstance(defined, PythonFunction):
        raise TypeError(f"{family}.{name} is not a template function.")
    return defined.describe(name)


FUNCTIONS: Final[Mapping[str, Function]] = Library(FAMILIES)
"""All functions of the template language but `env`, which only defaults of variables can call."""
