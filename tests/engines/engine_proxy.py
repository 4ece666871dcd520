"""Stands between goldsmith and a Docker engine, and does harm at a chosen request."""

import re
import select
import socket as sockets
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

_PIECE = 1 << 16
_END = b"\r\n"
REFUSAL = "The stand-between refuses this."


class Harm(Enum):
    """What is done at a request."""

    CALL_AFTER_REQUEST = "after the request"
    CALL_AFTER_ANSWER = "after the answer"
    REFUSE = "refused"
    DROP_ANSWER = "answer dropped"


@dataclass(frozen=True)
class Moment:
    """A request, and a piece of its answer where that comes in pieces; both count from 1."""

    request: str
    occurrence: int = 1
    piece: int = 1

    def __str__(self) -> str:
        piece = f", piece {self.piece}" if self.piece > 1 else ""
        return f"{self.request} #{self.occurrence}{piece}"


@dataclass
class EngineProxy:
    """Passes everything on, byte by byte, but for one harm at one moment."""

    engine: Path
    socket: Path
    at: Moment | None = None
    harm: Harm | None = None
    call: Callable[[], object] = lambda: None
    requests: list[str] = field(default_factory=list)
    pieces: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How many pieces the answers had."""
    is_done: bool = False
    """Whether the harm was done."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def host(self) -> str:
        return f"unix://{self.socket}"

    def moments(self) -> list[Moment]:
        """Every request that there was."""
        seen: Counter[str] = Counter()
        found = []
        for one in self.requests:
            seen[one] += 1
            found.append(Moment(one, seen[one]))
        return found

    def number(self, request: str) -> int:
        """Count a request; its number among those alike."""
        with self._lock:
            self.requests.append(request)
            return self.requests.count(request)

    def strikes(self, harm: Harm, request: str, occurrence: int, piece: int = 1) -> bool:
        """Whether this is the moment for that harm; only once."""
        with self._lock:
            is_now = (
                not self.is_done
                and self.harm is harm
                and self.at == Moment(request, occurrence, piece)
            )
            self.is_done = self.is_done or is_now
        return is_now


@contextmanager
def engine_proxy(engine: Path) -> Iterator[EngineProxy]:
    """A stand-between for one engine, listening."""
    with tempfile.TemporaryDirectory(prefix="gs") as folder:
        proxy = EngineProxy(engine, Path(folder) / "docker.sock")
        with sockets.socket(sockets.AF_UNIX) as listener:
            listener.bind(str(proxy.socket))
            listener.listen(64)
            threading.Thread(target=_accept, args=(proxy, listener), daemon=True).start()
            yield proxy
            with suppress(OSError):  # wakes up whoever accepts
                listener.shutdown(sockets.SHUT_RDWR)


def _accept(proxy: EngineProxy, listener: sockets.socket) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(proxy, client), daemon=True).start()


class _GoneError(Exception):
    """One side has closed its connection."""


class _Side:
    """One connection, read by lines and counted bytes."""

    def __init__(self, socket: sockets.socket, other: "_Side | None" = None) -> None:
        self.socket = socket
        self._other = other
        self._rest = b""

    def line(self) -> bytes:
        while _END not in self._rest:
            self._more()
        line, _, self._rest = self._rest.partition(_END)
        return line + _END

    def exactly(self, count: int) -> bytes:
        while len(self._rest) < count:
            self._more()
        found, self._rest = self._rest[:count], self._rest[count:]
        return found

    def rest(self) -> bytes:
        found, self._rest = self._rest, b""
        return found

    def _more(self) -> None:
        if self._other is not None:  # whoever waits for the engine may go away
            ready, _, _ = select.select([self.socket, self._other.socket], [], [])
            if self.socket not in ready and not self._other.socket.recv(1, sockets.MSG_PEEK):
                raise _GoneError
        data = self.socket.recv(_PIECE)
        if not data:
            raise _GoneError
        self._rest += data


def _serve(proxy: EngineProxy, socket: sockets.socket) -> None:
    with socket, sockets.socket(sockets.AF_UNIX) as far, suppress(_GoneError, OSError):
        far.connect(str(proxy.engine))
        client = _Side(socket)
        engine = _Side(far, client)
        while _exchange(proxy, client, engine):
            pass


def _exchange(proxy: EngineProxy, client: _Side, engine: _Side) -> bool:
    """Pass on one request and its answer; whether another may follow."""
    head, headers = _head(client)
    method, url = head.split()[:2]
    request = f"{method} {_path(url)}"
    occurrence = proxy.number(request)
    start = b"".join((head.encode() + _END, *headers.raw))
    if proxy.strikes(Harm.REFUSE, request, occurrence):
        for _ in _body(client, headers):
            pass
        client.socket.sendall(_refusal())
        return False
    engine.socket.sendall(start)
    for piece in _body(client, headers):
        engine.socket.sendall(piece)
    if proxy.strikes(Harm.CALL_AFTER_REQUEST, request, occurrence):
        proxy.call()
    return _answer(proxy, client, engine, request, occurrence)


def _answer(
    proxy: EngineProxy, client: _Side, engine: _Side, request: str, occurrence: int
) -> bool:
    status, headers = _head(engine)
    code = int(status.split()[1])
    start = b"".join((status.encode() + _END, *headers.raw))
    has_body = not (request.startswith("HEAD") or code in {101, 204, 304})
    for number, piece in enumerate(_pieces(start, engine, headers, has_body=has_body), 1):
        if not _may_pass(proxy, request, occurrence, number):
            return False
        client.socket.sendall(piece)
        proxy.pieces[request, occurrence] = number
    if code == 101:
        _tunnel(client, engine)
        return False
    return True


def _may_pass(proxy: EngineProxy, request: str, occurrence: int, piece: int) -> bool:
    if proxy.strikes(Harm.CALL_AFTER_ANSWER, request, occurrence, piece):
        proxy.call()
    return not proxy.strikes(Harm.DROP_ANSWER, request, occurrence, piece)


@dataclass(frozen=True)
class _Headers:
    raw: list[bytes]
    values: dict[str, str]

    @property
    def is_chunked(self) -> bool:
        return "chunked" in self.values.get("transfer-encoding", "")


def _head(side: _Side) -> tuple[str, _Headers]:
    first = side.line().decode().strip()
    raw: list[bytes] = []
    values: dict[str, str] = {}
    while True:
        line = side.line()
        raw.append(line)
        if line == _END:
            return first, _Headers(raw, values)
        name, _, value = line.decode("latin-1").partition(":")
        values[name.strip().lower()] = value.strip()


def _pieces(start: bytes, engine: _Side, headers: _Headers, *, has_body: bool) -> Iterator[bytes]:
    """An answer: as a whole, or its head and then what comes bit by bit."""
    if not has_body:
        yield start
    elif headers.is_chunked:
        yield start
        yield from _body(engine, headers)
    else:
        yield start + b"".join(_body(engine, headers))


def _body(side: _Side, headers: _Headers) -> Iterator[bytes]:
    """The pieces of a body, framed as they came."""
    if headers.is_chunked:
        while True:
            size = side.line()
            length = int(size.split(b";")[0], 16)
            yield size + side.exactly(length + 2)
            if not length:
                return
    if length := int(headers.values.get("content-length") or 0):
        yield side.exactly(length)


def _tunnel(client: _Side, engine: _Side) -> None:
    """Let both talk at once, until both have said all."""
    engine.socket.sendall(client.rest())
    client.socket.sendall(engine.rest())
    ways = {client.socket: engine.socket, engine.socket: client.socket}
    while ways:
        ready, _, _ = select.select(list(ways), [], [])
        for source in ready:
            data = source.recv(_PIECE)
            if data:
                ways[source].sendall(data)
                continue
            with suppress(OSError):
                ways[source].shutdown(sockets.SHUT_WR)
            del ways[source]
            if source is engine.socket:
                return


def _path(url: str) -> str:
    """The path without version, names and ids."""
    path = re.sub(r"^/v[0-9.]+", "", url.partition("?")[0])
    words = path.split("/")
    kept = {"json", "create", "load", "prune", "search"}
    for index, word in enumerate(words[:-1]):
        if word in {"containers", "exec", "volumes", "networks"} and words[index + 1] not in kept:
            words[index + 1] = "*"
        if word == "images" and words[index + 1] not in kept:
            last = [words[-1]] if words[-1] in {"json", "tag", "push", "get", "history"} else []
            return "/".join([*words[: index + 1], "*", *last])
    return "/".join(words)


def _refusal() -> bytes:
    body = f'{{"message": "{REFUSAL}"}}'.encode()
    return (
        b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n"
        + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        + body
    )
