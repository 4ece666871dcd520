"""What people call a plugin, and what its package is called."""

import pytest

from goldsmith.app.plugin_names import package_of, python_bounds, wanted
from goldsmith.diagnostics import GoldsmithError
from goldsmith.planning.versions import parse_constraint


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("github.com/example/greet", "goldsmith-plugin-greet"),
        ("github.com/Example/Big_Thing", "goldsmith-plugin-big-thing"),
        ("goldsmith-plugin-greet", "goldsmith-plugin-greet"),
        ("My.Plugin", "my-plugin"),
    ],
)
def test_a_plugin_has_a_package(source: str, package: str) -> None:
    assert package_of(source) == package


@pytest.mark.parametrize(
    "source", ["", "-r", "a b", "a;b", "../x", "/etc/passwd", "git+https://x/y/z", "a/b", "x[y]"]
)
def test_nothing_else_gets_to_the_installer(source: str) -> None:
    with pytest.raises(GoldsmithError):
        package_of(source)


@pytest.mark.parametrize(
    ("constraint", "bounds"),
    [
        ("1.2.3", "==1.2.3"),
        ("v1.2.3", "==1.2.3"),
        ("= 1.2", "==1.2.0"),
        (">= 1.2, < 2", ">=1.2.0,<2.0.0"),
        ("~> 1", ">=1.0.0,<2"),
        ("~> 1.2", ">=1.2.0,<2"),
        ("~> 1.2.3", ">=1.2.3,<1.3"),
        ("!= 1.5.0", "!=1.5.0"),
    ],
)
def test_versions_are_written_as_installers_read_them(constraint: str, bounds: str) -> None:
    assert python_bounds(parse_constraint(constraint)) == bounds


def test_what_is_wanted_remembers_the_source() -> None:
    one = wanted("github.com/example/greet", "~> 1.2")

    assert (one.package, one.requirement, one.source) == (
        "goldsmith-plugin-greet",
        "goldsmith-plugin-greet>=1.2.0,<2",
        "github.com/example/greet",
    )
    assert wanted("goldsmith-plugin-greet", "").source == ""
