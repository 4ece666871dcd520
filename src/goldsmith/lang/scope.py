"""What an expression can see: names, functions, and the places that functions may ask for."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from goldsmith.diagnostics import Label
from goldsmith.lang.syntax.tree import Expression
from goldsmith.lang.values import ANY, Type, Value
from goldsmith.record import field, record

CURRENT_ITEM: Final = "[*]"
"""The name under which a splat keeps its current element; no template can write it."""

NOUNS: Final[Mapping[str, str]] = {
    "var": "variable",
    "local": "local value",
    "data": "data source of the type",
    "build": "build value",
    "source": "source value",
    "path": "path",
    "packer": "packer value",
}
"""What an attribute of a root name is called when it is missing."""


@record
class Deferred:
    """An argument that a function evaluates itself, or reads as something else than a value."""

    expression: Expression
    scope: "Scope"


@record
class Parameter:
    """One parameter of a template function."""

    name: str
    required: bool = True
    repeated: bool = False
    deferred: bool = False


@record
class Function:
    """Something templates can call; `call` gets as many arguments as its parameters allow."""

    name: str
    parameters: tuple[Parameter, ...]
    call: "Callable[[Sequence[Value | Deferred], Scope], Value]"
    documentation: str = ""
    types: tuple[Type, ...] = ()
    """What the parameters are converted to, as far as it is the same for every call."""
    result: Type = ANY

    @property
    def usage(self) -> str:
        """How it is called, such as `replace(text, old, new)`."""
        shown = (
            f"{one.name}..." if one.repeated else one.name if one.required else f"[{one.name}]"
            for one in self.parameters
        )
        return f"{self.name}({', '.join(shown)})"

    def parameter(self, index: int) -> Parameter | None:
        """The parameter that takes the argument at `index`."""
        if index < len(self.parameters):
            return self.parameters[index]
        last = self.parameters[-1] if self.parameters else None
        return last if last and last.repeated else None


@record
class Scope:
    """The names and functions that an expression can use; a child hides names of its parent."""

    names: Mapping[str, Value]
    functions: Mapping[str, Function]
    base_directory: Path
    parent: "Scope | None" = None
    working_directory: Path = field(factory=Path.cwd)
    started: float = field(factory=time.time)
    nouns: Mapping[str, str] = field(factory=lambda: NOUNS)
    services: Mapping[str, Callable[..., str]] = field(factory=dict)
    """What functions of the same names ask; one that is not here will be asked later."""
    places: Mapping[str, Label] = field(factory=dict)
    """Where values are set or declared, by their names: `var.x`, `data.http.ip`."""

    def child(self, names: Mapping[str, Value]) -> "Scope":
        """This scope with more names in front."""
        return Scope(
            names,
            self.functions,
            self.base_directory,
            self,
            self.working_directory,
            self.started,
            self.nouns,
            self.services,
            self.places,
        )

    def find(self, name: str) -> Value | None:
        """What `name` stands for, or `None` where nothing has that name."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.names.get(name)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def noun(self, name: str) -> str:
        """What an attribute of the root `name` is called; empty if it is nothing special."""
        if self.parent is not None and name in self.names:
            return ""
        return self.parent.noun(name) if self.parent else self.nouns.get(name, "")

    def visible(self) -> tuple[str, ...]:
        """Every name that can be used, nearest first."""
        outer = self.parent.visible() if self.parent else ()
        return (*(name for name in self.names if name != CURRENT_ITEM), *outer)
