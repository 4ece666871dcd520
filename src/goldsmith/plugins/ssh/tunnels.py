"""Port forwardings as templates write them: `PORT:HOST:PORT`."""

from goldsmith.record import record


@record
class Tunnel:
    """What arrives at `listen_port` on one side goes to `host:port` as seen from the other."""

    listen_port: int
    host: str
    port: int


def parse_tunnel(text: str) -> Tunnel:
    """Read `PORT:HOST:PORT`; `ValueError` says what is wrong with it."""
    first, _, rest = text.partition(":")
    host, _, last = rest.rpartition(":")
    if not host:
        raise ValueError(f'"{text}" is not a tunnel; it is written as in "8080:localhost:80".')
    return Tunnel(_port(first, text), host.removeprefix("[").removesuffix("]"), _port(last, text))


def _port(text: str, whole: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError(f'"{text}" in the tunnel "{whole}" is not a port number from 1 to 65535.')
    return int(text)
