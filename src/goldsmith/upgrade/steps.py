"""Writes provisioners and post-processors."""

from collections.abc import Iterable, Iterator, Mapping

from goldsmith.diagnostics import Diagnostic, Severity
from goldsmith.lang.syntax import Expression, Object, Text, Tuple
from goldsmith.upgrade.bodies import BodyWriter, with_notice
from goldsmith.upgrade.hcl import block, object_of, quoted, tuple_of
from goldsmith.upgrade.hcl import key as key_of
from goldsmith.upgrade.shapes import Options, Shapes
from goldsmith.upgrade.sources import Source
from goldsmith.upgrade.written import WrittenComponent, name_of

_CHOICES = ("only", "except")
_JSON = "json"
"""An option of the chef provisioners that may hold anything; in HCL it is a text."""


class StepWriter:
    """Writes the steps of the one build, and what their names of builders became."""

    def __init__(self, sources: Iterable[Source], shapes: Shapes, writer: BodyWriter) -> None:
        self._sources: Mapping[str, Source] = {one.legacy_name: one for one in sources}
        self._shapes = shapes
        self._writer = writer
        self._notes: list[Diagnostic] = []

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What could not be written."""
        return (*self._notes, *self._writer.problems)

    def provisioner(self, step: WrittenComponent, header: str) -> str:
        """The block for a provisioner; `header` says of which kind."""
        options = self._shapes.provisioner(step.type.text)
        return self._block(step, header, options, overrides=True)

    def chain(self, chain: tuple[WrittenComponent, ...]) -> str:
        """The block for one post-processor, or for a sequence of them."""
        blocks = [self._post_processor(one) for one in chain]
        return blocks[0] if len(blocks) == 1 else block("post-processors", *blocks)

    def _post_processor(self, step: WrittenComponent) -> str:
        options = self._shapes.post_processor(step.type.text)
        return self._block(step, "post-processor", options, overrides=False)

    def _block(
        self, step: WrittenComponent, header: str, options: Options, *, overrides: bool
    ) -> str:
        # What is kept for Go templates is told above the block in which they stand.
        self._writer.kept.clear()
        rows = "".join(self._meta(step, options, overrides=overrides))
        names = {*_CHOICES, "override"} if overrides else {*_CHOICES}
        if step.type.text.startswith("chef-"):
            names.add(_JSON)
        rest = [one for one in step.items if name_of(one).text not in names]
        body = f"{rows}{self._writer.body(rest, options)}"
        made = block(f"{header} {quoted(step.type.text)}", body)
        return with_notice(made, self._writer.kept)

    def _meta(self, step: WrittenComponent, options: Options, *, overrides: bool) -> Iterator[str]:
        for choice in _CHOICES:
            value = step.get(choice)
            if value is not None:
                yield f"{choice} = {self._addresses(value)}\n"
        override = step.get("override")
        if overrides and override is not None:
            yield f"override = {self._override(override, options)}\n"
        attributes = step.get(_JSON)
        if attributes is not None and step.type.text.startswith("chef-"):
            yield f"json_string = jsonencode({self._writer.value(attributes)})\n"

    def _addresses(self, value: Expression) -> str:
        """Names of builders as HCL has them, "type.name"."""
        items = value.items if isinstance(value, Tuple) else (value,)
        found: list[str] = []
        for one in items:
            if not isinstance(one, Text):
                found.append(self._writer.value(one))
                continue
            source = self._sources.get(one.text)
            if source is None:
                self._notes.append(no_such_builder(one))
            found.append(quoted(one.text if source is None else source.address))
        return tuple_of(found)

    def _override(self, value: Expression, options: Options) -> str:
        if not isinstance(value, Object):
            return self._writer.value(value)
        rows: list[tuple[str, str]] = []
        for item in value.items:
            name = name_of(item)
            source = self._sources.get(name.text)
            if source is None:
                self._notes.append(no_such_builder(name))
            label = name.text if source is None else source.name
            rows.append((key_of((label,)), self._options(item.value, options)))
        return object_of(rows)

    def _options(self, value: Expression, options: Options) -> str:
        """Options inside of an object, where there are no blocks."""
        if not isinstance(value, Object):
            return self._writer.value(value)
        rows: list[tuple[str, str]] = []
        for item in value.items:
            option = options.find(name_of(item).text)
            rows.append((key_of((option.name,)), self._writer.value(item.value, option.takes)))
        return object_of(rows)


def no_such_builder(name: Text) -> Diagnostic:
    """A step speaks of a builder that the template does not have."""
    return Diagnostic(
        f'There is no builder "{name.text}"',
        "The name stands in the result as it is. Mend it there.",
        name.span,
        Severity.WARNING,
    )
