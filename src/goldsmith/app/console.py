"""Tries out expressions in what a template declares."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from goldsmith import planning
from goldsmith.catalog import Catalog
from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError
from goldsmith.lang import Value, evaluate, show
from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.lang.secrets import MASK, masked, without
from goldsmith.lang.setting_problems import bad_go_template
from goldsmith.lang.syntax import parse_expression
from goldsmith.lang.syntax.unfinished import is_unfinished
from goldsmith.lang.values import text
from goldsmith.plan import Plan
from goldsmith.planning import Exploration, Inputs, LegacyExploration


class Session(Protocol):
    """Something to try expressions in."""

    language: str
    """What is typed: `expressions` or `Go templates`."""
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
        self.language = "expressions"
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


class TemplateSession:
    """Go templates, as settings of legacy templates hold them."""

    def __init__(self, found: LegacyExploration) -> None:
        self.language = "Go templates"
        self.plan = found.plan
        self.problems = found.problems
        self._renderer = found.renderer
        self._names = found.names

    def evaluate(self, file: SourceFile) -> str:
        """What the text is rendered to, without secrets; or `TemplateError`."""
        text = file.text
        try:
            shown = self._renderer.render(text).text
        except GoTemplateError as error:
            problem = bad_go_template(text, error, file.span(0, len(text)))
            raise TemplateError([without(self.plan.secrets, problem)]) from None
        return masked(shown, self.plan.secrets)

    def is_unfinished(self, text: str) -> bool:  # noqa: ARG002 - part of the protocol
        """No: every line is a template."""
        return False

    def completions(self, word: str) -> Iterator[str]:
        """Functions and variables that begin with `word`."""
        for name in sorted({*self._renderer.functions, *self._names}):
            if name.startswith(word):
                yield name


def open_console(inputs: Inputs) -> Session:
    """A session in the template that `inputs` name; without a path, in an empty one."""
    found = planning.explore(inputs, Catalog.load())
    if isinstance(found, LegacyExploration):
        return TemplateSession(found)
    return ExpressionSession(found)


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
