"""Logins to the registries of AWS, with AWS's own library."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engines.aws_tokens import AwsTokens, aws_tokens
from tests.engines.docker import PASSWORD, USERNAME, Docker, Registry

from goldsmith.plugins.docker.artifacts import TAGGED, image_artifact
from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.settings import DockerSettings
from goldsmith.plugins.docker.push.process import process as push
from goldsmith.plugins.docker.push.settings import PushSettings
from goldsmith.plugins.docker.registry.login import login_for
from goldsmith.plugins.docker.registry.login_settings import LoginSettings
from goldsmith.sdk import Access, GoldsmithError
from goldsmith.sdk.testing import FakeRun

pytestmark = pytest.mark.anyio

PRIVATE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsTokens]:
    """A service that gives the user and the password of the locked registry."""
    with aws_tokens(USERNAME, PASSWORD) as server:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


async def test_keys_and_token_of_the_template_are_those_that_aws_is_asked_with(
    tokens: AwsTokens,
) -> None:
    run = FakeRun()
    settings = LoginSettings(
        ecr_login=True,
        login_server=PRIVATE,
        aws_access_key="AKIATEMPLATE",
        aws_secret_key="secret",
        aws_token="temporary",
    )

    login = await login_for(run, settings)

    assert login is not None
    assert (login.username, login.password, login.server) == (USERNAME, PASSWORD, PRIVATE)
    (asked,) = tokens.asked
    assert "Credential=AKIATEMPLATE/" in asked["Authorization"]
    assert "/eu-west-1/ecr/" in asked["Authorization"]
    assert asked["X-Amz-Security-Token"] == "temporary"
    assert asked["body"] == '{"registryIds": ["123456789012"]}'


async def test_a_profile_of_awss_configuration_has_the_keys(
    tokens: AwsTokens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = "[bakery]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = secret\n"
    (tmp_path / "credentials").write_text(keys)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))

    await login_for(
        FakeRun(), LoginSettings(ecr_login=True, login_server=PRIVATE, aws_profile="bakery")
    )

    assert "Credential=AKIAPROFILE/" in tokens.asked[0]["Authorization"]


async def test_the_public_gallery_has_one_place_for_all(tokens: AwsTokens) -> None:
    settings = LoginSettings(
        ecr_login=True,
        login_server="public.ecr.aws/team",
        aws_access_key="AKIATEMPLATE",
        aws_secret_key="secret",
    )

    login = await login_for(FakeRun(), settings)

    assert login is not None
    assert login.password == PASSWORD
    assert "/us-east-1/ecr-public/" in tokens.asked[0]["Authorization"]


@pytest.mark.engine("docker")
async def test_a_password_of_aws_opens_the_registry_to_pull_and_push(
    docker_here: Docker, locked_registry: Registry, tokens: AwsTokens
) -> None:
    name = f"{locked_registry.address}/gallery:1"
    docker_here.small_image(name)  # with nothing in it that could be started
    login = LoginSettings(
        ecr_login=True,
        login_server=locked_registry.address,
        aws_force_use_public_ecr=True,
        aws_access_key="AKIATEMPLATE",
        aws_secret_key="secret",
    )
    tagged = image_artifact(TAGGED, name, facts={}, tags=(name,))

    pushed = await push(PushSettings(login_options=login), FakeRun(), tagged)
    docker_here.run("rmi", name)
    with pytest.raises(GoldsmithError, match="could not be started"):
        async with FakeRun(access=Access("docker")) as run:
            await boot(DockerSettings(image=name, discard=True, login_options=login), run)

    assert pushed.facts["Digest"] in docker_here.run("image", "inspect", name)
    assert len(tokens.asked) == 2
    docker_here.run("rmi", name)
