"""What is special about files and folders in real containers."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.engines.docker import IMAGE, Docker

from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.settings import ContainerSettings, DockerSettings
from goldsmith.plugins.docker.container.machine import ContainerMachine
from goldsmith.sdk import Access, TransferFailed
from goldsmith.sdk.testing import FakeRun

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]

ENTRY = ("--entrypoint", "/bin/sh", "{{.Image}}")
IN_MEMORY = ("-dit", "--read-only", "--tmpfs", "/tmp:exec", "--tmpfs", "/run", *ENTRY)
AS_DAEMON = ("-dit", "-u", "daemon", *ENTRY)


@pytest.fixture
async def run(docker_here: Docker) -> AsyncIterator[FakeRun]:
    async with FakeRun(access=Access("docker", passes_input=True)) as one:
        yield one


@pytest.fixture
async def machine(run: FakeRun) -> ContainerMachine:
    return await start(run, ("-dit", *ENTRY))


async def start(
    run: FakeRun, command: tuple[str, ...], *, fixes_owner: bool = True, user: str = ""
) -> ContainerMachine:
    settings = DockerSettings(
        image=IMAGE,
        pull=False,
        discard=True,
        container=ContainerSettings(run_command=command),
        fix_upload_owner=fixes_owner,
        exec_user=user,
    )
    host = await boot(settings, run)
    assert isinstance(host.machine, ContainerMachine)
    return host.machine


async def said(machine: ContainerMachine, command: str) -> tuple[str, ...]:
    result = await machine.execute(command)
    assert result.exit_code == 0, result.tail
    return result.tail


def found_in(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


async def test_links_in_a_folder_are_downloaded_as_what_they_lead_to(
    machine: ContainerMachine, tmp_path: Path
) -> None:
    await said(
        machine,
        "mkdir -p /d/sub /else; echo 1 > /d/one; ln -s one /d/near; ln -s sub /d/folder; "
        "echo 2 > /d/sub/two; echo 3 > /else/three; ln -s /else /d/far; ln -s /else/three /d/x; "
        "ln /d/one /d/hard; ln -s ../near /d/sub/back",
    )

    await machine.download_directory("/d", tmp_path / "d")

    assert not any(path.is_symlink() for path in (tmp_path / "d").rglob("*"))
    assert found_in(tmp_path / "d") == {
        **dict.fromkeys(("one", "near", "hard", "sub/back", "folder/back"), b"1\n"),
        **dict.fromkeys(("sub/two", "folder/two"), b"2\n"),
        **dict.fromkeys(("far/three", "x"), b"3\n"),
    }


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("ln -s . /d/here", "/d/here is a link to a folder that it lies in"),
        ("ln -s ../e /d/x; ln -s ../d /e/y", "/e/y is a link to a folder that it lies in"),
        ("ln -s nothing /d/x", "There is no /d/nothing in the container"),
        ("mkfifo /d/pipe", "neither a file nor a folder"),
    ],
)
async def test_what_has_no_end_or_is_no_file_is_refused_by_name(
    machine: ContainerMachine, tmp_path: Path, command: str, words: str
) -> None:
    await said(machine, f"mkdir /d /e; {command}")

    with pytest.raises(TransferFailed, match=words):
        await machine.download_directory("/d", tmp_path / "d")


async def test_a_download_writes_nothing_through_a_link_that_lies_here(
    machine: ContainerMachine, tmp_path: Path
) -> None:
    await said(machine, "mkdir -p /d/sub; echo x > /d/sub/file; ln -s /etc/hostname /d/link")
    (tmp_path / "d").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "d" / "link").symlink_to(tmp_path / "outside" / "made")

    with pytest.raises(TransferFailed, match="cannot be written"):
        await machine.download_directory("/d", tmp_path / "d")

    assert list((tmp_path / "outside").iterdir()) == []


async def test_names_of_all_kinds_come_and_go(machine: ContainerMachine, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    files = {"a\nb": b"1", "ü" * 100: b"2", "n" * 255: b"3", "-rf": b"4", "": b""}
    del files[""]
    for name, content in files.items():
        (source / name).write_bytes(content)
    (source / "sparse").touch()
    os.truncate(source / "sparse", 1 << 20)
    (source / "link").symlink_to("-rf")

    await machine.upload_directory(source, "/made/deep/er")
    await machine.download_directory("/made/deep/er", tmp_path / "back")

    assert found_in(tmp_path / "back") == {**files, "sparse": bytes(1 << 20), "link": b"4"}


async def test_an_upload_goes_where_a_link_leads(machine: ContainerMachine) -> None:
    await said(machine, "mkdir /real; ln -s /real /folder; ln -s /real/file /link")

    await machine.upload_bytes(b"one", "/link")
    await machine.upload_bytes(b"two", "/folder/other")

    assert await said(machine, "test -h /link && cat /real/file /real/other") == ("onetwo",)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/etc", "It is a folder in the container; name the file in it"),
        ("/link", "It is a folder in the container; name the file in it"),
        ("/no/where", "There is no /no in the container"),
        ("/etc/", "names no file"),
        ("/etc/hosts.allow/x", "cannot be uploaded"),
    ],
)
async def test_a_place_that_can_be_no_file_is_refused_with_its_reason(
    machine: ContainerMachine, tmp_path: Path, path: str, words: str
) -> None:
    await said(machine, "ln -s /etc /link; touch /etc/hosts.allow")
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(TransferFailed, match=words):
        await machine.upload(tmp_path / "file", path)


async def test_paths_begin_at_the_root_and_a_tilde_is_the_home_of_who_runs_commands(
    run: FakeRun, tmp_path: Path
) -> None:
    machine = await start(run, ("-dit", "-w", "/opt", *ENTRY), user="games")
    (tmp_path / "folder").mkdir()
    await said(machine, "true")

    await machine.upload_bytes(b"one", "relative")
    await machine.upload_bytes(b"two", "~/file")
    await machine.upload_directory(tmp_path / "folder", "~/made")
    await machine.download("~/file", tmp_path / "back")

    home = "/usr/games"
    assert await said(machine, f"cat /relative {home}/file; cd {home}/made") == ("onetwo",)
    assert (tmp_path / "back").read_bytes() == b"two"


async def test_files_that_the_user_cannot_read_are_downloaded_all_the_same(
    run: FakeRun, tmp_path: Path
) -> None:
    machine = await start(run, AS_DAEMON)

    await machine.download("/etc/shadow", tmp_path / "shadow")

    assert b"root:" in (tmp_path / "shadow").read_bytes()


@pytest.mark.parametrize(
    ("fixes_owner", "user", "owner"),
    [(True, "", "1:1"), (True, "games", "1:1"), (False, "", "4711:4712")],
)
async def test_an_uploaded_file_belongs_to_the_user_of_the_container_unless_told(
    run: FakeRun, tmp_path: Path, fixes_owner: bool, user: str, owner: str
) -> None:
    machine = await start(run, AS_DAEMON, fixes_owner=fixes_owner, user=user)
    source = tmp_path / "file"
    source.write_bytes(b"x")
    source.chmod(0o751)
    os.chown(source, 4711, 4712)

    await machine.upload(source, "/tmp/file")

    assert await said(machine, "stat -c %u:%g:%a /tmp/file") == (f"{owner}:751",)


async def test_a_user_that_is_two_numbers_owns_what_is_uploaded(run: FakeRun) -> None:
    machine = await start(run, ("-dit", "-u", "1234:5678", *ENTRY))

    await machine.upload_bytes(b"x", "/tmp/file", mode=0o600)

    assert await said(machine, "stat -c %u:%g:%a /tmp/file; cat /tmp/file") == (
        "1234:5678:600",
        "x",
    )


async def test_folders_in_memory_are_seen_as_commands_see_them(
    run: FakeRun, tmp_path: Path
) -> None:
    machine = await start(run, IN_MEMORY)
    source = tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    (source / "sub" / "file").write_bytes(bytes(3 << 20))
    (source / "run me").write_text("#!/bin/sh\necho ran\n")
    (source / "run me").chmod(0o755)
    moved: list[int] = []

    await machine.upload(source / "run me", "/tmp/run me")
    await machine.upload_bytes(b"x", "/var/run/x")  # a link to /run
    await machine.upload_directory(source, "/tmp/made", on_progress=moved.append)
    ran = await said(machine, "'/tmp/run me'; cat /run/x; wc -c < /tmp/made/sub/file")
    await said(machine, "ln -s sub /tmp/made/link")
    await machine.download_directory("/tmp/made", tmp_path / "back")
    await machine.download("/tmp/run me", tmp_path / "one")

    assert ran == ("ran", f"x{3 << 20}")
    assert sum(moved) == sum(map(len, found_in(source).values()))
    back = found_in(tmp_path / "back")
    assert back.pop("link/file") == bytes(3 << 20)
    assert back == found_in(source)
    assert (tmp_path / "one").read_bytes() == (source / "run me").read_bytes()


async def test_what_cannot_be_copied_to_memory_or_to_a_read_only_root_is_told_with_its_reason(
    run: FakeRun, tmp_path: Path
) -> None:
    machine = await start(run, IN_MEMORY)

    with pytest.raises(TransferFailed, match="marked read-only"):
        await machine.upload_bytes(b"x", "/etc/x")
    with pytest.raises(TransferFailed, match="Read-only file system"):
        await machine.upload_directory(tmp_path, "/made/here")
    with pytest.raises(TransferFailed, match="No such file"):
        await machine.download("/tmp/none", tmp_path / "x")
    with pytest.raises(TransferFailed, match="Directory nonexistent"):
        await machine.upload_bytes(b"x", "/tmp/no/where")
    with pytest.raises(TransferFailed, match="It is a folder"):
        await machine.download("/tmp/.", tmp_path / "x")


async def test_volumes_are_seen_as_commands_see_them(run: FakeRun, tmp_path: Path) -> None:
    machine = await start(run, ("-dit", "-v", "/volume", "-v", f"{tmp_path}:/bound", *ENTRY))

    await machine.upload_bytes(b"one", "/volume/file")
    await machine.upload_bytes(b"two", "/bound/file")

    assert await said(machine, "cat /volume/file /bound/file") == ("onetwo",)
    assert (tmp_path / "file").read_bytes() == b"two"
