"""Frozen, slotted records: what a frozen dataclass gives, at a tenth of its start-up cost.

`goldsmith validate` defines well over a hundred small classes before it reads a template. The
standard decorator takes a third of a millisecond for each, and its module imports `inspect`; this
one takes microseconds, because a constructor is compiled only for a class that is used often. See
docs/decisions/0002-records.md.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform, get_origin

T = TypeVar("T")

_FEW_USES = 3
"""So many instances are sooner made without a constructor than one is compiled."""


class Missing:
    """The type of `MISSING`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()
"""Stands where a field has no default."""


class Field:
    """One field of a record: its type as annotated, and what it is when nobody says."""

    __slots__ = ("annotation", "default", "factory", "metadata", "name")

    def __init__(
        self,
        *,
        default: object = MISSING,
        factory: Callable[[], object] | None = None,
        metadata: Mapping[str, object] | None = None,
    ) -> None:
        self.name = ""
        self.annotation: object = None
        self.default = default
        self.factory = factory
        self.metadata: Mapping[str, object] = metadata or {}

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is MISSING and self.factory is None


# Any: a field specifier stands where a value of the field's own type is expected.
def field(
    *,
    default: Any = MISSING,
    factory: Callable[[], object] | None = None,
    metadata: Mapping[str, object] | None = None,
) -> Any:
    """A field with a default that is made anew each time, or with metadata."""
    return Field(default=default, factory=factory, metadata=metadata)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen, slotted record of its annotated fields."""
    return build_record(cls, keyword_only=False)


def build_record(cls: type[T], *, keyword_only: bool) -> type[T]:
    """Make `cls` a record; `keyword_only` records may have required fields after optional ones."""
    inherited: dict[str, Field] = {}
    for ancestor in reversed(cls.__mro__[1:]):
        inherited.update(ancestor.__dict__.get("__fields__", {}))
    own = _own_fields(cls)
    namespace = dict(cls.__dict__)
    for name in own:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    fields = {**inherited, **own}
    namespace["__slots__"] = tuple(name for name in own if name not in inherited)
    namespace["__fields__"] = fields
    namespace["__match_args__"] = () if keyword_only else tuple(fields)
    namespace["__keyword_only__"] = keyword_only
    namespace["__uses__"] = []
    namespace.setdefault("__init__", _first_init)
    namespace.setdefault("__repr__", _repr)
    if "__eq__" not in namespace:
        namespace["__eq__"] = _equal
        namespace.setdefault("__hash__", _hash)
    namespace["__setattr__"] = _refuse_change
    namespace["__delattr__"] = _refuse_change
    namespace["__getstate__"] = _state
    namespace["__setstate__"] = _restore
    # Any: mypy cannot know that a metaclass called like this makes a class of the same kind.
    metaclass: Any = type(cls)
    made: type[T] = metaclass(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    return made


def fields_of(cls: type) -> Mapping[str, Field]:
    """The fields of a record class, in order of definition; `TypeError` for any other class."""
    found = cls.__dict__.get("__fields__")
    if found is None:
        raise TypeError(f"{cls.__name__} is not a record.")
    # Any: `__dict__` is untyped; `build_record` is the only one that sets this key.
    result: dict[str, Field] = found
    return result


def replace(original: T, **changes: object) -> T:
    """A copy of `original` with some fields changed."""
    values = {name: getattr(original, name) for name in fields_of(type(original))}
    values.update(changes)
    return type(original)(**values)


def _own_fields(cls: type) -> dict[str, Field]:
    found: dict[str, Field] = {}
    # The standard accessor lives in `inspect`, the very import this module avoids.
    for name, annotation in cls.__dict__.get("__annotations__", {}).items():  # noqa: RUF063
        if annotation is ClassVar or get_origin(annotation) is ClassVar:
            continue
        default = cls.__dict__.get(name, MISSING)
        one = default if isinstance(default, Field) else Field(default=default)
        one.name = name
        one.annotation = annotation
        found[name] = one
    return found


def _first_init(self: object, *args: object, **kwargs: object) -> None:
    """Stands in until a class turns out to be used often, and gets a constructor of its own."""
    cls = type(self)
    while "__fields__" not in cls.__dict__:
        cls = cls.__mro__[1]
    # Any: `build_record` sets this attribute on every class that gets here.
    uses: list[None] = cls.__dict__["__uses__"]
    uses.append(None)
    values = _bound(cls, args, kwargs) if len(uses) <= _FEW_USES else None
    if values is None:
        init = _compile_init(cls)
        type.__setattr__(cls, "__init__", init)
        init(self, *args, **kwargs)
        return
    for name, value in values.items():
        object.__setattr__(self, name, value)
    if "__post_init__" in dir(cls):
        # Any: the class may have such a method, as dataclasses do.
        after: Any = self
        after.__post_init__()


def _bound(
    cls: type, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> Mapping[str, object] | None:
    """The value of every field; None where the arguments do not fit, for Python to say why."""
    fields = fields_of(cls)
    # Any: `build_record` sets this attribute on every class that gets here.
    positional: tuple[str, ...] = cls.__dict__["__match_args__"]
    if kwargs.keys() - fields.keys() or len(args) > len(positional):
        return None
    values = dict(zip(fields, args, strict=False))
    if kwargs.keys() & values.keys():
        return None
    values.update(kwargs)
    for name, one in fields.items():
        if name not in values:
            if one.required:
                return None
            values[name] = one.default if one.factory is None else one.factory()
    return values


def _compile_init(cls: type) -> Callable[..., None]:
    names: dict[str, object] = {"_MISSING": MISSING}
    parameters: list[str] = []
    body: list[str] = []
    # Any: `build_record` sets this attribute on every class that gets here.
    keyword_only: bool = cls.__dict__["__keyword_only__"]
    for name, one in fields_of(cls).items():
        names[f"_set_{name}"] = getattr(cls, name).__set__
        if one.factory is not None:
            names[f"_make_{name}"] = one.factory
            parameters.append(f"{name}=_MISSING")
            body.append(f"_set_{name}(self, _make_{name}() if {name} is _MISSING else {name})")
            continue
        if one.default is not MISSING:
            names[f"_default_{name}"] = one.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        body.append(f"_set_{name}(self, {name})")
    star = ["*"] if keyword_only and parameters else []
    if "__post_init__" in dir(cls):
        body.append("self.__post_init__()")
    signature = ", ".join(["self", *star, *parameters])
    lines = "\n ".join(body or ["pass"])
    exec(f"def __init__({signature}):\n {lines}", names)  # noqa: S102 - the source is made of field names
    made = names["__init__"]
    if not callable(made):
        raise TypeError(cls.__name__)
    return made


def _values(instance: object) -> tuple[object, ...]:
    return tuple(getattr(instance, name) for name in fields_of(type(instance)))


def _repr(self: object) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in fields_of(type(self)))
    return f"{type(self).__qualname__}({shown})"


def _equal(self: object, other: object) -> object:
    if type(self) is not type(other):
        return NotImplemented
    return self is other or _values(self) == _values(other)


def _hash(self: object) -> int:
    return hash((type(self).__name__, _values(self)))


def _refuse_change(self: object, name: str, *_value: object) -> NoReturn:
    raise AttributeError(f"{type(self).__name__} is frozen; {name} cannot be changed.")


def _state(self: object) -> dict[str, object]:
    return {name: getattr(self, name) for name in fields_of(type(self))}


def _restore(self: object, state: Mapping[str, object]) -> None:
    for name, value in state.items():
        getattr(type(self), name).__set__(self, value)
