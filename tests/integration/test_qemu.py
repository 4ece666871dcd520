"""The QEMU builder against a real QEMU: machines are started, reached, and made images of."""

import json
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from hashlib import sha256
from pathlib import Path

import anyio
import pytest
from tests.engines.base_disk import BaseDisk

from goldsmith.plugins.qemu import probe_guest
from goldsmith.plugins.qemu.accelerator import choose_accelerator, find_binary
from goldsmith.plugins.qemu.boot import boot
from goldsmith.plugins.qemu.capture import capture
from goldsmith.plugins.qemu.machine_state import state_of
from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.plugins.qemu.tests.settings_from import settings_from
from goldsmith.plugins.ssh.connect import connect
from goldsmith.plugins.ssh.prepare import prepare
from goldsmith.plugins.ssh.settings import SshSettings
from goldsmith.sdk import Access, Artifact, GoldsmithError, Host, Machine
from goldsmith.sdk.testing import FakeMachine, FakeRun
from goldsmith.toolkit.process_table import is_running

pytestmark = [pytest.mark.engine("qemu"), pytest.mark.slow]

PATIENCE_SECONDS = 180.0


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests, so that the accelerator is looked for once."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory; temporary files lie beside it, for all to see."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


DEFAULTS = {
    "disk_image": "true",
    "iso_checksum": '"none"',
    "headless": "true",
    "memory": "384",
    "output_directory": '"out"',
    "shutdown_timeout": '"90s"',
    "vm_name": '"disk"',
}


def settings_for(disk: BaseDisk, text: str = "") -> QemuSettings:
    """What the tests have in common, and what `text` says instead of it or besides."""
    given = {line.partition("=")[0].strip() for line in text.splitlines()}
    common = {"iso_url": f'"{disk.path}"', **DEFAULTS}
    around = [f"{name} = {value}" for name, value in common.items() if name not in given]
    return settings_from(text, around="\n".join(around))


def ssh_settings(disk: BaseDisk) -> SshSettings:
    return SshSettings(ssh_username="packer", ssh_private_key_file=str(disk.key))


@asynccontextmanager
async def booted(
    disk: BaseDisk, settings: QemuSettings, run: FakeRun
) -> AsyncIterator[tuple[Host, Machine]]:
    """A machine that is started and reached."""
    run.access = await prepare(ssh_settings(disk), run)
    host = await boot(settings, run)
    with anyio.fail_after(PATIENCE_SECONDS):
        async with connect(ssh_settings(disk), run, host.endpoint, run.access) as machine:
            yield host, machine


async def output_of(machine: Machine, command: str) -> str:
    lines: list[str] = []
    result = await machine.execute(command, on_line=lambda _, line: lines.append(line))
    assert result.exit_code == 0, result
    return "\n".join(lines)


async def build(
    disk: BaseDisk, run: FakeRun, text: str = "", *, command: str = "true"
) -> tuple[Artifact, str]:
    """A whole build with one command; the artifact, and what the command printed."""
    settings = settings_for(disk, text)
    async with booted(disk, settings, run) as (host, machine):
        printed = await output_of(machine, command)
        return await capture(settings, run, host, machine), printed


def image_info(path: Path) -> dict[str, object]:
    shown = subprocess.run(
        ["qemu-img", "info", "--output=json", path], check=True, capture_output=True
    )
    found: dict[str, object] = json.loads(shown.stdout)
    return found


def assert_nothing_left(home: Path) -> None:
    assert sorted(home.iterdir()) == []
    assert sorted((home.parent / "tmp").iterdir()) == []


async def test_what_was_done_to_the_machine_is_in_its_image(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    before = sha256(base_disk.path.read_bytes()).hexdigest()
    async with FakeRun(cache_directory=cache) as run:
        artifact, _ = await build(
            base_disk,
            run,
            'disk_size = "2G"\nshutdown_command = "sudo shutdown -P now"',
            command="echo built | sudo tee /etc/built",
        )

    image = Path("out/disk")
    assert (artifact.builder_id, artifact.id) == ("transcend.qemu", "VM")
    assert artifact.description == "VM files in directory: out"
    assert artifact.files == (image,)
    assert artifact.state["diskType"] == "qcow2"
    info = image_info(image)
    assert (info["format"], info["virtual-size"]) == ("qcow2", 2 << 30)
    assert "backing-filename" not in info
    assert list((home.parent / "tmp").iterdir()) == []
    assert sha256(base_disk.path.read_bytes()).hexdigest() == before

    again = BaseDisk(image.absolute(), base_disk.key)
    async with FakeRun(cache_directory=cache) as run:
        _, printed = await build(
            again,
            run,
            'output_directory = "again"\nuse_backing_file = true',
            command="cat /etc/built",
        )
    assert printed == "built"
    assert image_info(Path("again/disk"))["backing-filename"] == str(image.absolute())

    await artifact.destroy()
    assert not Path("out").exists()


@pytest.mark.engine("swtpm")
async def test_a_machine_has_what_its_template_gives_it(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    text = """
        efi_boot             = true
        efi_drop_efivars     = true
        vtpm                 = true
        tpm_device_type      = "tpm-crb"
        cpus                 = 2
        format               = "raw"
        disk_interface       = "virtio-scsi"
        disk_size            = "1536M"
        disk_additional_size = ["64M"]
        cd_label             = "cidata"
        cd_content           = { "meta-data" = "local-hostname: seeded\\n" }
        qmp_enable           = true
        vnc_use_password     = true
        qemuargs             = [["-smbios", "type=1,serial={{ .Name }}"]]
    """
    async with FakeRun(cache_directory=cache) as run:
        artifact, printed = await build(
            base_disk,
            run,
            text,
            command="for i in $(seq 100); do [ $(hostname) = base ] && sleep 0.2; done; "
            "ls -d /sys/firmware/efi; lsblk -bndo NAME,SIZE; nproc; hostname; "
            "ls /sys/bus/acpi/devices | grep MSFT0101; sudo cat /sys/class/dmi/id/product_serial",
        )

    lines = printed.split("\n")
    assert "/sys/firmware/efi" in lines
    # Linux names them in the order in which they answer.
    sizes = sorted(int(one.split()[1]) for one in lines if one.startswith("sd"))
    assert sizes == [64 << 20, 1536 << 20]
    assert "2" in lines
    assert "seeded" in lines
    assert "MSFT0101:00" in lines
    assert lines[-1] == "disk"
    assert [path.name for path in artifact.files] == ["disk", "disk-1"]
    assert sorted(path.name for path in Path("out").iterdir()) == ["disk", "disk-1", "efivars.fd"]
    assert image_info(Path("out/disk"))["format"] == "raw"
    assert list((home.parent / "tmp").iterdir()) == []


async def test_a_machine_that_switches_itself_off_is_noticed_and_nothing_is_left(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    settings = settings_for(base_disk)
    async with (
        FakeRun(cache_directory=cache) as run,
        booted(base_disk, settings, run) as (host, machine),
    ):
        assert host.gone is not None
        await machine.execute("sudo sh -c 'sleep 1; poweroff' >/dev/null 2>&1 &")
        with anyio.fail_after(60):
            reason = await host.gone()

    assert reason == "The machine has switched itself off."
    assert_nothing_left(home)


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[None]:
    """A file system that is soon full."""
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


@pytest.mark.engine("mount")
async def test_a_full_disk_is_noticed_while_the_machine_runs(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    settings = settings_for(base_disk, 'output_directory = "small/out"')
    with small_disk(home / "small", "40M"):
        async with (
            FakeRun(cache_directory=cache) as run,
            booted(base_disk, settings, run) as (host, machine),
        ):
            assert host.gone is not None
            fill = "sudo dd if=/dev/urandom of=/big bs=1M count=100 >/dev/null 2>&1 &"
            await machine.execute(fill)
            with anyio.fail_after(60):
                reason = await host.gone()
        assert list((home / "small").iterdir()) == []

    assert reason == "There is no space left for the disk of the machine."


@pytest.mark.engine("mount")
async def test_a_disk_that_is_full_at_the_end_is_named(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    text = 'output_directory = "small/out"\nshutdown_command = "sudo poweroff"'
    with small_disk(home / "small", "60M"):
        async with FakeRun(cache_directory=cache) as run:
            with pytest.raises(GoldsmithError, match="No space left on device"):
                await build(base_disk, run, text)
        assert list((home / "small").iterdir()) == []


async def refusal(disk: BaseDisk, cache: Path, text: str, *, access: Access | None = None) -> str:
    """Why a machine is not started."""
    run = FakeRun(cache_directory=cache, access=access or Access("ssh", port=22))
    async with run:
        with pytest.raises(GoldsmithError) as refused:
            await boot(settings_for(disk, text), run)
    return str(refused.value)


async def test_a_port_that_is_in_use_is_named_and_nothing_is_left(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        text = f"host_port_min = {port}\nhost_port_max = {port}"

        reason = await refusal(base_disk, cache, text)

    assert f"Port {port} is in use" in reason
    assert_nothing_left(home)


async def test_an_output_directory_that_exists_is_left_alone(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    (home / "out").mkdir()
    (home / "out" / "mine").touch()

    assert "exists already" in await refusal(base_disk, cache, "")
    assert [path.name for path in (home / "out").iterdir()] == ["mine"]


async def test_an_image_with_another_checksum_starts_nothing(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    reason = await refusal(base_disk, cache, f'iso_checksum = "sha256:{"0" * 64}"')

    assert "the template expects 0000" in reason
    assert_nothing_left(home)


async def test_what_qemu_says_when_it_does_not_start_is_passed_on(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    reason = await refusal(base_disk, cache, 'machine_type = "toaster"')

    assert "unsupported machine type" in reason
    assert_nothing_left(home)


async def test_two_machines_get_ports_of_their_own(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    access = Access("ssh", port=22)
    ports = []
    async with FakeRun(cache_directory=cache, access=access) as run:
        for number in range(2):
            text = f'output_directory = "out-{number}"\nqemuargs = [["-S"]]'
            host = await boot(settings_for(base_disk, text), run)
            assert host.endpoint is not None
            ports.append(host.endpoint.port)
            process = state_of(host).process
        assert is_running(process)

    assert len(set(ports)) == 2
    assert not is_running(process)
    assert_nothing_left(home)


async def test_the_accelerator_is_found_out_once(tmp_path: Path) -> None:
    binary = find_binary("qemu-system-x86_64")
    async with FakeRun(cache_directory=tmp_path) as run:
        first = await choose_accelerator(run, binary)
        acquired = len(run.acquired)
        second = await choose_accelerator(run, binary)

    assert first == second
    assert first.name in {"kvm", "tcg"}
    assert first.reason
    assert len(run.acquired) == acquired


def test_the_tiny_machine_comes_through_where_guests_run(tmp_path: Path) -> None:
    firmware = tmp_path / "guest"
    firmware.write_bytes(probe_guest.firmware())

    machine = ["-machine", "pc,accel=tcg", "-nodefaults", "-display", "none", "-m", "16"]
    ended = subprocess.run(
        ["qemu-system-x86_64", *machine, "-bios", firmware, *probe_guest.DEVICES],
        check=False,
        timeout=60,
    )

    assert ended.returncode == probe_guest.SUCCESS


async def test_a_machine_that_ignores_its_power_button_is_switched_off_with_a_warning(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    settings = settings_for(
        base_disk, 'shutdown_timeout = "1s"\nskip_compaction = true\nqemuargs = [["-S"]]'
    )
    async with FakeRun(cache_directory=cache, access=Access("ssh", port=22)) as run:
        host = await boot(settings, run)
        artifact = await capture(settings, run, host, FakeMachine())

    assert "has not reacted to its power button within 1 second" in run.warnings[0]
    assert artifact.files == (Path("out/disk"),)


async def test_a_shutdown_command_without_effect_is_named(
    base_disk: BaseDisk, cache: Path, home: Path
) -> None:
    settings = settings_for(
        base_disk,
        'shutdown_timeout = "1s"\nshutdown_command = "true"\nqemuargs = [["-S"]]',
    )
    async with FakeRun(cache_directory=cache, access=Access("ssh", port=22)) as run:
        host = await boot(settings, run)
        with pytest.raises(GoldsmithError, match="still runs 1 second after its shutdown_command"):
            await capture(settings, run, host, FakeMachine())

    assert_nothing_left(home)
