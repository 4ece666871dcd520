"""Sockets to where SSH shall answer: dialled directly or through a proxy, until somebody speaks."""

import asyncio
import socket
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import anyio
from python_socks import ProxyError, ProxyType
from python_socks.async_.asyncio import Proxy

from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import record

Dial: TypeAlias = Callable[[], Awaitable[socket.socket]]

_DIAL_SECONDS = 15.0
_FIRST_GAP_SECONDS = 0.25
_GAP_GROWTH = 1.02
_LONGEST_GAP_SECONDS = 5.0
_MOST_CALLS = 3


class NoAnswer(GoldsmithError):
    """Nobody spoke SSH at the other end of a connection, or there was no connection."""


@record
class ProxyAddress:
    """The proxy to go through: its scheme is `socks5` or `http`."""

    scheme: str
    host: str
    port: int
    username: str = ""
    password: str = ""


async def dial(host: str, port: int) -> socket.socket:
    """A TCP connection to `host:port`."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise NoAnswer(f"the name {host} cannot be resolved ({error.strerror})") from error
    failure: OSError | None = None
    for family, kind, protocol, _, address in found:
        one = socket.socket(family, kind, protocol)
        one.setblocking(False)
        try:
            async with asyncio.timeout(_DIAL_SECONDS):
                await loop.sock_connect(one, address)
        except OSError as error:
            one.close()
            failure = error
        except BaseException:
            one.close()
            raise
        else:
            return one
    raise NoAnswer(_reason(failure))


async def dial_through(proxy: ProxyAddress, host: str, port: int) -> socket.socket:
    """A TCP connection to `host:port` that a proxy makes for us."""
    where = f"the proxy {proxy.host}:{proxy.port}"
    client = Proxy(
        proxy_type=ProxyType.HTTP if proxy.scheme == "http" else ProxyType.SOCKS5,
        host=proxy.host,
        port=proxy.port,
        username=proxy.username or None,
        password=proxy.password or None,
        rdns=True,
    )
    try:
        return await client.connect(dest_host=host, dest_port=port, timeout=_DIAL_SECONDS)
    except ProxyError as error:
        raise NoAnswer(f"{where} could not connect to it ({error})") from error
    except OSError as error:
        raise NoAnswer(f"{where} cannot be reached ({_reason(error)})") from error


async def until_greeted(dial_once: Dial, on_failure: Callable[[str], None]) -> socket.socket:
    """Dial, again and again, until the other side of a connection says something; never gives up.

    The port of a virtual machine is often accepted on its behalf long before it runs, and such a
    connection may hang for good. So silence is answered by dialling anew, while the last calls
    are kept a little longer: a machine under load is slow to greet.
    """
    answered = anyio.Event()
    sockets: list[socket.socket] = []

    async def call(scope: anyio.CancelScope) -> None:
        with scope:
            try:
                sockets.append(await _greeted(dial_once))
            except NoAnswer as error:
                on_failure(str(error))
            else:
                answered.set()
        if scope.cancelled_caught:
            on_failure("the connection was taken, but SSH did not answer")

    calls: deque[anyio.CancelScope] = deque()
    gap = _FIRST_GAP_SECONDS
    try:
        async with anyio.create_task_group() as group:
            while not sockets:
                calls.append(anyio.CancelScope())
                group.start_soon(call, calls[-1])
                if len(calls) > _MOST_CALLS:
                    calls.popleft().cancel()
                with anyio.move_on_after(gap):
                    await answered.wait()
                gap = min(gap * _GAP_GROWTH, _LONGEST_GAP_SECONDS)
            group.cancel_scope.cancel()
    except BaseException:
        for one in sockets:
            one.close()
        raise
    for spare in sockets[1:]:
        spare.close()
    return sockets[0]


async def _greeted(dial_once: Dial) -> socket.socket:
    one = await dial_once()
    try:
        await anyio.wait_readable(one)
        is_closed = not one.recv(1, socket.MSG_PEEK)
    except OSError as error:
        one.close()
        raise NoAnswer(_reason(error)) from error
    except BaseException:
        one.close()
        raise
    if is_closed:
        one.close()
        raise NoAnswer("the connection was closed before SSH answered")
    return one


def _reason(error: OSError | None) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    if isinstance(error, TimeoutError):
        return "there was no answer"
    if isinstance(error, ConnectionResetError):
        return "the connection was closed before SSH answered"
    return (error and error.strerror) or "there is no such address"
