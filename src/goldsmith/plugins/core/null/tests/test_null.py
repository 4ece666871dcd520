"""The null builder and the null data source."""

import pytest

from goldsmith.plugins.core.null.builder import boot, capture
from goldsmith.plugins.core.null.data_source import read
from goldsmith.plugins.core.null.settings import NullDataSettings, NullSettings
from goldsmith.sdk import CommunicatorFacts
from goldsmith.sdk.testing import FakeRun


async def test_the_null_builder_makes_nothing() -> None:
    run = FakeRun()

    host = await boot(NullSettings(), run)
    artifact = await capture(NullSettings(), run, host, None)

    assert (host.endpoint, host.machine) == (None, None)
    assert (artifact.builder_id, artifact.id, artifact.files) == ("fnoeding.null", "Null", ())


@pytest.mark.parametrize(
    ("access", "wrong"),
    [
        (CommunicatorFacts("none"), []),
        (CommunicatorFacts("ssh", "h", 22, "root", ("ssh_password",)), []),
        (CommunicatorFacts("ssh", None, 22, "root", ("ssh_agent_auth",)), ["ssh_host"]),
        (CommunicatorFacts("winrm", None, 5985, "me", ("winrm_password",)), ["winrm_host"]),
        (CommunicatorFacts("ssh", "h", 22, "root"), ["ssh_password"]),
        (
            CommunicatorFacts("ssh", "h", 22, "root", ("ssh_password", "ssh_private_key_file")),
            ["ssh_private_key_file"],
        ),
        (CommunicatorFacts("ssh"), ["ssh_host", "ssh_password"]),
    ],
)
def test_the_null_builder_must_know_a_host_and_one_credential(
    access: CommunicatorFacts, wrong: list[str]
) -> None:
    assert [one.setting for one in NullSettings().problems_with(access)] == wrong


def test_the_null_data_source_hands_on_its_input() -> None:
    assert read(NullDataSettings(input="x")) == {"output": "x"}
    assert list(NullDataSettings(input="x").problems()) == []
    assert [one.setting for one in NullDataSettings(input="").problems()] == ["input"]
