"""A machine reached over SSH, as provisioners see it."""

from pathlib import Path

from goldsmith.diagnostics import GoldsmithError
from goldsmith.plugins.ssh.authorized_keys import forgetting
from goldsmith.plugins.ssh.client import Command, NotOffered
from goldsmith.plugins.ssh.far_side import FarSide
from goldsmith.plugins.ssh.link import Link
from goldsmith.plugins.ssh.transfer import Transfer
from goldsmith.sdk.machine import CommandFailed, CommandResult, OnLine, OnProgress, Stream
from goldsmith.sdk.run import Run
from goldsmith.toolkit.lines import LineSplitter, Tail


class SshMachine:
    """A machine that is there as long as its link is; see `goldsmith.sdk.machine.Machine`."""

    def __init__(
        self,
        link: Link,
        run: Run,
        *,
        uses_sftp: bool = False,
        has_terminal: bool = False,
        key_to_forget: str = "",
    ) -> None:
        self._link = link
        self._run = run
        self._has_terminal = has_terminal
        self._key_to_forget = key_to_forget
        self._transfer = Transfer(FarSide(link), uses_sftp=uses_sftp)

    async def execute(
        self, command: str, *, on_line: OnLine | None = None, stdin: bytes = b""
    ) -> CommandResult:
        """Run `command` in the login shell of the machine's user."""
        tail = Tail()
        splitters = {
            "stdout": LineSplitter(_OnText("stdout", tail, on_line)),
            "stderr": LineSplitter(_OnText("stderr", tail, on_line)),
        }

        def on_data(stream: Stream, data: bytes) -> None:
            splitters[stream].feed(data)

        try:
            running = await self._link.start(command, on_data, pty=self._has_terminal)
        except NotOffered as error:
            raise GoldsmithError(f"The machine runs no commands for us: {error}.") from error
        try:
            await _give_input(running, stdin)
            exit_code = await running.wait()
        except BaseException:
            running.abort()
            raise
        finally:
            for one in splitters.values():
                one.end()
        return CommandResult(command, exit_code, tail.lines)

    async def tidy(self) -> None:
        """Take the key that was made for this build out of the machine, where that is wanted."""
        if self._key_to_forget:
            async with self._run.step("Removing the temporary key from authorized_keys"):
                await self._forget_key()

    async def _forget_key(self) -> None:
        result = await self.execute(forgetting(self._key_to_forget))
        if result.exit_code != 0:
            raise CommandFailed(result, hint="The temporary key is still in authorized_keys.")

    async def upload(
        self,
        source: Path,
        destination: str,
        *,
        mode: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        """Copy one file; `mode` is that of the local file unless given."""
        await self._transfer.upload(source, destination, mode, on_progress or _ignore)

    async def upload_bytes(self, content: bytes, destination: str, *, mode: int = 0o644) -> None:
        """Write `content` to a file on the machine."""
        await self._transfer.upload_bytes(content, destination, mode)

    async def upload_directory(
        self, source: Path, destination: str, *, on_progress: OnProgress | None = None
    ) -> None:
        """Copy what is inside `source` into `destination`, which is made if it is missing."""
        await self._transfer.upload_folder(source, destination, on_progress or _ignore)

    async def download(
        self, source: str, destination: Path, *, on_progress: OnProgress | None = None
    ) -> None:
        """Copy one file from the machine; its parent folder must exist."""
        await self._transfer.download(source, destination, on_progress or _ignore)

    async def download_directory(
        self, source: str, destination: Path, *, on_progress: OnProgress | None = None
    ) -> None:
        """Copy what is inside `source` on the machine into `destination`, made if missing."""
        await self._transfer.download_folder(source, destination, on_progress or _ignore)


class _OnText:
    """Remembers a line for the result, and passes it on."""

    def __init__(self, stream: Stream, tail: Tail, on_line: OnLine | None) -> None:
        self._stream: Stream = stream
        self._tail = tail
        self._on_line = on_line

    def __call__(self, line: str) -> None:
        self._tail.add(line)
        if self._on_line is not None:
            self._on_line(self._stream, line)


async def _give_input(running: Command, stdin: bytes) -> None:
    try:
        if stdin:
            await running.write(stdin)
        running.end_input()
    except BrokenPipeError:
        pass  # it did not want it; how it ended says the rest


def _ignore(_amount: int) -> None:
    """For a caller who does not want to know how far it is."""
