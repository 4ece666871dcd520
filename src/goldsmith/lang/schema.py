"""What a body may hold: settings classes, and schemas for the blocks of the language itself."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from goldsmith.diagnostics import Diagnostic, Severity, Span
from goldsmith.lang import setting_problems as wording
from goldsmith.lang.syntax.tree import Argument, Block, Body
from goldsmith.record import MISSING, Field, build_record, fields_of, record

T = TypeVar("T")


@record
class Problem:
    """What types alone cannot rule out: the option it is about, and a sentence.

    `setting` is the name that templates write. A problem of an option that is wrong anyway, or not
    known yet, is not shown.
    """

    setting: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    others: tuple[str, ...] = ()
    """Further options that it comes from; where they are set is shown as well."""
    item: int | None = None
    """Which item of a list it is about."""


class Setting(Field):
    """One option of a settings class; `name` is the attribute, `option` what templates write."""

    __slots__ = (
        "deprecated",
        "included",
        "maximum",
        "minimum",
        "option",
        "refused",
        "render",
        "secret",
        "unit",
    )

    def __init__(
        self, *, default: object = MISSING, factory: Callable[[], object] | None = None
    ) -> None:
        super().__init__(default=default, factory=factory)
        self.option = ""
        self.render = True
        self.secret = False
        self.deprecated = ""
        self.refused = ""
        self.included = False
        self.minimum: float | None = None
        self.maximum: float | None = None
        self.unit = ""


def build_settings(cls: type[T]) -> type[T]:
    """Make `cls` a settings class: a keyword-only record that templates can be decoded to."""
    made = build_record(cls, keyword_only=True)
    fields = {name: _as_setting(one) for name, one in fields_of(made).items()}
    type.__setattr__(made, "__fields__", fields)
    type.__setattr__(made, "__settings__", _by_option(fields))
    return made


def is_settings(cls: object) -> bool:
    """Whether `cls` is a settings class."""
    return isinstance(cls, type) and "__settings__" in cls.__dict__


def class_of(annotation: object) -> type:
    """The annotation of a block or of included settings, which is a settings class."""
    if is_settings(annotation) and isinstance(annotation, type):
        return annotation
    raise TypeError(f"{annotation} is not a settings class.")


def settings_of(cls: type) -> Mapping[str, Setting]:
    """Every option of a settings class by its name in templates, included ones too."""
    found = cls.__dict__.get("__settings__")
    if found is None:
        raise TypeError(f"{cls.__name__} is not a settings class.")
    # `__dict__` is untyped; `build_settings` is the only one that sets this key.
    result: dict[str, Setting] = found
    return result


def members_of(cls: type) -> Mapping[str, Setting]:
    """The attributes of a settings class; those that are `included` stand for many options."""
    return {name: _as_setting(one) for name, one in fields_of(cls).items()}


def _as_setting(one: Field) -> Setting:
    if isinstance(one, Setting):
        one.option = one.option or one.name
        return one
    made = Setting(default=one.default, factory=one.factory)
    made.name = made.option = one.name
    made.annotation = one.annotation
    return made


def _by_option(fields: Mapping[str, Setting]) -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    for one in fields.values():
        if not one.included:
            found[one.option] = one
        else:
            found.update(settings_of(class_of(one.annotation)))
    return found


@record
class BlockSchema:
    """A kind of block that a body may hold, and what its labels are called."""

    type: str
    labels: tuple[str, ...] = ()


@record
class Schema:
    """What a body of the language itself may hold; `arguments` of `None` lets any be set."""

    arguments: tuple[str, ...] | None = ()
    required: tuple[str, ...] = ()
    blocks: tuple[BlockSchema, ...] = ()


@record
class Content:
    """What a body holds, unknown things left out."""

    arguments: Mapping[str, Argument]
    blocks: tuple[Block, ...]

    def get(self, name: str) -> Argument | None:
        """The argument of that name, if it is set."""
        return self.arguments.get(name)


def content(
    body: Body, schema: Schema, owner: str, *, header: Span | None = None
) -> tuple[Content, tuple[Diagnostic, ...]]:
    """What `body` holds of `schema`, and everything that does not belong there or is missing.

    `owner` begins sentences: "The variable block". A missing argument is shown at `header`.
    """
    problems: list[Diagnostic] = []
    arguments: dict[str, Argument] = {}
    blocks: list[Block] = []
    kinds = {one.type: one for one in schema.blocks}
    for item in body.items:
        match item:
            case Argument(name):
                if name.text in kinds:
                    problems.append(wording.argument_for_block(name))
                elif schema.arguments is not None and name.text not in schema.arguments:
                    known = (*schema.arguments, *kinds)
                    problems.append(wording.unknown_argument(name, known, owner))
                else:
                    arguments.setdefault(name.text, item)
            case Block(kind):
                problem = _block_problem(item, kinds.get(kind.text), schema, owner)
                if problem is None:
                    blocks.append(item)
                else:
                    problems.append(problem)
    problems += (
        wording.missing(name, owner, header or body.end)
        for name in schema.required
        if name not in arguments
    )
    return Content(arguments, tuple(blocks)), tuple(problems)


def _block_problem(
    block: Block, kind: BlockSchema | None, schema: Schema, owner: str
) -> Diagnostic | None:
    if kind is None:
        if block.type.text in (schema.arguments or ()):
            return wording.block_for_argument(block.type, "= …")
        return wording.unknown_block(block.type, [one.type for one in schema.blocks], owner)
    if len(block.labels) != len(kind.labels):
        return wording.wrong_labels(block, kind.labels)
    return None
