"""Passwords for the registries of AWS."""

import base64

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from goldsmith.plugins.docker.registry.login_settings import LoginSettings
from goldsmith.sdk import GoldsmithError


def password(settings: LoginSettings, account: str, region: str) -> tuple[str, str]:
    """User and password for the registry of an account, or for the public gallery without one."""
    try:
        session = boto3.session.Session(
            aws_access_key_id=settings.aws_access_key or None,
            aws_secret_access_key=settings.aws_secret_key or None,
            aws_session_token=settings.aws_token or None,
            profile_name=settings.aws_profile or None,
            region_name=region,
        )
        token = _private(session, account) if account else _public(session)
    except (BotoCoreError, ClientError) as error:
        reason = str(error).rstrip(".")
        raise GoldsmithError(
            f"AWS gives no password for {settings.login_server}: {reason}."
        ) from error
    user, _, secret = base64.b64decode(token).decode().partition(":")
    return user, secret


def _private(session: boto3.session.Session, account: str) -> str:
    answer = session.client("ecr").get_authorization_token(registryIds=[account])
    return str(answer["authorizationData"][0]["authorizationToken"])


def _public(session: boto3.session.Session) -> str:
    answer = session.client("ecr-public").get_authorization_token()
    return str(answer["authorizationData"]["authorizationToken"])
