"""Names of images that are, and that are none."""

import pytest

from goldsmith.plugins.docker.registry.references import (
    image_problem,
    name_problems,
    registry_of,
    tagged_problem,
)
from goldsmith.sdk.settings import Severity

DIGEST = f"sha256:{'a' * 64}"


@pytest.mark.parametrize(
    "name",
    [
        *("debian", "debian:12", "team/web", "team/web__x.y-z--a:1.0_b-c", "localhost/web"),
        *("registry.example.com:5000/team/web:1", "127.0.0.1:5000/web", "[::1]:5000/web"),
        *(f"debian@{DIGEST}", f"debian:12@{DIGEST}", DIGEST, "a" * 64, "Registry.Example.com/web"),
    ],
)
def test_a_name_is_one(name: str) -> None:
    assert image_problem(name) == ""


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Debian", 'Write "debian"'),
        ("registry.example.com/Team/Web:1", 'Write "registry.example.com/team/web"'),
        ("https://registry.example.com/web", "has a scheme"),
        ("team//web", "is no name"),
        ("team/web/", "must follow the last /"),
        ("a b", "is no name"),
        ("-a", "is no name"),
        ("a:b c", "is no tag"),
        ("a:", "is no tag"),
        (f"a:{'b' * 129}", "is no tag"),
        ("a@sha256:12", "is no digest"),
        ("re_gistry.com/a", "is no registry"),
        ("a" * 256, "longer than 255"),
    ],
)
def test_what_is_none_is_told_with_what_would_be_right(name: str, part: str) -> None:
    assert part in image_problem(name)


@pytest.mark.parametrize("name", ["aem---", "web:", "/web", "registry.example.com:5000/", "-web:1"])
def test_a_gap_that_an_empty_variable_may_have_left_gets_a_warning(name: str) -> None:
    (problem,) = name_problems("repository", name, tagged_problem)

    assert problem.severity is Severity.WARNING
    assert "variable" in problem.hint


def test_what_no_variable_can_mend_is_a_mistake() -> None:
    (problem,) = name_problems("image", "Debian:12", image_problem)

    assert problem.severity is Severity.ERROR


def test_the_registry_of_a_name_is_known() -> None:
    assert registry_of("team/web") == "Docker Hub"
    assert registry_of("localhost/web") == "localhost"
    assert registry_of("registry.example.com:5000/web:1") == "registry.example.com:5000"
