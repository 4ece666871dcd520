"""Against the real client and a stand-in that speaks Vault's interface."""

from collections.abc import Iterator

import pytest
from tests.engines.answering import Server, answering, closed_port
from tests.engines.vault import TOKEN, answer

from goldsmith.plugins.vault.secrets import read
from goldsmith.sdk import GoldsmithError


@pytest.fixture
def server() -> Iterator[Server]:
    with answering(answer) as one:
        yield one


@pytest.fixture
def environment(server: Server) -> dict[str, str]:
    return {"VAULT_ADDR": f"http://{server.address}/", "VAULT_TOKEN": TOKEN}


def test_a_secret_of_the_second_version_is_read(environment: dict[str, str]) -> None:
    assert read(environment, "secret/data/web", "password") == "hunter2"
    assert read(environment, "/secret/data/web", "password") == "hunter2"


def test_a_secret_of_the_first_version_is_read(environment: dict[str, str]) -> None:
    assert read(environment, "kv/web", "password") == "old-style"
    assert read(environment, "kv/web", "data") == "a key named data"


def test_a_namespace_and_an_agent_are_used(environment: dict[str, str], server: Server) -> None:
    environment["VAULT_NAMESPACE"] = "crew"
    environment["VAULT_AGENT_ADDR"] = environment["VAULT_ADDR"]
    environment["VAULT_ADDR"] = "https://nowhere.invalid"
    environment["VAULT_CLIENT_TIMEOUT"] = "5s"

    assert read(environment, "team/data/web", "password") == "of a team"
    assert server.requests[0].headers["x-vault-namespace"] == "crew"


@pytest.mark.parametrize(
    ("path", "key", "message"),
    [
        (
            "secret/data/web",
            "pass",
            'There is no "pass" in the secret "secret/data/web" from Vault',
        ),
        ("secret/data/web", "pass", "It holds password, port."),
        ("secret/data/web", "port", 'What is under "port" in the secret'),
        ("secret/web", "password", "paths have data/ in them."),
        ("secret/data/nosuch", "password", "there is none."),
        ("secret/data/gone", "password", "there is none."),
        ("sealed/data/web", "password", "is sealed. Unseal it"),
        ("broken/data/web", "password", "disk on fire."),
    ],
)
def test_what_cannot_be_read_is_explained(
    environment: dict[str, str], path: str, key: str, message: str
) -> None:
    with pytest.raises(GoldsmithError) as refusal:
        read(environment, path, key)

    assert message in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("VAULT_TOKEN", "", "Set VAULT_TOKEN"),
        ("VAULT_TOKEN", "expired", "may not read the secret"),
        ("VAULT_ADDR", "vault:8200", "must begin with https://"),
        ("VAULT_CACERT", "no such file", "Could not read the secret"),
        ("VAULT_CLIENT_TIMEOUT", "soon", "must be like 60 or 60s"),
    ],
)
def test_a_setting_that_does_not_work_is_named(
    environment: dict[str, str], name: str, value: str, message: str
) -> None:
    environment[name] = value
    if name == "VAULT_CACERT":
        environment["VAULT_ADDR"] = environment["VAULT_ADDR"].replace("http:", "https:")

    with pytest.raises(GoldsmithError) as refusal:
        read(environment, "secret/data/web", "password")

    assert message in str(refusal.value)
    assert "expired" not in str(refusal.value).partition("Check")[0]


def test_a_server_that_is_not_there_is_named() -> None:
    port = closed_port()

    with pytest.raises(GoldsmithError) as refusal:
        read({"VAULT_ADDR": f"http://127.0.0.1:{port}", "VAULT_TOKEN": TOKEN}, "secret/data/x", "y")

    assert str(refusal.value) == (
        f'Could not read the secret "secret/data/x" from Vault at http://127.0.0.1:{port}: '
        "Connection refused. Check VAULT_ADDR, VAULT_CACERT and that the server is up."
    )
