"""Tries out expressions in what a template declares."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from goldsmith import planning
from goldsmith.catalog import Catalog
from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError
from goldsmith.lang import Value, evaluate, show
from goldsmith.lang.secrets import MASK, masked, without
from goldsmith.lang.syntax import parse_expression
from goldsmith.lang.syntax.unfinished import is_unfinished
from goldsmith.lang.values import text
from goldsmith.plan import Plan
from goldsmith.planning import Exploration, Inputs


class Session(Protocol):
    """Something to try expressions in."""

    plan: Plan
    problems: tuple[Diagnostic, ...]

    def evaluate(self, file: SourceFile) -> str:
        """What the text of `file` comes to, without secrets; or `TemplateError`."""
        ...

    def is_unfinished(self, text: str) -> bool:
        """Whether the text goes on in the next line."""
        ...

    def completions(self, word: str) -> Iterable[str]:
        """What `word` may be the beginning of."""
        ...


class ExpressionSession:
    """Expressions of the template language."""

    def __init__(self, found: Exploration) -> None:
        self.plan = found.plan
        self.problems = found.problems
        self._scope = found.scope

    def evaluate(self, file: SourceFile) -> str:
        """What the expression comes to, without secrets; or `TemplateError`."""
        secrets = self.plan.secrets
        try:
            value = evaluate(parse_expression(file), self._scope)
        except TemplateError as error:
            raise TemplateError(without(secrets, one) for one in error.diagnostics) from None
        return masked(show(_without_sensitive(value)), secrets)

    def is_unfinished(self, text: str) -> bool:
        """Whether brackets, a heredoc or a comment are open."""
        return is_unfinished(text)

    def completions(self, word: str) -> Iterator[str]:
        """Names, attributes and functions that begin with `word`."""
        path, dot, rest = word.rpartition(".")
        if dot:
            names: Iterable[str] = self._attributes(path)
        else:
            names = (*self._scope.visible(), *(f"{name}(" for name in self._scope.functions))
        for name in sorted(names):
            if name.startswith(rest):
                yield f"{path}{dot}{name}"

    def _attributes(self, path: str) -> Iterable[str]:
        root, *names = path.split(".")
        value = self._scope.find(root)
        for name in names:
            value = None if value is None else value.mapping.get(name)
        return () if value is None else value.mapping


def open_console(inputs: Inputs) -> Session:
    """A session in the template that `inputs` name; without a path, in an empty one."""
    return ExpressionSession(planning.explore(inputs, Catalog.load()))


def _without_sensitive(value: Value) -> Value:
    """`value` with a mask in place of every part that nobody may read."""
    if value.sensitive and value.is_wholly_known:
        return text(MASK)
    if not value.is_sensitive:
        return value
    if value.mapping:
        parts = {name: _without_sensitive(part) for name, part in value.mapping.items()}
        return Value(value.type, parts)
    return Value(value.type, tuple(_without_sensitive(part) for part in value.sequence))
