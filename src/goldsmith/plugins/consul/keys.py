"""Looks up one key in Consul, as the usual environment variables say."""

import warnings
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import consul
import requests

from goldsmith.sdk import GoldsmithError
from goldsmith.toolkit.reasons import innermost_reason

_ADDRESS = "127.0.0.1:8500"
_PORTS = {"http": 8500, "https": 8501}
_TRUE = frozenset({"1", "t", "true"})


def read(environment: Mapping[str, str], key: str) -> str:
    """The text that Consul keeps under `key`."""
    address = _address(environment)
    where = f'the key "{key}" from Consul at {address.geturl()}'
    try:
        with warnings.catch_warnings():
            # Who skips the check of certificates has been told what that means.
            warnings.simplefilter("ignore")
            _, found = _client(environment, address).kv.get(key.lstrip("/"))
    except (consul.ACLPermissionDenied, consul.ACLDisabled) as error:
        raise GoldsmithError(
            f"Consul does not allow to read {where}. Set CONSUL_HTTP_TOKEN to a token whose "
            "policies allow to read that key."
        ) from error
    except consul.ConsulException as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise GoldsmithError(f"Could not read {where}: {reason}.") from error
    except (requests.RequestException, OSError, ValueError) as error:
        raise GoldsmithError(
            f"Could not read {where}: {innermost_reason(error)}. Check CONSUL_HTTP_ADDR and that "
            "the agent is up."
        ) from error
    if found is None or not found["Value"]:
        raise GoldsmithError(f"Could not read {where}: it is missing or empty.")
    try:
        text: str = found["Value"].decode()
    except UnicodeDecodeError:
        raise GoldsmithError(f"What {where} holds is not text in UTF-8.") from None
    return text


def _address(environment: Mapping[str, str]) -> SplitResult:
    """The address of the agent, with its scheme and port."""
    written = environment.get("CONSUL_HTTP_ADDR") or _ADDRESS
    secure = environment.get("CONSUL_HTTP_SSL", "").lower() in _TRUE
    full = written if "://" in written else f"{'https' if secure else 'http'}://{written}"
    problem = GoldsmithError(
        f'CONSUL_HTTP_ADDR is "{written}"; it must be like {_ADDRESS} or https://consul:8501.'
    )
    try:
        parts = urlsplit(full)
        port = parts.port
    except ValueError:
        raise problem from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in {"", "/"}:
        raise problem
    scheme = "https" if secure else parts.scheme
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return SplitResult(scheme, f"{host}:{port or _PORTS[scheme]}", "", "", "")


def _client(environment: Mapping[str, str], address: SplitResult) -> consul.Consul:
    certificate = environment.get("CONSUL_CLIENT_CERT")
    authority = environment.get("CONSUL_CACERT") or environment.get("CONSUL_CAPATH")
    checked = environment.get("CONSUL_HTTP_SSL_VERIFY", "true").lower() in _TRUE
    host, _, port = address.netloc.rpartition(":")
    client = consul.Consul(
        host=host,
        port=int(port),
        token=_token(environment),
        scheme=address.scheme,
        verify=(authority or True) if checked else False,
        cert=(certificate, environment.get("CONSUL_CLIENT_KEY")) if certificate else None,
    )
    # The client takes neither a name nor a namespace; the session that it calls with does.
    user, colon, password = environment.get("CONSUL_HTTP_AUTH", "").partition(":")
    if colon:
        client.http.session.auth = (user, password)
    for name in ("namespace", "partition"):
        if environment.get(f"CONSUL_{name.upper()}"):
            headers = {f"X-Consul-{name.title()}": environment[f"CONSUL_{name.upper()}"]}
            client.http.session.headers.update(headers)
    return client


def _token(environment: Mapping[str, str]) -> str | None:
    file = environment.get("CONSUL_HTTP_TOKEN_FILE")
    token = environment.get("CONSUL_HTTP_TOKEN")
    return token or (Path(file).read_text().strip() if file else None)
