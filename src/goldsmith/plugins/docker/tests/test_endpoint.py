"""Where a container is looked for, by what the engine says of it."""

# Any: JSON as an engine sends it.
from typing import Any

import pytest

from goldsmith.plugins.docker.container.endpoint import endpoint_of
from goldsmith.plugins.docker.engine.facts import container_facts
from goldsmith.sdk import Access, Endpoint, GoldsmithError
from goldsmith.sdk.testing import FakeRun

ADDRESS = {"Networks": {"own": {"IPAddress": "172.18.0.2"}}}


def published(host: str, port: str = "32768") -> dict[str, Any]:
    return {**ADDRESS, "Ports": {"80/tcp": None, "22/tcp": [{"HostIp": host, "HostPort": port}]}}


@pytest.mark.parametrize(
    ("networks", "engine_host", "found"),
    [
        (ADDRESS, "", Endpoint("172.18.0.2", 22)),
        ({"IPAddress": "172.17.0.2"}, "", Endpoint("172.17.0.2", 22)),
        (published("127.0.0.1"), "", Endpoint("127.0.0.1", 32768)),
        (published("0.0.0.0"), "", Endpoint("127.0.0.1", 32768)),  # noqa: S104 - nothing is bound
        (published("::"), "far.example.com", Endpoint("far.example.com", 32768)),
        (published("192.0.2.7"), "far.example.com", Endpoint("192.0.2.7", 32768)),
    ],
)
def test_a_published_port_comes_before_the_address_in_the_network(
    networks: dict[str, Any], engine_host: str, found: Endpoint
) -> None:
    facts = container_facts({"Id": "1", "NetworkSettings": networks})

    run = FakeRun(access=Access("ssh", port=22))
    assert endpoint_of(run, facts, engine_host) == found


def test_a_container_in_the_network_of_its_computer_is_found_there() -> None:
    facts = container_facts({"Id": "1", "HostConfig": {"NetworkMode": "host"}})
    run = FakeRun(access=Access("ssh", port=2222))

    assert endpoint_of(run, facts, "far.example.com") == Endpoint("far.example.com", 2222)


def test_what_the_template_says_comes_before_all() -> None:
    facts = container_facts({"Id": "1", "NetworkSettings": published("127.0.0.1")})
    run = FakeRun(access=Access("ssh", host="192.0.2.7", port=2222))

    assert endpoint_of(run, facts, "") == Endpoint("192.0.2.7", 2222)


def test_a_container_that_is_nowhere_is_refused_with_what_can_be_done() -> None:
    facts = container_facts({"Id": "1"})

    with pytest.raises(GoldsmithError, match=r"-p 127\.0\.0\.1::22, set ssh_host, or use"):
        endpoint_of(FakeRun(access=Access("ssh", port=22)), facts, "")


@pytest.mark.parametrize("communicator", ["docker", "none"])
def test_who_needs_no_network_needs_no_address(communicator: str) -> None:
    facts = container_facts({"Id": "1"})

    assert endpoint_of(FakeRun(access=Access(communicator)), facts, "") is None
