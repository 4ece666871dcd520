"""The options of `docker run` that have a place in the request for a container."""

import os
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path, PurePosixPath

# Any: a request in JSON, built up field by field.
from typing import Any

from goldsmith.sdk import GoldsmithError

Request = MutableMapping[str, Any]
Put = Callable[[Request, str], None]

SWITCHES = frozenset(
    {"detach", "interactive", "tty", "privileged", "init", "read-only", "publish-all", "rm",
     "no-healthcheck", "oom-kill-disable", "quiet", "sig-proxy"}
)  # fmt: skip
"""Options that need no value."""

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50}
_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([kmgtp]?)i?b?", re.IGNORECASE)
_PORT = re.compile(
    r"(?:(?:(?P<address>\S*):)?(?P<outside>\d*(?:-\d+)?):)?"
    r"(?P<first>\d+)(?:-(?P<last>\d+))?(?:/(?P<protocol>tcp|udp|sctp))?"
)
_TRUE, _FALSE = {"true", "1", "t", ""}, {"false", "0", "f"}
_VOLUME_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")


class ValueFault(GoldsmithError):
    """A value that is none; `told` is what is wrong, and what would be right."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".rstrip())
        self.told = (message, hint)


def device(value: str) -> Mapping[str, str]:
    """A device: `outside[:inside][:rights]`."""
    outside, _, rest = value.partition(":")
    inside, _, rights = rest.partition(":")
    if inside and set(inside) <= set("rwm"):
        inside, rights = "", inside
    if "/" not in outside or not (inside or "/").startswith("/"):
        raise ValueFault(f'"{value}" is no device.', "Write it as /dev/fuse or /dev/fuse:/dev/x:r.")
    return {
        "PathOnHost": outside,
        "PathInContainer": inside or outside,
        "CgroupPermissions": rights or "rwm",
    }


def binding(outside: str, inside: str) -> str:
    """A folder of the engine's computer, or a named volume, as the container sees it."""
    if not inside.startswith("/"):
        raise ValueFault(
            f'"{inside}" is no place in the container.', "A place in it begins with a /."
        )
    if outside.startswith("~/"):
        outside = str(Path(outside).expanduser())
    elif outside.startswith(("./", "../")) or outside in {".", ".."}:
        outside = os.path.normpath(Path.cwd() / outside)
    if not outside.startswith("/") and not _VOLUME_NAME.fullmatch(outside):
        raise ValueFault(
            f'"{outside}" is neither a folder nor the name of a volume.',
            f'A folder begins with / or ./, as in "./{outside}".',
        )
    return f"{outside}:{inside}"


def temporary(value: str) -> tuple[str, str]:
    """A folder in memory, and its options."""
    path, options = _pair(value, ":")
    if not path.startswith("/"):
        raise ValueFault(
            f'"{path}" is no place in the container.', "A place in it begins with a /."
        )
    return path, options


def _nothing(_request: Request, _value: str) -> None:
    """It is so anyway."""


def _text(*path: str) -> Put:
    def put(request: Request, value: str) -> None:
        _inner(request, path)[path[-1]] = value

    return put


def _flag(*path: str) -> Put:
    def put(request: Request, value: str) -> None:
        if value.lower() not in _TRUE | _FALSE:
            raise ValueFault(f'"{value}" is neither true nor false.')
        _inner(request, path)[path[-1]] = value.lower() in _TRUE

    return put


def _whole(*path: str) -> Put:
    def put(request: Request, value: str) -> None:
        _inner(request, path)[path[-1]] = _number(value)

    return put


def _number(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise ValueFault(f'"{value}" is no whole number.') from None


def _size(*path: str) -> Put:
    def put(request: Request, value: str) -> None:
        found = _SIZE.fullmatch(value)
        if found is None and value != "-1":
            raise ValueFault(f'"{value}" is no size.', "Write it as 512m or 2g.")
        size = int(float(found[1]) * _UNITS[found[2].lower()]) if found else -1
        _inner(request, path)[path[-1]] = size

    return put


def _item(*path: str, between: str = "", example: str = "") -> Put:
    def put(request: Request, value: str) -> None:
        if between not in value:
            raise ValueFault(f'"{value}" has no {between} in it.', f"Write it as {example}.")
        _inner(request, path).setdefault(path[-1], []).append(value)

    return put


def _entry(*path: str, example: str = "") -> Put:
    def put(request: Request, value: str) -> None:
        if example and "=" not in value:
            raise ValueFault(f'"{value}" has no = in it.', f"Write it as {example}.")
        key, found = _pair(value, "=")
        _inner(request, path).setdefault(path[-1], {})[key] = found

    return put


def _inner(request: Request, path: Sequence[str]) -> Request:
    for key in path[:-1]:
        request = request.setdefault(key, {})
    return request


def _entrypoint(request: Request, value: str) -> None:
    request["Entrypoint"] = [value]


def _folder(request: Request, value: str) -> None:
    if not PurePosixPath(value).is_absolute():
        raise ValueFault(
            f'"{value}" is no place in the container.', "A place in it begins with a /."
        )
    request["WorkingDir"] = value


def _variable(request: Request, value: str) -> None:
    """A variable without a value has that of our own environment, as with `docker run`."""
    name, equals, _ = value.partition("=")
    if not name:
        raise ValueFault(f'"{value}" names no variable.', "Write it as NAME=value.")
    if not equals and name not in os.environ:
        return
    text = value if equals else f"{name}={os.environ[name]}"
    request.setdefault("Env", []).append(text)


def _add_device(request: Request, value: str) -> None:
    _inner(request, ("HostConfig", "")).setdefault("Devices", []).append(device(value))


def _add_volume(request: Request, value: str) -> None:
    outside, colon, inside = value.partition(":")
    if colon:
        _inner(request, ("HostConfig", "")).setdefault("Binds", []).append(binding(outside, inside))
        return
    if not value.startswith("/"):
        raise ValueFault(
            f'"{value}" is no place in the container.', "A place in it begins with a /."
        )
    request.setdefault("Volumes", {})[value] = {}


def _add_temporary(request: Request, value: str) -> None:
    path, options = temporary(value)
    _inner(request, ("HostConfig", "Tmpfs", ""))[path] = options


def _expose(request: Request, value: str) -> None:
    for port in _ports(value):
        request.setdefault("ExposedPorts", {})[port] = {}


def _publish(request: Request, value: str) -> None:
    inside = _ports(value)
    found = _PORT.fullmatch(value)
    outside = (found["outside"] if found else "") or ""
    first, _, last = outside.partition("-")
    is_each = last and int(last) - int(first) == len(inside) - 1 > 0
    bindings = _inner(request, ("HostConfig", "PortBindings", ""))
    for number, port in enumerate(inside):
        request.setdefault("ExposedPorts", {})[port] = {}
        host = str(int(first) + number) if is_each else outside
        address = ((found["address"] if found else "") or "").strip("[]")
        bindings.setdefault(port, []).append({"HostIp": address, "HostPort": host})


def _ports(value: str) -> tuple[str, ...]:
    found = _PORT.fullmatch(value)
    if found is None:
        raise ValueFault(
            f'"{value}" is no port.', "Write it as 80, 8080:80 or 127.0.0.1:53:53/udp."
        )
    first = int(found["first"])
    last = int(found["last"] or first)
    if not 0 < first <= last <= 65535:
        raise ValueFault(f'"{value}" is no port.', "Ports go from 1 to 65535.")
    return tuple(f"{one}/{found['protocol'] or 'tcp'}" for one in range(first, last + 1))


def _add_ulimit(request: Request, value: str) -> None:
    name, limits = _pair(value, "=")
    soft, _, hard = limits.partition(":")
    try:
        one = {"Name": name, "Soft": int(soft), "Hard": int(hard or soft)}
    except ValueError:
        raise ValueFault(f'"{value}" is no limit.', "Write it as nofile=1024:2048.") from None
    _inner(request, ("HostConfig", "")).setdefault("Ulimits", []).append(one)


def _processors(request: Request, value: str) -> None:
    try:
        amount = float(value)
    except ValueError:
        raise ValueFault(f'"{value}" is no number of processors.', "Write it as 1.5.") from None
    _inner(request, ("HostConfig", ""))["NanoCpus"] = int(amount * 1_000_000_000)


def _no_health_check(request: Request, value: str) -> None:
    if value.lower() in _TRUE:
        request["Healthcheck"] = {"Test": ["NONE"]}


def _pair(value: str, between: str) -> tuple[str, str]:
    key, _, found = value.partition(between)
    return key, found


OPTIONS: Mapping[str, Put] = {
    "detach": _nothing,
    "rm": _nothing,
    "name": _nothing,
    "pull": _nothing,
    "quiet": _nothing,
    "sig-proxy": _nothing,
    "interactive": _flag("OpenStdin"),
    "tty": _flag("Tty"),
    "entrypoint": _entrypoint,
    "env": _variable,
    "label": _entry("Labels"),
    "workdir": _folder,
    "user": _text("User"),
    "hostname": _text("Hostname"),
    "domainname": _text("Domainname"),
    "mac-address": _text("MacAddress"),
    "stop-signal": _text("StopSignal"),
    "no-healthcheck": _no_health_check,
    "expose": _expose,
    "publish": _publish,
    "publish-all": _flag("HostConfig", "PublishAllPorts"),
    "volume": _add_volume,
    "volumes-from": _item("HostConfig", "VolumesFrom"),
    "device": _add_device,
    "cap-add": _item("HostConfig", "CapAdd"),
    "cap-drop": _item("HostConfig", "CapDrop"),
    "privileged": _flag("HostConfig", "Privileged"),
    "tmpfs": _add_temporary,
    "runtime": _text("HostConfig", "Runtime"),
    "network": _text("HostConfig", "NetworkMode"),
    "net": _text("HostConfig", "NetworkMode"),
    "pid": _text("HostConfig", "PidMode"),
    "ipc": _text("HostConfig", "IpcMode"),
    "uts": _text("HostConfig", "UTSMode"),
    "userns": _text("HostConfig", "UsernsMode"),
    "cgroupns": _text("HostConfig", "CgroupnsMode"),
    "cgroup-parent": _text("HostConfig", "CgroupParent"),
    "add-host": _item("HostConfig", "ExtraHosts", between=":", example="name:192.0.2.1"),
    "dns": _item("HostConfig", "Dns"),
    "dns-search": _item("HostConfig", "DnsSearch"),
    "dns-option": _item("HostConfig", "DnsOptions"),
    "link": _item("HostConfig", "Links"),
    "group-add": _item("HostConfig", "GroupAdd"),
    "security-opt": _item("HostConfig", "SecurityOpt"),
    "sysctl": _entry("HostConfig", "Sysctls", example="net.core.somaxconn=1024"),
    "storage-opt": _entry("HostConfig", "StorageOpt", example="size=20g"),
    "memory": _size("HostConfig", "Memory"),
    "memory-swap": _size("HostConfig", "MemorySwap"),
    "memory-reservation": _size("HostConfig", "MemoryReservation"),
    "shm-size": _size("HostConfig", "ShmSize"),
    "cpus": _processors,
    "cpu-shares": _whole("HostConfig", "CpuShares"),
    "cpu-period": _whole("HostConfig", "CpuPeriod"),
    "cpu-quota": _whole("HostConfig", "CpuQuota"),
    "cpuset-cpus": _text("HostConfig", "CpusetCpus"),
    "cpuset-mems": _text("HostConfig", "CpusetMems"),
    "pids-limit": _whole("HostConfig", "PidsLimit"),
    "oom-score-adj": _whole("HostConfig", "OomScoreAdj"),
    "ulimit": _add_ulimit,
    "init": _flag("HostConfig", "Init"),
    "read-only": _flag("HostConfig", "ReadonlyRootfs"),
    "oom-kill-disable": _flag("HostConfig", "OomKillDisable"),
}
"""How each option is put into the request."""
