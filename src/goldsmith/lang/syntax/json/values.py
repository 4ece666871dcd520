"""JSON values as expressions: their strings are templates."""

from collections.abc import Callable

from goldsmith.diagnostics import Diagnostic, TemplateError
from goldsmith.lang.syntax.height import HIGHEST, check_height
from goldsmith.lang.syntax.json import problems
from goldsmith.lang.syntax.json.embedded import embedded_expression, embedded_template
from goldsmith.lang.syntax.literals import normal
from goldsmith.lang.syntax.tree import Expression, Null, Object, ObjectItem, Text, Tuple

_LOW = 50
"""Shorter texts make no tree that could be too tall, however deep they lie."""


def plain(value: Expression) -> Expression:
    """A JSON value as an expression whose texts are what they are."""
    match value:
        case Text(text):
            return Text(normal(text), value.span)
        case Tuple(items):
            return Tuple(tuple(map(plain, items)), value.span)
        case Object(pairs):
            made = (ObjectItem(plain(pair.key), plain(pair.value)) for pair in pairs)
            return Object(tuple(made), value.span)
        case _:
            return value


class Converter:
    """Makes expressions of JSON values, reporting what is wrong with the templates in them."""

    def __init__(self, report: Callable[[Diagnostic], None], depth: int = 0) -> None:
        self._report = report
        self.depth = depth
        """How many objects and lists lie around the value in its argument."""

    def expression(self, value: Expression) -> Expression:
        """A JSON value whose texts and keys are templates."""
        match value:
            case Text():
                return self._read(value, embedded_template)
            case Tuple(items):
                self.depth += 1
                made: Expression = Tuple(tuple(map(self.expression, items)), value.span)
            case Object(pairs):
                self.depth += 1
                self.check_keys(value)
                inner = (
                    ObjectItem(self.key(pair.key), self.expression(pair.value)) for pair in pairs
                )
                made = Object(tuple(inner), value.span)
            case _:
                return value
        self.depth -= 1
        return made

    def native(self, value: Text) -> Expression:
        """A text that is an expression as it stands."""
        return self._read(value, embedded_expression)

    def key(self, key: Expression) -> Expression:
        """A key of an object, which is a template too."""
        return self._read(key, embedded_template) if isinstance(key, Text) else key

    def check_keys(self, value: Object) -> None:
        """Report keys that stand twice in an object."""
        first: dict[str, Text] = {}
        for pair in value.items:
            if isinstance(pair.key, Text):
                given = first.setdefault(pair.key.text, pair.key)
                if given is not pair.key:
                    self._report(problems.repeated_key(pair.key, given))

    def _read(self, value: Text, read: Callable[[Text], Expression]) -> Expression:
        try:
            made = read(value)
            if len(value.text) > _LOW and not isinstance(made, Text):
                check_height(made, HIGHEST - self.depth)
        except TemplateError as error:
            for one in error.diagnostics:
                self._report(one)
            return Null(value.span)
        return made
