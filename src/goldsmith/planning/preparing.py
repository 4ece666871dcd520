"""Turns the blocks of a build into what the engine carries out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial

from goldsmith.catalog import Catalog, load_class
from goldsmith.lang.decode import Decoded, Owner, decode
from goldsmith.lang.dynamic import expand
from goldsmith.lang.reading import WeakTyping
from goldsmith.lang.renderer import UNKNOWN_TEXT, Renderer
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax import Block, Expression
from goldsmith.lang.values import STRING, UNKNOWN, Value, object_of, text, unknown
from goldsmith.plan import Build, Late, PostProcessorStep, ProvisionerStep
from goldsmith.planning.builds import (
    BuildTemplate,
    PostProcessorBlock,
    ProvisionerBlock,
    SourceUse,
    StepBlock,
)
from goldsmith.planning.communicators import Chosen, CommunicatorChoice, choose
from goldsmith.planning.context import with_names
from goldsmith.planning.lookup import Lookup
from goldsmith.planning.loose import check_arguments, check_loosely
from goldsmith.planning.overrides import overrides_for
from goldsmith.planning.problems import Problems
from goldsmith.planning.rendering import Manner
from goldsmith.planning.selection import Selection
from goldsmith.planning.sharing import Sharing
from goldsmith.record import record
from goldsmith.sdk.component import Builder, PostProcessor, Provisioner

FACTS = (
    "ID",
    "Host",
    "Port",
    "User",
    "Password",
    "ConnType",
    "PackerRunUUID",
    "PackerHTTPIP",
    "PackerHTTPPort",
    "PackerHTTPAddr",
    "SSHPublicKey",
    "SSHPrivateKey",
    "SSHPrivateKeyFile",
    "SSHAgentAuth",
    "WinRMPassword",
)
"""What every build may know of its machine, as `build.NAME`, once it runs."""

_SOME_BUILDER = Builder("", settings="", boot="", capture="", builder_id="")
"""Stands where the template does not say which."""


@record
class _Site:
    """One build, as its steps see it."""

    builder: Builder | None
    template: BuildTemplate
    use: SourceUse
    scope: Scope
    renderer: Renderer
    facts: tuple[str, ...]

    def scope_with(self, facts: Mapping[str, Value]) -> Scope:
        """What steps can refer to, with these values of `build.*`."""
        source = {
            name: text(value) if value else unknown(STRING)
            for name, value in (("name", self.use.local_name), ("type", self.use.type))
        }
        build = {**facts, "name": text(self.template.name)}
        return with_names(self.scope, {"source": object_of(source), "build": object_of(build)})


@record
class _Step:
    """A step in one build, whose settings are read once or twice."""

    site: _Site
    block: StepBlock
    override: Expression | None
    settings: type
    owner: Owner
    weak: WeakTyping | None

    def read_early(self, renderer: Renderer) -> Decoded:
        """What is known before anything runs."""
        names = self.site.facts
        return self._read(
            dict.fromkeys(names, unknown(STRING)), dict.fromkeys(names, UNKNOWN), renderer
        )

    def read_late(self, facts: Mapping[str, str]) -> object:
        """The settings when the machine runs."""
        every = {**dict.fromkeys(self.site.facts, UNKNOWN_TEXT), **facts}
        values = {name: text(value) for name, value in every.items()}
        return self._read(values, every, self.site.renderer).settings[0]

    def _read(
        self, facts: Mapping[str, Value], data: Mapping[str, object], renderer: Renderer
    ) -> Decoded:
        scope = self.site.scope_with(facts)
        scope, overrides = overrides_for(self.site.use.local_name, self.override, scope)
        return decode(
            [self.block.block.body],
            [self.settings],
            scope,
            owner=self.owner,
            renderer=renderer.with_data(data),
            reserved=self.block.meta,
            overrides=overrides,
            weak=self.weak,
        )


class Preparer:
    """Decodes the blocks of builds; what is wrong with them goes to `problems`."""

    def __init__(
        self,
        manner: Manner,
        scope: Scope,
        lookup: Lookup,
        selection: Selection,
        problems: Problems,
    ) -> None:
        self.manner = manner
        self.scope = scope
        self.lookup = lookup
        self.catalog: Catalog = lookup.catalog
        self.selection = selection
        self.problems = problems
        self.secrets: set[str] = set()
        self.sharing = Sharing()

    def prepare(self, template: BuildTemplate, use: SourceUse) -> Build | None:
        """The build from one source; None where something is wrong with it."""
        builder = self.lookup.builder(use.block.labels[0])
        renderer = self.manner.renderer(use.name, use.type)
        machine = self._machine(builder, use, renderer)
        facts = FACTS if builder is None else (*FACTS, *builder.facts)
        site = _Site(builder, template, use, self.scope, renderer, facts)
        cleanup = template.error_cleanup
        steps = [
            self._provisioner(site, one) for one in template.provisioners if one.applies_to(use)
        ]
        error_cleanup = (
            self._provisioner(site, cleanup) if cleanup and cleanup.applies_to(use) else None
        )
        chains = [self._chain(site, chain) for chain in template.chains]
        if machine is None or builder is None:
            return None
        decoded, chosen = machine
        choice = next(
            (one for one in decoded.settings if isinstance(one, CommunicatorChoice)), None
        )
        return Build(
            name=template.full_name(use),
            block_name=template.name,
            source_name=use.name,
            builder=builder,
            builder_settings=_always(decoded.settings[0]),
            communicator=chosen.communicator,
            communicator_settings=(
                _always(decoded.settings[2]) if chosen.communicator is not None else None
            ),
            pause_before_connecting=choice.pause_before_connecting if choice else timedelta(),
            provisioners=tuple(one for one in steps if one is not None),
            error_cleanup=error_cleanup,
            post_processors=tuple(chain for chain in chains if chain),
            span=use.span,
            renderer=_for_components(renderer, facts),
        )

    def check_steps(self, template: BuildTemplate) -> None:
        """Check the steps of a build of which no source is there."""
        use = SourceUse("", "", "", template.block, None, template.span, "", "")
        renderer = self.manner.renderer("", "")
        site = _Site(_SOME_BUILDER, template, use, self.scope, renderer, FACTS)
        cleanup = (template.error_cleanup,) if template.error_cleanup else ()
        for one in (*template.provisioners, *cleanup):
            self._provisioner(site, one)
        for chain in template.chains:
            self._chain(site, chain)

    def _machine(
        self,
        builder: Builder | None,
        use: SourceUse,
        renderer: Renderer,
    ) -> tuple[Decoded, Chosen] | None:
        """The settings of the builder, and of the communicator that shares its block."""
        named = {"name": text(use.local_name), "type": text(use.type)}
        scope = with_names(self.scope, {"source": object_of(named)})
        bodies = [use.block.body] if use.addition is None else [use.block.body, use.addition]
        if builder is None:
            for body in bodies:
                check_loosely(body, scope, self.problems)
            return None
        with self.problems.collecting():
            # `dynamic` sees neither `source` nor `build`.
            bodies[0] = expand(bodies[0], self.scope)
            chosen = choose(builder, bodies, scope, renderer, self.catalog, self.problems)
            for body in bodies:
                check_arguments(body, chosen.reserved, scope, self.problems)
            decoded = decode(
                bodies,
                (load_class(builder.settings), *chosen.classes),
                scope,
                owner=self._owner("builder", builder.name, use.block),
                renderer=renderer,
                reserved=chosen.reserved,
                weak=self.manner.weak,
            )
            self._note(decoded)
            return decoded, chosen
        return None

    def _provisioner(self, site: _Site, one: ProvisionerBlock) -> ProvisionerStep | None:
        component = self.lookup.provisioner(one.type)
        if component is None or site.builder is None:
            self._loosely(site, one)
            return None
        settings = self._late(site, one, component, one.override)
        if settings is None:
            return None
        return ProvisionerStep(
            component,
            one.name or one.type.text,
            settings,
            one.block.header,
            one.pause_before,
            one.timeout,
            one.max_retries,
            one.continue_on_error,
        )

    def _chain(
        self, site: _Site, chain: Sequence[PostProcessorBlock]
    ) -> tuple[PostProcessorStep, ...]:
        return tuple(self._post_processors(site, chain))

    def _post_processors(
        self, site: _Site, chain: Sequence[PostProcessorBlock]
    ) -> Iterator[PostProcessorStep]:
        for one in chain:
            if self.selection.drops(one.name or one.type.text):
                return
            if not one.applies_to(site.use):
                continue
            component = self.lookup.post_processor(one.type)
            if component is None or site.builder is None:
                self._loosely(site, one)
                continue
            settings = self._late(site, one, component, None)
            if settings is not None:
                yield PostProcessorStep(
                    component,
                    one.name or one.type.text,
                    settings,
                    one.block.header,
                    one.keep_input_artifact,
                )

    def _late(
        self,
        site: _Site,
        one: StepBlock,
        component: Provisioner | PostProcessor,
        override: Expression | None,
    ) -> Late | None:
        """The settings of a step: checked now, and read again if they depend on the machine."""
        if self.sharing.has(one):
            return self.sharing.settings(one)
        kind = "provisioner" if isinstance(component, Provisioner) else "post-processor"
        owner = self._owner(kind, component.name, one.block)
        step = _Step(site, one, override, load_class(component.settings), owner, self.manner.weak)

        def early(renderer: Renderer) -> tuple[Late | None, bool]:
            with self.problems.collecting():
                found = step.read_early(renderer)
                self._note(found)
                known = found.is_wholly_known
                return (_always(found.settings[0]) if known else step.read_late), known
            return None, True

        return self.sharing.read(one, site.renderer, early)

    def _owner(self, kind: str, name: str, block: Block) -> Owner:
        hint = partial(self.manner.hint, kind, name)
        return Owner(f"The {name} {kind}", block.header, hint)

    def _loosely(self, site: _Site, one: StepBlock) -> None:
        """Check a step that cannot be made, or belongs to a machine that cannot."""
        facts = dict.fromkeys(site.facts, unknown(STRING))
        check_loosely(one.block.body, site.scope_with(facts), self.problems)

    def _note(self, decoded: Decoded) -> None:
        self.problems.extend(decoded.warnings)
        self.secrets |= decoded.secrets


def _for_components(renderer: Renderer, facts: Sequence[str]) -> Renderer:
    """What components render with when they run; a lookup finds even what a build never tells."""
    if not renderer.lookup:
        return renderer
    return renderer.with_data(dict.fromkeys(facts, UNKNOWN_TEXT))


def _always(settings: object) -> Late:
    return lambda _facts: settings
