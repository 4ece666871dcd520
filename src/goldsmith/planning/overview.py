"""What a template consists of, for people and programs that want to know."""

from collections.abc import Callable, Collection, Iterator, Mapping

from goldsmith.diagnostics import Span
from goldsmith.lang.syntax import Block, Object, Text
from goldsmith.lang.values import Value, describe
from goldsmith.planning.builds import BuildTemplate, SourceUse, StepBlock
from goldsmith.planning.exploration import Described
from goldsmith.planning.template import Template
from goldsmith.planning.variables import Variable
from goldsmith.record import record


@record
class VariableOverview:
    """A variable: what is declared of it, and its value as far as it has one."""

    name: str
    type: str
    description: str
    sensitive: bool
    default: Value | None
    value: Value | None
    """None: it is not set."""
    span: Span


@record
class LocalOverview:
    """A local value."""

    name: str
    sensitive: bool
    value: Value
    span: Span


@record
class BlockOverview:
    """A data source or a source."""

    type: str
    name: str
    span: Span


@record
class SourceOverview:
    """What a build starts from; `id` is what `-only` selects."""

    id: str
    type: str
    name: str


@record
class StepOverview:
    """A provisioner or post-processor; `name` is empty where the template gives none."""

    type: str
    name: str
    only: tuple[str, ...]
    excluded: tuple[str, ...]
    span: Span


@record
class BuildOverview:
    """A build block."""

    name: str
    description: str
    sources: tuple[SourceOverview, ...]
    provisioners: tuple[StepOverview, ...]
    error_cleanup: StepOverview | None
    post_processors: tuple[tuple[StepOverview, ...], ...]
    span: Span


@record
class PluginOverview:
    """A plugin that the template asks for."""

    name: str
    source: str
    version: str


@record
class Overview:
    """A template as written, with its values."""

    is_legacy: bool
    description: str
    """Only of a legacy template."""
    required_versions: tuple[str, ...]
    required_plugins: tuple[PluginOverview, ...]
    variables: tuple[VariableOverview, ...]
    locals: tuple[LocalOverview, ...]
    data_sources: tuple[BlockOverview, ...]
    sources: tuple[BlockOverview, ...]
    builds: tuple[BuildOverview, ...]
    secrets: Collection[str]


def overview(found: Described) -> Overview:
    """The same in the words of whoever wrote the template."""
    template = found.template
    versions = (one.value for one in template.required_versions)
    return Overview(
        found.is_legacy,
        found.description,
        tuple(value.text for value in versions if isinstance(value, Text)),
        tuple(_plugins(template)),
        tuple(_variable(one, found.values[one.name.text]) for one in found.variables),
        tuple(
            LocalOverview(name, name in found.hidden, value, template.locals[name].span)
            for name, value in found.locals.items()
        ),
        _blocks(template.data),
        _blocks(template.sources),
        tuple(_build(one, found.build_name) for one in found.builds),
        found.secrets,
    )


def _plugins(template: Template) -> Iterator[PluginOverview]:
    for entry in template.required_plugins:
        given = {"version": "", "source": ""}
        for item in entry.value.items if isinstance(entry.value, Object) else ():
            if isinstance(item.key, Text) and isinstance(item.value, Text):
                given[item.key.text] = item.value.text
        yield PluginOverview(entry.name.text, given["source"], given["version"])


def _variable(variable: Variable, value: Value) -> VariableOverview:
    return VariableOverview(
        variable.name.text,
        describe(variable.constraint.type),
        variable.description,
        variable.sensitive,
        variable.default,
        value if value.is_known else None,
        variable.span,
    )


def _blocks(blocks: Mapping[tuple[str, str], Block]) -> tuple[BlockOverview, ...]:
    return tuple(BlockOverview(*key, one.header) for key, one in blocks.items())


def _build(
    build: BuildTemplate, name_of: Callable[[BuildTemplate, SourceUse], str]
) -> BuildOverview:
    return BuildOverview(
        build.name,
        build.description,
        tuple(SourceOverview(name_of(build, use), use.type, use.name) for use in build.uses),
        tuple(_step(one) for one in build.provisioners),
        None if build.error_cleanup is None else _step(build.error_cleanup),
        tuple(tuple(_step(one) for one in chain) for chain in build.chains),
        build.span,
    )


def _step(step: StepBlock) -> StepOverview:
    return StepOverview(step.type.text, step.name, step.only, step.excluded, step.block.header)
