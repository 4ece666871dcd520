"""Settles locals and data sources, each after what it needs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import cast

from goldsmith.catalog import load_class, load_function
from goldsmith.diagnostics import (
    Diagnostic,
    GoldsmithError,
    Label,
    SourceFile,
    TemplateError,
    did_you_mean,
)
from goldsmith.lang.decode import Decoded, Owner, decode
from goldsmith.lang.dynamic import expand
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.references import Reference, references
from goldsmith.lang.renderer import Renderer
from goldsmith.lang.scope import Scope
from goldsmith.lang.size import DEEPEST, MOST_PARTS, Size, is_too_large, size_of
from goldsmith.lang.syntax import Block, Body, Expression, parse_expression
from goldsmith.lang.types import constraint
from goldsmith.lang.values import ObjectOf, Value, from_python, mark, unknown
from goldsmith.planning.context import Context
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.lookup import Lookup
from goldsmith.planning.loose import check_loosely
from goldsmith.planning.order import Need, Node, settle
from goldsmith.planning.problems import Problems
from goldsmith.planning.reading import Reader, literals
from goldsmith.planning.rendering import functions
from goldsmith.planning.template import Local, Template
from goldsmith.sdk.component import DataSource

Read = Callable[[object], Mapping[str, object]]


class Settling:
    """Gives every local and data source of a template its value, in `context`."""

    def __init__(
        self,
        template: Template,
        context: Context,
        inputs: Inputs,
        lookup: Lookup | None,
        problems: Problems,
    ) -> None:
        self.template = template
        self.context = context
        self.inputs = inputs
        self.lookup = lookup
        self.problems = problems
        self.secrets: set[str] = set()
        self.sensitive: set[str] = set()
        """Names of locals that are declared sensitive."""
        self.hopeless: set[str] = set()
        """What needs something that cannot be had, which has been said."""
        self.names: dict[str, tuple[str, str]] = {}
        """Data sources by the names of their nodes."""
        self.sizes: dict[int, Size] = {}
        """Sizes of locals by the identity of their data, which stays in the context."""

    def run(self) -> None:
        """Settle them all; what cannot be settled is reported and stays unknown."""
        nodes = {node.name: node for node in self._nodes()}
        self.names |= {f"data.{kind}.{name}": (kind, name) for kind, name in self.template.data}
        for name in self.template.locals:
            self.context.locals[name] = unknown()
            self.context.places[f"local.{name}"] = made_here(name, self.template.locals[name])
        for kind, name in self.template.data:
            self.context.data.setdefault(kind, {})[name] = unknown()
            block = self.template.data[kind, name]
            full = f"data.{kind}.{name}"
            self.context.places[full] = Label(block.header, f"{full} is declared here")
        for name in settle(nodes.values(), self.problems):
            if name not in self.hopeless:
                with self.problems.collecting():
                    self._settle(nodes[name])

    def _settle(self, node: Node) -> None:
        needs = {need.name for need in node.needs}
        scope = self.context.scope_for(
            [one.removeprefix("local.") for one in needs if one.startswith("local.")],
            [self.names[one] for one in needs if one in self.names],
        )
        if node.name in self.names:
            kind, name = self.names[node.name]
            self.context.data[kind][name] = self._data(self.template.data[kind, name], scope)
        else:
            local = self.template.locals[node.name.removeprefix("local.")]
            self.context.locals[local.name.text] = self._local(local, scope)

    def _local(self, local: Local, scope: Scope) -> Value:
        hidden = False
        if local.sensitive is not None:
            reader = Reader({"sensitive": local.sensitive}, literals(), self.problems)
            hidden = bool(reader.flag("sensitive"))
        if hidden:
            self.sensitive.add(local.name.text)
        value = evaluate(local.expression, scope)
        self._weigh(local, value)
        return mark(value) if hidden else value

    def _weigh(self, local: Local, value: Value) -> None:
        size = size_of(value, self.sizes)
        if is_too_large(size):
            raise TemplateError([too_large(local)])
        if value.parts:
            self.sizes[id(value.data)] = size

    def _data(self, block: Block, scope: Scope) -> Value:
        component = None if self.lookup is None else self.lookup.data_source(block.labels[0])
        if component is None:
            if self.lookup is not None:
                check_loosely(block.body, scope, self.problems)
            return unknown()
        decoded = decode(
            [expand(block.body, scope)],
            [load_class(component.settings)],
            scope,
            owner=Owner(f"The {component.name} data source", block.header),
            renderer=Renderer(functions(self.inputs)),
        )
        self.problems.extend(decoded.warnings)
        self.secrets |= decoded.secrets
        if self.inputs.evaluate_data_sources and decoded.is_wholly_known:
            return self._read(component, block, decoded)
        return _promised(component)

    def _read(self, component: DataSource, block: Block, decoded: Decoded) -> Value:
        # The catalog loads by name; this is the signature of every data source.
        read = cast("Read", load_function(component.read))
        try:
            return from_python(read(decoded.settings[0]))
        except GoldsmithError as error:
            self.problems.add(unread(block, error))
            return _promised(component)

    def _nodes(self) -> Iterator[Node]:
        for local in self.template.locals.values():
            name = f"local.{local.name.text}"
            yield Node(name, local.name.span, tuple(self._needs(name, local.expression)))
        for (kind, own_name), block in self.template.data.items():
            name = f"data.{kind}.{own_name}"
            yield Node(name, block.header, tuple(self._needs(name, block.body)))

    def _needs(self, name: str, node: Expression | Body) -> Iterator[Need]:
        sequential = self.inputs.use_sequential_evaluation
        for one in references(node):
            match one.root, one.path:
                case "local", ():
                    others = (f"local.{other}" for other in self.template.locals)
                    yield from (Need(other, one.span) for other in others if other != name)
                case "local", (wanted, *_):
                    if wanted not in self.template.locals:
                        self._give_up(name, no_local(one, wanted, self.template.locals))
                    elif sequential and name.startswith("data."):
                        self._give_up(name, too_early(one))
                    yield Need(f"local.{wanted}", one.span)
                case "data", path:
                    yield from self._data_needs(name, one, path)
                case _:
                    pass

    def _data_needs(self, name: str, one: Reference, path: tuple[str, ...]) -> Iterator[Need]:
        wanted = path[:2]
        found = [key for key in self.template.data if key[: len(wanted)] == wanted]
        if not found:
            self._give_up(name, no_data_source(one, wanted, self.template.data))
        for key in found:
            full = ".".join(("data", *key))
            if full != name or len(wanted) == 2:
                yield Need(full, one.span)

    def _give_up(self, name: str, problem: Diagnostic) -> None:
        self.problems.missing(problem)
        if not self.problems.damaged:
            self.hopeless.add(name)


def _promised(component: DataSource) -> Value:
    """What a data source will give, as far as its component says."""
    if not component.outputs:
        return unknown()
    types = {
        name: constraint(parse_expression(SourceFile(PurePath(name), text))).type
        for name, text in component.outputs.items()
    }
    return unknown(ObjectOf(types))


def made_here(name: str, local: Local) -> Label:
    """Where a local value is made."""
    return Label(local.name.span, f"local.{name} is made here")


def too_large(local: Local) -> Diagnostic:
    """A local value that no memory could hold, or that nothing could go through."""
    return Diagnostic(
        f"The local value {local.name.text} is too large",
        f"It has more than {MOST_PARTS} parts, or they lie more than {DEEPEST} deep.",
        local.name.span,
    )


def no_local(reference: Reference, name: str, known: Iterable[str]) -> Diagnostic:
    """A reference to a local value that is not declared."""
    hint = did_you_mean(name, known) or f"Declare it: locals {{ {name} = … }}"
    return Diagnostic(f'There is no local value "{name}"', hint, reference.span)


def no_data_source(
    reference: Reference, wanted: tuple[str, ...], known: Iterable[tuple[str, str]]
) -> Diagnostic:
    """A reference to a data source that is not declared."""
    names = [".".join(("data", *key)) for key in known]
    name = ".".join(("data", *wanted))
    hint = did_you_mean(name, names)
    if not hint:
        hint = f"There is {', '.join(names)}." if names else "The template declares none."
    return Diagnostic(f"There is no data source {name}", hint, reference.span)


def unread(block: Block, error: GoldsmithError) -> Diagnostic:
    """A data source could not be read."""
    kind, name = block.labels
    return Diagnostic(
        f"The data source {kind.text}.{name.text} could not be read", str(error), block.header
    )


def too_early(reference: Reference) -> Diagnostic:
    """A data source refers to a local value that is settled after it."""
    return Diagnostic(
        "A data source cannot refer to a local value here",
        "With -use-sequential-evaluation data sources are read before locals.",
        reference.span,
    )
