"""Makes HCL of a whole legacy JSON template."""

from collections.abc import Iterator

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import Diagnostic, Span
from goldsmith.lang.syntax import Object, Text
from goldsmith.record import record
from goldsmith.upgrade.annotations import annotation
from goldsmith.upgrade.bodies import BodyWriter, with_notice
from goldsmith.upgrade.data_sources import REPLACED, DataWriter, secrets
from goldsmith.upgrade.gotext import Built, Where
from goldsmith.upgrade.hcl import Parts, Reference, apart, block, comment, quoted, tuple_of
from goldsmith.upgrade.requirements import packer_block
from goldsmith.upgrade.shapes import Shapes
from goldsmith.upgrade.sources import Source, named, other_names, renamed
from goldsmith.upgrade.steps import StepWriter
from goldsmith.upgrade.variables import VariableWriter, is_computed
from goldsmith.upgrade.vocabulary import Vocabulary
from goldsmith.upgrade.written import WrittenTemplate, WrittenVariable, name_of, read_template


@record
class Upgraded:
    """A template in HCL, not laid out yet."""

    text: str
    problems: tuple[Diagnostic, ...]
    """What needs a look by hand."""
    secrets: tuple[Span, ...]
    """Where the values of sensitive variables stand."""
    unknown_builders: tuple[str, ...]


def upgrade(tree: Object, catalog: Catalog, *, annotate: bool = False) -> Upgraded:
    """HCL that means the same; raises `TemplateError` where `tree` is no template."""
    return _Upgrade(read_template(tree), catalog).run(annotate=annotate)


class _Upgrade:
    """The upgrade of one template."""

    def __init__(self, template: WrittenTemplate, catalog: Catalog) -> None:
        self.template = template
        self.shapes = Shapes(catalog)
        variables = sorted(template.variables, key=lambda one: one.name.text)
        self.computed = [one for one in variables if is_computed(one)]
        self.plain = [one for one in variables if not is_computed(one)]
        self.vocabulary = Vocabulary(map(_name, self.plain), map(_name, self.computed))
        texts = [(_name(one), _text(one)) for one in self.plain]
        self.empty = frozenset(self.vocabulary.user(name) for name, text in texts if text == "")
        hidden = template.sensitive
        open_texts = {name: text for name, text in texts if text and name not in hidden}
        self.sources = named(template.builders, open_texts)
        self.data = DataWriter()
        self.problems: list[Diagnostic] = list(template.problems)

    def run(self, *, annotate: bool) -> Upgraded:
        """The whole text; what is found to be needed on the way stands in front."""
        writer = VariableWriter(self.vocabulary, self.template.sensitive)
        variables = list(writer.variables(self.plain))
        local_values = list(writer.local_values(self.computed))
        self.problems += writer.problems
        sources = [self._source(one) for one in self.sources]
        build = self._build()
        variables += writer.further()
        parts = {
            "packer": [packer_block(self.template)],
            "variables": variables,
            "time": [_time(name) for name in self.vocabulary.times],
            "data": [*self.data.images(), *secrets(self.vocabulary)],
            "locals": local_values,
            "sources": sources,
            "build": [build],
        }
        head = annotation("file") if annotate else ""
        comments = "".join(comment(one.text) for one in self.template.comments)
        texts = [head, comments]
        for name, blocks in parts.items():
            written = apart(blocks)
            if written:
                texts.append(f"{annotation(name) if annotate else ''}{written}")
        return Upgraded(
            apart(texts),
            tuple(sorted(self.problems, key=_place)),
            tuple(self._secrets()),
            tuple(sorted(self.shapes.unknown_builders)),
        )

    def _secrets(self) -> Iterator[Span]:
        for one in self.template.variables:
            if one.name.text in self.template.sensitive and one.default is not None:
                yield one.default.span

    def _writer(self, where: Where, built: Built) -> BodyWriter:
        return BodyWriter(self.vocabulary, where, built, self.empty)

    def _source(self, source: Source) -> str:
        note = renamed(source)
        if note is not None:
            self.problems.append(note)
        built = Built(self._build_name(source), (Reference("source.type"),))
        writer = self._writer(Where.BUILDER, built)
        image = self.data.image(source.builder, self._writer(Where.BUILDER, Built()))
        left_out = REPLACED | {"name"} if image else {"name"}
        items = [one for one in source.builder.items if name_of(one).text not in left_out]
        body = writer.body(items, self.shapes.builder(source.builder.type.text))
        self.problems += writer.problems
        first = f"source_ami = {image}\n" if image else ""
        header = f"source {quoted(source.builder.type.text)} {quoted(source.name)}"
        return with_notice(block(header, f"{first}{body}"), writer.kept)

    def _build_name(self, source: Source) -> Parts:
        """What `build_name` gives in a builder: the name that it had."""
        name = source.builder.get("name")
        if source.keeps_name:
            return (Reference("source.name"),)
        if not isinstance(name, Text):
            return (source.legacy_name,)
        return self._writer(Where.BUILDER, Built()).parts(name)

    def _build(self) -> str:
        description = self.template.description
        head = "" if description is None else f"description = {quoted(description.text)}\n"
        addresses = [quoted(f"source.{one.address}") for one in self.sources]
        steps = StepWriter(self.sources, self.shapes, self._writer(Where.STEP, self._built()))
        written = [steps.provisioner(one, "provisioner") for one in self.template.provisioners]
        if self.template.cleanup is not None:
            written.append(steps.provisioner(self.template.cleanup, "error-cleanup-provisioner"))
        written += (steps.chain(one) for one in self.template.chains if one)
        self.problems += steps.problems
        changed = [one for one in self.sources if not one.keeps_name]
        if changed and any("source.name" in one for one in written):
            self.problems.append(other_names(changed))
        return block("build", f"{head}sources = {tuple_of(addresses)}", *written)

    def _built(self) -> Built:
        """What steps are told of the builder; those of the same type may be called by it."""
        unnamed = [one for one in self.sources if one.legacy_name == one.builder.type.text]
        by_type = self.sources and len(unnamed) == len(self.sources)
        name = Reference("source.type" if by_type else "source.name")
        return Built((name,), (Reference("source.type"),))


def _place(problem: Diagnostic) -> int:
    return 0 if problem.span is None else problem.span.start


def _name(variable: WrittenVariable) -> str:
    return variable.name.text


def _text(variable: WrittenVariable) -> str | None:
    """The default of a variable, where it is a plain text."""
    default = variable.default
    return default.text if isinstance(default, Text) and "{{" not in default.text else None


def _time(name: str) -> str:
    value = 'regex_replace(timestamp(), "[- TZ:]", "")'
    return block("locals", f"{name} = {value}")
