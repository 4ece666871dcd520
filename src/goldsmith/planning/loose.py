"""Checking the expressions of a body whose component is not here."""

from collections.abc import Container

from goldsmith.lang.dynamic import expand, scope_of
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax import Argument, Body, Property
from goldsmith.planning.problems import Problems


def check_loosely(body: Body, scope: Scope, problems: Problems) -> None:
    """Report what is wrong with expressions in `body`, whatever its arguments may be."""
    with problems.collecting():
        _check(expand(body, scope), scope, problems)


def _check(body: Body, scope: Scope, problems: Problems) -> None:
    inner = scope_of(body, scope)
    for item in body.items:
        if isinstance(item, Property) and item.blocks is not None:
            for block in item.blocks:
                with problems.collecting():
                    _check(expand(block.body, inner), inner, problems)
        elif isinstance(item, Argument):
            with problems.collecting():
                evaluate(item.value, inner)
        else:
            _check(item.body, inner, problems)


def check_arguments(body: Body, names: Container[str], scope: Scope, problems: Problems) -> None:
    """Report what is wrong with those arguments of `body`, although nobody reads them."""
    for item in body.items:
        if isinstance(item, Argument) and item.name.text in names:
            with problems.collecting():
                evaluate(item.value, scope_of(body, scope))
