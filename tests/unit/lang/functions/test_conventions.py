"""What holds for the arguments of every function."""

from collections.abc import Callable, Iterator

import pytest

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang import FUNCTIONS, Value, mark, unknown

READ_UNEVALUATED = {"can", "convert", "try"}
WELCOME_NULL = {
    "aws_secretsmanager": {"key"},
    "coalesce": {"values"},
    "coalescelist": {"lists"},
    "contains": {"value"},
    "format": {"values"},
    "formatlist": {"values"},
    "index": {"value"},
    "jsonencode": {"value"},
    "merge": {"mappings"},
    "yamlencode": {"value"},
}
"""Parameters that take null, as the language says."""

PLAIN = sorted(set(FUNCTIONS) - READ_UNEVALUATED)
COUNTED = [name for name in PLAIN if not any(one.repeated for one in FUNCTIONS[name].parameters)]
WITH_ARGUMENTS = [name for name in PLAIN if FUNCTIONS[name].parameters]


def call(name: str, first: int | None = None, argument: str = "null") -> str:
    """A call with every argument not known, but the one at `first`."""
    parameters = FUNCTIONS[name].parameters
    count = len(parameters) + parameters[-1].repeated
    given = [argument if index == first else "later" for index in range(count)]
    return f"{name}({', '.join(given)})"


def places() -> Iterator[tuple[str, int]]:
    for name in WITH_ARGUMENTS:
        for index, parameter in enumerate(FUNCTIONS[name].parameters):
            if parameter.name not in WELCOME_NULL.get(name, set()):
                yield name, index


@pytest.mark.parametrize("name", WITH_ARGUMENTS)
def test_an_unknown_argument_gives_an_unknown_result(
    evaluated: Callable[..., Value], name: str
) -> None:
    assert not evaluated(call(name), later=unknown()).is_known


@pytest.mark.parametrize("name", WITH_ARGUMENTS)
def test_a_sensitive_argument_gives_a_sensitive_result(
    evaluated: Callable[..., Value], name: str
) -> None:
    assert evaluated(call(name), later=mark(unknown())).is_sensitive


@pytest.mark.parametrize(("name", "index"), list(places()))
def test_null_is_refused_by_the_name_of_the_parameter(
    problems: Callable[..., list[Diagnostic]], name: str, index: int
) -> None:
    (problem,) = problems(call(name, index), later=unknown())

    assert FUNCTIONS[name].parameters[index].name in problem.summary
    assert "must not be null" in problem.detail


@pytest.mark.parametrize(
    ("name", "index"),
    [
        (name, index)
        for name, welcome in WELCOME_NULL.items()
        for index, parameter in enumerate(FUNCTIONS[name].parameters)
        if parameter.name in welcome
    ],
)
def test_null_is_welcome_where_the_language_says_so(
    evaluated: Callable[..., Value], name: str, index: int
) -> None:
    evaluated(call(name, index), later=unknown())


@pytest.mark.parametrize("name", COUNTED)
def test_an_argument_too_many_is_refused(
    problems: Callable[..., list[Diagnostic]], name: str
) -> None:
    given = ", ".join(["later"] * (len(FUNCTIONS[name].parameters) + 1))

    (problem,) = problems(f"{name}({given})", later=unknown())

    assert "takes" in problem.summary or "too many" in problem.summary.lower()
