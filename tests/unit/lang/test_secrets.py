"""What is said gives no secret away, and stays readable."""

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis.strategies import lists, text

from goldsmith.diagnostics import Diagnostic, Label, SourceFile
from goldsmith.lang.secrets import MASK, occurring, without

SHORT = text(alphabet="ab", max_size=4)
PLACE = SourceFile(PurePath("a.hcl"), "x").span(0, 1)


def test_nothing_that_is_said_of_a_problem_shows_a_secret() -> None:
    problem = Diagnostic(
        "hunter2 is odd",
        "Not hunter2.",
        PLACE,
        labels=(Label(PLACE, "hunter2 is set here"),),
        note="hunter2",
    )

    shown = without({"hunter2"}, problem)

    assert "hunter2" not in repr(shown)
    assert shown.labels[0].text == f"{MASK} is set here"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"ssh_port" cannot be "p"', f'"ssh_port" cannot be "{MASK}"'),
        ("p", MASK),
        ("p p_p p", f"{MASK} p_p {MASK}"),
        ("(p)", f"({MASK})"),
    ],
)
def test_a_secret_of_one_letter_does_not_garble_our_words(text: str, shown: str) -> None:
    assert without({"p"}, Diagnostic(text)).summary == shown


def test_a_short_secret_of_signs_is_masked_wherever_it_stands() -> None:
    assert without({"--"}, Diagnostic("a--b")).summary == f"a{MASK}b"


def test_without_secrets_a_problem_stays_as_it_is() -> None:
    problem = Diagnostic("p")

    assert without((), problem) is problem


@given(lists(SHORT, max_size=60), text(alphabet="abc", max_size=20))
def test_what_turns_up_is_found_and_nothing_else(texts: list[str], within: str) -> None:
    assert occurring(texts, within) == {one for one in texts if one and one in within}
