"""What expressions of a template can see: variables, locals, data sources, paths."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from goldsmith.diagnostics import Label
from goldsmith.lang.functions import FUNCTIONS
from goldsmith.lang.scope import Scope
from goldsmith.lang.values import Value, object_of, text, unknown
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.services import services
from goldsmith.planning.versions import PACKER_VERSION


class Context:
    """Grows while values are settled; `scope` is what expressions see of it at that moment."""

    __slots__ = ("base", "damaged", "data", "locals", "places", "secrets", "variables")

    def __init__(self, root: PurePath, inputs: Inputs, *, damaged: bool = False) -> None:
        self.places: dict[str, Label] = {}
        """Where variables, locals and data sources are set or declared."""
        self.secrets: set[str] = set()
        """Texts that must not be shown; what secret stores say is added as it comes."""
        paths = {
            "root": text(root.as_posix()),
            "cwd": text(inputs.working_directory.as_posix()),
        }
        registry = {"version": text(PACKER_VERSION)}
        for name in ("iterationID", "versionFingerprint"):
            registry[name] = unknown()
        self.base = Scope(
            {"path": object_of(paths), "packer": object_of(registry)},
            FUNCTIONS,
            inputs.working_directory / root,
            None,
            inputs.working_directory,
            inputs.started.timestamp(),
            services=services(inputs, self.secrets),
            places=self.places,
        )
        self.damaged = damaged
        """Whether declarations may be missing, so that nothing is known of any name."""
        self.variables = object_of({})
        self.locals: dict[str, Value] = {}
        self.data: dict[str, dict[str, Value]] = {}

    def scope(self) -> Scope:
        """All names that are settled by now."""
        return self._scope(self.locals, self.data)

    def scope_for(self, locals_: Iterable[str], data: Iterable[tuple[str, str]]) -> Scope:
        """Variables, and those locals and data sources that something needs."""
        values = {name: self.locals[name] for name in locals_ if name in self.locals}
        groups: dict[str, dict[str, Value]] = {}
        for kind, name in data:
            groups.setdefault(kind, {})[name] = self.data[kind][name]
        return self._scope(values, groups)

    def _scope(self, values: Mapping[str, Value], data: Mapping[str, Mapping[str, Value]]) -> Scope:
        if self.damaged:
            return with_names(self.base, dict.fromkeys(("var", "local", "data"), unknown()))
        return with_names(
            self.base,
            {
                "var": self.variables,
                "local": object_of(values),
                "data": object_of({kind: object_of(group) for kind, group in data.items()}),
            },
        )


def with_names(scope: Scope, names: Mapping[str, Value]) -> Scope:
    """`scope` with more root names, which errors call by their own nouns."""
    return Scope(
        {**scope.names, **names},
        scope.functions,
        scope.base_directory,
        None,
        scope.working_directory,
        scope.started,
        scope.nouns,
        scope.services,
        scope.places,
    )
