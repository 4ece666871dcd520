"""What `docker run` would be told, as the request for a container that the engine takes."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path

# Any: a request in JSON, built up field by field.
from typing import Any

from goldsmith.plugins.docker.settings import DockerSettings
from goldsmith.record import record
from goldsmith.sdk import ByteSize, GoldsmithError

Request = MutableMapping[str, Any]
_SHORT = {
    "d": "detach", "i": "interactive", "t": "tty", "e": "env", "v": "volume", "w": "workdir",
    "u": "user", "h": "hostname", "p": "publish", "P": "publish-all", "m": "memory", "l": "label",
    "c": "cpu-shares",
}  # fmt: skip
_SWITCHES = frozenset(
    {"detach", "interactive", "tty", "privileged", "init", "read-only", "publish-all", "rm",
     "no-healthcheck", "oom-kill-disable"}
)  # fmt: skip


@record
class Words:
    """The words of a run command, told apart."""

    options: tuple[tuple[str, str], ...]
    image: str
    command: tuple[str, ...]


def container_request(settings: DockerSettings, words: Words) -> Request:
    """The engine's request for the container: the template's options, then the run command's."""
    container = settings.container
    host: dict[str, Any] = {
        "Binds": [f"{_outside(k)}:{v}" for k, v in sorted(container.volumes.items())],
        "Devices": [_device(one) for one in container.device],
        "CapAdd": list(container.cap_add),
        "CapDrop": list(container.cap_drop),
        "Privileged": container.privileged,
        "Tmpfs": dict(_pair(one, ":") for one in container.tmpfs),
    }
    if container.runtime:
        host["Runtime"] = container.runtime
    request: dict[str, Any] = {"Image": words.image, "HostConfig": host, "Labels": {}}
    if words.command:
        request["Cmd"] = list(words.command)
    for name, value in words.options:
        _apply(request, name, value)
    return request


def words_of(arguments: Sequence[str]) -> Words:
    """Tell options, image and command apart, as `docker run` does."""
    options: list[tuple[str, str]] = []
    rest = iter(arguments)
    for word in rest:
        if word.startswith("-") and word not in {"-", "--"}:
            options += _option(word, rest)
            continue
        image = next(rest, "") if word == "--" else word
        return Words(tuple(options), image, tuple(rest))
    raise GoldsmithError("run_command names no image. Put `{{.Image}}` into it.")


def _option(word: str, rest: Iterator[str]) -> Iterator[tuple[str, str]]:
    if word.startswith("--"):
        name, equals, value = word[2:].partition("=")
        yield name, value if equals else _value(name, rest)
        return
    letters = word[1:]
    while letters:
        name = _SHORT.get(letters[0], letters[0])
        letters = letters[1:]
        if name in _SWITCHES:
            yield name, "true"
            continue
        yield name, letters.removeprefix("=") if letters else _value(name, rest)
        return


def _value(name: str, rest: Iterator[str]) -> str:
    if name in _SWITCHES:
        return "true"
    value = next(rest, None)
    if value is None:
        raise GoldsmithError(f"In run_command, --{name} has no value.")
    return value


def _apply(request: Request, name: str, value: str) -> None:
    known = _OPTIONS.get(name)
    if known is None:
        raise GoldsmithError(
            f"run_command has --{name}, which goldsmith does not pass to the engine. It knows "
            f"{', '.join(sorted(_OPTIONS))}."
        )
    known(request, value)


def _nothing(_request: Request, _value: str) -> None:
    """It is so anyway."""


def _text(*path: str) -> Callable[[Request, str], None]:
    def put(request: Request, value: str) -> None:
        _inner(request, path)[path[-1]] = value

    return put


def _flag(*path: str) -> Callable[[Request, str], None]:
    def put(request: Request, value: str) -> None:
        _inner(request, path)[path[-1]] = value.lower() in {"true", "1", "t", ""}

    return put


def _whole(*path: str) -> Callable[[Request, str], None]:
    def put(request: Request, value: str) -> None:
        _inner(request, path)[path[-1]] = int(value)

    return put


def _size(*path: str) -> Callable[[Request, str], None]:
    def put(request: Request, value: str) -> None:
        units = {"b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
        unit = units.get(value[-1:].lower())
        number = value[:-1] if unit else value
        if not number.isdigit():
            raise GoldsmithError(f"In run_command, {value} is no size. Write it as 512m or 2g.")
        _inner(request, path)[path[-1]] = int(ByteSize(int(number) * (unit or 1)))

    return put


def _item(*path: str) -> Callable[[Request, str], None]:
    def put(request: Request, value: str) -> None:
        _inner(request, path).setdefault(path[-1], []).append(value)

    return put


def _entry(*path: str, between: str = "=") -> Callable[[Request, str], None]:
    def put(request: Request, value: str) -> None:
        key, found = _pair(value, between)
        _inner(request, path).setdefault(path[-1], {})[key] = found

    return put


def _inner(request: Request, path: Sequence[str]) -> Request:
    for key in path[:-1]:
        request = request.setdefault(key, {})
    return request


def _entrypoint(request: Request, value: str) -> None:
    request["Entrypoint"] = [value] if value else [""]


def _add_device(request: Request, value: str) -> None:
    _inner(request, ("HostConfig", "")).setdefault("Devices", []).append(_device(value))


def _add_volume(request: Request, value: str) -> None:
    if ":" in value:
        _item("HostConfig", "Binds")(request, value)
    else:
        request.setdefault("Volumes", {})[value] = {}


def _expose(request: Request, value: str) -> None:
    request.setdefault("ExposedPorts", {})[_port(value)] = {}


def _publish(request: Request, value: str) -> None:
    outside, _, inside = value.rpartition(":")
    address, _, number = outside.rpartition(":")
    port = _port(inside)
    _expose(request, port)
    bindings = _inner(request, ("HostConfig", "PortBindings", ""))
    bindings.setdefault(port, []).append({"HostIp": address, "HostPort": number})


def _add_ulimit(request: Request, value: str) -> None:
    name, limits = _pair(value, "=")
    soft, _, hard = limits.partition(":")
    one = {"Name": name, "Soft": int(soft), "Hard": int(hard or soft)}
    _inner(request, ("HostConfig", "")).setdefault("Ulimits", []).append(one)


def _port(value: str) -> str:
    return value if "/" in value else f"{value}/tcp"


def _device(value: str) -> Mapping[str, str]:
    outside, _, rest = value.partition(":")
    inside, _, rights = rest.partition(":")
    if inside and set(inside) <= set("rwm"):
        inside, rights = "", inside
    return {
        "PathOnHost": outside,
        "PathInContainer": inside or outside,
        "CgroupPermissions": rights or "rwm",
    }


def _outside(path: str) -> str:
    return str(Path(path).expanduser()) if path.startswith("~/") else path


def _pair(value: str, between: str) -> tuple[str, str]:
    key, _, found = value.partition(between)
    return key, found


_OPTIONS: Mapping[str, Callable[[Request, str], None]] = {
    "detach": _nothing,
    "rm": _nothing,
    "name": _nothing,
    "pull": _nothing,
    "interactive": _flag("OpenStdin"),
    "tty": _flag("Tty"),
    "entrypoint": _entrypoint,
    "env": _item("Env"),
    "label": _entry("Labels"),
    "workdir": _text("WorkingDir"),
    "user": _text("User"),
    "hostname": _text("Hostname"),
    "domainname": _text("Domainname"),
    "mac-address": _text("MacAddress"),
    "stop-signal": _text("StopSignal"),
    "expose": _expose,
    "publish": _publish,
    "publish-all": _flag("HostConfig", "PublishAllPorts"),
    "volume": _add_volume,
    "volumes-from": _item("HostConfig", "VolumesFrom"),
    "device": _add_device,
    "cap-add": _item("HostConfig", "CapAdd"),
    "cap-drop": _item("HostConfig", "CapDrop"),
    "privileged": _flag("HostConfig", "Privileged"),
    "tmpfs": _entry("HostConfig", "Tmpfs", between=":"),
    "runtime": _text("HostConfig", "Runtime"),
    "network": _text("HostConfig", "NetworkMode"),
    "net": _text("HostConfig", "NetworkMode"),
    "pid": _text("HostConfig", "PidMode"),
    "ipc": _text("HostConfig", "IpcMode"),
    "uts": _text("HostConfig", "UTSMode"),
    "userns": _text("HostConfig", "UsernsMode"),
    "cgroupns": _text("HostConfig", "CgroupnsMode"),
    "cgroup-parent": _text("HostConfig", "CgroupParent"),
    "add-host": _item("HostConfig", "ExtraHosts"),
    "dns": _item("HostConfig", "Dns"),
    "dns-search": _item("HostConfig", "DnsSearch"),
    "dns-option": _item("HostConfig", "DnsOptions"),
    "link": _item("HostConfig", "Links"),
    "group-add": _item("HostConfig", "GroupAdd"),
    "security-opt": _item("HostConfig", "SecurityOpt"),
    "sysctl": _entry("HostConfig", "Sysctls"),
    "memory": _size("HostConfig", "Memory"),
    "memory-swap": _size("HostConfig", "MemorySwap"),
    "shm-size": _size("HostConfig", "ShmSize"),
    "cpu-shares": _whole("HostConfig", "CpuShares"),
    "cpuset-cpus": _text("HostConfig", "CpusetCpus"),
    "pids-limit": _whole("HostConfig", "PidsLimit"),
    "ulimit": _add_ulimit,
    "init": _flag("HostConfig", "Init"),
    "read-only": _flag("HostConfig", "ReadonlyRootfs"),
    "oom-kill-disable": _flag("HostConfig", "OomKillDisable"),
}
"""The options of `docker run` that have a place in the request."""
