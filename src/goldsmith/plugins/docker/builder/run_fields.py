"""Options of `docker run` whose values have fields, such as mounts, or lie in files."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

# Any: a request in JSON, built up field by field.
from typing import Any

from goldsmith.plugins.docker.builder.run_values import OPTIONS as PLAIN
from goldsmith.plugins.docker.builder.run_values import Put, Request, ValueFault

_EXAMPLE = "Write it as type=bind,source=/data,target=/data."
_SOURCE = frozenset({"source", "src"})
_TARGET = frozenset({"target", "destination", "dst"})
_READ_ONLY = frozenset({"readonly", "ro"})
_KINDS = ("bind", "volume", "tmpfs")
_POLICIES = ("no", "always", "unless-stopped", "on-failure")


def _mount(request: Request, value: str) -> None:
    one: dict[str, Any] = {"Type": "volume"}
    for key, text in _fields(value):
        if key == "type":
            one["Type"] = text
        elif key in _SOURCE:
            one["Source"] = text
        elif key in _TARGET:
            one["Target"] = text
        elif key in _READ_ONLY:
            one["ReadOnly"] = text.lower() in {"", "1", "true"}
        else:
            raise ValueFault(f'goldsmith passes on no "{key}" of a mount.', _EXAMPLE)
    if one["Type"] not in _KINDS:
        raise ValueFault(f'"{one["Type"]}" is no kind of mount.', f"It is {' or '.join(_KINDS)}.")
    if not str(one.get("Target", "")).startswith("/"):
        raise ValueFault(f'"{value}" names no target in the container.', _EXAMPLE)
    _host(request).setdefault("Mounts", []).append(one)


def _graphics(request: Request, value: str) -> None:
    """All of them, a number, or some by name: `device=0,1`."""
    wanted: dict[str, Any] = {"Driver": "", "Capabilities": [["gpu"]], "Options": {}}
    kind, _, names = value.strip('"').partition("=")
    if value == "all":
        wanted["Count"] = -1
    elif value.isdecimal():
        wanted["Count"] = int(value)
    elif kind == "device" and names:
        wanted["DeviceIDs"] = names.split(",")
    else:
        raise ValueFault(f'"{value}" names no graphics cards.', "Write it as all, 1 or device=0,1.")
    _host(request).setdefault("DeviceRequests", []).append(wanted)


def _restart(request: Request, value: str) -> None:
    name, _, times = value.partition(":")
    if name not in _POLICIES or (times and not times.isdecimal()):
        raise ValueFault(
            f'"{value}" does not say when to restart.', "Write it as no or on-failure:3."
        )
    _host(request)["RestartPolicy"] = {"Name": name, "MaximumRetryCount": int(times or 0)}


def _log_driver(request: Request, value: str) -> None:
    _host(request).setdefault("LogConfig", {})["Type"] = value


def _log_option(request: Request, value: str) -> None:
    key, equals, text = value.partition("=")
    if not equals:
        raise ValueFault(f'"{value}" has no = in it.', "Write it as max-size=10m.")
    _host(request).setdefault("LogConfig", {}).setdefault("Config", {})[key] = text


def _variables_in(request: Request, value: str) -> None:
    try:
        text = Path(value).read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise ValueFault(f"{value} is no file of variables.", "Each line is NAME=value.") from None
    put = PLAIN["env"]
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            put(request, line.lstrip())


def _stop_timeout(request: Request, value: str) -> None:
    if not value.isdecimal():
        raise ValueFault(f'"{value}" is no number of seconds.')
    request["StopTimeout"] = int(value)


def _fields(value: str) -> Iterator[tuple[str, str]]:
    for field in next(csv.reader([value]), []):
        key, _, text = field.partition("=")
        yield key.strip().lower(), text


def _host(request: Request) -> dict[str, Any]:
    host: dict[str, Any] = request.setdefault("HostConfig", {})
    return host


OPTIONS: Mapping[str, Put] = {
    **PLAIN,
    "mount": _mount,
    "gpus": _graphics,
    "restart": _restart,
    "log-driver": _log_driver,
    "log-opt": _log_option,
    "env-file": _variables_in,
    "stop-timeout": _stop_timeout,
}
"""How each option is put into the request, those with fields as well."""
