"""Reads secrets of AWS Secrets Manager, as AWS's own environment variables and files say."""

import json
from collections.abc import Mapping

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from goldsmith.sdk import GoldsmithError


def read(environment: Mapping[str, str], name: str, key: str | None) -> str:
    """One value of a secret in JSON; without a key, of a secret with one value or none in JSON."""
    key = key or None
    content = read_whole(environment, name)
    try:
        values = json.loads(content, parse_float=str, parse_int=str)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        if key is None:
            return content
        raise GoldsmithError(
            f'The secret "{name}" of AWS is not a JSON object, so there is no "{key}" in it. '
            "Use null as the key to have the whole secret."
        )
    if key is None and len(values) == 1:
        (key,) = values
    names = ", ".join(sorted(values)) or "nothing"
    if key is None:
        raise GoldsmithError(
            f'The secret "{name}" of AWS holds several values: {names}. Name the one you want.'
        )
    if key not in values:
        raise GoldsmithError(
            f'There is no "{key}" in the secret "{name}" of AWS. It holds {names}.'
        )
    return _as_text(values[key], key, name)


def read_whole(environment: Mapping[str, str], name: str) -> str:
    """The text of a secret as it is."""
    # The client reads the environment itself, except for this name, which other clients know.
    session = boto3.session.Session(region_name=environment.get("AWS_REGION"))
    try:
        found = session.client("secretsmanager").get_secret_value(SecretId=name)
    except NoRegionError as error:
        raise GoldsmithError(
            f'The secret "{name}" could not be read, because AWS asks for a region. '
            "Set AWS_REGION or AWS_DEFAULT_REGION."
        ) from error
    except NoCredentialsError as error:
        raise GoldsmithError(
            f'The secret "{name}" could not be read, because there are no credentials for AWS. '
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
        ) from error
    except ClientError as error:
        raise GoldsmithError(_refusal(error, name)) from error
    except BotoCoreError as error:
        reason = str(error).rstrip(".")
        raise GoldsmithError(f'The secret "{name}" of AWS could not be read: {reason}.') from error
    if "SecretString" not in found:
        raise GoldsmithError(f'The secret "{name}" of AWS is binary; only text can be used.')
    return found["SecretString"]


def _refusal(error: ClientError, name: str) -> str:
    code = error.response.get("Error", {}).get("Code", "")
    if code == "ResourceNotFoundException":
        return (
            f'AWS has no secret "{name}" in this region and account. Check its name, and '
            "AWS_REGION or AWS_DEFAULT_REGION."
        )
    if code == "AccessDeniedException":
        return (
            f'AWS does not allow to read the secret "{name}". The credentials need '
            "secretsmanager:GetSecretValue for it."
        )
    message = error.response.get("Error", {}).get("Message", "").rstrip(".") or code
    return f'The secret "{name}" of AWS could not be read: {message}.'


def _as_text(value: object, key: str, name: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    raise GoldsmithError(f'What is under "{key}" in the secret "{name}" of AWS is not text.')
