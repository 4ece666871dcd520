"""What the engine does with images as a whole: name, send away, write down, take in.

With `client.py`, the only module that knows the Docker SDK.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

# Any: the engine answers in JSON, which is read below, field by field.
from typing import Any, BinaryIO
from urllib.parse import quote

import docker.errors
import requests.exceptions
from docker import APIClient
from docker.auth import AuthConfig

from goldsmith.plugins.docker.engine.client import (
    Engine,
    EngineRefused,
    Login,
    OnEvent,
    split_reference,
)
from goldsmith.record import record
from goldsmith.sdk import OnProgress

_PIECE = 1 << 20
_PLATFORM_OF_PUSH = (1, 46)
"""The version of the API that can send one platform of an image."""


async def tag(engine: Engine, image: str, name: str) -> None:
    """Give an image one more name."""
    repository, label = split_reference(name)
    await engine.call(APIClient.tag, image, repository, label or None)


async def log_in(engine: Engine, login: Login) -> None:
    """Find out whether the registry lets us in; nothing is stored."""
    await engine.call(
        APIClient.login, login.username, login.password, registry=login.server, reauth=True
    )


def fetch_logins(api: APIClient) -> None:
    """Have the programs that keep logins say them now.

    Where one fails, the SDK would leave the file open that it is about to send.
    """
    known = api._auth_configs  # noqa: SLF001 - the SDK has no other way to them
    if known.creds_store or known.cred_helpers:
        api._auth_configs = AuthConfig({"auths": known.get_all_credentials()})  # noqa: SLF001 - as above


async def push(
    engine: Engine, name: str, platform: str, login: Login | None, on_event: OnEvent
) -> str:
    """Send an image to the registry in its name; the digest it has there."""
    digests: list[str] = []

    def take(event: Mapping[str, Any]) -> None:
        told = event.get("aux") or {}
        if isinstance(told, dict) and told.get("Digest"):
            digests.append(str(told["Digest"]))
        on_event(event)

    await engine.call(_check_platform, platform)
    repository, label = split_reference(name)
    await engine.events(
        _push_platform if platform else APIClient.push,
        take,
        repository=repository,
        tag=label or "latest",
        auth_config=login.as_json if login else None,
        stream=True,
        decode=True,
        **({"platform": platform} if platform else {}),
    )
    return digests[-1] if digests else ""


async def save(engine: Engine, image: str, target: Path, on_progress: OnProgress) -> None:
    """Write an image with its layers and names to a file that is there."""
    file = os.open(target, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC)
    try:
        await engine.fetch(f"/images/{quote(image, safe='/:@')}/get", file, on_progress)
    finally:
        os.close(file)


@record
class Import:
    """What becomes of a file system in a tar file."""

    repository: str
    tag: str
    changes: Sequence[str]
    platform: str


async def import_file(engine: Engine, source: Path, wanted: Import, on_progress: OnProgress) -> str:
    """Make an image of a tar file; its id."""

    def work(api: APIClient) -> str:
        # The SDK's own function knows no platform.
        with source.open("rb", buffering=0) as file:
            answer = api.post(
                f"{api.base_url}/v{api.api_version}/images/create",
                params=_parameters(wanted),
                headers={"Content-Type": "application/tar"},
                data=_pieces(file, on_progress),
                timeout=None,
            )
        try:
            answer.raise_for_status()
        except requests.exceptions.HTTPError as error:
            docker.errors.create_api_error_from_http_exception(error)
        return _id_in(answer.text)

    return await engine.call(work)


async def platform_of(engine: Engine, image: str) -> str:
    """What an image says it is for."""
    found = await engine.call(APIClient.inspect_image, image)
    parts = (found.get(name) for name in ("Os", "Architecture", "Variant"))
    return "/".join(str(one) for one in parts if one)


def _parameters(wanted: Import) -> list[tuple[str, str]]:
    pairs = [("fromSrc", "-"), ("repo", wanted.repository), ("tag", wanted.tag)]
    pairs += [("platform", wanted.platform)] if wanted.platform else []
    return [*pairs, *(("changes", change) for change in wanted.changes)]


def _id_in(text: str) -> str:
    found = ""
    for line in text.splitlines():
        if not line.strip():
            continue
        event: Mapping[str, Any] = json.loads(line)
        if "error" in event:
            raise EngineRefused(f"The Docker engine says: {str(event['error']).rstrip('.')}.")
        found = str(event.get("status") or found)
    return found


def _pieces(file: BinaryIO, on_progress: OnProgress) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
        on_progress(len(piece))


def _check_platform(api: APIClient, platform: str) -> None:
    version = tuple(int(one) for one in str(api.api_version).split("."))
    if platform and version < _PLATFORM_OF_PUSH:
        raise EngineRefused(
            f"This Docker engine cannot push {platform} alone: that needs version 1.46 of its API, "
            f"and it has {api.api_version}. Leave out platform."
        )


def _push_platform(
    api: APIClient,
    *,
    platform: str,
    **options: Any,  # Any: as the SDK's own `push` takes them
) -> Iterator[Mapping[str, Any]]:
    """What the SDK's `push` does, with the platform that it does not know."""
    system, _, rest = platform.partition("/")
    architecture, _, variant = rest.partition("/")
    wanted = {
        "os": system,
        "architecture": architecture,
        **({"variant": variant} if variant else {}),
    }
    before = dict(api.params) if isinstance(api.params, dict) else {}
    # What a session holds goes along with every request.
    api.params = {**before, "platform": json.dumps(wanted)}
    try:
        events: Iterator[Mapping[str, Any]] = api.push(**options)
    finally:
        api.params = before
    return events
