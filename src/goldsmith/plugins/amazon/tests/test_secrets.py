"""Against the real client and moto, a server of another process that answers as AWS does."""

import json

import boto3
import pytest
from tests.engines.moto import Moto

from goldsmith.plugins.amazon.secrets import read, read_whole
from goldsmith.sdk import GoldsmithError

pytestmark = pytest.mark.engine("moto")


@pytest.fixture(autouse=True)
def _secrets(aws: Moto, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    client = boto3.session.Session().client("secretsmanager")
    contents = {
        "web": json.dumps({"password": "hunter2", "port": 80, "open": True, "list": []}),
        "only": json.dumps({"password": "alone"}),
        "plain": "just text",
    }
    for name, content in contents.items():
        client.create_secret(Name=name, SecretString=content)
    client.create_secret(Name="binary", SecretBinary=b"\xff")


def test_one_value_of_a_secret_is_read() -> None:
    assert read({}, "web", "password") == "hunter2"
    assert read({}, "web", "port") == "80"
    assert read({}, "web", "open") == "true"


def test_without_a_key_the_only_value_is_read() -> None:
    assert read({}, "only", None) == "alone"
    assert read({}, "only", "") == "alone"
    assert read({}, "plain", None) == "just text"


def test_a_secret_is_read_as_it_is() -> None:
    assert read_whole({}, "only") == '{"password": "alone"}'


@pytest.mark.parametrize(
    ("name", "key", "message"),
    [
        ("web", None, "holds several values: list, open, password, port. Name the one you want."),
        ("web", "pass", 'There is no "pass" in the secret "web" of AWS. It holds list, open,'),
        ("web", "list", 'What is under "list" in the secret "web" of AWS is not text.'),
        ("plain", "password", "is not a JSON object"),
        ("binary", None, "is binary; only text can be used."),
        ("nosuch", None, 'AWS has no secret "nosuch" in this region and account.'),
    ],
)
def test_what_cannot_be_read_is_explained(name: str, key: str | None, message: str) -> None:
    with pytest.raises(GoldsmithError) as refusal:
        read({}, name, key)

    assert message in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_a_region_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    with pytest.raises(GoldsmithError, match="Set AWS_REGION or AWS_DEFAULT_REGION"):
        read_whole({}, "web")


def test_a_region_may_have_either_name(aws: Moto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    region = aws.environment["AWS_DEFAULT_REGION"]

    assert read_whole({"AWS_REGION": region}, "plain") == "just text"


def test_credentials_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    with pytest.raises(GoldsmithError, match="Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        read_whole({}, "web")


def test_a_server_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    with pytest.raises(GoldsmithError, match="could not be read: Could not connect to the end"):
        read_whole({}, "web")
