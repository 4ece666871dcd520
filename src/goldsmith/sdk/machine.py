"""The machine that is being built, as provisioners see it."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import field, record

Stream: TypeAlias = Literal["stdout", "stderr"]
OnLine: TypeAlias = Callable[[Stream, str], None]
"""Called with each line of output, without its end."""
OnProgress: TypeAlias = Callable[[int], None]
"""Called with the number of bytes moved since the last call."""


@record
class Endpoint:
    """Where a machine listens."""

    host: str
    port: int


@record
class Access:
    """How a communicator will reach the machine; builders prepare the machine for it."""

    communicator: str
    """`ssh`, `winrm`, `none`, or a name of the builder's own."""

    host: str | None = None
    """The address that the template gives, if it does."""

    port: int = 0
    """The port on the machine itself; 0 without a network communicator."""

    username: str = ""

    public_key: str | None = None
    """One line of authorized_keys to be let in, when the communicator made or was given a key."""

    private_key_path: Path | None = None

    timeout_seconds: float = 300.0
    """How long the template allows for the first answer."""

    passes_input: bool = False
    """Whether the input of a command arrives as it was given: there is no terminal in between."""

    facts: Mapping[str, str] = field(factory=dict)
    """`build.User`, `build.Password`, `build.SSHPublicKey`, … as templates see them."""


@record
class Host:
    """A started machine, as its builder hands it over to be connected to."""

    endpoint: Endpoint | None = None
    """Where the communicator finds it; None leaves it to what the template says."""

    facts: Mapping[str, str] = field(factory=dict)
    """`build.ID` and the builder's own values, by name."""

    state: Mapping[str, str] = field(factory=dict)
    """What the builder's own `capture` needs to know of its `boot`."""

    machine: "Machine | None" = None
    """A builder that brings its own way in (a container, a recorder) gives it here."""

    gone: Callable[[], Awaitable[str]] | None = None
    """Waits until the machine is no more and says why, so that nothing waits for it in vain."""


@record
class CommandResult:
    """How a command ended."""

    command: str
    exit_code: int | None
    """None when the connection ended before the command said how it went."""

    tail: tuple[str, ...] = ()
    """The last lines of its output, at most 20."""


class CommandFailed(GoldsmithError):
    """A command on some machine ended with an exit code that was not allowed."""

    def __init__(self, result: CommandResult, *, hint: str = "") -> None:
        self.result = result
        if result.exit_code is None:
            how = "was cut off: the connection ended before it did."
        else:
            how = f"ended with exit code {result.exit_code}."
        tail = "".join(f"\n  {line}" for line in result.tail)
        super().__init__(f"`{result.command}` {how}{f' {hint}' if hint else ''}{tail}")


class HostUnreachable(GoldsmithError):
    """No connection to the machine could be made before the deadline."""


class ConnectionLost(GoldsmithError):
    """The connection to the machine ended in the middle of something."""


class TransferFailed(GoldsmithError):
    """A file could not be copied to or from the machine."""


class Machine(Protocol):
    """A running machine that commands and files can be sent to.

    Every method raises `ConnectionLost` when the connection ends, and `TransferFailed` where a
    file cannot be moved; a command's own failure is in its result.
    """

    async def execute(
        self, command: str, *, on_line: OnLine | None = None, stdin: bytes = b""
    ) -> CommandResult:
        """Run `command` in the login shell of the machine's user."""
        ...

    async def upload(
        self,
        source: Path,
        destination: str,
        *,
        mode: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        """Copy one file; `mode` is that of the local file unless given."""
        ...

    async def upload_bytes(self, content: bytes, destination: str, *, mode: int = 0o644) -> None:
        """Write `content` to a file on the machine."""
        ...

    async def upload_directory(
        self, source: Path, destination: str, *, on_progress: OnProgress | None = None
    ) -> None:
        """Copy what is inside `source` into `destination`, which is made if it is missing."""
        ...

    async def download(
        self, source: str, destination: Path, *, on_progress: OnProgress | None = None
    ) -> None:
        """Copy one file from the machine; its parent folder must exist."""
        ...

    async def download_directory(
        self, source: str, destination: Path, *, on_progress: OnProgress | None = None
    ) -> None:
        """Copy what is inside `source` on the machine into `destination`, made if missing.

        Nothing is written outside `destination`, whatever the machine sends.
        """
        ...


@runtime_checkable
class LeavesTraces(Machine, Protocol):
    """A machine on which the way in has left something, such as a key, that is not for images."""

    async def tidy(self) -> None:
        """Remove it; called after the last provisioner, before the image is captured."""
        ...
