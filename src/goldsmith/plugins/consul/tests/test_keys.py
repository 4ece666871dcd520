"""Against the real client and a stand-in that speaks Consul's interface."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engines.answering import Server, answering, closed_port
from tests.engines.consul import TOKEN, answer

from goldsmith.plugins.consul.keys import read
from goldsmith.sdk import GoldsmithError


@pytest.fixture
def server() -> Iterator[Server]:
    with answering(answer) as one:
        yield one


@pytest.fixture
def environment(server: Server) -> dict[str, str]:
    return {"CONSUL_HTTP_ADDR": server.address, "CONSUL_HTTP_TOKEN": TOKEN}


def test_a_key_is_read(environment: dict[str, str]) -> None:
    assert read(environment, "images/base") == "debian-12"
    assert read(environment, "/images/base") == "debian-12"
    assert read(environment, "a b") == "blank"


def test_an_address_may_be_a_url(environment: dict[str, str]) -> None:
    environment["CONSUL_HTTP_ADDR"] = f"http://{environment['CONSUL_HTTP_ADDR']}/"

    assert read(environment, "images/base") == "debian-12"


def test_a_token_may_stand_in_a_file(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    del environment["CONSUL_HTTP_TOKEN"]
    environment["CONSUL_HTTP_TOKEN_FILE"] = str(tmp_path / "token")

    assert read(environment, "images/base") == "debian-12"


def test_a_user_and_a_namespace_are_sent(environment: dict[str, str], server: Server) -> None:
    environment |= {"CONSUL_HTTP_AUTH": "me:secret", "CONSUL_NAMESPACE": "crew"}

    assert read(environment, "images/base") == "debian-12"
    assert server.requests[0].headers["x-consul-namespace"] == "crew"
    assert server.requests[0].headers["authorization"] == "Basic bWU6c2VjcmV0"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("nosuch", "it is missing or empty."),
        ("empty", "it is missing or empty."),
        ("binary", 'What the key "binary" from Consul at'),
        ("broken", "No cluster leader."),
    ],
)
def test_what_cannot_be_read_is_explained(
    environment: dict[str, str], key: str, message: str
) -> None:
    with pytest.raises(GoldsmithError) as refusal:
        read(environment, key)

    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("CONSUL_HTTP_TOKEN", "wrong", "Set CONSUL_HTTP_TOKEN"),
        ("CONSUL_HTTP_ADDR", "unix:///run/consul.sock", "it must be like 127.0.0.1:8500"),
        ("CONSUL_HTTP_ADDR", "127.0.0.1:port", "it must be like 127.0.0.1:8500"),
        ("CONSUL_HTTP_SSL", "true", "Could not read the key"),
    ],
)
def test_a_setting_that_does_not_work_is_named(
    environment: dict[str, str], name: str, value: str, message: str
) -> None:
    environment[name] = value

    with pytest.raises(GoldsmithError) as refusal:
        read(environment, "images/base")

    assert message in str(refusal.value)


def test_an_agent_that_is_not_there_is_named() -> None:
    port = closed_port()

    with pytest.raises(GoldsmithError) as refusal:
        read({"CONSUL_HTTP_ADDR": f"127.0.0.1:{port}"}, "x")

    assert str(refusal.value) == (
        f'Could not read the key "x" from Consul at http://127.0.0.1:{port}: Connection refused. '
        "Check CONSUL_HTTP_ADDR and that the agent is up."
    )
