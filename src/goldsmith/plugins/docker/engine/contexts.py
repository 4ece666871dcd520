"""The contexts of Docker's own client: which engine `docker` would speak to."""

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

# Any: JSON as Docker's client writes it.
from typing import Any

from goldsmith.record import record
from goldsmith.sdk import GoldsmithError

_DEFAULT = "default"
_ENDPOINT = "docker"


@record
class Context:
    """An engine that Docker's client has a name for."""

    name: str
    url: str
    tls_folder: Path | None
    """Where its certificates lie, if it has any."""
    is_verified: bool
    """Whether its certificate must be one that we trust."""


def client_folder() -> Path:
    """Where Docker's client keeps what it knows."""
    named = os.environ.get("DOCKER_CONFIG")
    return Path(named) if named else Path.home() / ".docker"


def chosen_context() -> str:
    """The context that is in use, as `docker` tells it; empty where none is."""
    name = os.environ.get("DOCKER_CONTEXT") or str(_configuration().get("currentContext") or "")
    return "" if name == _DEFAULT else name


def context_named(name: str) -> Context:
    """Read a context."""
    folder = client_folder() / "contexts"
    number = sha256(name.encode()).hexdigest()
    endpoint = (_read(folder / "meta" / number / "meta.json", name).get("Endpoints") or {}).get(
        _ENDPOINT
    ) or {}
    url = str(endpoint.get("Host") or "")
    if not url:
        raise GoldsmithError(f'The context "{name}" of Docker names no engine. {_WAY_OUT}')
    certificates = folder / "tls" / number / _ENDPOINT
    has_tls = certificates.is_dir() or bool(endpoint.get("SkipTLSVerify"))
    return Context(name, url, certificates if has_tls else None, not endpoint.get("SkipTLSVerify"))


_WAY_OUT = "See `docker context ls`, or set DOCKER_HOST to where the engine listens."


def _configuration() -> Mapping[str, Any]:
    try:
        found = json.loads((client_folder() / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # as Docker's client: without it, all is as usual
    return found if isinstance(found, dict) else {}


def _read(path: Path, name: str) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GoldsmithError(
            f'Docker has no context "{name}" in {client_folder() / "contexts"}. {_WAY_OUT}'
        ) from None
    except (OSError, ValueError) as error:
        raise GoldsmithError(
            f'The context "{name}" of Docker cannot be read: {path}: {error}.'
        ) from error
    return found if isinstance(found, dict) else {}
