"""Build blocks as written: what they start from, and the steps that follow."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from goldsmith.diagnostics import Diagnostic, Label, Severity, Span, did_you_mean
from goldsmith.lang.dynamic import expand, scope_of, without_dynamic
from goldsmith.lang.schema import BlockSchema, Content, Schema, content
from goldsmith.lang.scope import Scope
from goldsmith.lang.setting_problems import set_twice
from goldsmith.lang.syntax import Argument, Block, Body, Expression, Name, Property
from goldsmith.lang.values import STRING, object_of, text, unknown
from goldsmith.planning.context import with_names
from goldsmith.planning.problems import Problems
from goldsmith.planning.reading import Reader
from goldsmith.planning.template import Template, no_registry
from goldsmith.record import record, replace

BUILD = Schema(
    arguments=("name", "description", "sources"),
    blocks=(
        BlockSchema("source", ("reference",)),
        BlockSchema("provisioner", ("type",)),
        BlockSchema("error-cleanup-provisioner", ("type",)),
        BlockSchema("post-processor", ("type",)),
        BlockSchema("post-processors"),
        BlockSchema("hcp_packer_registry"),
    ),
)
CHAIN = Schema(blocks=(BlockSchema("post-processor", ("type",)),))
PROVISIONER_META = (
    "name",
    "only",
    "except",
    "override",
    "pause_before",
    "timeout",
    "max_retries",
    "continue_on_error",
)
POST_PROCESSOR_META = ("name", "only", "except", "keep_input_artifact")


@record
class SourceUse:
    """A source that a build starts from."""

    type: str
    name: str
    """The name of the source block."""

    local_name: str
    """What this build calls it; the same unless the build says otherwise."""

    block: Block
    addition: Body | None
    span: Span
    key: str
    """How `only` and `except` in blocks call it."""
    label: str
    """How people are told of it."""


@record
class StepBlock:
    """A provisioner or post-processor with its meta-arguments."""

    type: Name
    name: str
    block: Block
    meta: tuple[str, ...]
    """The names of meta-arguments, which are not for the component."""
    only: tuple[str, ...]
    excluded: tuple[str, ...]

    @property
    def label(self) -> str:
        """How people are told of it."""
        return f"{self.type.text}.{self.name}" if self.name else self.type.text

    def applies_to(self, use: SourceUse) -> bool:
        """Whether it is part of the build from `use`."""
        if self.only:
            return use.key in self.only
        return use.key not in self.excluded


@record
class ProvisionerBlock(StepBlock):
    """A provisioner as written."""

    override: Expression | None
    pause_before: timedelta
    timeout: timedelta | None
    max_retries: int
    continue_on_error: bool


@record
class PostProcessorBlock(StepBlock):
    """A post-processor as written."""

    keep_input_artifact: bool | None


@record
class BuildTemplate:
    """A build block, its sources found and its meta-arguments read."""

    name: str
    description: str
    uses: tuple[SourceUse, ...]
    provisioners: tuple[ProvisionerBlock, ...]
    error_cleanup: ProvisionerBlock | None
    chains: tuple[tuple[PostProcessorBlock, ...], ...]
    block: Block
    span: Span

    def full_name(self, use: SourceUse) -> str:
        """What the build from `use` is called."""
        return f"{self.name}.{use.label}" if self.name else use.label


class BuildReader:
    """Reads build blocks; what is wrong with them goes to `problems`."""

    def __init__(self, template: Template, scope: Scope, problems: Problems) -> None:
        self.template = template
        self.scope = scope
        self.problems = problems
        self.keys = {f"{kind}.{name}" for kind, name in template.sources}

    def read(self, block: Block) -> BuildTemplate:
        """One build block."""
        inside = self._inside(block)
        reader = Reader(inside.arguments, self.scope, self.problems)
        name = reader.text("name") or ""
        uses = tuple(self._uses(reader, inside, block))
        self.keys |= {use.key for use in uses}
        meta = with_names(
            self.scope,
            {
                "build": object_of({"name": text(name)}),
                "source": object_of({"name": unknown(STRING), "type": unknown(STRING)}),
            },
        )
        cleanups = [
            self._provisioner(one, meta)
            for one in inside.blocks
            if one.type.text == "error-cleanup-provisioner"
        ]
        for extra in cleanups[1:]:
            self.problems.add(second_cleanup(extra.block, cleanups[0].block))
        return BuildTemplate(
            name,
            reader.text("description") or "",
            uses,
            tuple(
                self._provisioner(one, meta)
                for one in inside.blocks
                if one.type.text == "provisioner"
            ),
            cleanups[0] if cleanups else None,
            tuple(self._chains(inside, meta)),
            block,
            block.header,
        )

    def _inside(self, block: Block) -> Content:
        body = without_dynamic(block.body)
        with self.problems.collecting():
            body = expand(block.body, self.scope)
        inside, diagnostics = content(body, BUILD, "A build block", header=block.header)
        self.problems.extend(diagnostics)
        for one in inside.blocks:
            if one.type.text == "hcp_packer_registry":
                self.problems.add(no_registry(one))
        return inside

    def _uses(self, reader: Reader, inside: Content, block: Block) -> Iterator[SourceUse]:
        found = False
        for reference, span in reader.texts("sources") or ():
            found = True
            yield from self._use(reference, span, None)
        for one in inside.blocks:
            if one.type.text == "source":
                found = True
                yield from self._use(one.labels[0].text, one.labels[0].span, one)
        if not found and "sources" not in inside.arguments:
            self.problems.add(no_source(block.header, self.template.sources))

    def _use(self, reference: str, span: Span, block: Block | None) -> Iterator[SourceUse]:
        parts = reference.split(".")
        if len(parts) < 2:
            self.problems.add(no_reference(reference, span, self.template.sources))
            return
        kind, name = parts[:2] if len(parts) == 2 else parts[1:3]
        source = self.template.sources.get((kind, name))
        if source is None:
            self.problems.missing(unknown_source(f"{kind}.{name}", span, self.template.sources))
            return
        local_name, addition = (None, None) if block is None else self._addition(block)
        key = f"{kind}.{local_name or name}"
        yield SourceUse(kind, name, local_name or name, source, addition, span, key, key)

    def _addition(self, block: Block) -> tuple[str | None, Body]:
        """The name and the settings that a build gives a source."""
        named = next(
            (
                one
                for one in block.body.items
                if isinstance(one, Argument) and one.name.text == "name"
            ),
            None,
        )
        rest = tuple(one for one in block.body.items if one is not named)
        arguments = {} if named is None else {"name": named}
        scope = scope_of(block.body, self.scope)
        local_name = Reader(arguments, scope, self.problems).text("name")
        return local_name, replace(block.body, items=rest)

    def _provisioner(self, block: Block, scope: Scope) -> ProvisionerBlock:
        reader = self._meta(block, PROVISIONER_META, scope)
        only, excluded = self._selection(reader)
        pause = reader.duration("pause_before") or timedelta()
        timeout = reader.duration("timeout")
        if pause and timeout:
            self.problems.add(timeout_ignored(reader.arguments["timeout"]))
            timeout = None
        override = reader.arguments.get("override")
        return ProvisionerBlock(
            block.labels[0],
            reader.text("name") or "",
            block,
            PROVISIONER_META,
            only,
            excluded,
            override.value if override else None,
            pause,
            timeout or None,
            reader.whole_number("max_retries") or 0,
            bool(reader.flag("continue_on_error")),
        )

    def _chains(self, inside: Content, scope: Scope) -> Iterator[tuple[PostProcessorBlock, ...]]:
        for block in inside.blocks:
            if block.type.text == "post-processor":
                yield (self._post_processor(block, scope),)
            elif block.type.text == "post-processors":
                chain, diagnostics = content(block.body, CHAIN, "A post-processors block")
                self.problems.extend(diagnostics)
                yield tuple(self._post_processor(one, scope) for one in chain.blocks)

    def _post_processor(self, block: Block, scope: Scope) -> PostProcessorBlock:
        reader = self._meta(block, POST_PROCESSOR_META, scope)
        only, excluded = self._selection(reader)
        return PostProcessorBlock(
            block.labels[0],
            reader.text("name") or "",
            block,
            POST_PROCESSOR_META,
            only,
            excluded,
            reader.flag("keep_input_artifact"),
        )

    def _meta(self, block: Block, names: Iterable[str], scope: Scope) -> Reader:
        body = block.body
        arguments: dict[str, Argument] = {}
        for one in body.items:
            if isinstance(one, Argument) and one.name.text in names:
                first = arguments.setdefault(one.name.text, one)
                if first is not one:
                    self.problems.add(set_twice(one.name, first.name.span))
                if isinstance(one, Property):
                    self.problems.extend(one.value_faults)
        return Reader(arguments, scope_of(body, scope), self.problems)

    def _selection(self, reader: Reader) -> tuple[tuple[str, ...], tuple[str, ...]]:
        only, excluded = reader.texts("only") or (), reader.texts("except") or ()
        if only and excluded:
            both = both_selections(reader.arguments["except"], reader.arguments["only"])
            self.problems.add(both)
        for name, span in (*only, *excluded):
            if name not in self.keys:
                self.problems.missing(selects_nothing(name, span, self.keys))
        return tuple(name for name, _ in only), tuple(name for name, _ in excluded)


def _listed(sources: Iterable[tuple[str, str]]) -> str:
    names = [f"source.{kind}.{name}" for kind, name in sources]
    return f"There is {', '.join(names)}." if names else "The template has no source block."


def no_source(span: Span, known: Iterable[tuple[str, str]]) -> Diagnostic:
    """A build has nothing to start from."""
    hint = f'Name one, as in sources = ["source.TYPE.NAME"]. {_listed(known)}'
    return Diagnostic("This build has no source", hint, span)


def no_reference(written: str, span: Span, known: Iterable[tuple[str, str]]) -> Diagnostic:
    """A text that names no source block."""
    hint = f'Write it as "source.TYPE.NAME". {_listed(known)}'
    return Diagnostic(f'"{written}" does not name a source', hint, span)


def unknown_source(key: str, span: Span, known: Iterable[tuple[str, str]]) -> Diagnostic:
    """A build starts from a source that is not there."""
    sources = list(known)
    hint = did_you_mean(key, [".".join(one) for one in sources]) or _listed(sources)
    return Diagnostic(f"There is no source {key}", hint, span)


def second_cleanup(block: Block, first: Block) -> Diagnostic:
    """A build says twice what is to be done after an error."""
    return Diagnostic(
        "A build has at most one error-cleanup-provisioner",
        "Leave out one of the two.",
        block.header,
        labels=(Label(first.header, "the first is here"),),
    )


def timeout_ignored(argument: Argument) -> Diagnostic:
    """A timeout that Packer does not heed."""
    return Diagnostic(
        "This timeout has no effect",
        "As in Packer, a provisioner with pause_before has no timeout. Leave out one of the two.",
        argument.span,
        Severity.WARNING,
    )


def both_selections(argument: Argument, other: Argument) -> Diagnostic:
    """A block says both what it is for and what it is not for."""
    return Diagnostic(
        "only and except cannot be used together",
        "Leave out one of the two.",
        argument.span,
        labels=(Label(other.span, "and this is the other"),),
    )


def selects_nothing(name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """`only` or `except` names a source that no build starts from."""
    names = sorted(known)
    form = "Names here have the form TYPE.NAME, without patterns."
    hint = form if "*" in name else did_you_mean(name, names) or form
    return Diagnostic(f"There is no source {name}", hint, span, Severity.WARNING)
