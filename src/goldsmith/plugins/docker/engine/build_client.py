"""Builds of Dockerfiles, and what an engine remembers of what it made.

With `client.py`, knows the Docker SDK.
"""

import tempfile
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# Any: the engine answers in JSON; the SDK's type for open files does not exist.
from typing import IO, Any

from anyio import from_thread
from docker import APIClient
from docker.api.build import process_dockerfile
from docker.utils import tar

from goldsmith.plugins.docker.engine.client import Engine
from goldsmith.plugins.docker.engine.facts import milliseconds


async def build(
    engine: Engine,
    on_event: Callable[[Mapping[str, Any]], Coroutine[Any, Any, None]],
    **options: object,
) -> None:
    """Build an image from a Dockerfile, with the options that the SDK takes."""

    def told(
        api: APIClient, *, path: str, dockerfile: str, gzip: bool, **given: object
    ) -> Iterator[Mapping[str, Any]]:
        with _context(path, dockerfile, is_compressed=gzip) as (file, name):
            sent = {"fileobj": file, "custom_context": True, "dockerfile": name}
            for event in api.build(**sent, encoding="gzip" if gzip else None, **given):
                from_thread.run(on_event, event)
                yield event

    await engine.events(told, lambda _event: None, rm=True, forcerm=True, decode=True, **options)


@contextmanager
def _context(folder: str, dockerfile: str, *, is_compressed: bool) -> Iterator[tuple[IO[Any], str]]:
    """The files of a folder as a tar file, and what the Dockerfile is called in it.

    The SDK would put it in a temporary file that stays after a kill; this one has no name.
    """
    with tempfile.TemporaryFile() as file:
        found = process_dockerfile(dockerfile, folder)
        tar(folder, exclude=_ignored(folder), dockerfile=found, fileobj=file, gzip=is_compressed)
        yield file, str(found[0])


def _ignored(folder: str) -> list[str]:
    try:
        lines = (Path(folder) / ".dockerignore").read_text().splitlines()
    except FileNotFoundError:
        return []
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]


async def clock(engine: Engine) -> int:
    """The engine's time, in milliseconds."""
    found = await engine.call(APIClient.info)
    return milliseconds(str(found.get("SystemTime") or ""))


async def maker_of(engine: Engine, image: str) -> str:
    """What made the last layer of an image, as its history says."""
    history = await engine.call(APIClient.history, image)
    return str(history[0].get("CreatedBy") or "") if history else ""


async def commits_of(engine: Engine, container: str) -> tuple[str, ...]:
    """The images that were made of a container, as far as the engine remembers."""
    chosen = {"container": container, "event": "commit"}
    until = f"{(await clock(engine) + 1) / 1000:.3f}"  # or else the stream would not end

    def read(api: APIClient) -> tuple[str, ...]:
        told = api.events(since=1, until=until, filters=chosen, decode=True)
        return tuple(str(one["Actor"]["Attributes"].get("imageID") or "") for one in told)

    return tuple(one for one in await engine.call(read) if one)
