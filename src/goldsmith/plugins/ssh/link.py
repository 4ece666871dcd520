"""The connection to one machine for as long as the build lasts: made with patience, made again."""

import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

from goldsmith.plugins.ssh.client import (
    Command,
    Connection,
    ConnectionGone,
    HandshakeFailed,
    Login,
    LoginRefused,
    Manner,
    OnData,
    Sftp,
)
from goldsmith.plugins.ssh.dial import Dial, until_greeted
from goldsmith.plugins.ssh.tunnels import Tunnel
from goldsmith.record import record
from goldsmith.sdk.machine import ConnectionLost, Endpoint, HostUnreachable
from goldsmith.sdk.run import Run

T = TypeVar("T")

_FIRST_DELAY_SECONDS = 0.5
_DELAY_GROWTH = 1.6
_LONGEST_DELAY_SECONDS = 15.0


@record
class Stop:
    """A place that speaks SSH, how to call it, and how to log in there."""

    endpoint: Endpoint
    dial: Dial
    login: Login
    manner: Manner


@record
class Route:
    """How to get to a machine, and what belongs to being there."""

    machine: Stop
    bastion: Stop | None = None
    timeout: float | None = None
    """Seconds; None waits for ever."""
    attempts: int | None = None
    """How many refused logins are put up with; None is any number."""
    local_tunnels: tuple[Tunnel, ...] = ()
    remote_tunnels: tuple[Tunnel, ...] = ()


class Link:
    """A connection that is there when it is needed."""

    def __init__(self, route: Route, run: Run) -> None:
        self._route = route
        self._run = run
        self._lock = anyio.Lock()
        self._connection: Connection | None = None
        self._bastion: Connection | None = None
        self._last_failure = "there was no answer"

    @property
    def place(self) -> str:
        """Where the machine is, for people."""
        where = self._route.machine.endpoint
        host = f"[{where.host}]" if ":" in where.host else where.host
        return f"{host}:{where.port}"

    async def open(self) -> None:
        """Wait until the machine lets us in; `HostUnreachable` after the time that is allowed."""
        await self._connected()

    async def start(
        self, command: str, on_data: OnData | None = None, *, pty: bool = False
    ) -> Command:
        """Run a command on the machine; a connection that is gone is made again, once."""
        return await self._persistently(lambda it: it.start(command, on_data, pty=pty))

    async def sftp(self) -> Sftp:
        """Open an SFTP session; a connection that is gone is made again, once."""
        return await self._persistently(Connection.sftp)

    async def close(self) -> None:
        """End everything."""
        for one in (self._connection, self._bastion):
            if one is not None:
                await one.close()
        self._connection = self._bastion = None

    async def _persistently(self, use: Callable[[Connection], Awaitable[T]]) -> T:
        connection = await self._connected()
        try:
            return await use(connection)
        except ConnectionGone as error:
            self._run.debug_log(f"The connection to {self.place} is gone: {error}.")
        try:
            return await use(await self._connected(instead_of=connection))
        except ConnectionGone as error:
            raise ConnectionLost(
                f"SSH at {self.place} lets us in, but starts nothing for us: {error}."
            ) from error

    async def _connected(self, instead_of: Connection | None = None) -> Connection:
        async with self._lock:
            current = self._connection
            if current is not None and current is not instead_of and not current.is_closed:
                return current
            if current is not None:
                await current.close()
            self._connection = await self._patiently()
            return self._connection

    async def _patiently(self) -> Connection:
        timeout = self._route.timeout
        self._run.say(f"Waiting for SSH at {self.place}.")
        with anyio.move_on_after(math.inf if timeout is None else timeout):
            made = await self._until_let_in()
            self._run.debug_log(f"Connected to {self.place}: {made.description}.")
            await self._dig_tunnels(made)
            return made
        raise HostUnreachable(
            f"SSH at {self.place} could not be used within {_spoken(timeout or 0)}: "
            f"{self._last_failure}. Where the machine needs longer, set ssh_timeout."
        )

    async def _until_let_in(self) -> Connection:
        delay = _FIRST_DELAY_SECONDS
        refusals = 0
        while True:
            try:
                return await self._attempt()
            except (LoginRefused, HandshakeFailed) as error:
                self._last_failure = str(error)
                self._run.debug_log(f"SSH at {self.place}: {error}.")
                refusals += isinstance(error, LoginRefused)
                if self._route.attempts is not None and refusals >= self._route.attempts:
                    raise HostUnreachable(
                        f"SSH at {self.place} turned us away {_times(refusals)}: {error}."
                    ) from error
            await anyio.sleep(delay)
            delay = min(_DELAY_GROWTH * delay, _LONGEST_DELAY_SECONDS)

    async def _attempt(self) -> Connection:
        machine = self._route.machine
        if self._route.bastion is None:
            return await self._enter(machine)
        if self._bastion is None or self._bastion.is_closed:
            self._bastion = await self._enter_bastion(self._route.bastion)
        where = machine.endpoint.host, machine.endpoint.port
        return await Connection.open(where, machine.login, machine.manner, through=self._bastion)

    async def _enter_bastion(self, stop: Stop) -> Connection:
        name = f"the bastion {stop.endpoint.host}:{stop.endpoint.port}"
        try:
            return await self._enter(stop)
        except (LoginRefused, HandshakeFailed) as error:
            raise type(error)(f"{name}: {error}") from error

    async def _enter(self, stop: Stop) -> Connection:
        socket = await until_greeted(stop.dial, self._note)
        return await Connection.open(socket, stop.login, stop.manner)

    def _note(self, failure: str) -> None:
        self._last_failure = failure

    async def _dig_tunnels(self, connection: Connection) -> None:
        try:
            for tunnel in self._route.local_tunnels:
                await connection.listen_here(tunnel)
            for tunnel in self._route.remote_tunnels:
                await connection.listen_there(tunnel)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await connection.close()
            raise


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _spoken(seconds: float) -> str:
    if seconds >= 120 and seconds % 60 == 0:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds:g} second{'' if seconds == 1 else 's'}"
