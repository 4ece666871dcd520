"""Turns the bodies of a component into instances of its settings classes."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from goldsmith.diagnostics import Diagnostic, Label, Severity, Span, TemplateError, closest
from goldsmith.lang import setting_problems as wording
from goldsmith.lang.dynamic import (
    MOST_BLOCKS,
    ScopedBody,
    scope_of,
    too_many_blocks,
)
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.evidence import with_evidence
from goldsmith.lang.given import Given, NestedBlock, SetArgument
from goldsmith.lang.object_blocks import blocks_of_argument, blocks_of_property
from goldsmith.lang.reading import Reading, WeakTyping, stand_in
from goldsmith.lang.renderer import Renderer
from goldsmith.lang.schema import Problem, Setting, class_of, members_of, settings_of
from goldsmith.lang.scope import Scope
from goldsmith.lang.secrets import without
from goldsmith.lang.shape import EMPTY_IS_UNSET, Kind, Shape, shape_of
from goldsmith.lang.syntax.tree import (
    Argument,
    Block,
    Body,
    Expression,
    Null,
    Property,
)
from goldsmith.lang.values import Value
from goldsmith.record import record, replace

_NOTHING: Mapping[str, Expression] = MappingProxyType({})


def _no_hint(_name: str) -> str:
    return ""


@record
class Owner:
    """Whose settings they are, for messages; `name` begins sentences: "The qemu builder"."""

    name: str
    header: Span | None = None
    """Where to show what is missing."""
    hint: Callable[[str], str] = _no_hint
    """What more to say of an argument that is not there, if anything."""


@record
class Decoded:
    """Settings read from a template, and what is known about them."""

    settings: tuple[object, ...]
    """One instance for each class."""
    is_wholly_known: bool
    """Whether decoding again, when more is known, would give the same."""
    warnings: tuple[Diagnostic, ...]
    secrets: frozenset[str]
    """Texts that must not be shown."""


def decode(
    bodies: Sequence[Body],
    classes: Sequence[type],
    scope: Scope,
    *,
    owner: Owner,
    renderer: Renderer,
    reserved: Container[str] = (),
    overrides: Mapping[str, Expression] = _NOTHING,
    weak: WeakTyping | None = None,
) -> Decoded:
    """One instance of each of `classes`, all made of the same `bodies`.

    An argument may be set in one body only, blocks of several bodies are put together, and
    `overrides` replace either unless they are null. Arguments that are `reserved` are left to the
    caller. `weak` takes names in any case, and values of other kinds for what it says.
    Raises `TemplateError` with every problem, those that the classes find included.
    """
    decoding = _Decoding(renderer, owner.hint, weak)
    given = Given(owner.name, owner.header or bodies[0].end, reserved=reserved)
    for body in bodies:
        decoding.gather(given, body, scope_of(body, scope), classes)
    for name, expression in overrides.items():
        if name not in reserved and not isinstance(expression, Null):
            decoding.check(given.override(name, expression, scope))
    settings = decoding.instances(given, classes)
    if decoding.problems:
        raise TemplateError(decoding.told(decoding.problems))
    return Decoded(
        settings,
        decoding.is_known,
        tuple(decoding.told(decoding.warnings)),
        frozenset(decoding.secrets),
    )


class _Decoding:
    """Decodes classes one after the other, collecting what is wrong."""

    def __init__(
        self, renderer: Renderer, hint: Callable[[str], str], weak: WeakTyping | None
    ) -> None:
        self._renderer = renderer
        self._hint = hint
        self._weak = weak
        self.problems: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []
        self.secrets: set[str] = set()
        self.is_known = True
        self.made = 0

    def told(self, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """What to say of them: in the order of the source, and nothing secret."""
        return (without(self.secrets, one) for one in _in_source_order(problems))

    def check(self, replaced: SetArgument | None) -> None:
        """Report what is wrong with the value of an argument, although it does not count."""
        if replaced is not None:
            self._evaluated(replaced)

    def gather(self, given: Given, body: Body, scope: Scope, classes: Iterable[type]) -> None:
        """Add what `body` holds to `given`; `classes` know the blocks that JSON does not."""
        for item in body.items:
            match item:
                case Argument(name) if name.text in given.reserved:
                    pass
                case Property(name) if _is_block(name.text, classes):
                    if item.blocks is None:
                        given.doubtful.add(name.text)
                    nested_blocks = blocks_of_property(item, scope, self.problems)
                    given.blocks.setdefault(name.text, []).extend(nested_blocks)
                case Argument(name):
                    if isinstance(item, Property):
                        self.problems += item.value_faults
                    argument = SetArgument(name, item.value, scope)
                    first = given.arguments.setdefault(name.text, argument)
                    if first.name is not name:
                        self.problems.append(wording.set_twice(name, first.name.span))
                case Block(name):
                    nested = NestedBlock(name, item.labels, item.header, item.body, scope)
                    given.blocks.setdefault(name.text, []).append(nested)

    def instances(self, given: Given, classes: Sequence[type]) -> tuple[object, ...]:
        """One instance of each class, checked on its own and with the others."""
        known: set[str] = set()
        for cls in classes:
            known.update(settings_of(cls))
        if self._weak is not None:
            given.call_as_known(known)
        self._unknown(given, known)
        made = tuple(self._instance(cls, given) for cls in classes)
        facts = [one.facts() for one in made if hasattr(one, "facts")]
        for one in made:
            if facts and hasattr(one, "problems_with"):
                self._check(given, one.problems_with(facts[0]))
        return made

    def _unknown(self, given: Given, known: Iterable[str]) -> None:
        for name, argument in given.arguments.items():
            if name not in known:
                names = (*known, *given.also)
                problem = wording.unknown_argument(argument.name, names, given.owner)
                more = self._hint(argument.name.text)
                self.problems.append(replace(problem, detail=more) if more else problem)
                self._evaluated(argument)  # what is wrong with its value is told as well
                # What it was probably meant to be is not missing for want of being written.
                given.doubtful.update(filter(None, [closest(name, known)]))
        for name, nested in given.blocks.items():
            for one in nested:
                if name not in known:
                    names = (*known, *given.also)
                    self.problems.append(wording.unknown_block(one.name, names, given.owner))
                elif one.labels:
                    self.problems.append(wording.label_not_taken(one.name, one.labels[0]))

    def _instance(self, cls: type, given: Given) -> object:
        values: dict[str, object] = {}
        for name, member in members_of(cls).items():
            if member.included:
                values[name] = self._instance(class_of(member.annotation), given)
            else:
                values.update((name, one) for one in self._value(member, given))
        made: object = cls(**values)
        if hasattr(made, "problems"):
            self._check(given, made.problems())
        return made

    def _check(self, given: Given, found: Iterable[Problem]) -> None:
        for problem in found:
            if problem.setting in given.doubtful:
                continue
            place = given.place(problem.setting, problem.item)
            labels = tuple(
                Label(given.place(name), f"{name} is set here")
                for name in problem.others
                if given.place(name) not in {place, given.span}
            )
            shown = Diagnostic(problem.message, problem.hint, place, problem.severity, labels)
            if problem.severity is Severity.WARNING:
                self.warnings.append(shown)
            else:
                self.problems.append(shown)

    def _value(self, setting: Setting, given: Given) -> Iterator[object]:
        """The value of a setting, or nothing where its default counts."""
        argument = given.arguments.get(setting.option)
        nested: Sequence[NestedBlock] = given.blocks.get(setting.option, ())
        if argument is None and not nested:
            if setting.required and setting.option in given.doubtful:
                yield self._stand_in(shape_of(setting.annotation))
            elif setting.required:
                yield self._missing(setting, given)
            return
        if setting.deprecated:
            name = nested[0].name if argument is None else argument.name
            self.warnings.append(wording.deprecated(name, setting.deprecated))
        if setting.refused:
            self._refuse(setting, argument, nested, given)
            return
        shape = shape_of(setting.annotation)
        if shape.is_block:
            if argument is not None:
                nested = self._blocks_of(argument, given)
            if nested:
                yield self._blocks(setting, shape, nested, given)
        elif argument is None:
            self._doubt(given, setting, wording.block_for_argument(nested[0].name, _written(shape)))
            yield stand_in(shape)
        else:
            yield from self._argument(setting, shape, argument, given)

    def _missing(self, setting: Setting, given: Given) -> object:
        self._doubt(given, setting, wording.missing(setting.option, given.owner, given.span))
        return self._stand_in(shape_of(setting.annotation))

    def _refuse(
        self,
        setting: Setting,
        argument: SetArgument | None,
        nested: Sequence[NestedBlock],
        given: Given,
    ) -> None:
        """Refuse a setting, unless it is set to what leaving it out means."""
        if argument is not None:
            value = self._evaluated(argument)
            if value is None or (value.is_known and not value.data):
                return
        name = nested[0].name if argument is None else argument.name
        self._doubt(given, setting, wording.not_supported(name, given.owner, setting.refused))

    def _argument(
        self, setting: Setting, shape: Shape, argument: SetArgument, given: Given
    ) -> Iterator[object]:
        value = self._evaluated(argument)
        if value is None:
            given.doubtful.add(setting.option)
            yield stand_in(shape)
            return
        if value.is_null or (shape.kind in EMPTY_IS_UNSET and value.data == ""):
            if setting.required:
                problem = wording.empty(setting.option, given.owner, argument.value.span)
                problem = with_evidence(problem, argument.value, argument.scope)
                self._doubt(given, setting, problem)
                yield stand_in(shape)
            return
        reading = Reading(setting, self._renderer, self._weak)
        made = reading.read(value, argument.value)
        self.problems += (
            one if setting.secret else with_evidence(one, argument.value, argument.scope)
            for one in reading.problems
        )
        self.warnings += reading.warnings
        self.secrets |= reading.secrets
        if reading.problems or not reading.is_known:
            given.doubtful.add(setting.option)
        self.is_known = self.is_known and reading.is_known
        if not self._unset(reading, shape):
            yield made
        elif setting.required:
            problem = wording.empty(setting.option, given.owner, argument.value.span)
            self._doubt(given, setting, problem)
            yield stand_in(shape)

    def _unset(self, reading: Reading, shape: Shape) -> bool:
        """Whether what was read is an empty text, and that is as good as nothing."""
        return reading.is_empty and (self._weak is not None or shape.kind in EMPTY_IS_UNSET)

    def _evaluated(self, argument: SetArgument) -> Value | None:
        try:
            return evaluate(argument.value, argument.scope)
        except TemplateError as error:
            self.problems += error.diagnostics
            return None

    def _blocks_of(self, argument: SetArgument, given: Given) -> Sequence[NestedBlock]:
        """The blocks that an override or a legacy template writes as objects."""
        is_weak = self._weak is not None
        blocks = blocks_of_argument(argument) if given.overriding or is_weak else None
        if blocks is None:
            name, span = argument.name, argument.value.span
            as_json = wording.value_for_block(name, span)
            self.problems.append(as_json if is_weak else wording.argument_for_block(name))
            given.doubtful.add(name.text)
        return blocks or ()

    def _blocks(
        self, setting: Setting, shape: Shape, nested: Sequence[NestedBlock], given: Given
    ) -> object:
        cls = class_of(shape.element)
        made = [self._block(setting, cls, one, given) for one in nested]
        if shape.kind is Kind.BLOCKS:
            return tuple(made)
        for later in nested[1:]:
            self._doubt(given, setting, wording.set_twice(later.name, nested[0].name.span))
        return made[0]

    def _block(self, setting: Setting, cls: type, nested: NestedBlock, outer: Given) -> object:
        self._count(nested)
        given = Given(f'The block "{setting.option}"', nested.header, overriding=outer.overriding)
        before = len(self.problems)
        self.gather(given, nested.body, scope_of(nested.body, nested.scope), (cls,))
        made = self.instances(given, (cls,))
        certain = not isinstance(nested.body, ScopedBody) or nested.body.certain
        self.is_known = self.is_known and certain
        if given.doubtful or not certain or len(self.problems) > before:
            outer.doubtful.add(setting.option)
        return made[0]

    def _count(self, nested: NestedBlock) -> None:
        """Give up where blocks in JSON make more blocks than one expansion of a body could."""
        self.made += isinstance(nested.body, ScopedBody)
        if self.made > MOST_BLOCKS:
            raise TemplateError([too_many_blocks(nested.header)])

    def _stand_in(self, shape: Shape) -> object:
        if shape.kind is not Kind.BLOCK:
            return stand_in(shape)
        cls = class_of(shape.element)
        required = {
            name: self._stand_in(shape_of(member.annotation))
            for name, member in members_of(cls).items()
            if member.required
        }
        return cls(**required)

    def _doubt(self, given: Given, setting: Setting, problem: Diagnostic) -> None:
        self.problems.append(problem)
        given.doubtful.add(setting.option)


def _is_block(name: str, classes: Iterable[type]) -> bool:
    settings = (settings_of(cls).get(name) for cls in classes)
    return any(one is not None and shape_of(one.annotation).is_block for one in settings)


def _written(shape: Shape) -> str:
    match shape.kind:
        case Kind.MAPPING:
            return "= { … }"
        case Kind.SEQUENCE | Kind.SET | Kind.BYTES:
            return "= [ … ]"
        case _:
            return "= …"


def _in_source_order(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file and place, each once."""
    return sorted(dict.fromkeys(problems), key=_place)


def _place(problem: Diagnostic) -> tuple[str, int]:
    span = problem.span
    return ("", 0) if span is None else (str(span.file.path), span.start)
