"""What a body may hold: settings classes, and schemas for the blocks of the language itself."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from goldsmith.diagnostics import Severity
from goldsmith.record import MISSING, Field, build_record, fields_of, record

T = TypeVar("T")


@record
class Problem:
    """What types alone cannot rule out: the option it is about, and a sentence."""

    setting: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR


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
        elif isinstance(one.annotation, type):
            found.update(settings_of(one.annotation))
    return found
