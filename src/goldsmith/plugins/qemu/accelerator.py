"""Which accelerator the machine runs with: found out by running a tiny machine, and remembered."""

import json
import os
import platform
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import anyio

from goldsmith.plugins.qemu import probe_guest
from goldsmith.record import record
from goldsmith.sdk import GoldsmithError, Run
from goldsmith.toolkit.process import Child, start
from goldsmith.toolkit.temporary import temporary_file

_KVM = Path("/dev/kvm")
_PATIENCE_SECONDS = 2.0
_OPENING_SECONDS = 0.5
_MEMORY = "qemu-accelerators.json"
_X86 = {"x86_64": {"x86_64", "i386"}, "i386": {"i386"}}


@record
class Choice:
    """An accelerator, and why it was taken."""

    name: str
    reason: str


async def choose_accelerator(run: Run, binary: Path) -> Choice:
    """The best accelerator that really runs guests on this computer."""
    key = _key(binary)
    remembered = _remembered(run.cache_directory, key)
    if remembered is not None:
        return remembered
    choice = await _try_kvm(run, binary)
    _remember(run.cache_directory, key, choice)
    return choice


def find_binary(name: str) -> Path:
    """Where the QEMU program lies."""
    found = shutil.which(name)
    if found is None:
        raise GoldsmithError(
            f"The program `{name}` was not found. Install QEMU (on Debian, the package "
            "qemu-system-x86), or name the program with qemu_binary."
        )
    return Path(found)


async def _try_kvm(run: Run, binary: Path) -> Choice:
    target = binary.name.rpartition("-")[2]
    host = platform.machine()
    if target not in _X86.get(host, {host}):
        return Choice("tcg", f"{binary.name} emulates another processor than this computer's")
    if not _KVM.exists():  # noqa: ASYNC240 - one short call
        return Choice("tcg", "this computer offers no /dev/kvm")
    if host not in _X86:
        return await _try_opening(run, binary)
    guest = await temporary_file(run, probe_guest.firmware(), prefix="goldsmith-probe")
    machine = ["-machine", "pc,accel=kvm", "-m", "16", "-bios", str(guest), *probe_guest.DEVICES]
    child = await _start(run, binary, machine)
    exit_code = await _ends_soon(child)
    await run.release(child.handle)
    if exit_code == probe_guest.SUCCESS:
        return Choice("kvm", "a small machine ran with it")
    if exit_code is None:
        return Choice("tcg", "a small machine that was started with kvm got stuck")
    return _unusable(child)


async def _try_opening(run: Run, binary: Path) -> Choice:
    """For processors that there is no probe for: whether QEMU can use KVM at all."""
    child = await _start(run, binary, ["-machine", "none,accel=kvm", "-S"])
    with anyio.move_on_after(_OPENING_SECONDS):
        await child.wait()
        return _unusable(child)
    await run.release(child.handle)
    return Choice("kvm", "QEMU can use it")


async def _start(run: Run, binary: Path, machine: Iterable[str]) -> Child:
    quiet = ["-nodefaults", "-no-user-config", "-display", "none"]
    return await start(run, [str(binary), *quiet, *machine])


async def _ends_soon(child: Child) -> int | None:
    with anyio.move_on_after(_PATIENCE_SECONDS):
        return await child.wait()
    return None


def _unusable(child: Child) -> Choice:
    said = child.tail(1)
    return Choice("tcg", f"kvm cannot be used: {said[0] if said else 'QEMU ended at once'}")


def _key(binary: Path) -> str:
    """All that the answer depends on."""
    program = binary.stat()
    parts = [str(binary), str(program.st_mtime_ns), str(program.st_size), platform.release()]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
    with suppress(OSError):
        device = _KVM.stat()
        usable = os.access(_KVM, os.R_OK | os.W_OK)
        parts.append(f"{device.st_rdev}:{device.st_ino}:{usable}")
    return " ".join(parts)


def _remembered(cache: Path, key: str) -> Choice | None:
    try:
        found = json.loads((cache / _MEMORY).read_text())
    except (OSError, ValueError):
        return None
    match found:
        case {"key": str(known), "name": str(name), "reason": str(reason)} if known == key:
            return Choice(name, reason)
    return None


def _remember(cache: Path, key: str, choice: Choice) -> None:
    """Only the latest answer counts; without it the next build asks again."""
    draft = cache / f"{_MEMORY}.{os.getpid()}"
    with suppress(OSError):
        draft.write_text(json.dumps({"key": key, "name": choice.name, "reason": choice.reason}))
        draft.replace(cache / _MEMORY)
