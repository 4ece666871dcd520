"""What the bodies of a component give it, before it is known what its settings are."""

from collections.abc import Container, Iterable

from goldsmith.diagnostics import Span
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax.tree import Body, Expression, Name, Tuple
from goldsmith.record import record


@record
class SetArgument:
    """An argument as given, and the scope it is evaluated in."""

    name: Name
    value: Expression
    scope: Scope


@record
class NestedBlock:
    """A block as given, and the scope around it."""

    name: Name
    labels: tuple[Name, ...]
    header: Span
    body: Body
    scope: Scope


class Given:
    """What one component or block is given; `doubtful` names are wrong or not known yet."""

    def __init__(
        self, owner: str, span: Span, *, overriding: bool = False, reserved: Container[str] = ()
    ) -> None:
        self.owner = owner
        self.reserved = reserved
        self.also = tuple(reserved) if isinstance(reserved, Iterable) else ()
        """Names that belong here although this is not who reads them."""
        self.span = span
        self.overriding = overriding
        self.arguments: dict[str, SetArgument] = {}
        self.blocks: dict[str, list[NestedBlock]] = {}
        self.doubtful: set[str] = set()

    def override(self, name: str, expression: Expression, scope: Scope) -> SetArgument | None:
        """Lay `expression` over whatever is given under that name; the argument it replaces."""
        self.overriding = True
        self.blocks.pop(name, None)
        replaced = self.arguments.get(name)
        self.arguments[name] = SetArgument(Name(name, expression.span), expression, scope)
        return replaced

    def place(self, name: str, item: int | None = None) -> Span:
        """Where `name` is given, or that item of its list; or else the header of it all."""
        if name in self.arguments:
            value = self.arguments[name].value
            if item is not None and isinstance(value, Tuple) and item < len(value.items):
                return value.items[item].span
            return value.span
        nested = self.blocks.get(name)
        return nested[0].header if nested else self.span

    def call_as_known(self, known: Iterable[str]) -> None:
        """Call arguments as their settings are called, whatever letters are capitals."""
        meant = {name.lower(): name for name in known}
        for name in [name for name in self.arguments if name not in known]:
            other = meant.get(name.lower())
            if other is not None and other not in self.arguments:
                self.arguments[other] = self.arguments.pop(name)
