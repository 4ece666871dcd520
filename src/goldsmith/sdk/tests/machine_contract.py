"""What every way to reach a machine must do: one suite for all of them.

A test module subclasses `MachineContract` as `Test…` and gives the fixtures `machine`, with a `sh`
or something that acts as one, and `remote`, a folder on it that exists and is empty.
"""

from collections.abc import Awaitable
from pathlib import Path

from goldsmith.sdk.machine import Machine, TransferFailed


class MachineContract:
    """The suite; its methods are tests."""

    async def test_a_command_gives_its_lines_and_exit_code(self, machine: Machine) -> None:
        lines: list[tuple[str, str]] = []

        result = await machine.execute("echo hello", on_line=lambda *line: lines.append(line))

        assert lines == [("stdout", "hello")]
        assert (result.command, result.exit_code, result.tail) == ("echo hello", 0, ("hello",))

    async def test_a_command_that_fails_says_so_in_its_result(self, machine: Machine) -> None:
        result = await machine.execute("exit 3")

        assert result.exit_code == 3

    async def test_a_file_comes_back_as_it_was_sent(
        self, machine: Machine, remote: str, tmp_path: Path
    ) -> None:
        content = bytes(range(256)) * 5000
        source = tmp_path / "a file"
        source.write_bytes(content)
        moved: list[int] = []

        await machine.upload(source, f"{remote}/a file", on_progress=moved.append)
        await machine.download(f"{remote}/a file", tmp_path / "back")

        assert (tmp_path / "back").read_bytes() == content
        assert sum(moved) == len(content)

    async def test_an_empty_file_is_a_file(
        self, machine: Machine, remote: str, tmp_path: Path
    ) -> None:
        await machine.upload_bytes(b"", f"{remote}/empty")
        await machine.download(f"{remote}/empty", tmp_path / "back")

        assert (tmp_path / "back").read_bytes() == b""

    async def test_a_file_is_replaced_by_a_shorter_one(
        self, machine: Machine, remote: str, tmp_path: Path
    ) -> None:
        await machine.upload_bytes(b"long content", f"{remote}/file")
        await machine.upload_bytes(b"short", f"{remote}/file")
        (tmp_path / "back").write_bytes(b"something longer than that")
        await machine.download(f"{remote}/file", tmp_path / "back")

        assert (tmp_path / "back").read_bytes() == b"short"

    async def test_a_folder_comes_back_as_it_was_sent(
        self, machine: Machine, remote: str, tmp_path: Path
    ) -> None:
        source = tmp_path / "source"
        files = {"one": b"1", "deep/er/two": b"22", "with blank/ü'\"$": b"", "n" * 180: b"long"}
        for name, content in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(content)

        moved: list[int] = []
        await machine.upload_directory(source, f"{remote}/new", on_progress=moved.append)
        await machine.download_directory(f"{remote}/new", tmp_path / "back")

        back = tmp_path / "back"
        found = {str(p.relative_to(back)): p.read_bytes() for p in back.rglob("*") if p.is_file()}
        assert found == files
        assert sum(moved) == sum(map(len, files.values()))

    async def test_a_folder_is_laid_over_one_that_exists(
        self, machine: Machine, remote: str, tmp_path: Path
    ) -> None:
        source = tmp_path / "source"
        source.mkdir()
        (source / "new").write_bytes(b"new")
        await machine.upload_bytes(b"old", f"{remote}/old")

        await machine.upload_directory(source, remote)
        await machine.download_directory(remote, tmp_path / "back")

        names = sorted(path.name for path in (tmp_path / "back").iterdir())
        assert names == ["new", "old"]

    async def test_what_is_not_on_the_machine_cannot_be_downloaded(
        self, machine: Machine, remote: str, tmp_path: Path
    ) -> None:
        await refuses(machine.download(f"{remote}/nothing", tmp_path / "back"))
        await refuses(machine.download_directory(f"{remote}/nothing", tmp_path / "folder"))

    async def test_what_is_not_here_cannot_be_uploaded(
        self, machine: Machine, remote: str, tmp_path: Path
    ) -> None:
        await refuses(machine.upload(tmp_path / "nothing", f"{remote}/x"))
        await refuses(machine.upload_directory(tmp_path / "nothing", f"{remote}/x"))

    async def test_a_file_is_not_a_folder(
        self, machine: Machine, remote: str, tmp_path: Path
    ) -> None:
        (tmp_path / "file").write_bytes(b"")

        await refuses(machine.upload_directory(tmp_path / "file", f"{remote}/x"))


async def refuses(transfer: Awaitable[None]) -> None:
    """Expect `transfer` to end in `TransferFailed`."""
    try:
        await transfer
    except TransferFailed:
        return
    raise AssertionError("It should have been refused.")
