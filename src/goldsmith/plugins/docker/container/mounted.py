"""What of a container the engine's archives do not show: file systems in memory."""

import base64
import json
from collections.abc import Iterable, Mapping

# Any: JSON as the engine sends it.
from typing import Any

from docker import APIClient

ALWAYS_IN_MEMORY = ("/dev", "/proc", "/sys")


def folders_in_memory(api: APIClient, container: str) -> tuple[str, ...]:
    """The folders whose files only the container itself can see."""
    found = api.inspect_container(container)
    host = found.get("HostConfig") or {}
    asked = list(host.get("Tmpfs") or {})
    asked += [
        str(one.get("Target") or "")
        for one in host.get("Mounts") or ()
        if one.get("Type") == "tmpfs"
    ]
    return (*ALWAYS_IN_MEMORY, *(one.rstrip("/") for one in asked if one))


def is_within(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of these folders or below it."""
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def path_facts(api: APIClient, container: str, path: str) -> Mapping[str, Any] | None:
    """What the engine knows of a path in a container; None where nothing can be seen."""
    url = f"{api.base_url}/v{api.api_version}/containers/{container}/archive"
    answer = api.head(url, params={"path": path}, timeout=None)
    if not answer.ok:
        return None  # where it cannot be there, the engine says why when something is to be
    said = str(answer.headers.get("X-Docker-Container-Path-Stat") or "")
    facts = json.loads(base64.b64decode(said) or "{}")
    return facts if isinstance(facts, dict) else {}
