"""Commands and copies, against a server in the test process."""

from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest

from goldsmith.plugins.ssh.machine import SshMachine
from goldsmith.plugins.ssh.tests.reach import reached, reached_with_new_key
from goldsmith.plugins.ssh.tests.server import CLIENT_KEY, Server
from goldsmith.sdk import ConnectionLost, TransferFailed
from goldsmith.sdk.testing import FakeRun
from goldsmith.sdk.tests.machine_contract import MachineContract

_BASICS = ("sh", "cat", "mkdir", "uname", "chmod")


@pytest.fixture
def remote(server: Server) -> str:
    """A folder on the machine."""
    folder = server.home / "remote"
    folder.mkdir()
    return str(folder)


class TestAMachineWithScpAndTar(MachineContract):
    """The usual machine."""


class TestAMachineWithoutTar(MachineContract):
    @pytest.fixture
    async def machine(self, server: Server) -> AsyncIterator[SshMachine]:
        server.has_only(*_BASICS, "scp")
        async with reached(server.settings()) as one:
            yield one


class TestAMachineWithAnotherTar(MachineContract):
    @pytest.fixture
    async def machine(self, server: Server) -> AsyncIterator[SshMachine]:
        server.has_only(*_BASICS, "scp")
        # Knows nothing of GNU, and takes none of its options.
        (Path(server.programs) / "tar").write_text(
            "#!/bin/sh\n"
            'case "$*" in *version*) echo "bsdtar 3.6";; *overwrite*) exit 1;; '
            '*) exec /bin/tar "$@";; esac\n'
        )
        (Path(server.programs) / "tar").chmod(0o755)
        async with reached(server.settings()) as one:
            yield one


class TestAMachineWithSftp(MachineContract):
    @pytest.fixture
    async def machine(self, server: Server) -> AsyncIterator[SshMachine]:
        async with reached(server.settings(ssh_file_transfer_method="sftp")) as one:
            yield one


class TestAMachineWithSftpAlone(MachineContract):
    @pytest.fixture
    async def machine(self, server: Server) -> AsyncIterator[SshMachine]:
        server.has_only("sh")
        async with reached(server.settings(ssh_file_transfer_method="sftp")) as one:
            yield one


async def test_both_streams_are_told_apart_and_progress_bars_become_lines(
    machine: SshMachine,
) -> None:
    lines: list[tuple[str, str]] = []

    await machine.execute(
        r"printf '10%%\r50%%\r100%%\n'; echo oops >&2", on_line=lambda *line: lines.append(line)
    )

    assert [text for stream, text in lines if stream == "stdout"] == ["10%", "50%", "100%"]
    assert ("stderr", "oops") in lines


async def test_the_tail_of_long_output_is_remembered(machine: SshMachine) -> None:
    result = await machine.execute("for i in $(seq 5000); do echo $i; done")

    assert result.tail == tuple(str(number) for number in range(4981, 5001))


async def test_a_command_gets_its_input(machine: SshMachine) -> None:
    result = await machine.execute("wc -c", stdin=bytes(3_000_000))

    assert result.tail == ("3000000",)


async def test_a_command_that_wants_no_input_may_end_early(machine: SshMachine) -> None:
    result = await machine.execute("exit 4", stdin=bytes(10_000_000))

    assert result.exit_code == 4


async def test_a_command_whose_connection_is_cut_has_no_exit_code(machine: SshMachine) -> None:
    result = await machine.execute("cut the line")

    assert result.exit_code is None
    assert result.tail == ("half a li",)


async def test_the_next_command_after_a_cut_connects_anew(
    server: Server, machine: SshMachine
) -> None:
    await machine.execute("cut the line")

    result = await machine.execute("echo here again")

    assert result.tail == ("here again",)
    assert len(server.connections) == 2


async def test_a_command_that_is_given_up_is_ended_on_the_machine(
    server: Server, machine: SshMachine
) -> None:
    started = server.home / "started"

    with anyio.move_on_after(10) as scope:
        async with anyio.create_task_group() as group:

            async def give_up() -> None:
                while not started.exists():  # noqa: ASYNC110 - another process makes it
                    await anyio.sleep(0.01)
                group.cancel_scope.cancel()

            group.start_soon(give_up)
            await machine.execute("touch started; sleep 100; touch survived")

    assert not scope.cancelled_caught
    assert (await machine.execute("echo next")).tail == ("next",)


async def test_a_terminal_is_given_where_it_is_wanted(server: Server) -> None:
    async with reached(server.settings(ssh_pty=True)) as machine:
        await machine.execute("true")

    assert server.terminals == [("xterm", (80, 40))]


async def test_a_file_keeps_its_mode_unless_another_is_asked_for(
    server: Server, machine: SshMachine, tmp_path: Path
) -> None:
    source = tmp_path / "script"
    source.write_text("#!/bin/sh\n")
    source.chmod(0o750)

    await machine.upload(source, "as-it-was")
    await machine.upload(source, "as-told", mode=0o600)

    assert (server.home / "as-it-was").stat().st_mode & 0o777 == 0o750
    assert (server.home / "as-told").stat().st_mode & 0o777 == 0o600


async def test_a_file_goes_into_a_folder_that_exists(
    server: Server, machine: SshMachine, tmp_path: Path
) -> None:
    (tmp_path / "name").write_text("content")

    await machine.upload(tmp_path / "name", "~/")

    assert (server.home / "name").read_text() == "content"


async def test_folders_that_exist_keep_their_modes(
    server: Server, machine: SshMachine, tmp_path: Path
) -> None:
    (server.home / "etc").mkdir(mode=0o700)
    source = tmp_path / "source"
    (source / "etc").mkdir(parents=True, mode=0o755)
    (source / "fresh").mkdir(mode=0o711)
    (source / "etc" / "file").touch()

    await machine.upload_directory(source, ".")

    assert (server.home / "etc").stat().st_mode & 0o777 == 0o700
    assert (server.home / "fresh").stat().st_mode & 0o777 == 0o711


async def test_a_folder_is_sent_in_one_session(
    server: Server, machine: SshMachine, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    before = len(server.commands)

    await machine.upload_directory(tmp_path, "copy")

    assert len(server.commands) == before + 1


async def test_a_machine_without_grep_has_its_tar_found_all_the_same(
    server: Server, tmp_path: Path
) -> None:
    server.has_only(*_BASICS, "tar")
    (tmp_path / "file").touch()

    async with reached(server.settings()) as machine:
        await machine.upload_directory(tmp_path, "copy")

    assert (server.home / "copy" / "file").exists()
    assert "exec tar" in server.commands[-1]


async def test_a_folder_that_cannot_be_made_says_why(
    server: Server, machine: SshMachine, tmp_path: Path
) -> None:
    (server.home / "taken").touch()
    source = tmp_path / "source"
    source.mkdir()
    (source / "large").write_bytes(bytes(20_000_000))

    with pytest.raises(TransferFailed, match=r"taken.*File exists"):
        await machine.upload_directory(source, "taken")


async def test_links_are_followed_and_loops_are_refused(
    server: Server, machine: SshMachine, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (tmp_path / "elsewhere").write_text("content")
    (source / "link").symlink_to(tmp_path / "elsewhere")

    await machine.upload_directory(source, "copy")

    assert not (server.home / "copy" / "link").is_symlink()
    assert (server.home / "copy" / "link").read_text() == "content"
    (source / "loop").symlink_to(source)
    with pytest.raises(TransferFailed, match="a link to a folder that it lies in"):
        await machine.upload_directory(source, "copy")


async def test_a_refusal_by_the_machine_says_why(machine: SshMachine, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(TransferFailed, match=r"no/such/folder/file: No such file or directory\.$"):
        await machine.upload(tmp_path / "file", "no/such/folder/file")


async def test_a_folder_is_not_downloaded_as_a_file(machine: SshMachine, tmp_path: Path) -> None:
    with pytest.raises(TransferFailed, match="not a regular file"):
        await machine.download(".", tmp_path / "back")


async def test_a_machine_without_scp_is_explained(server: Server, tmp_path: Path) -> None:
    server.has_only("sh")
    (tmp_path / "file").touch()

    async with reached(server.settings()) as machine:
        with pytest.raises(TransferFailed, match='ssh_file_transfer_method = "sftp"'):
            await machine.upload(tmp_path / "file", "there")


async def test_a_copy_that_is_cut_off_is_a_lost_connection(
    server: Server, machine: SshMachine, tmp_path: Path
) -> None:
    source = tmp_path / "large"
    source.write_bytes(bytes(20_000_000))

    def cut_after_some(_amount: int) -> None:
        server.cut()

    with pytest.raises(ConnectionLost, match="the connection broke off"):
        await machine.upload(source, "there", on_progress=cut_after_some)


async def test_the_temporary_key_is_removed_where_that_is_wanted(
    server: Server, tmp_path: Path
) -> None:
    run = FakeRun()
    settings = server.settings(
        ssh_private_key=b"", ssh_clear_authorized_keys=True, temporary_key_pair_name="mine"
    )
    authorized = server.home / ".ssh" / "authorized_keys"
    authorized.parent.mkdir()

    async with reached_with_new_key(server, settings, run) as (machine, public_key):
        authorized.write_text(f"{CLIENT_KEY.public}\n{public_key}\n")
        await machine.tidy()

    assert authorized.read_text() == f"{CLIENT_KEY.public}\n"


@pytest.mark.parametrize("sent", ["E", "C0644 -5 x", "C9999 5 x", "C0644 5", "hello"])
async def test_what_is_not_scp_is_refused(server: Server, tmp_path: Path, sent: str) -> None:
    server.has_only(*_BASICS, "sleep")
    scp = Path(server.programs) / "scp"
    scp.write_text(f"#!/bin/sh\necho '{sent}'\nexec cat > /dev/null\n")
    scp.chmod(0o755)

    async with reached(server.settings()) as machine:
        with pytest.raises(TransferFailed, match="which is not scp"):
            await machine.download_directory("there", tmp_path / "back")

    assert not list((tmp_path / "back").iterdir())
