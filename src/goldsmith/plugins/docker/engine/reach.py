"""Where an engine may listen, and the first words with it."""

import os
import re
import socket as sockets
import warnings
from collections.abc import Iterator
from pathlib import Path

# Any: as the library underneath the SDK declares what is overridden.
from typing import Any

import docker.errors
import requests.exceptions
import urllib3
from docker import APIClient
from docker.tls import TLSConfig
from docker.utils import version_lt

from goldsmith.plugins.docker.engine.contexts import chosen_context, client_folder, context_named
from goldsmith.plugins.docker.engine.failures import EngineLost, EngineRefused
from goldsmith.plugins.docker.engine.unreached import reason, url_problem, way_out
from goldsmith.record import record
from goldsmith.sdk import GoldsmithError

_CONTEXT = "context:"
_NEWEST_VERSION = "1.51"
"""The newest version of the API whose answers are known to be understood."""
_QUICK = re.compile(r"/(?:_ping|exec|json)(?:\?|$)")
"""Requests that do no work, and so are answered soon by an engine that is well."""
_QUICK_SECONDS = 120.0
ANSWER_SECONDS = 20.0
"""How long an engine may take for its first words."""


@record
class Place:
    """One engine, and how we and it prove who we are."""

    name: str
    """What leads there again, from another process too."""
    url: str
    tls: TLSConfig | None = None
    origin: str = ""
    """Who says so, for messages."""


def open_engine(wanted: str, seconds: float = ANSWER_SECONDS) -> tuple[str, APIClient]:
    """The engine at `wanted` or at the first usual place where one answers, and where that is."""
    tried: list[tuple[Place, str]] = []
    for place in _places(wanted):
        if problem := url_problem(place.url):
            raise GoldsmithError(f'"{place.url}"{place.origin} leads to no engine. {problem}')
        try:
            return place.name, _open_at(place, seconds)
        except (docker.errors.DockerException, OSError) as error:
            tried.append((place, reason(error, seconds)))
    said = " and ".join(f"{place.url}{place.origin} ({why})" for place, why in tried)
    raise EngineLost(
        f"No Docker engine answers. Tried {said}. {way_out([why for _, why in tried])}"
    )


def _open_at(place: Place, seconds: float) -> APIClient:
    _knock(place.url, seconds)
    wanted = _version_of_environment()
    api = _client(place, wanted or "auto", seconds)
    if wanted:
        api.version(api_version=False)  # unless it is asked, the SDK says nothing to it yet
    elif version_lt(_NEWEST_VERSION, api.api_version):
        oldest = str(api.version(api_version=False).get("MinAPIVersion") or _NEWEST_VERSION)
        api.close()
        newest = oldest if version_lt(_NEWEST_VERSION, oldest) else _NEWEST_VERSION
        api = _client(place, newest, seconds)
    api.timeout = None  # some answers take as long as the work does
    return api


def _client(place: Place, version: str, seconds: float) -> APIClient:
    # It is an error when they are needed, and none before.
    warnings.filterwarnings("ignore", "docker-credential-.* not installed", UserWarning)
    try:
        return _Client(base_url=place.url, version=version, timeout=seconds, tls=place.tls or False)
    except requests.exceptions.RequestException:
        raise  # what is no JSON is a mistake in a value too, but not in ours
    except (docker.errors.InvalidConfigFile, ValueError) as error:
        raise GoldsmithError(
            f"The logins in {client_folder() / 'config.json'} cannot be read: "
            f"{str(error).rstrip('.')}."
        ) from error


class _Client(APIClient):  # type: ignore[misc]  # the SDK has no types
    """Checks an engine against what it was told to, whatever the environment says of others."""

    # Any: what a request is made of.
    def request(self, method: Any, url: Any, **options: Any) -> Any:
        if options.get("timeout") is None and _QUICK.search(str(url)):
            options["timeout"] = _QUICK_SECONDS
        return super().request(method, url, **options)

    def merge_environment_settings(
        self,
        url: Any,
        proxies: Any,
        stream: Any,
        verify: Any,
        cert: Any,
    ) -> Any:
        chosen = self.verify if verify is None else verify
        return super().merge_environment_settings(url, proxies, stream, chosen, cert)


def _version_of_environment() -> str:
    wanted = os.environ.get("DOCKER_API_VERSION", "")
    if wanted and not re.fullmatch(r"\d+\.\d+", wanted):
        raise EngineRefused(f'DOCKER_API_VERSION is "{wanted}". It must be like 1.43.')
    return wanted


def _knock(place: str, seconds: float) -> None:
    """Fail with few words where nobody listens; the SDK would leave a socket open."""
    if place.startswith("unix://"):
        with sockets.socket(sockets.AF_UNIX) as one:
            one.settimeout(seconds)
            one.connect(place.removeprefix("unix://"))


def _places(wanted: str) -> Iterator[Place]:
    """Where to look, in the order of Docker's own client."""
    if wanted.startswith(_CONTEXT):
        yield _of_context(wanted.removeprefix(_CONTEXT))
        return
    named = os.environ.get("DOCKER_HOST", "")
    if wanted or named:
        url = wanted or named
        yield Place(url, url, _tls_of_environment())
        return
    if context := chosen_context():
        yield _of_context(context)
        return
    places = [
        Path("/var/run/docker.sock"),
        Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "docker.sock",
        Path.home() / ".docker/run/docker.sock",
    ]
    for path in places:
        if path == places[0] or path.exists():
            yield Place(f"unix://{path}", f"unix://{path}")


def _of_context(name: str) -> Place:
    found = context_named(name)
    origin = f' of the context "{name}"'
    if found.tls_folder is None:
        return Place(found.url, found.url, origin=origin)
    tls = _tls(found.tls_folder, is_verified=found.is_verified)
    return Place(f"{_CONTEXT}{name}", found.url, tls, origin)


def _tls_of_environment() -> TLSConfig | None:
    named = os.environ.get("DOCKER_CERT_PATH", "")
    is_verified = bool(os.environ.get("DOCKER_TLS_VERIFY"))
    if not (named or is_verified or os.environ.get("DOCKER_TLS")):
        return None
    folder = Path(named) if named else client_folder()
    if is_verified and not (folder / "ca.pem").exists():
        raise GoldsmithError(
            f"DOCKER_TLS_VERIFY is set, but {folder} has no ca.pem to check the engine against. "
            "Set DOCKER_CERT_PATH to the folder that has it."
        )
    return _tls(folder, is_verified=is_verified)


def _tls(folder: Path, *, is_verified: bool) -> TLSConfig:
    """Our certificate and what theirs is checked against, as far as they are there."""
    ca, certificate, key = (folder / f"{name}.pem" for name in ("ca", "cert", "key"))
    if not is_verified:
        # They said so themselves; a warning with each request would say it again and again.
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    return TLSConfig(
        client_cert=(str(certificate), str(key)) if certificate.exists() else None,
        ca_cert=str(ca) if is_verified and ca.exists() else None,
        verify=is_verified,
    )
