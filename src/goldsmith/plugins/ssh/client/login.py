"""Who we are to a server, and how we behave towards it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

from goldsmith.record import record

Ask: TypeAlias = Callable[[str], Awaitable[str]]


@record
class Login:
    """Whom to log in as, and with what."""

    username: str
    password: str = ""
    private_key: Path | None = None
    certificate: Path | None = None
    agent: str = ""
    """The socket of the agent whose keys are tried."""
    ask: Ask | None = None
    """Somebody who can answer what the server asks."""


@record
class Manner:
    """How a connection behaves."""

    ciphers: tuple[str, ...] = ()
    key_exchanges: tuple[str, ...] = ()
    keep_alive: float = 5.0
    """Seconds of silence after which the machine is asked whether it is there; 0: never."""
    longest_silence: float = 30.0
    forwarded_agent: str = ""
    """The socket of the agent that commands on the machine may use."""
