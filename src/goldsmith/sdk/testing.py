"""Fakes that behave: a run that undoes what it acquired, a machine with files and commands."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import gettempdir
from types import TracebackType
from typing import Self, TypeVar

from goldsmith.diagnostics import GoldsmithError
from goldsmith.lang.gotemplate import GoTemplateError, render
from goldsmith.record import record
from goldsmith.sdk.machine import (
    Access,
    CommandResult,
    OnLine,
    OnProgress,
    Stream,
    TransferFailed,
)
from goldsmith.sdk.resource import Resource

H = TypeVar("H")


class FakeProgress:
    """A progress bar that remembers how far it came."""

    def __init__(self, title: str, total: int | None) -> None:
        self.title = title
        self.total = total
        self.done = 0

    def advance(self, amount: int) -> None:
        """Count `amount` more bytes."""
        self.done += amount


@record
class _Acquired:
    """A thing that exists, and how it is given back."""

    kind: str
    handle: object
    undo: Callable[[], Awaitable[None]]


class FakeRun:
    """A run for the tests of components: it records what is said and undoes what is acquired.

    As an async context it gives everything back at its end, last come first. Used plainly, call
    `undo_all` for that.
    """

    def __init__(
        self,
        *,
        facts: Mapping[str, str] | None = None,
        access: Access | None = None,
        answers: Sequence[str] = (),
        force: bool = False,
        debug: bool = False,
        cache_directory: Path | None = None,
        log_path: Path | None = None,
        build_name: str = "null.test",
    ) -> None:
        temporary = Path(gettempdir())
        self.run_id = "00000000-0000-4000-8000-000000000000"
        self.build_name = build_name
        self.source_name = build_name.rpartition(".")[2]
        self.builder_type = build_name.rpartition(".")[0].rpartition(".")[2]
        self.force = force
        self.debug = debug
        self.leaves_machine = False
        self.access = access or Access(communicator="none")
        self.facts: Mapping[str, str] = dict(facts or {})
        self.cache_directory = cache_directory or temporary
        self.temporary_directory = temporary
        self.log_path = log_path or temporary / "goldsmith-fake-run.log"
        self.said: list[str] = []
        self.warnings: list[str] = []
        self.debug_lines: list[str] = []
        self.output_lines: list[tuple[Stream, str]] = []
        self.steps: list[str] = []
        self.ended_steps: list[str] = []
        self.bars: list[FakeProgress] = []
        self.secrets: list[str] = []
        self.questions: list[str] = []
        self.answers = list(answers)
        self.acquired: list[object] = []
        self.released: list[object] = []
        self.kept: list[object] = []
        self.tokens: list[str] = []
        self.functions: dict[str, Callable[..., object]] = {}
        self._held: list[_Acquired] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.undo_all()

    @property
    def held(self) -> tuple[object, ...]:
        """The handles of what is acquired and neither released nor kept."""
        return tuple(one.handle for one in self._held)

    async def undo_all(self) -> None:
        """Give back everything that is still held, last come first."""
        while self._held:
            await self._undo(self._held[-1])

    def say(self, text: str) -> None:
        """Record it in `said`."""
        self.said.append(text)

    def warn(self, text: str) -> None:
        """Record it in `warnings`."""
        self.warnings.append(text)

    def output(self, stream: Stream, line: str) -> None:
        """Record it in `output_lines`."""
        self.output_lines.append((stream, line))

    def debug_log(self, text: str) -> None:
        """Record it in `debug_lines`."""
        self.debug_lines.append(text)

    @asynccontextmanager
    async def step(self, title: str) -> AsyncIterator[None]:
        """Record its title in `steps`, and in `ended_steps` when it is over, however it ends."""
        self.steps.append(title)
        try:
            yield
        finally:
            self.ended_steps.append(title)

    @contextmanager
    def progress(self, title: str, total: int | None) -> Iterator[FakeProgress]:
        """Record the bar in `bars`."""
        bar = FakeProgress(title, total)
        self.bars.append(bar)
        yield bar

    def secret(self, text: str) -> None:
        """Record it in `secrets`."""
        self.secrets.append(text)

    def render(self, text: str, data: Mapping[str, str] | None = None) -> str:
        """Render a Go template with facts and data; `functions` can be called in it."""
        try:
            return render(text, {**self.facts, **(data or {})}, self.functions)
        except GoTemplateError as error:
            raise GoldsmithError(f"The Go template `{text}` is wrong: {error}") from error

    async def ask(self, question: str) -> str:
        """Record it in `questions`; the next of `answers`, or an empty text."""
        self.questions.append(question)
        return self.answers.pop(0) if self.answers else ""

    async def acquire(
        self,
        resource: Resource[H],
        create: Callable[[str], Awaitable[H]],
        *,
        planned: H | None = None,
    ) -> H:
        """Make it, and remember to give it back.

        As in a real run, what was planned is given back even when `create` fails half-way, except
        after a `FileExistsError`: what was there before belongs to somebody else.
        """
        token = f"token-{len(self.tokens) + 1}"
        self.tokens.append(token)
        try:
            handle = await create(token)
        except FileExistsError:
            raise
        except BaseException:
            found: tuple[H, ...] = () if planned is None else (planned,)
            if resource.find is not None:
                found = await resource.find(token, planned)
            for one in found:
                await resource.release(one)
            raise
        self.acquired.append(handle)

        async def undo() -> None:
            await resource.release(handle)

        self._held.append(_Acquired(resource.kind, handle, undo))
        return handle

    async def release(self, handle: object) -> None:
        """Give back `handle` now; what is gone already is gone."""
        if handle not in self.released:
            await self._undo(self._find(handle))

    def keep(self, handle: object, *, when_ended: bool = False) -> None:  # noqa: ARG002 - nobody kills it
        """Let `handle` stay, and record it in `kept`."""
        self._held.remove(self._find(handle))
        self.kept.append(handle)

    def _find(self, handle: object) -> _Acquired:
        for one in reversed(self._held):
            if one.handle == handle:
                return one
        raise LookupError(f"{handle!r} is not held by this run.")

    async def _undo(self, one: _Acquired) -> None:
        self._held.remove(one)
        await one.undo()
        self.released.append(one.handle)


class FakeMachine:
    """A machine of which only the file system and a list of commands exist.

    `exit_codes` says how commands end (0 unless told; None: the connection is cut), `outputs` what
    they print on standard output, `failures` what is raised when a command or a remote path is
    touched.
    """

    def __init__(
        self,
        *,
        exit_codes: Mapping[str, int | None] | None = None,
        outputs: Mapping[str, Sequence[str]] | None = None,
        files: Mapping[str, bytes] | None = None,
        failures: Mapping[str, Exception] | None = None,
    ) -> None:
        self.exit_codes = dict(exit_codes or {})
        self.outputs = dict(outputs or {})
        self.files = dict(files or {})
        self.failures = dict(failures or {})
        self.modes: dict[str, int] = {}
        self.commands: list[str] = []
        self.inputs: list[bytes] = []

    async def execute(
        self, command: str, *, on_line: OnLine | None = None, stdin: bytes = b""
    ) -> CommandResult:
        """Record the command, print what `outputs` says, end as `exit_codes` says."""
        self.commands.append(command)
        self.inputs.append(stdin)
        self._fail_if_told(command)
        lines = tuple(self.outputs.get(command, ()))
        for line in lines:
            if on_line is not None:
                on_line("stdout", line)
        return CommandResult(command, self.exit_codes.get(command, 0), lines[-20:])

    async def upload(
        self,
        source: Path,
        destination: str,
        *,
        mode: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        """Put the content of `source` into `files`."""
        self._fail_if_told(destination)
        try:
            content = source.read_bytes()  # noqa: ASYNC240 - a small file of a test
            local_mode = source.stat().st_mode & 0o777  # noqa: ASYNC240 - the same
        except OSError as error:
            raise TransferFailed(f"{source} cannot be read: {error.strerror}.") from error
        self._store(destination, content, local_mode if mode is None else mode, on_progress)

    async def upload_bytes(self, content: bytes, destination: str, *, mode: int = 0o644) -> None:
        """Put `content` into `files`."""
        self._fail_if_told(destination)
        self._store(destination, content, mode, None)

    async def upload_directory(
        self, source: Path, destination: str, *, on_progress: OnProgress | None = None
    ) -> None:
        """Put every file below `source` into `files`."""
        self._fail_if_told(destination)
        if not source.is_dir():  # noqa: ASYNC240 - a small folder of a test
            raise TransferFailed(f"{source} is not a directory.")
        for path in sorted(source.rglob("*")):  # noqa: ASYNC240 - a small folder of a test
            if path.is_file():
                remote = f"{destination.rstrip('/')}/{path.relative_to(source)}"
                self._store(remote, path.read_bytes(), path.stat().st_mode & 0o777, on_progress)

    async def download(
        self, source: str, destination: Path, *, on_progress: OnProgress | None = None
    ) -> None:
        """Write what `files` has under `source`."""
        self._fail_if_told(source)
        if source not in self.files:
            raise TransferFailed(f"{source} does not exist on the machine.")
        content = self.files[source]
        destination.write_bytes(content)  # noqa: ASYNC240 - a small file of a test
        if on_progress is not None:
            on_progress(len(content))

    async def download_directory(
        self, source: str, destination: Path, *, on_progress: OnProgress | None = None
    ) -> None:
        """Write every file that `files` has below `source`."""
        self._fail_if_told(source)
        folder = f"{source.rstrip('/')}/"
        inside = {name: content for name, content in self.files.items() if name.startswith(folder)}
        if not inside:
            raise TransferFailed(f"{source} is not a directory on the machine.")
        for name, content in inside.items():
            path = destination / name.removeprefix(folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            if on_progress is not None:
                on_progress(len(content))

    def _store(
        self, destination: str, content: bytes, mode: int, on_progress: OnProgress | None
    ) -> None:
        self.files[destination] = content
        self.modes[destination] = mode
        if on_progress is not None:
            on_progress(len(content))

    def _fail_if_told(self, name: str) -> None:
        if name in self.failures:
            raise self.failures[name]
