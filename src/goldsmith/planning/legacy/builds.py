"""The builders and steps of a legacy JSON template as builds and their steps."""

from collections.abc import Iterator
from datetime import timedelta

from goldsmith.diagnostics import Diagnostic, Span
from goldsmith.lang.duration import parse_duration
from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.lang.renderer import Renderer
from goldsmith.lang.setting_problems import bad_go_template, bare_duration
from goldsmith.lang.syntax import (
    Argument,
    Block,
    Body,
    Expression,
    Name,
    Null,
    Number,
    Object,
    ObjectItem,
    Text,
    Tuple,
)
from goldsmith.planning.builds import (
    BuildTemplate,
    PostProcessorBlock,
    ProvisionerBlock,
    SourceUse,
    both_selections,
    timeout_ignored,
)
from goldsmith.planning.legacy import problems as wording
from goldsmith.planning.legacy.nodes import Nodes
from goldsmith.planning.legacy.template import LegacyBuilder, LegacyStep, LegacyTemplate
from goldsmith.planning.problems import Problems

PROVISIONER_META = (
    "type",
    "only",
    "except",
    "override",
    "pause_before",
    "timeout",
    "max_retries",
)
POST_PROCESSOR_META = ("type", "name", "only", "except", "keep_input_artifact")


class LegacyBuilds:
    """Makes the one build of a template; what is wrong with its parts goes to `problems`."""

    def __init__(self, template: LegacyTemplate, renderer: Renderer, problems: Problems) -> None:
        self._template = template
        self._renderer = renderer
        self._problems = problems
        self._nodes = Nodes(problems)
        self._names = [one.name.text for one in template.builders]

    def read(self) -> BuildTemplate:
        """All builders with the steps that follow them."""
        template = self._template
        uses = sorted(self._uses(), key=lambda one: one.name)
        cleanup = template.error_cleanup
        empty = Body((), template.file, template.start)
        return BuildTemplate(
            name="",
            description=template.description,
            uses=tuple(uses),
            provisioners=tuple(self._provisioner(one) for one in template.provisioners),
            error_cleanup=None if cleanup is None else self._provisioner(cleanup),
            chains=tuple(
                tuple(self._post_processor(one) for one in chain) for chain in template.chains
            ),
            block=_block("build", Name("", template.start), empty, template.start),
            span=template.start,
        )

    def _uses(self) -> Iterator[SourceUse]:
        first: dict[str, LegacyBuilder] = {}
        for one in self._template.builders:
            name = self._rendered(Text(one.name.text, one.name.span)) or one.name.text
            other = first.setdefault(name, one)
            if other is not one:
                self._problems.add(wording.builder_twice(one.name, other.name, rendered=name))
                continue
            yield SourceUse(
                type=one.type.text,
                name=name,
                local_name=one.name.text,
                block=_block("source", one.type, one.body, one.span),
                addition=None,
                span=one.span,
                key=one.name.text,
                label=name if one.name.text == one.type.text else f"{one.type.text}.{name}",
            )

    def _provisioner(self, step: LegacyStep) -> ProvisionerBlock:
        only, excluded = self._selection(step, weak=True)
        pause = self._duration(step, "pause_before")
        timeout = self._duration(step, "timeout")
        if pause and timeout:
            self._problems.add(timeout_ignored(_argument(step, "timeout")))
            timeout = timedelta()
        return ProvisionerBlock(
            step.type,
            "",
            _block("provisioner", step.type, step.body, step.span),
            PROVISIONER_META,
            only,
            excluded,
            self._override(step),
            pause,
            timeout or None,
            self._retries(step),
            False,
        )

    def _post_processor(self, step: LegacyStep) -> PostProcessorBlock:
        only, excluded = self._selection(step, weak=False)
        return PostProcessorBlock(
            step.type,
            self._nodes.text(step.given.get("name"), '"name"'),
            _block("post-processor", step.type, step.body, step.span),
            POST_PROCESSOR_META,
            only,
            excluded,
            self._nodes.flag(step.given.get("keep_input_artifact"), '"keep_input_artifact"'),
        )

    def _selection(
        self, step: LegacyStep, *, weak: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        only = self._nodes.texts(step.given.get("only"), '"only"', weak=weak)
        excluded = self._nodes.texts(step.given.get("except"), '"except"', weak=weak)
        if only and excluded:
            both = both_selections(_argument(step, "except"), _argument(step, "only"))
            self._problems.add(both)
        for what, names in (("only", only), ("except", excluded)):
            for name, span in names:
                self._check_name(name, span, what)
        return tuple(name for name, _ in only), tuple(name for name, _ in excluded)

    def _check_name(self, name: str, span: Span, what: str) -> None:
        if name not in self._names:
            self._problems.missing(wording.no_builder(name, span, self._names, what))

    def _override(self, step: LegacyStep) -> Expression | None:
        """What is laid over the step for some builders, without those for which it is nothing."""
        written = step.given.get("override")
        kept: list[ObjectItem] = []
        if isinstance(written, Tuple) and not written.items:
            return None
        for name, value in self._nodes.pairs(written, '"override"'):
            self._check_name(name.text, name.span, "override")
            if isinstance(value, Object):
                kept.append(ObjectItem(name, value))
            elif not isinstance(value, Null):
                what = f'What "override" has for "{name.text}"'
                self._problems.add(wording.wrong_kind(what, "an object", value))
        return Object(tuple(kept), written.span) if kept and written is not None else None

    def _duration(self, step: LegacyStep, name: str) -> timedelta:
        value = step.given.get(name)
        if isinstance(value, Number):
            self._problems.add(bare_duration(f'"{name}"', value))
            return timedelta()
        written = self._nodes.text(value, f'"{name}"')
        if value is None or not isinstance(value, Text):
            return timedelta()
        try:
            return max(parse_duration(written), timedelta())
        except ValueError as error:
            self._problems.add(Diagnostic(f'"{name}": {error}', "", value.span))
            return timedelta()

    def _retries(self, step: LegacyStep) -> int:
        value = step.given.get("max_retries")
        if value is None:
            return 0
        said = self._nodes.weak_text(value, '"max_retries"')
        written = self._rendered(Text(said, value.span)) if said else ""
        if not written:
            return 0
        number = _decimal(written)
        if number is None:
            self._problems.add(wording.bad_retries(written, value.span))
            return 0
        return max(number, 0)

    def _rendered(self, written: Text) -> str | None:
        """What a text comes to; None where it is malformed, which is reported."""
        try:
            return self._renderer.render(written.text).text
        except GoTemplateError as error:
            self._problems.add(bad_go_template(written.text, error, written.span))
            return None


def _decimal(written: str) -> int | None:
    digits = written[1:] if written[0] in "+-" else written
    return int(written) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None


def _block(kind: str, type_: Name, body: Body, span: Span) -> Block:
    return Block(Name(kind, span), (type_,), body, span, span)


def _argument(step: LegacyStep, name: str) -> Argument:
    return next(
        one for one in step.body.items if isinstance(one, Argument) and one.name.text == name
    )
