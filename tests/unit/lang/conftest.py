"""Expressions as text, evaluated."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path, PurePath

import pytest

from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError
from goldsmith.lang import FUNCTIONS, Scope, Value, evaluate, from_python
from goldsmith.lang.syntax import parse_expression
from goldsmith.toolkit.rsa import decrypt

STORES: Mapping[str, Callable[..., str]] = {
    "aws_secretsmanager": lambda name, key: {"web": {"password": "hunter2"}}[name][key],
    "aws_secretsmanager_raw": lambda name: {"web": '{"password": "hunter2"}'}[name],
    "consul_key": lambda key: {"images/web/base": "debian-12"}[key],
    "rsadecrypt": partial(decrypt, {}),
    "vault": lambda path, key: {"secret/data/web": {"password": "hunter2"}}[path][key],
}
"""What the examples of functions find where they ask."""


@pytest.fixture
def evaluated(tmp_path: Path) -> Callable[..., Value]:
    """The value of a text, with names that stand for Python data or values."""

    def value_of(text: str, **names: object) -> Value:
        given = {name: from_python(one) for name, one in names.items()}
        scope = Scope(
            given,
            FUNCTIONS,
            tmp_path,
            working_directory=tmp_path,
            started=1514934721,
            services=STORES,
        )
        return evaluate(parse_expression(SourceFile(PurePath("x.hcl"), text)), scope)

    return value_of


@pytest.fixture
def problems(evaluated: Callable[..., Value]) -> Callable[..., list[Diagnostic]]:
    """What is wrong with a text."""

    def problems_of(text: str, **names: object) -> list[Diagnostic]:
        with pytest.raises(TemplateError) as refusal:
            evaluated(text, **names)
        return list(refusal.value.diagnostics)

    return problems_of
