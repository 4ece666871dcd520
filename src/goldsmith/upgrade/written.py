"""What is written in a legacy JSON template, to be written anew in HCL.

Comments and odd values are kept, and a key that nothing reads is left out with a warning.
`planning.legacy` reads the same language to build from it: strictly, without what has no effect.
"""

from collections.abc import Iterator

from goldsmith.diagnostics import Diagnostic, Severity, Span, TemplateError, did_you_mean
from goldsmith.lang.syntax import Expression, Null, Object, ObjectItem, Text, Tuple
from goldsmith.record import record

_KEYS = (
    *("builders", "provisioners", "error-cleanup-provisioner", "post-processors", "variables"),
    *("sensitive-variables", "min_packer_version", "description", "push"),
)


@record
class WrittenComponent:
    """A builder, provisioner or post-processor: its type, and everything else it says."""

    type: Text
    items: tuple[ObjectItem, ...]

    def get(self, name: str) -> Expression | None:
        """The value of an option."""
        return next((one.value for one in self.items if name_of(one).text == name), None)


@record
class WrittenVariable:
    """A user variable; `default` is `None` where a value is required."""

    name: Text
    default: Expression | None


@record
class WrittenTemplate:
    """A whole template, as it stands."""

    description: Text | None
    required_version: Text | None
    comments: tuple[Text, ...]
    variables: tuple[WrittenVariable, ...]
    sensitive: frozenset[str]
    builders: tuple[WrittenComponent, ...]
    provisioners: tuple[WrittenComponent, ...]
    cleanup: WrittenComponent | None
    chains: tuple[tuple[WrittenComponent, ...], ...]
    """Post-processors; those of a sequence belong together."""
    problems: tuple[Diagnostic, ...]
    """What is left out."""


def read_template(tree: Object) -> WrittenTemplate:
    """The parts of a template; raises `TemplateError` where they are not what they should be."""
    reading = _Reading()
    template = reading.template(tree)
    if reading.errors:
        raise TemplateError(reading.errors)
    return template


class _Reading:
    """The reading of one template, and what is wrong with it."""

    def __init__(self) -> None:
        self.errors: list[Diagnostic] = []

    def template(self, tree: Object) -> WrittenTemplate:
        parts = {name_of(one).text: one.value for one in tree.items}
        comments = [one for key, one in parts.items() if key.startswith("_")]
        cleanup = parts.get("error-cleanup-provisioner")
        return WrittenTemplate(
            self._text(parts.get("description")),
            self._text(parts.get("min_packer_version")),
            tuple(one for one in comments if isinstance(one, Text)),
            tuple(self._variables(parts.get("variables"))),
            frozenset(one.text for one in self._texts(parts.get("sensitive-variables"))),
            tuple(self._components(parts.get("builders"))),
            tuple(self._components(parts.get("provisioners"))),
            None if cleanup is None else self._component(cleanup),
            tuple(self._chains(parts.get("post-processors"))),
            tuple(unknown_key(name_of(one)) for one in tree.items if _is_unknown(one)),
        )

    def _text(self, value: Expression | None) -> Text | None:
        if value is None or isinstance(value, Text):
            return value
        self.errors.append(other_kind(value.span, "a text"))
        return None

    def _texts(self, value: Expression | None) -> Iterator[Text]:
        for one in self._items(value):
            text = self._text(one)
            if text is not None:
                yield text

    def _items(self, value: Expression | None) -> tuple[Expression, ...]:
        match value:
            case None | Null():
                return ()
            case Tuple(items):
                return items
            case _:
                self.errors.append(other_kind(value.span, "a list"))
                return ()

    def _variables(self, value: Expression | None) -> Iterator[WrittenVariable]:
        match value:
            case None | Null():
                return
            case Object(items):
                for one in items:
                    yield WrittenVariable(
                        name_of(one), None if isinstance(one.value, Null) else one.value
                    )
            case _:
                self.errors.append(other_kind(value.span, "an object"))

    def _components(self, value: Expression | None) -> Iterator[WrittenComponent]:
        for one in self._items(value):
            component = self._component(one)
            if component is not None:
                yield component

    def _component(self, value: Expression) -> WrittenComponent | None:
        if not isinstance(value, Object):
            self.errors.append(other_kind(value.span, 'an object with a "type"'))
            return None
        found = next((one.value for one in value.items if name_of(one).text == "type"), None)
        if not isinstance(found, Text) or not found.text:
            self.errors.append(no_type(value.span if found is None else found.span))
            return None
        return WrittenComponent(
            found, tuple(one for one in value.items if name_of(one).text != "type")
        )

    def _chains(self, value: Expression | None) -> Iterator[tuple[WrittenComponent, ...]]:
        for one in self._items(value):
            links = one.items if isinstance(one, Tuple) else (one,)
            found = [self._post_processor(link) for link in links]
            yield tuple(link for link in found if link is not None)

    def _post_processor(self, value: Expression) -> WrittenComponent | None:
        return WrittenComponent(value, ()) if isinstance(value, Text) else self._component(value)


def name_of(item: ObjectItem) -> Text:
    """The key of an item; in JSON there is no other kind."""
    if not isinstance(item.key, Text):
        raise TypeError(type(item.key).__name__)
    return item.key


def _is_unknown(item: ObjectItem) -> bool:
    name = name_of(item).text
    return name not in _KEYS and not name.startswith("_")


def other_kind(span: Span, wanted: str) -> Diagnostic:
    """A part of the template is of another kind than it must be."""
    return Diagnostic(f"This must be {wanted}", "Mend it, then upgrade the template.", span)


def no_type(span: Span) -> Diagnostic:
    """A component does not say what it is."""
    return Diagnostic("The type is missing", 'Write "type": "…", as in "shell".', span)


def unknown_key(name: Text) -> Diagnostic:
    """A key of the template that nothing reads."""
    hint = did_you_mean(name.text, _KEYS)
    return Diagnostic(
        f'A template has no key "{name.text}"; it is left out',
        f"{hint} A comment begins with an underscore.".lstrip(),
        name.span,
        Severity.WARNING,
    )
