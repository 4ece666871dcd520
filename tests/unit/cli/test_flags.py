"""Flags are understood as Packer's users type them."""

import pytest

from goldsmith.cli.flags import Flag, Takes, UsageError, parse_flags, whole_number

FLAGS = (
    Flag("force", "replace outputs"),
    Flag("color", "colours"),
    Flag("var", "a variable", Takes.MANY, value="NAME=VALUE"),
    Flag("parallel-builds", "how many", Takes.TEXT, value="N"),
    Flag("on-error", "what to do", Takes.TEXT, choices=("cleanup", "abort")),
)


def test_one_dash_and_two_dashes_are_the_same() -> None:
    assert parse_flags(["-force", "x"], FLAGS) == parse_flags(["--force", "x"], FLAGS)


def test_a_value_comes_after_an_equals_sign_or_a_blank() -> None:
    given = parse_flags(["-var", "a=1", "-var=b=2", "t.pkr.hcl"], FLAGS)

    assert given.many("var") == ("a=1", "b=2")
    assert given.arguments == ["t.pkr.hcl"]


@pytest.mark.parametrize(("text", "value"), [("-color=false", False), ("-color=1", True)])
def test_a_switch_takes_its_value_after_an_equals_sign(text: str, value: bool) -> None:
    assert parse_flags([text], FLAGS).switch("color", default=not value) is value


def test_two_dashes_alone_end_the_flags() -> None:
    assert parse_flags(["--", "-x"], FLAGS).arguments == ["-x"]


def test_a_dash_alone_is_an_argument() -> None:
    assert parse_flags(["-force", "-"], FLAGS).arguments == ["-"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-forse"], "There is no flag -forse. Did you mean -force?"),
        (["-var"], "-var needs a value."),
        (["-color=maybe"], '-color is a switch; "maybe" is neither true nor false.'),
        (["-on-error=abrt"], '-on-error cannot be "abrt". Did you mean "abort"?'),
        (["t.pkr.hcl", "-force"], "Flags come before the path: put -force in front of it."),
    ],
)
def test_what_cannot_be_understood_is_explained(words: list[str], message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_flags(words, FLAGS)

    assert str(refusal.value) == message


def test_a_count_must_be_a_whole_number() -> None:
    assert whole_number(parse_flags(["-parallel-builds=3"], FLAGS), "parallel-builds", 0) == 3
    with pytest.raises(UsageError, match='not "-1"'):
        whole_number(parse_flags(["-parallel-builds=-1"], FLAGS), "parallel-builds", 0)
