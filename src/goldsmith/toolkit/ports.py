"""A free port of this computer, held until the program that shall listen on it does."""

import errno
import random
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from goldsmith.diagnostics import GoldsmithError


@contextmanager
def held_port(ports: Iterable[int], purpose: str, *, address: str = "") -> Iterator[int]:
    """One of `ports` on which nothing listens, held against every other goldsmith.

    The port itself stays free, for the program that will listen on it: hold it until that program
    does. `address` is where it will listen; empty is every address of this computer.
    """
    candidates = list(ports)
    random.shuffle(candidates)
    for port in candidates:
        claim = _claim(port)
        if claim is None:
            continue
        with claim:
            if _is_free(port, address):
                yield port
                return
    raise GoldsmithError(_exhausted(sorted(candidates), purpose))


def _claim(port: int) -> socket.socket | None:
    """A lock that leaves no file and ends with this process; None if somebody else has it.

    Such names belong to the network name space, as the ports themselves do.
    """
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0goldsmith-port-{port}")
    except OSError as error:
        claim.close()
        if error.errno == errno.EADDRINUSE:
            return None
        raise
    return claim


def _is_free(port: int, address: str) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        # As the programs do: a connection that has only just ended is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen(1)
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise GoldsmithError(
                f'This computer cannot listen on "{address}": {error.strerror}.'
            ) from error
    return True


def _exhausted(ports: list[int], purpose: str) -> str:
    if not ports:
        return f"There is no port for {purpose}: the range is empty."
    if len(ports) == 1:
        return f"Port {ports[0]} is in use, and it is the only one allowed for {purpose}."
    return f"Every port from {ports[0]} to {ports[-1]} is in use; {purpose} needs one of them."
