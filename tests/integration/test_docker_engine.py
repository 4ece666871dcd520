"""The engine and the registries that other tests build on."""

import pytest
from tests.engines.docker import IMAGE, PASSWORD, USERNAME, Docker, Registry

pytestmark = pytest.mark.engine("docker")


def test_the_base_container_runs_and_leaves_nothing(docker_engine: Docker) -> None:
    before = docker_engine.inventory()

    printed = docker_engine.run("run", "--rm", IMAGE, "cat", "/etc/debian_version")

    assert printed.startswith("12.")
    assert docker_engine.inventory() == before


def test_a_registry_with_a_password_asks_for_it(
    docker_engine: Docker, locked_registry: Registry
) -> None:
    name = f"{locked_registry.address}/team/web:1"
    docker_engine.run("tag", IMAGE, name)

    with pytest.raises(AssertionError, match="no basic auth credentials"):
        docker_engine.run("push", name)

    docker_engine.run("login", "-u", USERNAME, "-p", PASSWORD, locked_registry.address)
    try:
        docker_engine.run("push", name)
    finally:
        docker_engine.run("logout", locked_registry.address)
        docker_engine.run("rmi", name)
