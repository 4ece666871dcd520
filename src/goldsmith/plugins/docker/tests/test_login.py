"""Logins as the template says, and passwords from AWS."""

import pytest
from tests.engines.moto import Moto

from goldsmith.plugins.docker.registry.login import login_for
from goldsmith.plugins.docker.registry.login_settings import LoginSettings
from goldsmith.sdk import GoldsmithError
from goldsmith.sdk.testing import FakeRun

pytestmark = pytest.mark.anyio

ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"


async def test_without_a_login_there_is_none() -> None:
    assert await login_for(FakeRun(), LoginSettings()) is None


async def test_the_password_is_masked() -> None:
    run = FakeRun()
    settings = LoginSettings(
        login=True, login_username="robot", login_password="hunter2", login_server="127.0.0.1:5000"
    )

    login = await login_for(run, settings)

    assert login is not None
    assert (login.username, login.password, login.server) == ("robot", "hunter2", "127.0.0.1:5000")
    assert run.secrets == ["hunter2"]


@pytest.mark.engine("moto")
@pytest.mark.parametrize("server", [ECR, f"https://{ECR}/team"])
async def test_aws_gives_user_and_password(
    aws: Moto, monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    run = FakeRun()

    login = await login_for(run, LoginSettings(ecr_login=True, login_server=server))

    assert login is not None
    assert (login.username, login.server) == ("AWS", server)
    assert run.secrets == [login.password]


async def test_a_login_without_a_user_is_refused_where_it_is_needed() -> None:
    with pytest.raises(GoldsmithError, match="Set login_username"):
        await login_for(FakeRun(), LoginSettings(login=True, login_server="127.0.0.1:5000"))
    with pytest.raises(GoldsmithError, match="Set login_password"):
        await login_for(FakeRun(), LoginSettings(login=True, login_username="robot"))


async def test_a_registry_that_is_not_of_aws_is_refused() -> None:
    settings = LoginSettings(ecr_login=True, login_server="registry.example.com")

    with pytest.raises(GoldsmithError, match=r'"registry\.example\.com" is no registry of ECR'):
        await login_for(FakeRun(), settings)
