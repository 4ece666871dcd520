"""A container, as provisioners see it."""

from pathlib import Path
from shlex import quote

import anyio

from goldsmith.plugins.docker.container.transfer import Transfer, absolute
from goldsmith.plugins.docker.engine.client import Engine, EngineLost, EngineRefused
from goldsmith.sdk import (
    CommandResult,
    ConnectionLost,
    GoldsmithError,
    OnLine,
    OnProgress,
    Stream,
    TransferFailed,
)
from goldsmith.toolkit.archive import Owner
from goldsmith.toolkit.lines import LineSplitter, Tail

_GO = b"\n"
_STARTED = 'read -r _ && echo $$ >&2 && exec /bin/sh -c "$1"'
"""Waits until we listen, says which process it is, and becomes the command."""
_END = """
for kind in TERM KILL; do
  found=
  for file in /proc/[0-9]*/stat; do
    read -r line < "$file" || continue
    number=${line%% *}
    set -- ${line##*) }
    if [ "$4" = SESSION ] && [ "$1" != Z ]; then kill -$kind "$number" && found=1; fi
  done 2>/dev/null
  [ "$found" ] || exit 0
  [ $kind = KILL ] || sleep 1
done
"""
"""Ends all processes of a session, with nothing but a shell; SESSION is put in."""
_END_SECONDS = 15.0
_KILLED = 137
_NOT_STARTED = frozenset({126, 127})
_ENDS = {_KILLED: ": it was killed", 143: ": it was told to end"}
_PAUSES = (0.0, 0.02, 0.05, 0.1, 0.3)


class ContainerMachine:
    """A running container; see `goldsmith.sdk.machine.Machine`."""

    def __init__(
        self,
        engine: Engine,
        container: str,
        *,
        exec_user: str = "",
        has_terminal: bool = False,
        owns_uploads: bool = True,
    ) -> None:
        self.engine = engine
        """The connection to it."""
        self._container = container
        self._exec_user = exec_user
        self._has_terminal = has_terminal
        self._owns_uploads = owns_uploads
        self._owner: Owner | None = None
        self._home = ""
        self._transfer = Transfer(engine, container)

    async def execute(
        self, command: str, *, on_line: OnLine | None = None, stdin: bytes = b""
    ) -> CommandResult:
        """Run `command` in a shell of the container."""
        output = _Output(on_line, has_terminal=self._has_terminal)
        try:
            exit_code = await self._run(command, output, stdin)
        except EngineRefused as error:
            await self._refuse_if_dead()
            raise GoldsmithError(f"`{command}` could not be started. {error}") from error
        except EngineLost as error:  # it may have begun, so it must not be tried again
            raise GoldsmithError(str(error)) from error
        except anyio.get_cancelled_exc_class():
            with anyio.move_on_after(_END_SECONDS, shield=True):
                await self._end(output.process)
            raise
        finally:
            output.end()
        if exit_code is None or exit_code == _KILLED:
            await self._refuse_if_dead()
        if exit_code in _NOT_STARTED and not output.process:
            raise GoldsmithError(not_started(f"`{command}`", " ".join(output.tail)))
        return CommandResult(command, exit_code, output.tail)

    async def _run(self, command: str, output: "_Output", stdin: bytes) -> int | None:
        return await self.engine.execute(
            self._container,
            ("/bin/sh", "-c", _STARTED, "sh", command),
            user=self._exec_user,
            tty=self._has_terminal,
            stdin=(_GO, stdin),
            on_bytes=output.feed,
        )

    async def _end(self, process: str) -> None:
        """End a command in the container, and what it has started."""
        if not process:
            return
        try:
            await self._as_root(_END.replace("SESSION", process))
        except GoldsmithError:
            return  # with the container, the command is gone as well

    async def _as_root(self, script: str) -> tuple[int | None, str]:
        said: list[bytes] = []
        code = await self.engine.execute(
            self._container,
            ("/bin/sh", "-c", script),
            user="0",
            on_bytes=lambda _stream, data: said.append(data),
        )
        return code, b"".join(said).decode("utf-8", "replace").strip()

    async def _refuse_if_dead(self) -> None:
        """Say why the container is not there any more, where that is so."""
        for pause in _PAUSES:  # what kills a container ends its commands a little sooner
            await anyio.sleep(pause)
            reason = await why_dead(self.engine, self._container)
            if reason:
                raise ConnectionLost(reason)

    async def upload(
        self,
        source: Path,
        destination: str,
        *,
        mode: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        """Copy one file; `mode` is that of the local file unless given."""
        owner, destination = await self._upload_owner(), await self._placed(destination)
        await self._transfer.upload(source, destination, mode, owner, on_progress or _ignore)

    async def upload_bytes(self, content: bytes, destination: str, *, mode: int = 0o644) -> None:
        """Write `content` to a file in the container."""
        owner, destination = await self._upload_owner(), await self._placed(destination)
        await self._transfer.upload_bytes(content, destination, mode, owner)

    async def upload_directory(
        self, source: Path, destination: str, *, on_progress: OnProgress | None = None
    ) -> None:
        """Copy what is inside `source` into `destination`, which is made if it is missing."""
        if not await anyio.Path(source).is_dir():
            raise TransferFailed(f"{source} is not a folder.")
        owner, destination = await self._upload_owner(), await self._placed(destination)
        await self._make_folder(destination, owner)
        await self._transfer.upload_folder(source, destination, owner, on_progress or _ignore)

    async def download(
        self, source: str, destination: Path, *, on_progress: OnProgress | None = None
    ) -> None:
        """Copy one file from the container; its parent folder must exist."""
        source = await self._placed(source)
        await self._transfer.download(source, destination, on_progress or _ignore)

    async def download_directory(
        self, source: str, destination: Path, *, on_progress: OnProgress | None = None
    ) -> None:
        """Copy what is inside `source` in the container into `destination`, made if missing."""
        source = await self._placed(source)
        await self._transfer.download_folder(source, destination, on_progress or _ignore)

    async def _make_folder(self, path: str, owner: Owner | None) -> None:
        path = quote(absolute(path))
        whose = f" && chown {owner.user}:{owner.group} {path}" if owner else ""
        code, said = await self._as_root(f"[ -d {path} ] || mkdir -p {path}{whose}")
        if code != 0:
            await self._refuse_if_dead()
            raise TransferFailed(f"The folder {path} cannot be made in the container: {said}.")

    async def _placed(self, path: str) -> str:
        """A path with the home of the user of commands in the place of `~`."""
        if path != "~" and not path.startswith("~/"):
            return path
        if not self._home:
            found = await self.execute('printf %s "$HOME"')
            self._home = "".join(found.tail).rstrip("/")
        return f"{self._home}{path[1:]}"

    async def _upload_owner(self) -> Owner | None:
        """The user of the container, to whom uploads belong; None leaves them as they are."""
        if not self._owns_uploads:
            return None
        if self._owner is None:
            user = (await self.engine.container(self._container)).user
            is_root = user.partition(":")[0] in {"", "root", "0"}
            self._owner = Owner(0, 0) if is_root else await self._numbers(user)
        return self._owner

    async def _numbers(self, user: str) -> Owner:
        said: list[bytes] = []
        await self.engine.execute(
            self._container,
            ("/bin/sh", "-c", "id -u; id -g"),
            on_bytes=lambda _stream, data: said.append(data),
        )
        words = b"".join(said).split()
        if len(words) != 2 or not all(word.isdigit() for word in words):
            raise TransferFailed(
                f"Who {user} is in the container could not be told. Set fix_upload_owner = false "
                "to leave the owners of files alone."
            )
        return Owner(int(words[0]), int(words[1]))


async def why_dead(engine: Engine, container: str) -> str:
    """Why a container does not run, in a sentence; empty while it does."""
    try:
        found = await engine.container(container)
    except EngineRefused as error:
        return "The container has been removed." if error.status == 404 else str(error)
    if found.is_running:
        return ""
    if found.is_killed_for_memory:
        return "The container was killed because there was no memory left."
    why = f" {found.error}." if found.error else ""
    how = _ENDS.get(found.exit_code, "")
    return f"The container has ended with exit code {found.exit_code}{how}.{why}"


def not_started(what: str, reason: str) -> str:
    """Why something could not be started in a container, and what would help."""
    hint = ""
    if '"/bin/sh": stat' in reason:
        hint = " The image has no /bin/sh, which commands run in. Begin with one that has a shell."
    elif "unable to find user" in reason:
        hint = " The image must have the user that exec_user, or --user in run_command, names."
    return f"{what} could not be started in the container: {reason.strip().rstrip('.')}.{hint}"


class _Output:
    """What a command prints, after the line that says which process it is."""

    def __init__(self, on_line: OnLine | None, *, has_terminal: bool) -> None:
        self._on_line = on_line
        self._tail = Tail()
        self.process = ""
        self._speaker: Stream = "stdout" if has_terminal else "stderr"
        self._first = b""
        self._splitters = {
            "stdout": LineSplitter(lambda line: self._take("stdout", line)),
            "stderr": LineSplitter(lambda line: self._take("stderr", line)),
        }

    @property
    def tail(self) -> tuple[str, ...]:
        """The last lines."""
        return self._tail.lines

    def feed(self, stream: Stream, data: bytes) -> None:
        """Take what was printed."""
        if not self.process and stream == self._speaker:
            data = self._after_first_line(data)
        if data:
            self._splitters[stream].feed(data)

    def _after_first_line(self, data: bytes) -> bytes:
        self._first += data
        while b"\n" in self._first:
            line, _, self._first = self._first.partition(b"\n")
            if line.strip().isdigit():
                self.process = line.strip().decode()
                data, self._first = self._first, b""
                return data
            if line.strip():  # it did not come so far: the engine says why
                return line + b"\n"
        return b""

    def end(self) -> None:
        """Pass on what stands there without an end."""
        if self._first:
            self._splitters[self._speaker].feed(self._first)
        for one in self._splitters.values():
            one.end()

    def _take(self, stream: Stream, line: str) -> None:
        self._tail.add(line)
        if self._on_line is not None:
            self._on_line(stream, line)


def _ignore(_amount: int) -> None:
    """For a caller who does not want to know how far it is."""
