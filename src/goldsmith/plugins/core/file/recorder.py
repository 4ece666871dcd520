"""A machine that accepts everything and is none: what the file builder provisions."""

from pathlib import Path

from goldsmith.sdk import CommandResult, OnLine, OnProgress


class AcceptingMachine:
    """Every command succeeds, every upload is forgotten, every downloaded file is empty."""

    async def execute(
        self,
        command: str,
        *,
        on_line: OnLine | None = None,  # noqa: ARG002 - the protocol's name; nothing is printed
        stdin: bytes = b"",  # noqa: ARG002 - the protocol's name; nothing reads it
    ) -> CommandResult:
        """Succeed without doing anything."""
        return CommandResult(command, 0)

    async def upload(
        self,
        source: Path,
        destination: str,
        *,
        mode: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        """Forget the file."""

    async def upload_bytes(self, content: bytes, destination: str, *, mode: int = 0o644) -> None:
        """Forget the content."""

    async def upload_directory(
        self, source: Path, destination: str, *, on_progress: OnProgress | None = None
    ) -> None:
        """Forget the folder."""

    async def download(
        self,
        source: str,  # noqa: ARG002 - the protocol's name; there is no such file
        destination: Path,
        *,
        on_progress: OnProgress | None = None,  # noqa: ARG002 - nothing is moved
    ) -> None:
        """Write an empty file."""
        destination.write_bytes(b"")  # noqa: ASYNC240 - one short call

    async def download_directory(
        self,
        source: str,  # noqa: ARG002 - the protocol's name; there is no such folder
        destination: Path,
        *,
        on_progress: OnProgress | None = None,  # noqa: ARG002 - nothing is moved
    ) -> None:
        """Make an empty folder."""
        destination.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - the same
