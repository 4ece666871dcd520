"""Variables of legacy templates that ask secret stores, against stand-ins for these."""

import json

from tests.engines import consul, vault
from tests.engines.answering import answering, closed_port

from goldsmith.planning.testing import BareSettings, Workspace


def write(workspace: Workspace, **variables: str) -> None:
    """A template whose target is the variable `all`."""
    builder = {"type": "bare", "target": "{{user `all`}}"}
    text = json.dumps({"variables": variables, "builders": [builder]})
    workspace.write(text, "old.json")


def test_a_store_is_asked_when_values_are_needed_and_its_secrets_are_kept(
    workspace: Workspace,
) -> None:
    write(
        workspace,
        all="{{user `base`}}/{{user `password`}}",
        base="{{consul_key `images/base`}}",
        password="{{vault `secret/data/web` `password` | upper}}",
    )

    with answering(consul.answer) as keys, answering(vault.answer) as secrets:
        environment = {
            "CONSUL_HTTP_ADDR": keys.address,
            "CONSUL_HTTP_TOKEN": consul.TOKEN,
            "VAULT_ADDR": f"http://{secrets.address}",
            "VAULT_TOKEN": vault.TOKEN,
        }
        plan = workspace.plan("old.json", environment=environment, evaluate_data_sources=True)

    settings = plan.builds[0].builder_settings({})
    assert isinstance(settings, BareSettings)
    assert settings.target == "debian-12/HUNTER2"
    assert "hunter2" in plan.secrets


def test_a_store_that_does_not_answer_is_told_at_the_variable(workspace: Workspace) -> None:
    write(workspace, all="{{consul_key `a`}}")
    environment = {"CONSUL_HTTP_ADDR": f"127.0.0.1:{closed_port()}"}

    [found] = workspace.problems("old.json", environment=environment, evaluate_data_sources=True)

    assert found.summary == "The value of the variable all cannot be had"
    assert found.span is not None
    assert found.span.text == '"{{consul_key `a`}}"'


def test_a_secret_needs_its_key_or_none(workspace: Workspace) -> None:
    write(workspace, all="{{aws_secretsmanager `a` `b` `c`}}")

    [found] = workspace.problems("old.json")

    assert "aws_secretsmanager" in found.summary
