"""Docker's engine through its API.

The SDK blocks, so each call has a thread of its own while it lasts. A call that makes something
is waited for also in a build that is cancelled, so that what it made is known.
"""

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial

# Any: the engine answers in JSON, which is read below, field by field.
from typing import Any, TypeVar
from urllib.parse import urlsplit

import anyio
import anyio.from_thread
import anyio.to_thread
import docker.errors
import requests.exceptions
from docker import APIClient

from goldsmith.plugins.docker.engine.attached import OnBytes, attach, feed, read
from goldsmith.plugins.docker.engine.facts import (
    ContainerFacts,
    ImageFacts,
    container_facts,
    image_facts,
)
from goldsmith.plugins.docker.engine.failures import (
    EngineLost,
    EngineRefused,
    in_our_words,
    sentence,
    suppress_missing,
)
from goldsmith.plugins.docker.engine.long_answer import ask, parts_of, write_parts
from goldsmith.plugins.docker.engine.reach import open_engine
from goldsmith.record import record
from goldsmith.sdk import OnProgress, Stream

__all__ = [
    "Engine",
    "EngineLost",
    "EngineRefused",
    "Login",
    "OnEvent",
    "connect",
    "split_reference",
]

T = TypeVar("T")
OnEvent = Callable[[Mapping[str, Any]], None]
_PIECE = 1 << 20
_TOLD_AT_ONCE = 8 << 20
_THREADS = 200


@record
class Login:
    """Who we are to a registry."""

    username: str
    password: str
    server: str

    @property
    def as_json(self) -> dict[str, str]:
        """As the engine takes it."""
        return {
            "username": self.username,
            "password": self.password,
            "serveraddress": self.server,
        }


async def connect(place: str = "") -> "Engine":
    """Reach the engine at `place`; that of the environment or of the usual sockets unless told."""
    found, api = await anyio.to_thread.run_sync(open_engine, place)
    return Engine(found, api, anyio.CapacityLimiter(_THREADS))


class Engine:
    """An engine that answers."""

    def __init__(self, place: str, api: APIClient, limiter: anyio.CapacityLimiter) -> None:
        self.place = place
        """Where it listens, for `connect`."""
        far = urlsplit(str(api.base_url))
        self.host = far.hostname or "" if far.scheme in {"http", "https"} else ""
        """The computer it runs on; empty for this one."""
        self._api = api
        # Nobody can say when a container needs no engine any more: whoever has it lets go of it.
        self._close = weakref.finalize(self, api.close)
        self._limiter = limiter

    async def call(self, function: Callable[..., T], *args: object, **options: object) -> T:
        """One blocking call of the SDK in a thread, its errors in our words.

        `function` takes the SDK's client first.
        """

        def work() -> T:
            with in_our_words():
                return function(self._api, *args, **options)

        return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    async def events(
        self,
        function: Callable[..., Iterable[Mapping[str, Any]]],
        on_event: OnEvent,
        **options: object,
    ) -> None:
        """Carry out what tells its progress, in `options` of the SDK's `function`.

        An error among the events is raised. A build that is cancelled stops it.
        """

        def work() -> None:
            with in_our_words():
                for event in function(self._api, **options):
                    anyio.from_thread.check_cancelled()
                    if "error" in event:
                        raise EngineRefused(sentence(str(event["error"])))
                    anyio.from_thread.run_sync(on_event, event)

        await anyio.to_thread.run_sync(work, limiter=self._limiter)

    async def close(self) -> None:
        """Close the connections."""
        await anyio.to_thread.run_sync(self._close)

    # Images

    async def pull(
        self, reference: str, platform: str, login: Login | None, on_event: OnEvent
    ) -> None:
        """Have the engine fetch an image."""
        repository, tag = split_reference(reference)
        await self.events(
            APIClient.pull,
            on_event,
            repository=repository,
            tag=tag or "latest",
            platform=platform or None,
            auth_config=login.as_json if login else None,
            stream=True,
            decode=True,
        )

    async def image(self, reference: str) -> ImageFacts:
        """What the engine knows of an image."""
        return image_facts(await self.call(APIClient.inspect_image, reference))

    async def images(self, *, dangling: bool = True) -> tuple[ImageFacts, ...]:
        """Every image without a name and a child, or every image at all."""
        if dangling:
            found = await self.call(APIClient.images, filters={"dangling": True}, quiet=True)
        else:
            found = await self.image_ids()
        facts: list[ImageFacts] = []
        for one in found:
            with suppress(EngineRefused):  # gone meanwhile
                facts.append(await self.image(one))
        return tuple(facts)

    async def image_ids(self) -> frozenset[str]:
        """Every image there is, also those that are steps to others."""
        return frozenset(map(str, await self.call(APIClient.images, quiet=True, all=True)))

    async def remove_image(self, reference: str, *, noprune: bool = False) -> None:
        """Remove an image; one that is gone already is gone."""
        with suppress_missing():
            await self.call(APIClient.remove_image, reference, noprune=noprune)

    # Containers

    async def create(
        self, name: str, config: Mapping[str, object], platform: str
    ) -> tuple[str, tuple[str, ...]]:
        """Make a container, not started; its id, and what the engine warns of."""

        def make(api: APIClient) -> Mapping[str, Any]:
            arguments = {"name": name, **({"platform": platform} if platform else {})}
            made: Mapping[str, Any] = api.create_container_from_config(dict(config), **arguments)
            return made

        made = await self.call(make)
        return str(made["Id"]), tuple(map(str, made.get("Warnings") or ()))

    async def start(self, container: str) -> None:
        """Start a container."""
        await self.call(APIClient.start, container)

    async def container(self, container: str) -> ContainerFacts:
        """What the engine knows of a container."""
        return container_facts(await self.call(APIClient.inspect_container, container))

    async def remove_container(self, container: str) -> None:
        """End a container and remove it with its nameless volumes."""
        with suppress_missing():
            await self.call(APIClient.remove_container, container, v=True, force=True)

    async def until_removed(self, container: str) -> None:
        """Wait until a container that is being removed is gone."""
        for pause in (0.0, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0):
            await anyio.sleep(pause)
            try:
                await self.container(container)
            except EngineRefused as error:
                if error.status == 404:
                    return
                raise
        raise EngineRefused(f"The container {container[:12]} is still being removed.")

    async def logs(self, container: str) -> str:
        """The last lines that a container wrote."""
        text = await self.call(APIClient.logs, container, tail=10)
        return bytes(text).decode("utf-8", "replace").strip()

    async def commit(
        self, container: str, *, author: str, message: str, changes: Sequence[str]
    ) -> str:
        """Make an image of a container; its id."""
        made = await self.call(
            APIClient.commit,
            container,
            author=author or None,
            message=message or None,
            changes=list(changes) or None,
        )
        return str(made["Id"])

    async def until_dead(self, container: str) -> None:
        """Wait until a container has ended."""
        chosen = {"container": container, "event": "die"}
        stream = await self.call(APIClient.events, filters=chosen, decode=True)

        def wait() -> None:
            with suppress(Exception):  # the stream is closed when nobody waits any more
                next(iter(stream), None)

        try:
            if (await self.container(container)).is_running:
                await anyio.to_thread.run_sync(
                    wait, limiter=anyio.CapacityLimiter(1), abandon_on_cancel=True
                )
        finally:
            with suppress(Exception):  # it may have ended by itself
                stream.close()

    async def until_deaf(self, *, pause: float = 30.0, patience: float = 60.0) -> None:
        """Wait until the engine gives no answer any more; it is asked after each `pause`."""
        while True:
            await anyio.sleep(pause)
            try:
                await self.call(_ping, patience)
            except EngineLost:
                return

    # Files

    async def put(self, container: str, folder: str, archive: Iterable[bytes]) -> None:
        """Unpack a tar stream in a folder of a container; no folder gives way to a file."""
        await self.call(_put, container, folder, archive)

    async def get(
        self, container: str, path: str, take: Callable[[Mapping[str, Any], Iterator[bytes]], T]
    ) -> T:
        """Hand `take` what is known of a path, and the tar stream of it; in a thread."""

        def work() -> T:
            with in_our_words():
                pieces, facts = self._api.get_archive(container, path, chunk_size=_PIECE)
                with _closing(pieces):
                    return take(facts or {}, _cancellable(pieces))

        return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    async def export(self, container: str, file: int, on_progress: OnProgress) -> None:
        """Write the file system of a container to an open file."""
        await self.fetch(f"/containers/{container}/export", file, on_progress)

    async def fetch(self, path: str, file: int, on_progress: OnProgress) -> None:
        """Write what is at `path` of the engine's API to an open file."""

        def work() -> None:
            with in_our_words():
                untold = 0
                with closing(ask(self._api, path)) as answer:
                    for parts in _cancellable(parts_of(answer)):
                        untold += write_parts(file, parts)
                        if untold >= _TOLD_AT_ONCE:
                            anyio.from_thread.run_sync(on_progress, untold)
                            untold = 0
                anyio.from_thread.run_sync(on_progress, untold)

        await anyio.to_thread.run_sync(work, limiter=self._limiter)

    # Commands

    async def execute(
        self,
        container: str,
        command: Sequence[str],
        *,
        user: str = "",
        tty: bool = False,
        stdin: Iterable[bytes] = (),
        on_bytes: OnBytes | None = None,
    ) -> int | None:
        """Run a program in a container to its end; its exit code, None where that is not known."""
        made = await self.call(
            APIClient.exec_create, container, list(command), user=user, tty=tty, stdin=True
        )
        name = str(made["Id"])
        stream = await self.call(attach, name, tty)
        limiter = anyio.CapacityLimiter(2)
        try:
            async with anyio.create_task_group() as both:
                both.start_soon(partial(feed, stream, stdin, limiter, is_terminal=tty))
                output = partial(read, stream, on_bytes or _ignore, is_terminal=tty)
                await anyio.to_thread.run_sync(output, limiter=limiter, abandon_on_cancel=True)
                both.cancel_scope.cancel()
        finally:
            stream.close()
        return await self._exit_code(name)

    async def _exit_code(self, name: str) -> int | None:
        for pause in (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0):
            await anyio.sleep(pause)
            found = await self.call(APIClient.exec_inspect, name)
            if not found.get("Running"):
                code = found.get("ExitCode")
                return int(code) if code is not None else None
        return None


def _ping(api: APIClient, seconds: float) -> None:
    api.get(f"{api.base_url}/_ping", timeout=seconds).close()


def _put(api: APIClient, container: str, folder: str, archive: Iterable[bytes]) -> None:
    # The SDK's own call would let a file take the place of a folder with all that is in it.
    url = f"{api.base_url}/v{api.api_version}/containers/{container}/archive"
    params = {"path": folder, "noOverwriteDirNonDir": "true"}
    response = api.put(url, params=params, data=_cancellable(archive), timeout=None)
    try:
        response.raise_for_status()
    except requests.exceptions.HTTPError as error:
        docker.errors.create_api_error_from_http_exception(error)


def split_reference(reference: str) -> tuple[str, str]:
    """The repository and the tag or digest of an image's name."""
    repository, at, digest = reference.partition("@")
    if at:
        return repository, digest
    head, colon, tag = reference.rpartition(":")
    return (head, tag) if colon and "/" not in tag else (reference, "")


def _cancellable(pieces: Iterable[T]) -> Iterator[T]:
    for piece in pieces:
        anyio.from_thread.check_cancelled()
        yield piece


@contextmanager
def _closing(pieces: Any) -> Iterator[None]:  # Any: a generator of the SDK, or its like
    try:
        yield
    finally:
        with suppress(Exception):  # half-read answers may complain
            pieces.close()


def _ignore(_stream: Stream, _data: bytes) -> None:
    """For commands whose output nobody wants."""
