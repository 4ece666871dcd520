"""HINGE: what is to be built, checked and frozen. Planning makes it; the engine carries it out."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import TypeAlias

from goldsmith.diagnostics import Diagnostic, Span
from goldsmith.lang.renderer import Renderer
from goldsmith.record import field, record
from goldsmith.sdk.component import Builder, Communicator, PostProcessor, Provisioner

Late: TypeAlias = Callable[[Mapping[str, str]], object]
"""Gives a component's settings for the facts (`build.*`) that are known when it runs.

Raises `TemplateError` when they don't fit after all.
"""


@record
class ProvisionerStep:
    """A provisioner with its meta-arguments, for one build."""

    component: Provisioner
    name: str
    """The label for people; the type where the template gives none."""
    settings: Late
    span: Span
    pause_before: timedelta = timedelta()
    timeout: timedelta | None = None
    max_retries: int = 0
    continue_on_error: bool = False


@record
class PostProcessorStep:
    """A post-processor with its meta-arguments, for one build."""

    component: PostProcessor
    name: str
    settings: Late
    span: Span
    keep_input_artifact: bool | None = None


@record
class Build:
    """One machine to be built."""

    name: str
    """The full name: `[BLOCK.]TYPE.SOURCE`."""
    block_name: str
    source_name: str
    """The name of the source block: `{{build_name}}`, `PACKER_BUILD_NAME`."""
    builder: Builder
    builder_settings: Late
    communicator: Communicator | None
    """None: no communicator, or the builder brings its own machine."""
    communicator_settings: Late | None
    pause_before_connecting: timedelta
    provisioners: tuple[ProvisionerStep, ...]
    error_cleanup: ProvisionerStep | None
    post_processors: tuple[tuple[PostProcessorStep, ...], ...]
    """Chains; each starts from the builder's artifact."""
    span: Span
    renderer: Renderer = field(factory=Renderer)
    """What Go templates can call in options that a component renders when it runs."""


@record
class InputVariable:
    """A variable and its value, shown as `inspect` prints it (5.6 of the language reference)."""

    name: str
    shown: str
    sensitive: bool


@record
class BuildBlock:
    """A `build` block as written, before selection; for `inspect`."""

    name: str
    description: str
    sources: tuple[str, ...]
    provisioners: tuple[str, ...]
    post_processors: tuple[tuple[str, ...], ...]


@record
class Outline:
    """A legacy JSON template as written, for `inspect`."""

    description: str
    required: tuple[str, ...]
    """Names of variables without a default."""
    optional: tuple[tuple[str, str], ...]
    """Names of the others, with their defaults."""
    builders: tuple[tuple[str, str], ...]
    """Names and types."""
    provisioners: tuple[str, ...]


@record
class Plan:
    """Everything that one invocation shall do."""

    builds: tuple[Build, ...]
    variables: tuple[InputVariable, ...]
    local_values: tuple[InputVariable, ...]
    blocks: tuple[BuildBlock, ...]
    secrets: frozenset[str]
    """What must not be shown, as far as it is known before anything is built."""
    warnings: tuple[Diagnostic, ...]
    outline: Outline | None = None
    """Only of a legacy JSON template."""
    later_secrets: AbstractSet[str] = frozenset()
    """Grows while a build runs: secrets that are only asked for once something of it is known."""
