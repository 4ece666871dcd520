"""Versions and constraints on them."""

import pytest

from goldsmith.planning.versions import parse_constraint, parse_version


@pytest.mark.parametrize(
    ("constraint", "version"),
    [
        ("1.2.3", "1.2.3"),
        ("= 1.2", "1.2.0"),
        ("!= 1.2.3", "1.2.4"),
        ("> 1.2.3", "1.3"),
        (">= 1.2.3, < 2.0.0", "1.2.3"),
        ("<= 1.2.3", "1.2.3"),
        ("~> 1", "1.9.9"),
        ("~> 1.2", "1.9.9"),
        ("~> 1.2.3", "1.2.9"),
        (">=v1.7.0", "1.16.0"),
        ("> 1.0.0-rc.2", "1.0.0-rc.10"),
        ("> 1.0.0-rc.2", "1.0.0"),
        ("< 1.0.0-beta", "1.0.0-alpha+build"),
        ("= 1.2.3", "1.2.3.0"),
    ],
)
def test_a_version_satisfies_a_constraint(constraint: str, version: str) -> None:
    assert parse_constraint(constraint).allows(parse_version(version))


@pytest.mark.parametrize(
    ("constraint", "version"),
    [
        ("1.2.3", "1.2.4"),
        ("!= 1.2.3", "1.2.3"),
        ("> 1.2.3", "1.2.3"),
        ("< 1.2.3", "1.2.3"),
        ("<= 1.2.3", "1.2.4"),
        ("~> 1", "2.0.0"),
        ("~> 1.2", "2.0.0"),
        ("~> 1.2.3", "1.3.0"),
        ("~> 1.2.3", "1.2.2"),
        (">= 1.0, < 2.0", "2.0.0"),
    ],
)
def test_a_version_does_not_satisfy_a_constraint(constraint: str, version: str) -> None:
    assert not parse_constraint(constraint).allows(parse_version(version))


@pytest.mark.parametrize("text", ["", "one", "1.x", ">>1", "1..2", ">= 1,"])
def test_what_is_no_version_is_said_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a version; one looks like 1\.2\.3\."):
        parse_constraint(text)


def test_a_version_reads_as_it_was_written() -> None:
    assert str(parse_version("v1.2")) == "1.2.0"
    assert str(parse_version("1.2.3-rc.1")) == "1.2.3-rc.1"
