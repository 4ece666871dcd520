"""Settings classes: schema, decoding target and manual of a component in one place."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar, dataclass_transform

from goldsmith.diagnostics import Severity
from goldsmith.lang.bytesize import ByteSize
from goldsmith.lang.schema import Problem, Setting, build_settings, settings_of
from goldsmith.record import MISSING, record

__all__ = [
    "ByteSize",
    "CommunicatorFacts",
    "Problem",
    "Setting",
    "Severity",
    "included",
    "refused",
    "setting",
    "settings",
    "settings_of",
]

T = TypeVar("T")


@record
class CommunicatorFacts:
    """What a builder may know of how its machine will be reached."""

    communicator: str
    host: str | None = None
    port: int | None = None
    username: str = ""
    credentials: tuple[str, ...] = ()
    """The options that let it in, as the template names them: `ssh_password`."""


# Any, here and below: a field specifier stands where a value of the field's own type is expected.
def setting(  # noqa: PLR0913 - each is a property of one option, given by name
    *,
    default: Any = MISSING,
    factory: Callable[[], object] | None = None,
    name: str = "",
    render: bool = True,
    secret: bool = False,
    deprecated: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    unit: str = "",
) -> Any:
    """One option, where its type and default do not say it all.

    `name`: what templates write, where Python cannot. `render=False`: the component renders the
    Go template itself, when it knows more. `secret`: its text is never shown. `deprecated`: what to
    use instead. `unit`: what a size without a unit counts in, as in "M".
    """
    made = Setting(default=default, factory=factory)
    made.option = name
    made.render = render
    made.secret = secret
    made.deprecated = deprecated
    made.minimum = minimum
    made.maximum = maximum
    made.unit = unit
    return made


def included(*, factory: Callable[[], object] | None = None) -> Any:
    """Another settings class whose options stand among those of this one."""
    made = Setting(factory=factory)
    made.included = True
    return made


def refused(why: str, *, init: Literal[False] = False, name: str = "") -> Any:  # noqa: ARG001 - `init` tells type checkers to leave the field out of the constructor
    """An option that is known, but not supported: setting it is an error that says `why`."""
    made = Setting(default=None)
    made.refused = why
    made.option = name
    return made


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(setting, included, refused)
)
def settings(cls: type[T]) -> type[T]:
    """Make `cls` a settings class: each annotated attribute is an option of the component.

    Types: str, bool, int, float, timedelta, ByteSize, Literal, bytes, Path, tuple[T, ...],
    frozenset[T], Mapping[str, T], T | None; another settings class is a nested block, a tuple of
    one a repeated block. It may define `problems(self) -> Iterator[Problem]`; a builder's also
    `problems_with(self, access: CommunicatorFacts)`; a communicator's `facts(self)`.
    """
    return build_settings(cls)
