"""Who we are to a registry, as the template says or as AWS says for ECR."""

import re
from typing import Any

import anyio.to_thread

from goldsmith.loading import load
from goldsmith.plugins.docker.engine.client import Login
from goldsmith.plugins.docker.registry.login_settings import LoginSettings
from goldsmith.sdk import GoldsmithError, Run

_HUB = "https://index.docker.io/v1/"
_PRIVATE = re.compile(r"(?:https?://)?(\d+)\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com")
_PUBLIC = "public.ecr.aws"


async def login_for(run: Run, settings: LoginSettings) -> Login | None:
    """The login that goes along with each request; None where the template wants none.

    It is sent with the request and stored nowhere, so builds side by side cannot mix theirs.
    """
    if not settings.wants_login:
        return None
    if not settings.ecr_login:
        if not settings.login_username or not settings.login_password:
            name = "login_password" if settings.login_username else "login_username"
            raise GoldsmithError(f"login = true needs a user and a password. Set {name}.")
        run.secret(settings.login_password)
        return Login(
            settings.login_username, settings.login_password, settings.login_server or _HUB
        )
    async with run.step(f"Getting a password for {settings.login_server} from AWS"):
        username, password = await anyio.to_thread.run_sync(_ecr_password, settings)
    run.secret(password)
    return Login(username, password, settings.login_server)


def _ecr_password(settings: LoginSettings) -> tuple[str, str]:
    server = settings.login_server
    found = _PRIVATE.match(server)
    is_public = settings.aws_force_use_public_ecr or _PUBLIC in server
    if not is_public and found is None:
        raise GoldsmithError(
            f'login_server "{server}" is no registry of ECR. Such a name looks like '
            f"123456789012.dkr.ecr.eu-west-1.amazonaws.com, or {_PUBLIC}."
        )
    try:
        # Any: it is loaded late, for AWS's library is not there for everybody.
        password: Any = load("goldsmith.plugins.docker.registry.ecr:password")
    except ModuleNotFoundError as error:
        raise GoldsmithError(
            "ecr_login needs AWS's library. Install it with `pip install 'goldsmith[amazon]'`."
        ) from error
    account, region = ("", "us-east-1") if is_public or found is None else found.groups()
    user, secret = password(settings, account, region)
    return str(user), str(secret)
