"""What a legacy JSON template says, part by part; nothing is rendered here.

What cannot be built is an error. `upgrade.written` is the reader for those who write it anew.
"""

from collections.abc import Iterator, Mapping

from goldsmith.diagnostics import SourceFile, Span
from goldsmith.lang.syntax import Body, Expression, Name, Null, Object, Text, Tuple
from goldsmith.lang.syntax.json import read_json, repeated_keys
from goldsmith.planning.legacy import problems as wording
from goldsmith.planning.legacy.nodes import Nodes, body_of, members, name_of
from goldsmith.planning.problems import Problems
from goldsmith.record import field, record

_KEYS = (
    "builders",
    "provisioners",
    "error-cleanup-provisioner",
    "post-processors",
    "variables",
    "sensitive-variables",
    "min_packer_version",
    "description",
    "push",
)


@record
class LegacyVariable:
    """A user variable; without a default it must be set."""

    name: Text
    default: Text | None


@record
class LegacyBuilder:
    """A builder; its name is that of its type where it has none, and is not rendered yet."""

    type: Name
    name: Name
    body: Body
    span: Span


@record
class LegacyStep:
    """A provisioner or post-processor; `given` is all that it says, by name."""

    type: Name
    body: Body
    given: Mapping[str, Expression]
    span: Span


@record
class LegacyTemplate:
    """A whole template."""

    file: SourceFile
    start: Span
    root: Object | None = None
    """All of it; None where the file holds something else."""
    description: str = ""
    min_version: Text | None = None
    variables: Mapping[str, LegacyVariable] = field(factory=dict)
    sensitive: tuple[Text, ...] = ()
    builders: tuple[LegacyBuilder, ...] = ()
    provisioners: tuple[LegacyStep, ...] = ()
    error_cleanup: LegacyStep | None = None
    chains: tuple[tuple[LegacyStep, ...], ...] = ()


def read_template(file: SourceFile, problems: Problems) -> LegacyTemplate:
    """The template that a file holds; what is wrong with it goes to `problems`."""
    value, found = read_json(file)
    if found and _looks_like_hcl(file.text):
        problems.add(wording.no_json(file))
        return LegacyTemplate(file, file.span(0, 0))
    problems.extend(found)
    if not isinstance(value, Object):
        if value is not None:
            problems.add(wording.no_object(value))
        return LegacyTemplate(file, file.span(0, min(1, len(file.text))))
    problems.extend(repeated_keys(value))
    return _Parts(problems).template(file, value)


def _looks_like_hcl(text: str) -> bool:
    """Whether a file begins with a word, in a line that a brace ends."""
    first = text[:1000].lstrip().partition("\n")[0].rstrip()
    return first[:1].isalpha() and first.endswith("{")


class _Parts:
    """Reads the parts of a template."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._nodes = Nodes(problems)

    def template(self, file: SourceFile, root: Object) -> LegacyTemplate:
        """The whole of it."""
        given = self._root(root)
        nodes = self._nodes
        version = given.get("min_packer_version")
        nodes.text(version, '"min_packer_version"')
        cleanup = given.get("error-cleanup-provisioner")
        start = root.span.file.span(root.span.start, root.span.start + 1)
        return LegacyTemplate(
            file,
            start,
            root,
            nodes.text(given.get("description"), '"description"'),
            version if isinstance(version, Text) and version.text else None,
            dict(self._variables(given.get("variables"))),
            tuple(self._sensitive(given.get("sensitive-variables"))),
            tuple(self._builders(given.get("builders"))),
            tuple(self._provisioners(given.get("provisioners"))),
            None if cleanup is None else self._step(cleanup, "The error-cleanup-provisioner"),
            tuple(self._chains(given.get("post-processors"))),
        )

    def _root(self, root: Object) -> Mapping[str, Expression]:
        """The parts by their names, whatever letters are capitals; comments left out."""
        given: dict[str, Expression] = {}
        for item in root.items:
            name = item.key
            if not isinstance(name, Text):
                continue
            if name.text.startswith("_"):
                if not isinstance(item.value, Text):
                    self._problems.add(wording.bad_comment(name, item.value))
                continue
            key = name.text if name.text in _KEYS else name.text.lower()
            if key not in _KEYS or (key in given and key != name.text):
                self._problems.add(wording.unknown_key(name, _KEYS))
            elif not isinstance(item.value, Null):
                given[key] = item.value
        return given

    def _variables(self, value: Expression | None) -> Iterator[tuple[str, LegacyVariable]]:
        for name, default in self._nodes.pairs(value, '"variables"'):
            if isinstance(default, Text | Null):
                known = default if isinstance(default, Text) else None
                yield name.text, LegacyVariable(name, known)
            else:
                self._problems.add(wording.variable_file_value(name, default))
                yield name.text, LegacyVariable(name, Text("", default.span))

    def _sensitive(self, value: Expression | None) -> Iterator[Text]:
        for one in self._nodes.items(value, '"sensitive-variables"'):
            if isinstance(one, Text):
                yield one
            else:
                what = 'An item of "sensitive-variables"'
                self._problems.add(wording.wrong_kind(what, "a text", one))

    def _builders(self, value: Expression | None) -> Iterator[LegacyBuilder]:
        first: dict[str, Name] = {}
        for one in self._nodes.items(value, '"builders"'):
            if not isinstance(one, Object):
                self._problems.add(wording.wrong_kind("A builder", "an object", one))
                continue
            given = members(one)
            kind = self._type(one, given, "A builder")
            if kind is None:
                continue
            label = self._nodes.weak_text(given.get("name"), '"name"')
            name = Name(label, given["name"].span) if label else kind
            other = first.setdefault(name.text, name)
            if other is not name:
                self._problems.add(wording.builder_twice(name, other))
                continue
            yield LegacyBuilder(kind, name, body_of(one, ("type", "name")), kind.span)

    def _provisioners(self, value: Expression | None) -> Iterator[LegacyStep]:
        for one in self._nodes.items(value, '"provisioners"'):
            step = self._step(one, "A provisioner")
            if step is not None:
                yield step

    def _chains(self, value: Expression | None) -> Iterator[tuple[LegacyStep, ...]]:
        for item in self._nodes.items(value, '"post-processors"'):
            chain = item.items if isinstance(item, Tuple) else (item,)
            yield tuple(step for one in chain for step in self._post_processor(one))

    def _post_processor(self, value: Expression) -> Iterator[LegacyStep]:
        match value:
            case Text():
                yield LegacyStep(
                    name_of(value), Body((), value.span.file, value.span), {}, value.span
                )
            case Tuple():
                self._problems.add(wording.nested_sequence(value.span))
            case Object():
                step = self._step(value, "A post-processor")
                if step is not None:
                    yield step
            case _:
                what = "A post-processor"
                self._problems.add(wording.wrong_kind(what, "a text or an object", value))

    def _step(self, value: Expression, what: str) -> LegacyStep | None:
        if not isinstance(value, Object):
            self._problems.add(wording.wrong_kind(what, "an object", value))
            return None
        given = members(value)
        kind = self._type(value, given, what)
        return None if kind is None else LegacyStep(kind, body_of(value), given, kind.span)

    def _type(self, value: Object, given: Mapping[str, Expression], what: str) -> Name | None:
        kind = given.get("type")
        if isinstance(kind, Text) and kind.text:
            return name_of(kind)
        if kind is None or isinstance(kind, Text):
            start = value.span.start
            self._problems.add(wording.missing_type(what, value.span.file.span(start, start + 1)))
        else:
            self._problems.add(wording.wrong_kind('"type"', "a text", kind))
        return None
