"""Reads one value of a secret in Vault, as the usual environment variables say."""

import warnings
from collections.abc import Mapping

import hvac
import requests

from goldsmith.sdk import GoldsmithError
from goldsmith.toolkit.reasons import innermost_reason

_ADDRESS = "https://127.0.0.1:8200"
_TIMEOUT = 60.0
_TRUE = frozenset({"1", "t", "true"})


def read(environment: Mapping[str, str], path: str, key: str) -> str:
    """The text under `key` in the secret at `path`, of the first or second KV version."""
    address = environment.get("VAULT_AGENT_ADDR") or environment.get("VAULT_ADDR") or _ADDRESS
    if not environment.get("VAULT_TOKEN"):
        raise GoldsmithError(
            "Vault asks for a token. Set VAULT_TOKEN, for example to what "
            "`vault print token` prints."
        )
    if not address.startswith(("http://", "https://")):
        raise GoldsmithError(f'VAULT_ADDR is "{address}"; it must begin with https:// or http://.')
    where = f'the secret "{path}" from Vault at {address}'
    try:
        found = _answer(environment, address, path)
    except hvac.exceptions.Forbidden as error:
        raise GoldsmithError(
            f"The token in VAULT_TOKEN may not read {where}. Check that it has not expired and "
            "that its policies allow to read that path."
        ) from error
    except hvac.exceptions.VaultDown as error:
        raise GoldsmithError(f"Vault at {address} is sealed. Unseal it, then try again.") from error
    except hvac.exceptions.VaultError as error:
        raise GoldsmithError(f"Could not read {where}: {_reasons(error)}.") from error
    except (requests.RequestException, OSError, ValueError) as error:
        raise GoldsmithError(
            f"Could not read {where}: {innermost_reason(error)}. Check VAULT_ADDR, VAULT_CACERT "
            "and that the server is up."
        ) from error
    return _picked(found, path, key, where)


def _answer(environment: Mapping[str, str], address: str, path: str) -> object:
    certificate = environment.get("VAULT_CLIENT_CERT")
    checked = environment.get("VAULT_SKIP_VERIFY", "").lower() not in _TRUE
    authority = environment.get("VAULT_CACERT") or environment.get("VAULT_CAPATH")
    client = hvac.Client(
        url=address.rstrip("/"),
        token=environment["VAULT_TOKEN"],
        namespace=environment.get("VAULT_NAMESPACE") or None,
        cert=(certificate, environment.get("VAULT_CLIENT_KEY")) if certificate else None,
        verify=(authority or True) if checked else False,
        timeout=_timeout(environment.get("VAULT_CLIENT_TIMEOUT", "")),
    )
    with warnings.catch_warnings():
        # Who skips the check of certificates has been told what that means.
        warnings.simplefilter("ignore")
        answer: object = client.read(path.strip("/"))
        return answer


def _timeout(written: str) -> float:
    if not written:
        return _TIMEOUT
    number = written.removesuffix("s")
    if not number.isdigit():
        raise GoldsmithError(f'VAULT_CLIENT_TIMEOUT is "{written}"; it must be like 60 or 60s.')
    return float(number)


def _picked(answer: object, path: str, key: str, where: str) -> str:
    secret = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(secret, Mapping):
        hint = "" if "/data/" in path else " In the second version of KV, paths have data/ in them."
        raise GoldsmithError(f"Could not read {where}: there is none.{hint}")
    inner = secret.get("data")
    values = inner if isinstance(inner, Mapping) else secret
    if key in values:
        value = values[key]
        if isinstance(value, str):
            return value
        raise GoldsmithError(f'What is under "{key}" in {where} is not text.')
    names = ", ".join(sorted(map(str, values))) or "nothing"
    raise GoldsmithError(f'There is no "{key}" in {where}. It holds {names}.')


def _reasons(error: hvac.exceptions.VaultError) -> str:
    reasons = error.errors or [str(error) or type(error).__name__]
    return "; ".join(str(one).strip().rstrip(".") for one in reasons)
