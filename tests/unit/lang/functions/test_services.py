"""Functions that ask servers, from within a template."""

from collections.abc import Callable
from pathlib import Path

import pytest

from goldsmith.diagnostics import GoldsmithError, SourceFile, TemplateError
from goldsmith.lang import FUNCTIONS, STRING, Scope, Value, evaluate, mark, text, unknown
from goldsmith.lang.syntax import parse_expression

CALLS = ['vault("p", "k")', 'aws_secretsmanager("n", null)', 'aws_secretsmanager_raw("n")']


def value_of(written: str, **services: Callable[..., str]) -> Value:
    scope = Scope({"later": unknown()}, FUNCTIONS, Path(), services=services)
    return evaluate(parse_expression(SourceFile(Path("x.hcl"), written)), scope)


@pytest.mark.parametrize("written", CALLS)
def test_a_secret_that_may_not_be_asked_for_is_unknown_and_sensitive(written: str) -> None:
    assert value_of(written) == mark(unknown(STRING))


def test_what_a_secret_store_says_is_sensitive() -> None:
    assert value_of(CALLS[0], vault="{}/{}".format) == mark(text("p/k"))
    assert value_of(CALLS[1], aws_secretsmanager="{}/{}".format) == mark(text("n/None"))
    assert value_of(CALLS[2], aws_secretsmanager_raw=str) == mark(text("n"))


def test_a_key_of_consul_is_no_secret() -> None:
    assert value_of('consul_key("k")', consul_key=str) == text("k")
    assert value_of('consul_key("k")') == unknown(STRING)


def test_nothing_is_asked_with_an_argument_that_is_not_known_yet() -> None:
    assert value_of("vault(later, later)", vault=_refuse) == mark(unknown(STRING))


def test_a_refusal_is_shown_where_the_function_is_called() -> None:
    with pytest.raises(TemplateError) as refusal:
        value_of('consul_key("k")', consul_key=_refuse)

    (problem,) = refusal.value.diagnostics
    assert problem.summary == "consul_key has no result here"
    assert problem.detail == "Not today."


def _refuse(*_: str) -> str:
    raise GoldsmithError("Not today.")
