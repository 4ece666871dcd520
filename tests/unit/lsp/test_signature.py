"""The parameters of a function that is being called."""

from pathlib import PurePath

import pytest
from tests.unit.lsp.desks import MARK

from goldsmith.diagnostics import SourceFile
from goldsmith.lsp.outline import Outline
from goldsmith.lsp.signature import Signature, signature


def at(text: str) -> Signature | None:
    file = SourceFile(PurePath("a.pkr.hcl"), text.replace(MARK, ""))
    return signature(Outline(file), text.index(MARK))


@pytest.mark.parametrize(
    ("text", "active"),
    [
        ("a = replace(¦", "text"),
        ("a = replace(x, ¦", "old"),
        ('a = "${replace(upper(x), [1, 2], ¦)}"', "new"),
        ("a = max(1, 2, 3, ¦)", "numbers..."),
        ("a = env(¦)", "name"),
    ],
)
def test_the_parameter_at_the_cursor_is_marked(text: str, active: str) -> None:
    found = at(text)

    assert found is not None
    start, end = found.parameters[found.active]
    assert found.usage[start:end].startswith(f"{active}: ")


def test_an_argument_too_many_has_no_parameter() -> None:
    found = at("a = upper(1, ¦)")

    assert found is not None
    assert found.active == len(found.parameters)


@pytest.mark.parametrize("text", ["a = ¦", "a = nothing(¦)", "a = (¦)", "a = upper(x)¦"])
def test_outside_of_calls_there_is_none(text: str) -> None:
    assert at(text) is None
