"""Reading the values of JSON: what is of the wrong kind is reported where it stands."""

from collections.abc import Iterator, Mapping

from goldsmith.diagnostics import Span
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.shape import Kind
from goldsmith.lang.syntax import (
    Argument,
    Body,
    Boolean,
    Expression,
    Name,
    Null,
    Number,
    Object,
    Text,
    Tuple,
)
from goldsmith.lang.weak import as_scalar
from goldsmith.planning.legacy import problems as wording
from goldsmith.planning.problems import Problems
from goldsmith.planning.reading import literals


def name_of(text: Text) -> Name:
    """A text that names something."""
    return Name(text.text, text.span)


def body_of(value: Object, without: tuple[str, ...] = ()) -> Body:
    """The body that an object stands for; of keys that stand twice, which is an error, the last."""
    items = {
        item.key.text: Argument(name_of(item.key), item.value, item.key.span.to(item.value.span))
        for item in value.items
        if isinstance(item.key, Text) and item.key.text not in without
    }
    return Body(tuple(items.values()), value.span.file, closing(value))


def closing(value: Expression) -> Span:
    """The last character of a value."""
    span = value.span
    return span.file.span(max(span.start, span.end - 1), span.end)


def members(value: Expression | None) -> Mapping[str, Expression]:
    """What an object holds by name, nulls left out; nothing where there is no object."""
    if not isinstance(value, Object):
        return {}
    return {
        item.key.text: item.value
        for item in value.items
        if isinstance(item.key, Text) and not isinstance(item.value, Null)
    }


class Nodes:
    """Takes values for what they shall be; what they are not goes to `problems`."""

    __slots__ = ("problems",)

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def text(self, value: Expression | None, what: str) -> str:
        """A text; empty where there is none."""
        match value:
            case None | Null():
                return ""
            case Text(content):
                return content
            case _:
                self.problems.add(wording.wrong_kind(what, "a text", value))
                return ""

    def weak_text(self, value: Expression | None, what: str) -> str:
        """A text, or what a number or truth value says as one."""
        if not isinstance(value, Number | Boolean):
            return self.text(value, what)
        with self.problems.collecting():
            said = as_scalar(evaluate(value, literals()), Kind.TEXT, number=False).data
            return said if isinstance(said, str) else ""
        return ""

    def flag(self, value: Expression | None, what: str) -> bool | None:
        """True or false, and nothing that stands for them."""
        match value:
            case None | Null():
                return None
            case Boolean(flag):
                return flag
            case _:
                self.problems.add(wording.wrong_kind(what, "true or false", value))
                return None

    def items(self, value: Expression | None, what: str) -> tuple[Expression, ...]:
        """The items of a list."""
        match value:
            case None | Null():
                return ()
            case Tuple(items):
                return items
            case _:
                self.problems.add(wording.wrong_kind(what, "a list", value))
                return ()

    def pairs(self, value: Expression | None, what: str) -> Iterator[tuple[Text, Expression]]:
        """The names and values of an object."""
        match value:
            case None | Null():
                pass
            case Object(items):
                for item in items:
                    if isinstance(item.key, Text):
                        yield item.key, item.value
            case _:
                self.problems.add(wording.wrong_kind(what, "an object", value))

    def texts(
        self, value: Expression | None, what: str, *, weak: bool = False
    ) -> tuple[tuple[str, Span], ...]:
        """Texts of a list, each with its place; `weak` takes a single one too."""
        if value is None or isinstance(value, Null):
            return ()
        if weak and isinstance(value, Text | Number | Boolean):
            return ((self.weak_text(value, what), value.span),)
        read = self.weak_text if weak else self.text
        return tuple((read(one, f"An item of {what}"), one.span) for one in self.items(value, what))
