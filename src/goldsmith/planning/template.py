"""What the files of a template declare, sorted by kind; nothing is evaluated here."""

from collections.abc import Iterable, Mapping

from goldsmith.diagnostics import Diagnostic, Label, Severity, Span, closest
from goldsmith.lang.schema import BlockSchema, Content, Schema, content
from goldsmith.lang.setting_problems import NOT_HERE, unknown_block
from goldsmith.lang.syntax import Argument, Block, Body, Expression, Name
from goldsmith.planning.problems import Problems
from goldsmith.record import field, record, replace

FILE = Schema(
    blocks=(
        BlockSchema("packer"),
        BlockSchema("variable", ("name",)),
        BlockSchema("variables"),
        BlockSchema("locals"),
        BlockSchema("local", ("name",)),
        BlockSchema("data", ("type", "name")),
        BlockSchema("source", ("type", "name")),
        BlockSchema("build"),
        BlockSchema("hcp_packer_registry"),
        BlockSchema("communicator", ("type", "name")),
    )
)
PACKER = Schema(arguments=("required_version",), blocks=(BlockSchema("required_plugins"),))
LOCAL = Schema(arguments=("expression", "sensitive"), required=("expression",))
ANYTHING = Schema(arguments=None)


@record
class Local:
    """A local value as declared."""

    name: Name
    expression: Expression
    sensitive: Argument | None
    span: Span


@record
class Template:
    """Everything that the files declare."""

    required_versions: tuple[Argument, ...] = ()
    required_plugins: tuple[Argument, ...] = ()
    variables: tuple[Block, ...] = ()
    plain_variables: tuple[Argument, ...] = ()
    """The arguments of `variables` blocks."""

    locals: Mapping[str, Local] = field(factory=dict)
    data: Mapping[tuple[str, str], Block] = field(factory=dict)
    sources: Mapping[tuple[str, str], Block] = field(factory=dict)
    builds: tuple[Block, ...] = ()


class _Collector:
    """Gathers the blocks of all files, kind by kind."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.required_versions: list[Argument] = []
        self.required_plugins: list[Argument] = []
        self.variables: list[Block] = []
        self.plain_variables: list[Argument] = []
        self.locals: dict[str, Local] = {}
        self.data: dict[tuple[str, str], Block] = {}
        self.sources: dict[tuple[str, str], Block] = {}
        self.builds: list[Block] = []
        self.registry: Block | None = None

    def file(self, body: Body) -> None:
        """Sort in everything that one file declares."""
        meant = _without_build_labels(self._put_right(body))
        for block in self._read(meant, FILE, "A template").blocks:
            match block.type.text:
                case "packer":
                    self._packer(block)
                case "variable":
                    self.variables.append(block)
                case "variables":
                    self.plain_variables += self._arguments(block)
                case "locals":
                    for one in self._arguments(block):
                        self._local(Local(one.name, one.value, None, one.span))
                case "local":
                    self._local_block(block)
                case "build":
                    self.builds.append(block)
                case "hcp_packer_registry":
                    self._registry(block)
                case "communicator":
                    self.problems.add(unused(block))
                case _:
                    self._typed(block)

    def _put_right(self, body: Body) -> Body:
        """Blocks of misspelt kinds as what they were probably meant to be, which is reported."""
        kinds = [one.type for one in FILE.blocks]
        items: list[Argument | Block] = []
        for item in body.items:
            if isinstance(item, Block) and item.type.text not in kinds:
                meant = closest(item.type.text, kinds) or ""
                near = abs(len(meant) - len(item.type.text)) < 2
                if meant and near and item.type.text not in NOT_HERE:
                    self.problems.add(unknown_block(item.type, kinds, "A template"))
                    items.append(replace(item, type=Name(meant, item.type.span)))
                    continue
            items.append(item)
        return replace(body, items=tuple(items))

    def _packer(self, block: Block) -> None:
        inside = self._read(block.body, PACKER, "The packer block")
        self.required_versions += inside.arguments.values()
        for plugins in inside.blocks:
            self.required_plugins += self._arguments(plugins)

    def _local_block(self, block: Block) -> None:
        inside = self._read(block.body, LOCAL, "A local block").arguments
        expression = inside.get("expression")
        if expression is not None:
            name = block.labels[0]
            self._local(Local(name, expression.value, inside.get("sensitive"), block.header))

    def _local(self, one: Local) -> None:
        other = self.locals.setdefault(one.name.text, one)
        if other is not one:
            self.problems.add(twice(f"The local value {one.name.text}", one.span, other.span))
        check_name("local value", one.name, self.problems)

    def _typed(self, block: Block) -> None:
        """A data source or a source."""
        table = self.data if block.type.text == "data" else self.sources
        kind, name = block.labels
        other = table.setdefault((kind.text, name.text), block)
        if other is not block:
            what = f'The {block.type.text} block "{kind.text}" "{name.text}"'
            self.problems.add(twice(what, block.header, other.header))

    def _registry(self, block: Block) -> None:
        if self.registry is not None:
            self.problems.add(
                twice("The hcp_packer_registry block", block.header, self.registry.header)
            )
            return
        self.registry = block
        self.problems.add(no_registry(block))

    def _arguments(self, block: Block) -> Iterable[Argument]:
        owner = f"A {block.type.text} block"
        return self._read(block.body, ANYTHING, owner).arguments.values()

    def _read(self, body: Body, schema: Schema, owner: str) -> Content:
        inside, diagnostics = content(body, schema, owner)
        self.problems.extend(diagnostics)
        return inside


def collect(bodies: Iterable[Body], problems: Problems) -> Template:
    """What `bodies`, one for each file, declare together."""
    found = _Collector(problems)
    for body in bodies:
        found.file(body)
    return Template(
        tuple(found.required_versions),
        tuple(found.required_plugins),
        tuple(found.variables),
        tuple(found.plain_variables),
        found.locals,
        found.data,
        found.sources,
        tuple(found.builds),
    )


def check_name(what: str, name: Name, problems: Problems) -> None:
    """Report a name that no reference could be written to."""
    if not name.text.replace("-", "_").isidentifier() or name.text[0] == "-":
        problems.error(
            f'"{name.text}" cannot be the name of a {what}',
            name.span,
            "A name starts with a letter or _, and goes on with letters, digits, _ and -.",
        )


def _without_build_labels(body: Body) -> Body:
    """A build block may carry one label, which means nothing."""
    if not any(isinstance(one, Block) and len(one.labels) == 1 for one in body.items):
        return body
    items = tuple(
        Block(one.type, (), one.body, one.header, one.span)
        if isinstance(one, Block) and one.type.text == "build" and len(one.labels) == 1
        else one
        for one in body.items
    )
    return Body(items, body.file, body.end)


def twice(what: str, span: Span, first: Span) -> Diagnostic:
    """Something is declared a second time."""
    return Diagnostic(
        f"{what} is declared twice",
        "Take one of the two out, or give it another name.",
        span,
        labels=(Label(first, "first declared here"),),
    )


def unused(block: Block) -> Diagnostic:
    """A block of the language that has no effect."""
    return Diagnostic(
        "A communicator block has no effect",
        "Write its settings into the source block.",
        block.header,
        Severity.WARNING,
    )


def no_registry(block: Block) -> Diagnostic:
    """The template wants to be recorded in a registry that is not ours."""
    return Diagnostic(
        "The hcp_packer_registry block is ignored",
        "goldsmith does not report builds to the HCP registry. They are made all the same.",
        block.header,
        Severity.WARNING,
    )
